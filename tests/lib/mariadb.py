"""A private database server for tests: MariaDB, or MySQL if NEWSPORTAL_TEST_DB names a mysqld binary.

Everything that speaks to it with a client uses MySQL's own if they lie beside that mysqld, as tests/lib/mysql.sh puts
them; otherwise MariaDB's, or what the system has.

It listens on a unix socket in its own folder only. Servers refuse to run as root, so root hands the folder and the
process to an unprivileged user. Every process is ended by its id.

    server = MariaDB("/tmp/x/db"); server.start()
    server.install("portal"); server.sql("SELECT 1", database="portal"); server.connect(user="root", database="portal")
    server.stop()
"""
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import time

import pymysql

ROOT = pathlib.Path(__file__).resolve().parents[2]
INSTALL = ROOT / "sql" / "install.sh"


def unprivileged_user():
    """The user to run servers as: ourselves, or a user without rights if we are root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("mysql", "nobody", "www-data"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("root needs an unprivileged user (mysql, nobody or www-data) to run the database as")


def find_server():
    named = os.environ.get("NEWSPORTAL_TEST_DB")
    for candidate in [named] if named else ["mariadbd", "/usr/sbin/mariadbd"]:
        found = shutil.which(candidate)
        if found:
            return found
    raise RuntimeError("no database server found: install mariadb-server-core or set NEWSPORTAL_TEST_DB")


class MariaDB:
    def __init__(self, datadir, options=()):
        self.folder = pathlib.Path(datadir).absolute()
        self.data = self.folder / "data"
        self.log = self.folder / "error.log"
        self.binary = find_server()
        self.user = unprivileged_user()
        self.options = list(options)
        self.process = None
        self.version = subprocess.run([self.binary, "--no-defaults", "--version"], capture_output=True, text=True,
                                      check=True).stdout
        self.is_mariadb = "MariaDB" in self.version
        self.client = self._program("mariadb", "mysql")
        self.dump = self._program("mariadb-dump", "mysqldump")
        self.superuser = "root"
        # A unix socket's path may have 107 bytes only; pytest's folders are longer than one likes.
        self.socket = str(self.folder / "db.sock")
        if len(self.socket) > 100:
            raise RuntimeError(f"the path of the socket is too long: {self.socket}")

    def _program(self, *names):
        """A client program: the server's own, or else the first of `names` that the system has."""
        beside = pathlib.Path(self.binary).parent / names[-1]
        return str(beside) if not self.is_mariadb and beside.exists() else next(filter(None, map(shutil.which, names)), None)

    # -- life ---------------------------------------------------------------------------------------------

    def _as_user(self):
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}

    def _create(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        if self.is_mariadb:
            command = ["mariadb-install-db", "--no-defaults", f"--datadir={self.data}", "--skip-test-db",
                       "--auth-root-authentication-method=normal", "--skip-name-resolve"]
        else:
            command = [self.binary, "--no-defaults", "--initialize-insecure", f"--datadir={self.data}"]
        # As in start(): not in /tmp, where any other server that starts would delete this one's tables.
        environment = {**os.environ, "TMPDIR": str(self._temporary())}
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, env=environment, **self._as_user())
        if done.returncode != 0:
            raise RuntimeError(f"creating the data folder failed:\n{done.stdout}\n{done.stderr}")

    def _temporary(self):
        """A folder of its own for temporary tables: a server that starts deletes every #sql* it finds there."""
        temporary = self.folder / "tmp"
        temporary.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            os.chown(temporary, self.user.pw_uid, self.user.pw_gid)
        return temporary

    def start(self, timeout=60):
        if not self.data.exists():
            self._create()
        temporary = self._temporary()
        command = [self.binary, "--no-defaults", f"--datadir={self.data}", f"--tmpdir={temporary}", "--skip-networking",
                   f"--socket={self.socket}", f"--pid-file={self.folder}/db.pid", f"--log-error={self.log}",
                   "--innodb-buffer-pool-size=64M", "--character-set-server=utf8mb4", "--skip-name-resolve",
                   "--innodb-flush-log-at-trx-commit=0", "--performance-schema=OFF"]
        if not self.is_mariadb:
            # Nothing need survive a crash of the machine, and each of an installer's thousand statements would wait for the
            # disk. EXPLAIN prints a tree unless told.
            command += ["--mysqlx=OFF", "--sync-binlog=0", "--innodb-flush-method=nosync", "--explain-format=TRADITIONAL", f"--secure-file-priv={self.folder}"]
        self.process = subprocess.Popen(command + self.options, cwd=self.folder, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self._as_user())
        end = time.monotonic() + timeout
        while True:
            try:
                self.connect().close()
                return self
            except pymysql.MySQLError:
                if self.process.poll() is not None or time.monotonic() > end:
                    log = self.log.read_text(errors="replace")[-3000:] if self.log.exists() else ""
                    self.kill()
                    raise RuntimeError(f"the database did not start:\n{log}")
                time.sleep(0.05)

    def _signal(self, number):
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def stop(self, timeout=30):
        self._signal(signal.SIGCONT)
        self._signal(signal.SIGTERM)
        self._wait(timeout)

    def kill(self):
        self._signal(signal.SIGKILL)
        self._wait(10)

    def sigstop(self):
        self._signal(signal.SIGSTOP)

    def sigcont(self):
        self._signal(signal.SIGCONT)

    def _wait(self, timeout):
        if self.process:
            try:
                self.process.wait(timeout)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None

    # -- use ----------------------------------------------------------------------------------------------

    def connect(self, user=None, database=None, password="", autocommit=True, **more):
        more.setdefault("init_command", "SET NAMES utf8mb4 COLLATE utf8mb4_unicode_520_ci")
        return pymysql.connect(unix_socket=self.socket, user=user or self.superuser, password=password,
                               database=database, charset="utf8mb4", autocommit=autocommit, connect_timeout=5, **more)

    def sql(self, text, args=None, user=None, database=None):
        """Runs one statement and returns its rows as a list of tuples."""
        connection = self.connect(user, database)
        try:
            with connection.cursor() as cursor:
                cursor.execute(text, args)
                return list(cursor.fetchall())
        finally:
            connection.close()

    def install(self, database, *options, check=True):
        """Runs sql/install.sh; newsportal_web gets an empty password unless `options` say otherwise."""
        command = ["sh", str(INSTALL), f"--socket={self.socket}", f"--user={self.superuser}",
                   *(options or ("--web-auth=none",)), database]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "MYSQL_CLIENT": self.client})
        if check and done.returncode != 0:
            raise RuntimeError(f"install.sh failed:\n{done.stdout}\n{done.stderr}")
        return done

    def load(self, path, database, user=None):
        """Feeds a file to the command line client, as demo content is loaded."""
        with open(path, "rb") as stream:
            subprocess.run([self.client, f"--socket={self.socket}", f"--user={user or self.superuser}",
                            "--default-character-set=utf8mb4", database], stdin=stream, check=True)
