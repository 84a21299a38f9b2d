"""WordPress of Debian's packages with the bench's articles: the peer for pages that are made anew.

Installed by its own installer into a folder of the bench's own; articles, categories and tags are imported
by SQL, as blocks the way its editor saves them. It gets what helps it: opcache, pretty permalinks, no cron
and no look-ups over the network while pages are made, comments closed. Called by scenario_cold.py.
"""
import glob
import json
import pathlib
import shutil
import socket
import subprocess

import generate
from apache import Apache
from servers import Failure, Server, give_away, lib_apache
from wordpress_database import import_articles

SOURCE = "/usr/share/wordpress"

CONFIG = """<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'wordpress');
define('DB_PASSWORD', 'wordpress');
define('DB_HOST', 'localhost:{socket}');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
foreach (['AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT'] as $name) {{
    define($name, hash('sha256', $name));
}}
define('WP_HOME', '{url}');
define('WP_SITEURL', '{url}');
define('WP_CONTENT_DIR', __DIR__ . '/wp-content');
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {{
    define('ABSPATH', __DIR__ . '/');
}}
require_once ABSPATH . 'wp-settings.php';
"""

POOL = """[global]
pid = {folder}/fpm.pid
error_log = {folder}/fpm.log
daemonize = no
[bench]
listen = {folder}/fpm.sock
pm = static
pm.max_children = {workers}
pm.max_requests = 0
"""

SITE = """
DocumentRoot "{site}"
DirectoryIndex index.php
<Directory "{site}">
    Require all granted
    Options FollowSymLinks
    RewriteEngine On
    RewriteBase /
    RewriteRule ^index\\.php$ - [L]
    RewriteCond %{REQUEST_FILENAME} !-f
    RewriteCond %{REQUEST_FILENAME} !-d
    RewriteRule . /index.php [L]
</Directory>
<FilesMatch "\\.php$">
    SetHandler "proxy:unix:{socket}|fcgi://localhost/"
</FilesMatch>
"""


def fpm_binary():
    found = sorted(glob.glob("/usr/sbin/php-fpm*"))
    if not found:
        raise Failure("php-fpm is missing: conf/demo/deps.sh bench")
    return found[-1]


class Fpm(Server):
    name = "php-fpm"

    def __init__(self, folder, cores, workers=8):
        super().__init__(folder, cores)
        self.socket = self.folder / "fpm.sock"
        (self.folder / "fpm.conf").write_text(POOL.format(folder=self.folder, workers=workers))

    def command(self):
        return [fpm_binary(), "-F", "-y", str(self.folder / "fpm.conf")]

    def ready(self):
        with socket.socket(socket.AF_UNIX) as probe:
            probe.connect(str(self.socket))


class WordPress(Apache):
    """Apache in front of php-fpm, with a site installed and filled."""

    name = "WordPress"

    def __init__(self, folder, cores, fpm, database, content, count):
        self.fpm, self.database = fpm, database
        folder = pathlib.Path(folder)
        site = folder / "site"
        body = SITE.replace("{site}", str(site)).replace("{socket}", str(fpm.socket))
        super().__init__(folder, cores, body, ["dir", "rewrite", "proxy", "proxy_fcgi"])
        self.site = site
        self.install(content, count)

    def memory(self):
        return super().memory() + self.fpm.memory()

    def install(self, content, count):
        # Links of Debian's packages become files: nothing of the system's own site is used.
        shutil.copytree(SOURCE, self.site, symlinks=False, ignore_dangling_symlinks=True,
                        ignore=shutil.ignore_patterns("wp-config.php", "plugins"))
        (self.site / "wp-content" / "plugins").mkdir()
        (self.site / "wp-config.php").write_text(CONFIG.format(socket=self.database.socket, url=self.url))
        self.database.sql("CREATE DATABASE wordpress CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci")
        self.database.sql("CREATE USER wordpress@localhost IDENTIFIED BY 'wordpress'")
        self.database.sql("GRANT ALL ON wordpress.* TO wordpress@localhost")
        give_away(self.folder)
        self.php("install", "not-for-the-net")
        connection = generate.connect(self.database.socket, "wordpress")
        try:
            import_articles(connection, content, count, self.url)
        finally:
            connection.close()
        self.summary = self.php("finish")

    def check_opcache(self):
        """After pages were made: PHP runs compiled code from memory."""
        probe = self.site / "opcache-probe.php"
        probe.write_text("<?php $s = opcache_get_status(false); echo json_encode([$s['opcache_enabled'], "
                         "$s['opcache_statistics']['num_cached_scripts'], $s['opcache_statistics']['hits']]);")
        probe.chmod(0o644)
        enabled, scripts, hits = json.loads(self.get("/opcache-probe.php").text)
        probe.unlink()
        if not enabled or scripts < 100 or hits < scripts:
            raise Failure(f"opcache does not work: {enabled}, {scripts} scripts, {hits} hits")

    def php(self, *arguments):
        keywords = {}
        user = lib_apache.unprivileged()
        if user:
            keywords = {"user": user[1], "group": user[2], "extra_groups": []}
        script = (pathlib.Path(__file__).parent / "wordpress_setup.php").read_text("utf-8")
        # From a copy: the unprivileged user may be unable to read the checkout.
        path = self.folder / "setup.php"
        path.write_text(script)
        path.chmod(0o644)
        done = subprocess.run(["php", str(path), str(self.site), *arguments], capture_output=True, text=True, timeout=300, check=False,
                              cwd=self.folder, **keywords)
        if done.returncode != 0 or "theme twentytwentythree" not in done.stdout:
            raise Failure(f"WordPress: {arguments[0]} failed: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout.strip()
