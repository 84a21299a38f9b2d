#!/bin/sh
# deps.sh GROUP... - installs what is missing on this machine for the groups build, demo, check, bench.
#
# Knows Debian and its relatives; elsewhere it names what is needed and stops. Asks dpkg once, so that
# a machine that has everything waits some hundredths of a second. Starts no service: the server
# packages below are the ones without start scripts, except for those of bench, whose services are not
# started and are disabled before the next boot. SKIP_DEPS=yes skips everything. Called by apxs.mk.
set -u

# The only list of packages. Group, package, what for.
packages() {
    cat <<'TABLE'
build  gcc                    compiler
build  libc6-dev              C library headers
build  make                   apxs.mk
build  pkg-config             compiler flags of the libraries
build  apache2-dev            httpd and APR headers, apxs
build  libmariadb-dev         database client library
build  libxml2-dev            page model, editors' HTML
build  libxslt1-dev           themes
build  libmd4c-dev            Markdown
build  libcurl4-openssl-dev   mail: the sender of messages, not httpd
build  libicu-dev             time zones, text normalisation
build  nettle-dev             digests of codes and of senders
build  zlib1g-dev             gzip
build  libbrotli-dev          brotli
demo   apache2-bin            httpd
demo   mariadb-server-core    database server, no start script
demo   mariadb-client-core    database client
demo   libvips-tools          smaller pictures (vipsthumbnail)
demo   perl-base              asks the front page, looks at ports
demo   util-linux             flock, setsid, setpriv
check  libvips-tools          smaller pictures (vipsthumbnail)
check  libcmocka-dev          unit tests
check  python3                tests over HTTP and SQL
check  python3-pytest         their runner
check  python3-pymysql        their database client
check  python3-lxml           page models against page.rng
check  python3-html5lib       pages as a browser reads them
check  python3-brotli         pages that were sent in brotli
check  jing                   page models against page.rng, with good messages
check  libxml2-utils          xmllint
check  xsltproc               themes outside httpd
check  default-jre-headless   runs the Nu HTML checker and jing
check  libmariadb-java        what Java tools (DBeaver) send
check  clang                  second compiler
check  clang-format           layout of the sources
check  clang-tidy             static analysis
check  cppcheck               static analysis
check  gcovr                  line coverage
check  nghttp2-client         HTTP/2 clients
check  nodejs                 tests in a browser; 18.16 or later
check  chromium               their browser
check  fonts-noto-cjk         the only fonts it sees (tests/browser/fonts.conf)
check  php-cli                admin tools under test: PHP's own server, started by the tests
check  php-mysql              their database client
check  php-mbstring           phpMyAdmin
check  dbconfig-no-thanks     phpMyAdmin without a database of its own; before phpmyadmin, or apt takes another
check  phpmyadmin             an editors' tool under test
check  adminer                an editors' tool under test
bench  wrk                    load over HTTP/1.1
bench  nghttp2-client         load over HTTP/2 (h2load)
bench  openssl                a certificate of the bench's own
bench  python3                the bench itself
bench  python3-pymysql        its database client
bench  nginx                  peer: static file
bench  varnish                peer: cache in front
bench  php-fpm                peer: WordPress; before php, or apt takes the module for the system's httpd
bench  php                    peer: WordPress
bench  php-mysql              peer: WordPress
bench  php-mbstring           peer: WordPress, which is slower without it
bench  php-xml                peer: WordPress, which is slower without it
bench  wordpress              peer: WordPress
bench  wordpress-theme-twentytwentythree  its default theme
TABLE
}

root=$(cd "$(dirname "$0")/../.." && pwd) || exit 1

say() { printf '%s\n' "$*"; }
fail() {
    printf 'deps: %s\n' "$*" >&2
    exit 1
}

# Packages of the groups named in $1 (a list with spaces around each).
wanted() {
    packages | while read -r group package _; do
        case $1 in *" $group "*) printf '%s ' "$package" ;; esac
    done
}

# Those of "$@" that dpkg does not have installed.
missing() {
    # shellcheck disable=SC2016 # dpkg-query's own variables
    have=" $(dpkg-query -W -f '${db:Status-Status}:${Package} ' "$@" 2>/dev/null)"
    for package in "$@"; do
        case $have in *" installed:$package "*) ;; *) printf '%s ' "$package" ;; esac
    done
}

