"""The bench's articles as rows of WordPress: posts, categories, tags and what ties them together.

Numbers of posts are those of the articles plus OFFSET. Called by wordpress.py.
"""
import datetime
import urllib.parse

import vocabulary

OFFSET = 1000
HOURS_AHEAD = datetime.timedelta(hours=8)  # Asia/Shanghai

POST = ("INSERT INTO wp_posts (ID, post_author, post_date, post_date_gmt, post_content, post_title, post_excerpt, post_status, "
        "comment_status, ping_status, post_name, to_ping, pinged, post_modified, post_modified_gmt, post_content_filtered, guid, post_type) "
        "VALUES (%s, 1, %s, %s, %s, %s, '', 'publish', 'closed', 'closed', %s, '', '', %s, %s, '', %s, 'post')")


def slug(name):
    """As WordPress makes them of names in other scripts."""
    return urllib.parse.quote(name).lower()


def blocks(body):
    return "\n\n".join(f"<!-- wp:paragraph -->\n<p>{paragraph}</p>\n<!-- /wp:paragraph -->" for paragraph in body.split("\n\n"))


def enter_term(cursor, name, code, taxonomy, parent=0):
    """Returns (term, its place in the taxonomy)."""
    cursor.execute("INSERT INTO wp_terms (name, slug) VALUES (%s, %s)", (name, code))
    term = cursor.lastrowid
    cursor.execute("INSERT INTO wp_term_taxonomy (term_id, taxonomy, description, parent) VALUES (%s, %s, '', %s)", (term, taxonomy, parent))
    return term, cursor.lastrowid


def import_articles(connection, content, count, url):
    with connection.cursor() as cursor:
        categories, tags = {}, {}
        for code, name, parent in vocabulary.CHANNELS:
            categories[code] = enter_term(cursor, name, code, "category", categories[parent][0] if parent else 0)
        for name in content.tags:
            tags[name] = enter_term(cursor, name, slug(name), "post_tag")
        posts, ties = [], []
        for article in content.articles(count):
            number, at = article.id + OFFSET, article.published_at
            gmt = at - HOURS_AHEAD
            posts.append((number, at, gmt, blocks(article.body), article.title, f"article-{article.id}", at, gmt, f"{url}/?p={number}"))
            ties += [(number, place, order) for order, place in
                     enumerate([categories[article.channel][1], *(tags[name][1] for name in article.tags)])]
        for start in range(0, len(posts), 500):
            cursor.executemany(POST, posts[start:start + 500])
        cursor.executemany("INSERT INTO wp_term_relationships (object_id, term_taxonomy_id, term_order) VALUES (%s, %s, %s)", ties)
    connection.commit()
