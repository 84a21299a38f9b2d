#!/bin/sh
# demo.sh start|stop|clean|sql - a private portal of one's own: MariaDB on a unix socket, Apache on a
# loopback port, invented content. Called by apxs.mk; works from any folder.
#
#   DEMO_PORT  8080       port on 127.0.0.1
#   DEMO_DIR   var/demo   data, logs, sockets: everything that the demo writes
#   BUILD      build      folder that holds mod_newsportal.so
#   DEMO_USER  chief      who `sql` is: web reporter editor chief officer copyright admin
#
# Needs no root. Run by root it goes on as an unprivileged user, and root only makes the folder.
# What runs is known by its command line, which names this demo's own folder; nothing else is ever
# signalled. Must not: touch services of the system, listen on anything but loopback.
# shellcheck disable=SC2015 # "a && b || fail" is meant as it reads: fail ends the script
set -u
PATH=$PATH:/usr/sbin:/sbin

marker=.newsportal-demo
database=newsportal
client=mariadb

say() { printf '%s\n' "$*"; }
complain() { printf 'demo: %s\n' "$*" >&2; }
fail() {
    complain "$@"
    exit 1
}

absolute() { case $1 in /*) printf '%s' "$1" ;; *) printf '%s/%s' "$PWD" "$1" ;; esac; }

# --- where and who -----------------------------------------------------------------------------

# The settings. The script may run without a readable file of its own (as_user), so the caller's
# answers come along in the environment.
settings() {
    root=${NP_DEMO_ROOT:-$(cd "$(dirname "$0")/../.." && pwd -P)} || exit 1
    source=${NP_DEMO_SOURCE:-$root}
    build=$(absolute "${BUILD:-$root/build}")
    dir=$(absolute "${DEMO_DIR:-$root/var/demo}")
    asked=${NP_DEMO_ASKED:-$dir} # as people know it; dir has no links in it
    port=${DEMO_PORT:-8080}
    # shellcheck disable=SC2015 # a folder that cannot be entered keeps its name
    [ -d "$dir" ] && dir=$(cd "$dir" 2>/dev/null && pwd -P || printf '%s' "$dir")
    case $port in *[!0-9]* | '' | ??????*) port=0 ;; esac
    [ "$port" -ge 1 ] && [ "$port" -le 65535 ] || fail "DEMO_PORT must be a number from 1 to 65535."
    case $dir$source$build in
        *[\"\'\\\$\#\`]* | *'
'*) fail "the folder's name has a quote, \$, # or backslash in it; httpd could not read its configuration." ;;
    esac
    case $dir in / | "${HOME:-/}" | "$root") fail "DEMO_DIR needs a folder of its own, not $dir." ;; esac
}

# make's own words for this demo, to be typed by the reader.
make_command() {
    printf 'make -f apxs.mk %s' "$1"
    case $asked in
        "$root/var/demo") ;;
        *[!A-Za-z0-9_./-]*) printf ' DEMO_DIR="%s"' "$asked" ;;
        *) printf ' DEMO_DIR=%s' "$asked" ;;
    esac
    [ "$1" != demo ] || [ "$port" = 8080 ] || printf ' DEMO_PORT=%s' "$port"
}

# --- as root -----------------------------------------------------------------------------------

# Runs a command as the demo's user.
as_user() {
    setpriv --reuid="$(id -u "$user")" --regid="$(id -g "$user")" --init-groups -- \
        env HOME="$dir/tmp" "$@"
}

# This script as the demo's user, who may be unable to read the file itself.
script_as_user() {
    export NP_DEMO_ROOT="$root" NP_DEMO_SOURCE="$source" NP_DEMO_ASKED="$asked" DEMO_DIR="$dir" \
        DEMO_PORT="$port" BUILD="$build"
    exec setpriv --reuid="$(id -u "$user")" --regid="$(id -g "$user")" --init-groups -- \
        env HOME="$dir/tmp" sh -c "$(cat "$root/conf/demo/demo.sh")" "$0" "$@"
}

# The owner of the demo's folder, or the user that Debian's web server has.
choose_user() {
    user=
    [ -d "$dir" ] && user=$(stat -c %U "$dir")
    case $user in '' | root | UNKNOWN) ;; *) return ;; esac
    for user in www-data nobody; do
        id -u "$user" >/dev/null 2>&1 && return
    done
    fail "started by root, and there is neither a user www-data nor nobody to go on as."
}

empty_folder() { [ -z "$(ls -A "$1" 2>/dev/null)" ]; }

# Makes the demo's folder and gives it to the user. Where the user cannot get at it, because the
# checkout lies in a closed folder such as /root, the real folder is elsewhere and DEMO_DIR is a link.
prepare_folder() {
    if [ -d "$dir" ] && ! [ -e "$dir/$marker" ] && ! empty_folder "$dir"; then
        fail "$asked holds files that are not a demo's; choose another folder with DEMO_DIR."
    fi
    mkdir -p "$dir" 2>/dev/null || fail "cannot make the folder $asked; choose another with DEMO_DIR."
    dir=$(cd "$dir" && pwd -P)
    # Only a folder of root's is given away, and only while it is empty.
    if [ "$(stat -c %U "$dir")" = root ]; then
        empty_folder "$dir" || fail "$asked belongs to root; run $(make_command demo-clean) first."
        chown "$user:" "$dir" && chmod 700 "$dir" || fail "cannot give $asked to the user $user."
    fi
    (cd / && as_user true) || fail "cannot go on as the user $user (no right to change users here)."
    if ! (cd / && as_user test -w "$dir"); then move_elsewhere; fi
    as_user touch "$dir/$marker" || fail "cannot write to the folder $dir."
}
move_elsewhere() {
    elsewhere=$(mktemp -d /var/tmp/newsportal-demo.XXXXXX) && chown "$user:" "$elsewhere" &&
        rmdir "$dir" && ln -s "$elsewhere" "$dir" || fail "cannot make a folder in /var/tmp."
    say "The user $user cannot get at $dir: the demo's files are in $elsewhere, and"
    say "$dir is a link to it."
    dir=$elsewhere
}

# A copy of what servers read, for a user who cannot read the checkout. Root only reads; the user
# writes, so that nothing the user put into the folder can lead root's hand.
stage_sources() {
    module=$build/mod_newsportal.so
    [ -f "$module" ] || return 0
    # A running Apache reads the copy that it was started with.
    if [ -n "$(processes "$(httpd_mark)")" ]; then
        [ ! -d "$dir/source" ] || use_copy
        return
    fi
    unreadable=$(cd / && as_user find "$root/htdocs" "$root/sql" "$root/conf" "$module" \
        ! -readable 2>&1 | head -n 1)
    [ -n "$unreadable" ] || return 0
    say "The user $user cannot read $root: copying the module, sql and htdocs"
    say "into $dir/source. Changes in the checkout show after the next start."
    # shellcheck disable=SC2016 # its own $1
    as_user sh -c 'rm -rf "$1/source" && mkdir -p "$1/source/build"' sh "$dir" &&
        tar -C "$root" -cf - htdocs sql conf | as_user tar -C "$dir/source" --no-same-owner -xf - &&
        tar -C "$build" -cf - mod_newsportal.so newsportal-notify |
        as_user tar -C "$dir/source/build" --no-same-owner -xf - ||
        fail "cannot copy into $dir/source."
    use_copy
}
use_copy() {
    source=$dir/source
    build=$dir/source/build
}

# Root's part of every command; comes back only for `clean`.
leave_root() {
    [ "$1" = start ] || [ -d "$dir" ] || return 0
    choose_user
    if [ "$1" = start ]; then
        prepare_folder
        stage_sources
    fi
    cd / || exit 1
    [ "$1" = clean ] || script_as_user "$@"
    (script_as_user "$@") || exit 1
    if [ -d "$dir" ] && empty_folder "$dir"; then rmdir "$dir"; fi
    # The link of prepare_folder.
    if [ -L "$asked" ] && ! [ -e "$asked" ]; then rm -f "$asked"; fi
    exit 0
}

# --- processes ---------------------------------------------------------------------------------

# Arguments that only this demo's servers have.
database_mark() { printf '%s' "--defaults-file=$dir/db.cnf"; }
httpd_mark() { printf '%s' "newsportal-demo:$dir"; }

# Numbers of all processes that have $1 as one whole argument.
processes() {
    # The pattern goes in by standard input, or grep would find itself.
    # shellcheck disable=SC2062 # file names
    printf '%s\n' "$1" | grep -lzxF -f - /proc/[0-9]*/cmdline 2>/dev/null |
        while IFS=/ read -r _ _ pid _; do printf '%s ' "$pid"; done
}