as_root() {
    # Nothing that comes along is started or restarted: RUNLEVEL for start scripts, SYSTEMD_OFFLINE for
    # the units that packages start by themselves.
    set -- env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 SYSTEMD_OFFLINE=1 NEEDRESTART_SUSPEND=1 "$@"
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo $sudo_quiet "$@"
    fi
}

# Sets sudo_quiet, or stops with the command for someone who may install.
may_install() {
    sudo_quiet=
    [ "$(id -u)" -eq 0 ] && return
    if command -v sudo >/dev/null 2>&1; then
        if sudo -n true 2>/dev/null; then
            sudo_quiet=-n
            return
        fi
        [ -t 0 ] && [ -t 2 ] && return
    fi
    fail "packages are missing and this user may not install them. As root: apt-get install $*"
}

apt_install() {
    as_root apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=120 \
        -o Dpkg::Use-Pty=0 "$@"
}

apt_update() {
    say "Reading the lists of packages ..."
    as_root apt-get update -q -o DPkg::Lock::Timeout=120
}

# The services that packages of bench bring, if they are on this machine.
bench_services() {
    for service in nginx varnish varnishncsa $(cd /etc/init.d 2>/dev/null && echo php*-fpm); do
        [ -e "/etc/init.d/$service" ] || [ -e "/lib/systemd/system/$service.service" ] && echo "$service"
    done
}

# Those that were not there before ($1) do not start at the next boot either: the bench has its own.
disable_new_services() {
    for service in $(bench_services); do
        case " $1 " in *" $service "*) continue ;; esac
        as_root update-rc.d "$service" disable >/dev/null 2>&1 ||
            say "Advice: the service $service was installed with the bench; disable it if you do not want it."
    done
}

install_packages() {
    may_install "$@"
    say "Installing $# packages: $*"
    if ! ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1; then
        apt_update || fail "the lists of packages cannot be read: check the network and /etc/apt."
        apt_install "$@" && return
    else
        apt_install "$@" && return
        # Lists that are too old name files that are gone.
        apt_update && apt_install "$@" && return
    fi
    fail "these packages could not be installed (messages above): $*"
}

# Node packages of the tests go into tests/node_modules, exactly as tests/package-lock.json says.
# The copy of the lock beside them tells later calls that nothing changed.
node_packages() {
    lock=$root/tests/package-lock.json
    stamp=$root/tests/node_modules/.installed-lock
    cmp -s "$lock" "$stamp" && return
    # The distribution's own npm first: a version manager's may be for another Node.
    npm=/usr/bin/npm
    [ -x "$npm" ] || npm=$(command -v npm) || {
        command -v apt-get >/dev/null 2>&1 || fail "npm is needed for the tests."
        install_packages npm
        npm=/usr/bin/npm
    }
    say "Installing the tests' Node packages into tests/node_modules ..."
    (cd "$root/tests" && "$npm" ci --ignore-scripts --no-audit --no-fund --loglevel=error) ||
        fail "npm could not install the packages of tests/package.json (messages above)."
    cp "$lock" "$stamp" || fail "cannot write $stamp."
}

[ $# -gt 0 ] || fail "usage: deps.sh build|demo|check|bench ..."
for group in "$@"; do
    case $group in build | demo | check | bench) ;; *) fail "no such group: $group (build, demo, check, bench)." ;; esac
done
[ "${SKIP_DEPS:-}" = yes ] && exit 0
groups=" $* "

# shellcheck disable=SC2046 # words are wanted here and below: package names hold no spaces
set -- $(wanted "$groups")
if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
    fail "this system has no apt. Install what these Debian packages hold, then go on with
  make -f apxs.mk SKIP_DEPS=yes ...
$(packages | while read -r group package purpose; do
        case $groups in *" $group "*) printf '  %-22s %s\n' "$package" "$purpose" ;; esac
    done)"
fi
# shellcheck disable=SC2046
set -- $(missing "$@")
if [ $# -gt 0 ]; then
    services=$(bench_services | tr '\n' ' ')
    install_packages "$@"
    case $groups in *" bench "*) disable_new_services "$services" ;; esac
fi
case $groups in *" check "*) node_packages ;; esac
exit 0
