#!/bin/sh
# mail.sh FOLDER -- RECIPIENT: the demo's mail system. Puts the message of its standard input into FOLDER,
# one file a message, whole or not at all. Called by the sender of messages (NewsPortalNotify program).
set -u
umask 077
mkdir -p "$1" || exit 75
file=$1/$(date +%Y-%m-%d-%H%M%S)-$$
cat >"$file.part" && mv "$file.part" "$file.eml" || exit 75
