#!/bin/bash
# unpack.sh DIR - Dovecot and Postfix from Debian's archive, unpacked below DIR
# and not installed: for machines where another mail server is. With them come
# those libraries that the machine lacks. Then run mailserver.sh with
# MT_DOVECOT_ROOT=DIR MT_POSTFIX_ROOT=DIR. Says what it fetches.
set -eu
mkdir -p "$1/deb"
root=$(cd "$1" && pwd)
cd "$root/deb"
# apt's own account must be able to write here, or it warns.
chmod 755 "$root" "$root/deb"
here() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }
wanted="postfix dovecot-core dovecot-imapd dovecot-lmtpd"
# shellcheck disable=SC2086 # a list
libraries=$(apt-cache depends --recurse --no-recommends --no-suggests \
    --no-conflicts --no-breaks --no-replaces --no-enhances $wanted |
    grep '^lib[a-z0-9]' | grep -Ev ':|-perl$|^libelogind' | sort -u)
for package in $libraries; do
	here "$package" || wanted="$wanted $package"
done
echo "unpacking into $root: $wanted"
# shellcheck disable=SC2086 # a list
apt-get -qq -o Acquire::Retries=3 -o APT::Sandbox::User=root download $wanted >&2
for deb in ./*.deb; do
	dpkg -x "$deb" "$root"
done
rm -rf "$root/deb"
