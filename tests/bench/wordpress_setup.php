<?php
/* wordpress_setup.php - WordPress's own installer, without a browser. Called by wordpress.py as
 *     php wordpress_setup.php FOLDER install PASSWORD
 *     php wordpress_setup.php FOLDER finish
 * The first makes tables, options and the administrator; the second follows the import of the articles. */
[, $folder, $step] = $argv;
if ($step === 'install') {
    define('WP_INSTALLING', true);
}
$_SERVER['HTTP_HOST'] = '127.0.0.1';
$_SERVER['REQUEST_METHOD'] = 'GET';
require $folder . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

if ($step === 'install') {
    wp_install('云鹿在线', 'bench', 'bench@bench.example', true, '', $argv[3]);
    foreach (get_posts(['numberposts' => -1, 'post_type' => ['post', 'page'], 'post_status' => 'any']) as $post) {
        wp_delete_post($post->ID, true);
    }
    update_option('timezone_string', 'Asia/Shanghai');
    update_option('posts_per_page', 20);
    update_option('permalink_structure', '/%year%/%monthnum%/%day%/%post_id%.html');
    switch_theme('twentytwentythree');
} else {
    foreach (['category', 'post_tag'] as $taxonomy) {
        clean_taxonomy_cache($taxonomy);
        $terms = get_terms(['taxonomy' => $taxonomy, 'fields' => 'tt_ids', 'hide_empty' => false]);
        wp_update_term_count_now($terms, $taxonomy);
    }
    global $wp_rewrite;
    $wp_rewrite->init();
    flush_rewrite_rules(false);
    wp_cache_flush();
}
echo 'theme ', get_stylesheet(), ', WordPress ', $GLOBALS['wp_version'], ', posts ', wp_count_posts()->publish, "\n";