# The server itself: the number in its pid file $1, when that process has the mark $2.
server() {
    [ -r "$1" ] || return 1
    read -r pid <"$1" || return 1
    case " $(processes "$2")" in *" $pid "*) printf '%s' "$pid" ;; *) return 1 ;; esac
}

# stop_server NAME PIDFILE MARK SECONDS: asks it to end, waits, then insists. A server that died
# without its children leaves no usable pid file; the mark finds them.
stop_server() {
    all=$(processes "$3")
    [ -n "$all" ] || return 0
    say "Stopping $1 ..."
    patience=$4
    main=$(server "$2" "$3") || patience=1
    # shellcheck disable=SC2086 # a list of numbers
    kill -TERM ${main:-$all} 2>/dev/null
    tenths=0
    while all=$(processes "$3") && [ -n "$all" ]; do
        if [ $tenths -eq $((patience * 10)) ]; then
            [ -z "$main" ] || say "It did not end within $patience seconds: ending it the hard way."
            # shellcheck disable=SC2086
            kill -KILL $all 2>/dev/null
        fi
        [ $tenths -lt $((patience * 10 + 50)) ] || return 1
        sleep 0.1
        tenths=$((tenths + 1))
    done
    rm -f "$2"
}

stop_all() {
    stopped=0
    stop_server Apache "$dir/httpd.pid" "$(httpd_mark)" 10 || stopped=1
    stop_server "the database" "$dir/db.pid" "$(database_mark)" 30 || stopped=1
    return $stopped
}

