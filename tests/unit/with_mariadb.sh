#!/bin/sh
# with_mariadb.sh - runs a program with a database server of its own.
#
#   with_mariadb.sh PROGRAM [ARGUMENTS]   makes an empty server, runs the program, removes all again
#   with_mariadb.sh --start               starts the server again (inside such a program)
#
# The program finds NEWSPORTAL_TEST_DIR (the server's folder; db.pid is its process number) and
# NEWSPORTAL_TEST_SOCKET. The account is root without a password, over the socket only. The server
# runs as an unprivileged user, is not on the network and has no settings but those below.
# NEWSPORTAL_TEST_DB names another server than MariaDB's, for example a mysqld.
set -eu

server=${NEWSPORTAL_TEST_DB:-$(command -v mariadbd || echo /usr/sbin/mariadbd)}
case $("$server" --no-defaults --version) in
*MariaDB*) create=mariadb-install-db
    settings="--innodb-log-file-size=8M --log-warnings=1"
    creating="--auth-root-authentication-method=normal --skip-test-db --skip-name-resolve --innodb-log-file-size=8M" ;;
*) create=$server
    settings="--innodb-redo-log-capacity=16M --mysqlx=OFF --secure-file-priv= --innodb-flush-method=nosync --sync-binlog=0"
    creating=--initialize-insecure ;;
esac

start() {
    rm -f "$NEWSPORTAL_TEST_SOCKET"
    if [ "$(id -u)" = 0 ]; then
        # Not runuser, which stays in between, and stopped when a test stops the server.
        set -- setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups --
    else
        set --
    fi
    # exec, so that the number written is the server's and signals meet it and nobody else. The
    # output goes to a file: a pipe of the program's would stay open as long as the server.
    # shellcheck disable=SC2086 # several settings
    "$@" sh -c 'echo $$ >"$1/db.pid"; shift; exec "$@"' sh "$NEWSPORTAL_TEST_DIR" \
        "$server" --no-defaults --skip-networking \
        --datadir="$NEWSPORTAL_TEST_DIR/data" --socket="$NEWSPORTAL_TEST_SOCKET" \
        --innodb-buffer-pool-size=32M --innodb-flush-log-at-trx-commit=0 \
        --character-set-server=utf8mb4 --max-allowed-packet=64M --local-infile=1 \
        --performance-schema=0 --tmpdir="$NEWSPORTAL_TEST_DIR" $settings \
        </dev/null >>"$NEWSPORTAL_TEST_DIR/db.log" 2>&1 &
    tries=0
    until mariadb --no-defaults --socket="$NEWSPORTAL_TEST_SOCKET" -u root -e "DO 0" \
        >/dev/null 2>&1; do
        tries=$((tries + 1))
        if [ $tries -gt 600 ]; then
            echo "with_mariadb.sh: the server does not start:" >&2
            tail -20 "$NEWSPORTAL_TEST_DIR/db.log" >&2
            exit 1
        fi
        sleep 0.05
    done
}

# Not true for a process that has ended and whom nobody has asked for its status yet.
running() {
    [ -r "/proc/$1/stat" ] && [ "$(cut -d' ' -f3 "/proc/$1/stat" 2>/dev/null)" != Z ]
}

finish() {
    status=$?
    trap - EXIT HUP INT TERM
    if [ -s "$NEWSPORTAL_TEST_DIR/db.pid" ]; then
        pid=$(cat "$NEWSPORTAL_TEST_DIR/db.pid")
        kill -CONT "$pid" 2>/dev/null || :
        kill -TERM "$pid" 2>/dev/null || :
        tries=0
        while running "$pid" && [ $tries -lt 200 ]; do
            tries=$((tries + 1))
            sleep 0.05
        done
        kill -KILL "$pid" 2>/dev/null || :
    fi
    rm -rf "$NEWSPORTAL_TEST_DIR"
    exit $status
}

if [ "${1:-}" = --start ]; then
    start
    exit 0
fi

NEWSPORTAL_TEST_DIR=$(mktemp -d "${TMPDIR:-/tmp}/newsportal-test.XXXXXX")
NEWSPORTAL_TEST_SOCKET=$NEWSPORTAL_TEST_DIR/db.sock
export NEWSPORTAL_TEST_DIR NEWSPORTAL_TEST_SOCKET
trap finish EXIT
trap 'exit 130' HUP INT TERM
user=
if [ "$(id -u)" = 0 ]; then
    chown nobody "$NEWSPORTAL_TEST_DIR"
    user=--user=nobody
fi
chmod 755 "$NEWSPORTAL_TEST_DIR"
# Not in /tmp: a server that starts there deletes every temporary table that it finds, others' too.
# shellcheck disable=SC2086 # several settings
TMPDIR=$NEWSPORTAL_TEST_DIR "$create" --no-defaults $user --datadir="$NEWSPORTAL_TEST_DIR/data" $creating >"$NEWSPORTAL_TEST_DIR/install.log" 2>&1 || {
    cat "$NEWSPORTAL_TEST_DIR/install.log" >&2
    exit 1
}
start
"$@"
