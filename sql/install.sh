#!/bin/sh
# install.sh: puts the tables, triggers, views, roles and accounts of a portal into a database, or brings
# an older one up to date. Running it again changes nothing and says so. See --help.
#
# What it runs: sql/schema/*.sql in order on an empty database; on an older one sql/upgrade/NNN_*.sql above
# its version, then schema/03 to 09 and 25 to 29 again (routines, triggers, views and rights hold no data). The tables
# are in 01, 02 and 20 to 24.
# Passwords never stand on the command line, where every user of the machine could read them.

set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1

usage() {
    cat <<'END'
Usage: sql/install.sh [options] [client options] DATABASE

Creates DATABASE if it does not exist, installs the portal into it if it is empty, upgrades an older one.
Client options (--socket=..., --host=..., --user=..., --defaults-extra-file=...) go to the client, which is
`mariadb` or `mysql`, or $MYSQL_CLIENT. The account needs all rights, as root has them.

  --web-host=HOST            where Apache connects from (default localhost)
  --web-password-file=FILE   sets the password of newsportal_web to the file's first line
  --web-auth=none            newsportal_web without a password: only for a private socket
  --refresh                  makes routines, triggers, views and rights anew and rebuilds the lists
  --before-restore           makes the accounts that a dump of a portal needs, and an empty DATABASE: load the dump
                             into it then, and run this again with --refresh
  --help                     this text
Without one of the two --web options, newsportal_web is created locked.
END
}

fail() {
    echo "install.sh: $*" >&2
    exit 1
}

web_host=localhost password_file='' web_auth=locked refresh=no restore=no database=''
options=$#
while [ "$options" -gt 0 ]; do
    option=$1
    shift
    options=$((options - 1))
    case $option in
    --help) usage; exit 0 ;;
    --web-host=*) web_host=${option#*=} ;;
    --web-host)
        [ "$options" -gt 0 ] || fail "--web-host needs a host name."
        web_host=$1; shift; options=$((options - 1)) ;;
    --web-password-file=*) password_file=${option#*=} web_auth=password ;;
    --web-password-file)
        [ "$options" -gt 0 ] || fail "--web-password-file needs a file name."
        password_file=$1 web_auth=password; shift; options=$((options - 1)) ;;
    --web-auth=none) web_auth=none ;;
    --web-auth*) fail "--web-auth accepts only none." ;;
    --refresh) refresh=yes ;;
    --before-restore) restore=yes ;;
    --password=?*|-p?*) fail "Passwords on the command line are visible to everyone: use --defaults-extra-file=FILE." ;;
    *)
        [ "$options" -gt 0 ] || { database=$option; break; }
        set -- "$@" "$option" ;;
    esac
done
case $database in
'') usage >&2; exit 1 ;;
-*) fail "The name of the database comes last; see --help." ;;
*[!A-Za-z0-9_-]*) fail "The name of the database may hold letters, digits, _ and - only: $database" ;;
esac
case $web_host in
''|*[!A-Za-z0-9.:%_/-]*) fail "--web-host is no host name or address: $web_host" ;;
esac
password=''
if [ "$web_auth" = password ]; then
    [ -r "$password_file" ] || fail "Cannot read the password file $password_file."
    IFS= read -r password <"$password_file" || [ -n "$password" ] || fail "The password file $password_file is empty."
    [ -n "$password" ] || fail "The first line of the password file $password_file is empty."
    password=$(printf '%s\n' "$password" | sed "s/[\\\\']/\\\\&/g")
fi

client=${MYSQL_CLIENT:-}
if [ -z "$client" ]; then
    for candidate in mariadb mysql; do
        if command -v "$candidate" >/dev/null 2>&1; then client=$candidate; break; fi
    done
fi
[ -n "$client" ] || fail "Neither mariadb nor mysql was found: install the client or set MYSQL_CLIENT."

errors=$(mktemp) || exit 1
trap 'rm -f "$errors"' EXIT
trap 'exit 1' HUP INT TERM
# A charset by name, and strict mode whatever the server's is: routines keep the mode they were made with.
session="SET NAMES utf8mb4 COLLATE utf8mb4_unicode_520_ci;
SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY';
SET SESSION lock_wait_timeout = 10;"

# run DATABASE [client options]: SQL from standard input, rows to standard output without headings.
run() {
    target=$1
    shift
    "$client" "$@" --default-character-set=utf8mb4 --batch --skip-column-names ${target:+"--database=$target"} 2>"$errors"
}
first_error() {
    grep '^ERROR' "$errors" || tail -n 1 "$errors"
}
ask() {
    question=$1
    shift
    printf '%s\n' "$question" | run '' "$@"
}

facts=$(ask "SELECT CONCAT_WS('|', VERSION(), @@version_comment, IF(@@log_bin, 1, 0), @@binlog_format, IF(@@log_bin_trust_function_creators, 1, 0));" "$@") ||
    fail "Cannot talk to the server: $(first_error)"