# --- start -------------------------------------------------------------------------------------

# After this a failure or Ctrl-C leaves nothing running.
guard_start() {
    starter=
    trap 'undo_start 130' INT
    trap 'undo_start 143' TERM HUP
    trap 'undo_start 141' PIPE
    trap 'undo_start $?' EXIT
}
undo_start() {
    trap '' INT TERM HUP PIPE
    trap - EXIT
    exec >&2
    # A child that has not become the server yet has no mark.
    [ -z "$starter" ] || kill -TERM "$starter" 2>/dev/null
    stop_all
    rm -rf "$dir/data.new"
    exit "$1"
}
unguard() { trap - INT TERM HUP PIPE EXIT; }

need() {
    for program in "$@"; do
        command -v "$program" >/dev/null 2>&1 ||
            fail "the program $program is missing; conf/demo/deps.sh demo installs it."
    done
}

find_programs() {
    need perl flock setsid mariadbd mariadb-install-db "$client"
    httpd=$(command -v apache2 || command -v httpd) || need apache2
    modules=
    for folder in "$(apxs -q LIBEXECDIR 2>/dev/null)" /usr/lib/apache2/modules \
        /usr/lib64/httpd/modules /usr/lib/httpd/modules; do
        [ -f "$folder/mod_mpm_event.so" ] && modules=$folder && break
    done
    [ -n "$modules" ] || fail "httpd's modules were not found; conf/demo/deps.sh demo installs them."
    [ -f "$build/mod_newsportal.so" ] ||
        fail "there is no $build/mod_newsportal.so; build it first: make -f apxs.mk"
}

