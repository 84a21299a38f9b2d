#!/bin/sh
# mysql.sh FOLDER - unpacks a MySQL server and its client into FOLDER, for tests. Called by apxs.mk (check-mysql).
#
# Debian's stable releases have no MySQL, sid has. Its packages and all that they lean on, the C library included, are
# taken from the mirror that this machine's own apt uses, checked by apt, and unpacked: nothing is installed, no
# script of a package runs, and no root is needed. FOLDER/mysqld, mysql and mysqldump start the programs with the
# libraries beside them, as the same process. A second call finds them and does nothing; remove FOLDER to renew.
set -eu

fail() {
    printf 'mysql.sh: %s\n' "$*" >&2
    exit 1
}

[ $# = 1 ] || fail "usage: mysql.sh FOLDER"
mkdir -p "$1"
folder=$(CDPATH='' cd -- "$1" && pwd)
case $folder in *[!A-Za-z0-9/._+-]*) fail "apt cannot work in a folder of this name: $folder" ;; esac
[ -e "$folder/complete" ] && exit 0
command -v apt-get >/dev/null 2>&1 || fail "needs apt-get and Debian's packages; on other systems set NEWSPORTAL_TEST_DB to a mysqld."

# The mirror of Debian itself, not the one of its security updates, which has no sid.
# shellcheck disable=SC2016 # apt's own variables
mirror=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' |
    awk '$1 !~ /security/ { print $1; exit }')
[ -n "$mirror" ] || fail "the sources of apt (/etc/apt) name no mirror of Debian."
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$keyring" ] || fail "needs the keys of Debian's archive (package debian-archive-keyring)."

# An apt of its own, which believes that nothing is installed and so takes the C library too.
apt=$folder/apt
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
: >"$apt/status"
printf 'deb [signed-by=%s] %s sid main\n' "$keyring" "$mirror" >"$apt/sources.list"
cat >"$apt/apt.conf" <<END
Dir::State "$apt";
Dir::State::lists "$apt/lists";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
APT::Sandbox::User "$(id -un)";
Acquire::Languages "none";
END
echo "Fetching MySQL from Debian sid into $folder ..."
for words in update "install --download-only --no-install-recommends mysql-server-core mysql-client-core"; do
    # shellcheck disable=SC2086 # several words
    APT_CONFIG=$apt/apt.conf apt-get -y -q $words >"$apt/log" 2>&1 || {
        cat "$apt/log" >&2
        fail "apt could not fetch MySQL (messages above)."
    }
done
rm -rf "$folder/root"
for package in "$apt"/cache/archives/*.deb; do
    dpkg -x "$package" "$folder/root"
done

loader=$(find "$folder/root" -name 'ld-linux*.so.*' | head -n 1)
libraries=$(dirname "$(find "$folder/root" -name 'libc.so.6' | head -n 1)")
if [ -z "$loader" ] || [ ! -d "$libraries" ]; then fail "the packages hold no C library where it is looked for."; fi
for program in usr/sbin/mysqld usr/bin/mysql usr/bin/mysqldump; do
    # The server finds its messages and plugins from its own path.
    printf '#!/bin/sh\nexec "%s" --library-path "%s" "%s" "$@"\n' "$loader" "$libraries" "$folder/root/$program" \
        >"$folder/${program##*/}"
    chmod 755 "$folder/${program##*/}"
done
"$folder/mysqld" --no-defaults --version || fail "the unpacked server does not run on this machine."
rm -rf "$apt"
: >"$folder/complete"