case $facts in
*MariaDB*|*mariadb*) flavour=MariaDB ;;
*) flavour=MySQL ;;
esac
version=${facts%%|*}
trusted=${facts##*|}
rest=${facts%|*}
format=${rest##*|}
rest=${rest%|*}
binlog=${rest##*|}
echo "$flavour $version"
case $flavour:$version in
MariaDB:[0-9].*|MariaDB:10.[0-9].*|MariaDB:10.10.*) fail "MariaDB $version is too old: 10.11 or newer is needed." ;;
MySQL:[0-7].*|MySQL:8.[0-3].*) fail "MySQL $version is too old: 8.4 or newer is needed." ;;
esac
if [ "$binlog" = 1 ]; then
    if [ "$trusted" = 0 ]; then
        ask "SHOW GRANTS;" "$@" | grep -q -e ' SUPER' -e 'ALL PRIVILEGES ON \*\.\*' ||
            fail "The binary log is on and this account may not create triggers: SET GLOBAL log_bin_trust_function_creators = 1, then run this again."
    fi
    [ "$format" = ROW ] ||
        echo "Advice: the binary log is on with binlog_format=$format; set binlog_format=ROW, or editors may wait for each other."
fi

web="'newsportal_web'@'$web_host'"
state=$(ask "SELECT COUNT(*), COALESCE(SUM(table_name = 'schema_version'), 0) FROM information_schema.tables WHERE table_schema = '$database';" "$@") ||
    fail "Cannot look into the database $database: $(first_error)"
tables=$(echo "$state" | cut -f1)
installed=0
if [ "$(echo "$state" | cut -f2)" = 1 ]; then
    installed=$(printf '%s\n' 'SELECT COALESCE(MAX(version), 0) FROM schema_version;' | run "$database" "$@") ||
        fail "Cannot read schema_version in $database: $(first_error)"
fi
newest=$(cat "$here/schema/version") || fail "The file schema/version is missing."
[ "$tables" = 0 ] || [ "$installed" != 0 ] ||
    fail "The database $database is neither empty nor a complete portal: use an empty one, or drop it if an installation broke off."
[ "$installed" -le "$newest" ] ||
    fail "The database $database has schema version $installed, newer than these files ($newest): use newer files."

# apply FILE...: runs each file and says so.
apply() {
    file=$1
    shift
    echo "  ${file#"$here/"}"
    { printf '%s\n' "$session"; cat "$file"; } | run "$database" "$@" >/dev/null ||
        fail "${file#"$here/"} failed: $(first_error)"
}
# statement WHAT SQL [client options]
statement() {
    what=$1 sql=$2
    shift 2
    printf '%s\n%s\n' "$session" "$sql" | run "$database" "$@" >/dev/null || fail "$what failed: $(first_error)"
}

accounts() {
    echo "  accounts newsportal_owner@localhost, newsportal_web@$web_host"
    # _ and % in a database name would match other databases too.
    quoted=$(printf '%s' "$database" | sed 's/[_%]/\\&/g')
    statement "Creating newsportal_owner" "
CREATE USER IF NOT EXISTS newsportal_owner@localhost ACCOUNT LOCK;
GRANT SELECT, INSERT, UPDATE, DELETE, EXECUTE, TRIGGER ON \`$quoted\`.* TO newsportal_owner@localhost;" "$@"
    # Which roles an account has is in a table of the server's: see schema/03_people.sql.
    roles=mysql.role_edges
    [ "$flavour" = MySQL ] || roles=mysql.roles_mapping
    statement "Letting newsportal_owner see who has which role" "GRANT SELECT ON $roles TO newsportal_owner@localhost;" "$@"
    statement "Creating newsportal_web" "CREATE USER IF NOT EXISTS $web ACCOUNT LOCK;" "$@"
}
# Whoever installs may import: the rules of workflow are for the newsroom (schema/03_people.sql).
installer() {
    statement "Entering the installing account into staff" "
INSERT INTO staff (name, account, role) VALUES ('', LEFT(USER(), 96), 'system') ON DUPLICATE KEY UPDATE account = VALUES(account);" "$@"
}
web_access() {
    case $web_auth in
    password) statement "Setting the password of newsportal_web" "ALTER USER $web IDENTIFIED BY '$password' ACCOUNT UNLOCK;" "$@"
        echo "  newsportal_web@$web_host has the password of the file" ;;
    none) statement "Opening newsportal_web" "ALTER USER $web IDENTIFIED BY '' ACCOUNT UNLOCK;" "$@"
        echo "  newsportal_web@$web_host has no password" ;;
    esac
}
# All accounts newsportal_web that this database knows, not only the one of this run: a new view is news to each of
# them, and a function that is made anew has lost the rights to it.
rights_for_web() {
    views=$(ask "SELECT table_name FROM information_schema.views WHERE table_schema = '$database' AND table_name LIKE 'web\\_%';" "$@") ||
        fail "Cannot list the views of $database: $(first_error)"
    others=$(ask "SELECT DISTINCT grantee FROM information_schema.table_privileges WHERE table_schema = '$database' AND grantee LIKE '''newsportal\\_web''@%';" "$@") ||
        fail "Cannot list the accounts newsportal_web: $(first_error)"
    functions=$(ask "SELECT routine_name FROM information_schema.routines WHERE routine_schema = '$database' AND routine_type = 'FUNCTION' AND (routine_name LIKE 'web\\_%' OR routine_name IN ('portal_prune', 'portal_preview'));" "$@") ||
        fail "Cannot list the functions of $database: $(first_error)"
    sql=
    for account in $(printf '%s\n' "$web" "$others" | sort -u); do
        for view in $views; do
            sql="$sql GRANT SELECT ON \`$view\` TO $account;"
        done
        for function in $functions; do
            sql="$sql GRANT EXECUTE ON FUNCTION \`$function\` TO $account;"
        done
    done
    statement "Granting views and functions to newsportal_web" "$sql" "$@"
}
code() {
    for file in "$here"/schema/0[3-9]_*.sql "$here"/schema/2[5-9]_*.sql; do
        apply "$file" "$@"
    done
    rights_for_web "$@"
}

# What an administrator needs next, and what no installer can know: who is to write here, and which civil time is the portal's.
advice() {
    lock=$(ask "SHOW CREATE USER $web;" "$@") || fail "Cannot look at newsportal_web: $(first_error)"
    case $lock in
    *"ACCOUNT LOCK"*) echo "newsportal_web@$web_host is locked: run this again with --web-password-file=FILE to open it." ;;
    esac
    zone=$(ask "SELECT IF(@@global.time_zone = 'SYSTEM', @@system_time_zone, @@global.time_zone);" "$@") ||
        fail "Cannot ask for the time zone: $(first_error)"
    for_to=TO
    [ "$flavour" = MySQL ] || for_to=FOR
    echo "A person with a role: CREATE USER anna@localhost IDENTIFIED BY '...'; GRANT newsportal_reporter TO anna@localhost; SET DEFAULT ROLE newsportal_reporter $for_to anna@localhost; (or _editor, _chief, _officer; the role opens the database $database, no more rights are needed)"
    echo "Time: the server's default time zone is $zone; editors' NOW() follows it. If the portal's is another, set default_time_zone in the server's configuration, for example '+08:00'."
}

create_database() {
    ask "CREATE DATABASE IF NOT EXISTS \`$database\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;" "$@" ||
        fail "Creating the database failed: $(first_error)"
}

if [ "$restore" = yes ]; then
    [ "$tables" = 0 ] || fail "The database $database is not empty: restore a dump into an empty one."
    create_database "$@"
    accounts "$@"
    echo "Ready for the dump: load it into $database, then run this again with --refresh."
    exit 0
fi

if [ "$installed" = 0 ]; then
    echo "Installing version $newest into $database"
    create_database "$@"
    accounts "$@"
    for file in "$here"/schema/0[1-2]_*.sql "$here"/schema/2[0-4]_*.sql; do
        apply "$file" "$@"
    done
    code "$@"
    installer "$@"
    web_access "$@"
    statement "Writing the version" "INSERT INTO schema_version (version) VALUES ($newest);" "$@"
    echo "Installed version $newest into $database."
    advice "$@"
    exit 0
fi

if [ "$installed" -lt "$newest" ]; then
    echo "Upgrading $database from version $installed to $newest"
    for file in "$here"/upgrade/[0-9][0-9][0-9]_*.sql; do
        [ -f "$file" ] || continue
        step=${file##*/}
        step=$(expr "${step%%_*}" + 0)
        [ "$step" -gt "$installed" ] || continue
        apply "$file" "$@"
        statement "Writing the version" "UPDATE schema_version SET version = $step;" "$@"
    done
    refresh=upgraded
fi
if [ "$refresh" != no ]; then
    accounts "$@"
    code "$@"
    installer "$@"
    echo "  rebuilding the lists"
    # In pieces, a line for each: with many articles this takes its time. The end of a pipe hides how its beginning ended.
    { printf '%s\nCALL portal_rebuild_listing();\n' "$session" | run "$database" "$@" --unbuffered || echo FAILED >>"$errors"; } |
        sed 's/^/    /'
    ! grep -q '^FAILED$' "$errors" || fail "Rebuilding the lists failed: $(first_error)"
fi
web_access "$@"
case $refresh in
no) echo "$database has version $installed already: nothing to do." ;;
yes) echo "Refreshed $database, version $installed." ;;
upgraded) echo "Upgraded $database to version $newest." ;;
esac
advice "$@"