check_owner() {
    [ -O "$dir" ] || ! [ -e "$dir" ] ||
        fail "$asked belongs to $(stat -c %U "$dir"): run this as that user or as root, or choose another DEMO_DIR."
}

open_folder() {
    mkdir -p "$dir" 2>/dev/null || fail "cannot make the folder $asked; choose another with DEMO_DIR."
    check_owner
    dir=$(cd "$dir" && pwd -P) || fail "cannot enter the folder $asked."
    [ -e "$dir/$marker" ] || empty_folder "$dir" ||
        fail "$asked holds files that are not a demo's; choose another folder with DEMO_DIR."
    # The kernel's limit for the name of a unix socket, in bytes.
    length=$(printf '%s' "$dir/db.sock" | wc -c)
    [ "$length" -le 107 ] ||
        fail "$dir/db.sock is $length bytes long, a socket's name may have 107; choose a shorter DEMO_DIR."
    chmod 700 "$dir" && : 2>/dev/null >"$dir/$marker" && mkdir -p "$dir/logs" "$dir/run" "$dir/tmp" ||
        fail "cannot write to the folder $dir."
    : 2>/dev/null >>"$dir/lock" || fail "cannot write to the folder $dir."
}

# One start or stop at a time. Servers do not inherit descriptor 9.
take_lock() {
    exec 9<>"$dir/lock"
    flock -w "$1" 9 || fail "another start or stop of this demo is at work in $dir."
}

# A new database takes some 40 MB, and wants room to breathe.
check_space() {
    needed=150
    [ -e "$dir/content-loaded" ] && needed=30
    free=$(df -Pk "$dir" 2>/dev/null | awk 'NR == 2 { print int($4 / 1024) }')
    [ "${free:-$needed}" -ge $needed ] ||
        fail "only $free MB are free in $dir; the demo needs $needed MB."
}

# Exit status 0: the port is free; otherwise a sentence says why not.
check_port() {
    perl -MIO::Socket::INET -e '
        IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => $ARGV[0], Listen => 1,
            ReuseAddr => 1) and exit 0;
        print $!{EADDRINUSE} ? "port $ARGV[0] is taken by another program"
            : $!{EACCES} ? "this user may not listen on port $ARGV[0]"
            : "cannot listen on port $ARGV[0]: $!";
        exit 1' -MErrno "$port"
}

# Status of GET $1 from the demo's Apache, 0 when there is no answer within five seconds.
http_status() {
    perl -MIO::Socket::INET -e '
        my ($port, $path) = @ARGV;
        $SIG{ALRM} = sub { print 0; exit };
        alarm 5;
        my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => $port) or print(0), exit;
        print $s "GET $path HTTP/1.0\r\nHost: 127.0.0.1:$port\r\nUser-Agent: demo.sh\r\n\r\n";
        print +(<$s> // "") =~ m{^HTTP/1\.\d (\d{3}) } ? $1 : 0' "$1" "$2"
}

write_database_settings() {
    # Editors' NOW() is the portal's civil time, as NewsPortalTimeZone of httpd.conf.in says.
    cat >"$dir/db.cnf" <<SETTINGS || fail "cannot write $dir/db.cnf (disk full?)."
# Made by demo.sh at every start.
[mariadbd]
datadir="$dir/data"
socket="$dir/db.sock"
pid-file="$dir/db.pid"
tmpdir="$dir/tmp"
log-error="$dir/logs/database.log"
skip-networking
skip-name-resolve
skip-log-bin
default-time-zone=+08:00
character-set-server=utf8mb4
collation-server=utf8mb4_unicode_520_ci
max-connections=200
max-allowed-packet=64M
innodb-buffer-pool-size=64M
innodb-log-file-size=16M
innodb-use-native-aio=0
innodb-lock-wait-timeout=5
performance-schema=0
slow-query-log=1
slow-query-log-file="$dir/logs/slow.log"
long-query-time=0.5
SETTINGS
}

