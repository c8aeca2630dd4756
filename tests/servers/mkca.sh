#!/bin/bash
# mkca.sh DIR - a private authority (ca.crt) and server certificates in DIR:
# good (localhost, 127.0.0.1, mail.test), wrong (another host's name), self
# (signed by itself), expired. Files that are there already are kept.
set -eu
mkdir -p "$1"
cd "$1"
[ ! -s self.crt ] || exit 0

key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1" 2>/dev/null; }

# leaf NAME CN SUBJECTALTNAME DAYS; -1 days: it ended yesterday
leaf() {
	key "$1.key"
	openssl req -new -key "$1.key" -subj "/CN=$2" -out "$1.csr"
	printf '%s\n' "subjectAltName=$3" basicConstraints=CA:FALSE \
	    extendedKeyUsage=serverAuth >"$1.ext"
	openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key \
	    -CAcreateserial -days "$4" -sha256 -extfile "$1.ext" \
	    -out "$1.crt" 2>/dev/null
	rm -f "$1.csr" "$1.ext"
}

key ca.key
openssl req -x509 -new -key ca.key -sha256 -days 3650 \
    -subj "/CN=Private test authority" \
    -addext basicConstraints=critical,CA:TRUE \
    -addext keyUsage=critical,keyCertSign,cRLSign -out ca.crt
leaf good localhost DNS:localhost,DNS:mail.test,IP:127.0.0.1 825
leaf wrong other.example DNS:other.example 825
leaf expired localhost DNS:localhost,IP:127.0.0.1 -1
key self.key
openssl req -x509 -new -key self.key -sha256 -days 365 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -out self.crt
rm -f ca.srl
chmod 644 ./*.crt
chmod 600 ./*.key