# SQL on standard input as the user $1 (the rest are options); quiet.
run_sql() {
    run_as=$1
    shift
    "$client" --no-defaults --protocol=socket --socket="$dir/db.sock" --user="$run_as" \
        --connect-timeout=5 --default-character-set=utf8mb4 --batch --skip-column-names "$@"
}

# The owner of a data folder may always come in, whatever the accounts became.
create_data() {
    say "Creating the database (some seconds) ..."
    rm -rf "$dir/data" "$dir/data.new" "$dir/content-loaded"
    # In the folder and by relative names (tmpdir: seen from datadir): the program cannot have spaces in a path.
    (cd "$dir" && exec mariadb-install-db --no-defaults --datadir=./data.new --tmpdir=../tmp \
        --skip-test-db --auth-root-authentication-method=normal --skip-name-resolve \
        --innodb-log-file-size=16M --innodb-use-native-aio=0) >"$dir/logs/install.log" 2>&1 9>&- || {
        grep -iE 'error|space' "$dir/logs/install.log" | head -n 5 >&2
        fail "the database could not be created; everything it said is in $dir/logs/install.log."
    }
    mv "$dir/data.new" "$dir/data" || fail "cannot write to $dir."
}

start_database() {
    if server "$dir/db.pid" "$(database_mark)" >/dev/null; then
        say "The database runs already."
        return
    fi
    # Leftovers would keep the data files locked.
    stop_server "an old database" "$dir/db.pid" "$(database_mark)" 30
    say "Starting the database ..."
    setsid mariadbd --defaults-file="$dir/db.cnf" </dev/null >>"$dir/logs/database.log" 2>&1 9>&- &
    starter=$!
    tenths=0
    until echo 'SELECT 1' | run_sql root >/dev/null 2>&1; do
        tenths=$((tenths + 1))
        if [ $tenths -ge 600 ] ||
            { [ $tenths -ge 10 ] && [ -z "$(processes "$(database_mark)")" ]; }; then
            tail -n 15 "$dir/logs/database.log" >&2
            fail "the database did not start; the lines above are from $dir/logs/database.log."
        fi
        sleep 0.1
    done
}

# Schema, people's accounts; on an empty database also the content. Nothing of an earlier demo is changed
# but the schema's version.
fill_database() {
    say "Installing the schema ..."
    sh "$source/sql/install.sh" --no-defaults --protocol=socket --socket="$dir/db.sock" --user=root \
        --web-auth=none "$database" >"$dir/logs/install.log" 2>&1 9>&- || {
        tail -n 15 "$dir/logs/install.log" >&2
        fail "the schema could not be installed; sql/install.sh says why above."
    }
    # sql/demo/70_desks.sql says whose cases demo_officer answers, and that demo_copyright is the copyright desk.
    for name in reporter editor chief officer copyright admin; do
        role=$name
        [ $name != copyright ] || role=chief
        # No password: the socket lies in a folder that only its owner can enter.
        printf "CREATE USER IF NOT EXISTS demo_%s@localhost;\n" $name
        printf "GRANT newsportal_%s TO demo_%s@localhost;\n" $role $name
        printf "SET DEFAULT ROLE newsportal_%s FOR demo_%s@localhost;\n" $role $name
    done | run_sql root || fail "the demo's accounts could not be made."
    # It sends messages; they go into DEMO_DIR/mail.
    printf "CREATE USER IF NOT EXISTS newsportal_sender@localhost;
        GRANT newsportal_sender TO newsportal_sender@localhost;
        SET DEFAULT ROLE newsportal_sender FOR newsportal_sender@localhost;\n" | run_sql root ||
        fail "the account that sends messages could not be made."
    # Preview links in v_preview are whole addresses then.
    printf "UPDATE setting SET value = 'http://127.0.0.1:%s' WHERE code = 'base_url';\n" "$port" |
        run_sql root "$database" || fail "the demo's address could not be entered."
    [ -e "$dir/content-loaded" ] && return
    say "Loading the content ..."
    # An import: what a newsroom asks of a story that goes live (reviews, all of a reprint's origins) is not asked of it.
    printf "REPLACE INTO staff (account, role) VALUES ('demo_chief@localhost', 'system');\n" |
        run_sql root "$database" || fail "the demo's chief editor could not be let in to import."
    for file in "$source"/sql/demo/*.sql; do
        # What citizens send to the desks nobody may type: it comes from the account that installed the portal.
        loader=demo_chief
        case ${file##*/} in 7*) loader=root ;; esac
        run_sql "$loader" "$database" <"$file" || fail "the content could not be loaded: $file."
    done
    printf "DELETE FROM staff WHERE account = 'demo_chief@localhost';\n" | run_sql root "$database" ||
        fail "the demo's chief editor could not be made an editor again."
    : >"$dir/content-loaded" || fail "cannot write to $dir."
}

start_httpd() {
    {
        say "# Made by demo.sh at every start from conf/demo/httpd.conf.in."
        for pair in "DEMO_DIR=$dir" "DEMO_PORT=$port" "HTDOCS=$source/htdocs" "CONF=$source/conf" \
            "MODULES=$modules" "BUILD=$build" "DATABASE=$database"; do
            printf 'Define %s "%s"\n' "${pair%%=*}" "${pair#*=}"
        done
        cat "$source/conf/demo/httpd.conf.in"
    } >"$dir/httpd.conf" || fail "cannot write $dir/httpd.conf (disk full?)."
    say "Starting Apache ..."
    "$httpd" -D "$(httpd_mark)" -f "$dir/httpd.conf" -k start </dev/null >"$dir/logs/start.log" 2>&1 9>&- || {
        tail -n 15 "$dir/logs/start.log" "$dir/logs/error.log" >&2 2>/dev/null
        fail "Apache did not start; the lines above say why."
    }
}

wait_for_front() {
    say "Waiting for the front page ..."
    began=$(date +%s)
    # Its mark, and not its pid file: that comes with the first process that serves.
    until status=$(http_status "$port" /) && [ "$status" = 200 ]; do
        waited=$(($(date +%s) - began))
        if [ $waited -ge 30 ] ||
            { [ $waited -ge 2 ] && [ -z "$(processes "$(httpd_mark)")" ]; }; then
            tail -n 15 "$dir/logs/error.log" >&2
            fail "the front page does not answer (status $status); the lines above are from $dir/logs/error.log."
        fi
        sleep 0.2
    done
}

print_addresses() {
    address=http://127.0.0.1:$port
    # The story in the lead slot, or else the newest.
    article=$(run_sql newsportal_web "$database" -e \
        "SELECT CONCAT(DATE_FORMAT(published_at, '/%Y/%m/%d/'), a.id, '.html ', a.id)
         FROM web_article AS a LEFT JOIN web_placement AS p ON p.article_id = a.id AND p.slot = 'headline'
         WHERE published_at <= NOW() AND (expires_at IS NULL OR expires_at > NOW())
         ORDER BY p.slot DESC, p.position, published_at DESC, a.id DESC LIMIT 1" 2>/dev/null)
    cat <<TEXT

  Front page   $address/
  Mobile       $address/m/
  An article   $address${article%% *}
  Mail         $asked/mail/        what the desks send, instead of sending it
  Logs         $asked/logs/

Edit as the chief editor would, then reload the page:

  echo "UPDATE article SET title = '新标题', title_short = '' WHERE id = ${article##* };" | $(make_command demo-sql)
  $(make_command demo-sql)          # or at a prompt

Other tools: socket $dir/db.sock, database $database,
user demo_chief (demo_reporter, demo_editor, ...), no password. demo_officer answers the
hotline for two agencies, demo_copyright is the copyright desk, demo_admin supervises.
Stop: $(make_command demo-stop)
TEXT
}

start() {
    find_programs
    umask 077
    open_folder
    take_lock 2
    if server "$dir/httpd.pid" "$(httpd_mark)" >/dev/null &&
        server "$dir/db.pid" "$(database_mark)" >/dev/null; then
        already_running
        return
    fi
    guard_start
    # An Apache without its database is of no use, and holds the port.
    stop_server "an old Apache" "$dir/httpd.pid" "$(httpd_mark)" 10
    problem=$(check_port) || fail "$problem; choose another with DEMO_PORT."
    check_space
    write_database_settings
    [ -e "$dir/content-loaded" ] && [ -d "$dir/data" ] || create_data
    start_database
    fill_database
    start_httpd
    wait_for_front
    unguard
    say "The demo runs."
    print_addresses
}

already_running() {
    running=$(awk '$1 == "Define" && $2 == "DEMO_PORT" { gsub(/"/, "", $3); print $3 }' "$dir/httpd.conf")
    [ "$running" = "$port" ] ||
        fail "this demo runs already, on port $running; stop it first ($(make_command demo-stop)), or choose another DEMO_DIR for a second one."
    say "The demo runs already."
    [ -z "$(find "$build/mod_newsportal.so" -newer "$dir/httpd.pid")" ] ||
        say "It still uses the module as it was at its start: demo-stop and demo load the new one."
    print_addresses
}

# --- the other commands ------------------------------------------------------------------------

stop() {
    check_owner
    if ! [ -e "$dir/$marker" ]; then
        say "There is no demo in $asked."
        return
    fi
    take_lock 60
    if [ -z "$(processes "$(httpd_mark)")$(processes "$(database_mark)")" ]; then
        say "The demo is not running."
        return
    fi
    stop_all || fail "something does not end: see $dir/logs/."
    say "The demo is stopped; its data stays in $asked."
}

clean() {
    if [ -d "$dir" ] && ! [ -e "$dir/$marker" ] && ! empty_folder "$dir"; then
        fail "$asked holds files that are not a demo's; nothing was deleted."
    fi
    stop
    [ -e "$dir/$marker" ] || return 0
    # The marker goes last: what an interrupted clean leaves can be cleaned again.
    find "$dir" -mindepth 1 -maxdepth 1 ! -name "$marker" -exec rm -rf {} + && rm -f "$dir/$marker" ||
        fail "cannot delete everything in $dir."
    # A folder in somebody else's folder cannot be removed by its owner; it is empty then.
    rmdir "$dir" 2>/dev/null
    say "Deleted the demo's data in $asked."
}

sql() {
    case ${DEMO_USER:=chief} in
        web) account=newsportal_web ;;
        reporter | editor | chief | officer | copyright | admin) account=demo_$DEMO_USER ;;
        *) fail "DEMO_USER must be web, reporter, editor, chief, officer, copyright or admin, not $DEMO_USER." ;;
    esac
    need "$client"
    check_owner
    [ -S "$dir/db.sock" ] && server "$dir/db.pid" "$(database_mark)" >/dev/null ||
        fail "no demo runs in $asked; start it: $(make_command demo)"
    # A table for people who look at a terminal, plain columns for programs.
    set -- --no-defaults --protocol=socket --socket="$dir/db.sock" --user="$account" \
        --default-character-set=utf8mb4
    [ -t 0 ] || ! [ -t 1 ] || set -- "$@" --table
    MYSQL_HISTFILE=$dir/sql-history exec "$client" "$@" "$database"
}

case ${1:-} in
    start | stop | clean | sql) ;;
    *) fail "usage: demo.sh start|stop|clean|sql" ;;
esac
settings
[ "$(id -u)" -ne 0 ] || leave_root "$@"
"$@"
