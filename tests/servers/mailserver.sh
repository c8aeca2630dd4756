#!/bin/bash
# mailserver.sh - a Dovecot and a Postfix of our own on loopback ports.
#
#   mailserver.sh start DIR   make DIR and start both; on a DIR that was
#                             halted, go on with the mails in it
#   mailserver.sh halt DIR    end both at once, keep DIR
#   mailserver.sh stop DIR    end both, remove all that was made in DIR
#
# Any user has the password below; mail for anybody @askers.test and
# @consult.test is delivered, also with +anything, but defer@askers.test gets
# 451 and nosuch@askers.test 550. The authority is DIR/tls/ca.crt. Log files:
# DIR/log/dovecot.log and DIR/postfix.log.
#
#   MT_PORTBASE      21000: ports are this + 25, 587, 465 (SMTP), 143, 993
#   MT_CERT          good, or wrong, self, expired (see mkca.sh)
#   MT_CA            folder made by mkca.sh; else one is made in DIR
#   MT_PW            password, "secret"
#   MT_USER          account of Dovecot when started by root, "nobody"
#   MT_NOPOSTFIX     not empty: Dovecot alone (needs no root)
#   MT_DOVECOT_ROOT  folder where Dovecot's packages are unpacked, and
#   MT_POSTFIX_ROOT  Postfix's; empty: installed
#   MT_DOVECOT       Dovecot's program, $MT_DOVECOT_ROOT/usr/sbin/dovecot
#   MT_POSTFIX_USER, MT_POSTFIX_GROUP  mail_owner and setgid_group, where the
#                    usual accounts postfix and postdrop do not exist
set -eu
umask 022
here=$(cd "$(dirname "$0")" && pwd)
fail() {
	echo "mailserver.sh: $*" >&2
	exit 1
}
[ $# = 2 ] || fail "use: mailserver.sh start|halt|stop DIR"
command=$1
T=$2
base=${MT_PORTBASE:-21000}
dvroot=${MT_DOVECOT_ROOT:-}
pfroot=${MT_POSTFIX_ROOT:-}
dovecot=${MT_DOVECOT:-$dvroot/usr/sbin/dovecot}
master=$pfroot/usr/lib/postfix/sbin/master
made="tls pub mail dv dv-state log pf spool pfdata"
queues="active bounce corrupt defer deferred flush hold incoming private
    saved trace"

account() { getent passwd "$1" >/dev/null && echo "$1" || echo "$2"; }
group() { getent group "$1" >/dev/null && echo "$1" || echo "$2"; }

if [ "$(id -u)" = 0 ]; then
	user=${MT_USER:-nobody}
	drop=(setpriv "--reuid=$user" "--regid=$(id -gn "$user")" --clear-groups)
else
	user=$(id -un)
	drop=(env)
fi
gid=$(id -gn "$user")
pfuser=${MT_POSTFIX_USER:-$(account postfix daemon)}
pfgroup=${MT_POSTFIX_GROUP:-$(group postdrop games)}

fill() { # TEMPLATE: with the values of this run, to standard output
	sed -e "s|@T@|$T|g; s|@U@|$user|g; s|@G@|$gid|g" \
	    -e "s|@CERT@|${MT_CERT:-good}|g; s|@PW@|${MT_PW:-secret}|g" \
	    -e "s|@PU@|$pfuser|g; s|@PG@|$pfgroup|g" \
	    -e "s|@DVROOT@|$dvroot|g; s|@PFROOT@|$pfroot|g" \
	    -e "s|@IMAP@|$((base + 143))|g; s|@IMAPS@|$((base + 993))|g" \
	    -e "s|@SMTP@|$((base + 25))|g; s|@SUBM@|$((base + 587))|g" \
	    -e "s|@SMTPS@|$((base + 465))|g" "$here/$1"
}

open_port() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

await() { # PORT PID LOG: until the port opens or the server has ended
	for _ in $(seq 1 18000); do
		! open_port "$1" || return 0
		kill -0 "$2" 2>/dev/null || break
		sleep 0.01
	done
	tail -n 5 "$3" "$T"/log/dovecot.log "$T"/postfix.log >&2 || :
	fail "port $1 did not open"
}

spawn() { # NAME COMMAND...: in a session of its own, its pid in NAME.pid
	local name=$1
	shift
	setsid "$@" </dev/null >"$T/$name.out" 2>&1 &
	echo $! >"$T/$name.pid"
}

# Dovecot finds its TLS module by a name that was compiled in. In an unpacked
# copy that name is overwritten with one as long, of a link in a new folder.
point_modules() {
	local was=/usr/lib/dovecot/modules name
	[ -s "$dvroot/.modules" ] || mktemp -u /tmp/mtXXXXXX >"$dvroot/.modules"
	name=$(cat "$dvroot/.modules")
	mkdir -m 755 "$name" || fail "$name: cannot be made"
	echo "$name" >"$T/modules"
	ln -s "$dvroot$was" "$name/m"
	while [ ${#name} -lt $((${#was} - 2)) ]; do name=$name/; done
	grep -rlF "$was" "$dvroot/usr/lib/dovecot" "$dvroot/usr/sbin" |
	    xargs -r sed -i "s|$was|$name/m|g"
}

start_dovecot() {
	local config=(-F -c "$T/dovecot.conf")
	fill dovecot.conf.in >"$T/dovecot.conf"
	if [ "$(id -u)" = 0 ]; then
		chown -R "$user:$gid" \
		    "$T"/{tls,pub,mail,dv,dv-state,log,dovecot.conf}
	fi
	if [ -n "$dvroot" ]; then
		point_modules
		# It would start the installed doveconf to read its settings.
		LD_LIBRARY_PATH=$dvroot/usr/lib/dovecot spawn dovecot \
		    "${drop[@]}" "$dvroot/usr/bin/doveconf" \
		    -f service=master -c "$T/dovecot.conf" -m master -p -e \
		    "$dovecot" "${config[@]}"
	else
		spawn dovecot "${drop[@]}" "$dovecot" "${config[@]}"
	fi
	await $((base + 143)) "$(cat "$T/dovecot.pid")" "$T/dovecot.out"
	await $((base + 993)) "$(cat "$T/dovecot.pid")" "$T/dovecot.out"
}

start_postfix() {
	mkdir -p "$T/pf" "$T/spool" "$T/pfdata"
	chown root:root "$T/pf" "$T/spool"
	chown "$pfuser:" "$T/pfdata"
	fill postfix-main.cf.in >"$T/pf/main.cf"
	fill postfix-master.cf.in >"$T/pf/master.cf"
	printf '/@%s\\.test$/ ok\n' askers consult >"$T/pf/vmailbox"
	: >"$T/pf/dynamicmaps.cf"
	# What `postfix start` makes and checks in two seconds.
	(
		cd "$T/spool"
		mkdir -p $queues pid public maildrop
		chown "$pfuser:root" $queues
		chmod 700 $queues
		chown "$pfuser:$pfgroup" public maildrop
		chmod 2710 public
		chmod 1730 maildrop
	)
	LD_LIBRARY_PATH=${pfroot:+$pfroot/usr/lib/postfix:$pfroot/usr/lib/$(uname -m)-linux-gnu} \
	    spawn postfix "$master" -c "$T/pf"
	await $((base + 25)) "$(cat "$T/postfix.pid")" "$T/postfix.out"
	await $((base + 587)) "$(cat "$T/postfix.pid")" "$T/postfix.out"
}

start() {
	[ ${#T} -le 60 ] || fail "$T: too long for the names of sockets"
	[ "${T#/}" != "$T" ] || fail "$T: must begin with a slash"
	[ -x "$dovecot" ] || fail "Dovecot is not installed ($dovecot)"
	if [ -z "${MT_NOPOSTFIX:-}" ]; then
		[ "$(id -u)" = 0 ] || fail "Postfix needs root (or MT_NOPOSTFIX=1)"
		[ -x "$master" ] || fail "Postfix is not installed ($master)"
	fi
	ports="143 993"
	[ -n "${MT_NOPOSTFIX:-}" ] || ports="$ports 25 465 587"
	for port in $ports; do
		! open_port $((base + port)) 2>/dev/null ||
		    fail "port $((base + port)) is in use (see MT_PORTBASE)"
	done
	mkdir -p "$T"/{tls,pub,mail,dv,dv-state,log}
	chmod 755 "$T"
	if [ -n "${MT_CA:-}" ]; then
		cp "$MT_CA"/*.crt "$MT_CA"/*.key "$T/tls/"
	else
		bash "$here/mkca.sh" "$T/tls"
	fi
	start_dovecot
	[ -n "${MT_NOPOSTFIX:-}" ] || start_postfix
}

# members PGID: processes of that group that are not dead yet
members() { ps -o pid=,stat= -g "$1" 2>/dev/null | awk '$2 !~ /^Z/ { print $1 }'; }

halt() {
	local name pid
	for name in postfix dovecot; do
		[ -s "$T/$name.pid" ] || continue
		pid=$(cat "$T/$name.pid")
		# The session is ours alone; Dovecot would wait 3 s for its own.
		kill -TERM -- "-$pid" 2>/dev/null || :
		for _ in $(seq 1 10); do
			[ -n "$(members "$pid")" ] || break
			sleep 0.02
		done
		kill -KILL -- "-$pid" 2>/dev/null || :
		for _ in $(seq 1 6000); do
			[ -n "$(members "$pid")" ] || break
			sleep 0.01
		done
		rm -f "$T/$name.pid" "$T/dv/master.pid"
	done
	if [ -s "$T/modules" ]; then
		name=$(cat "$T/modules")
		rm -f "$name/m" "$T/modules"
		rmdir "$name"
	fi
}

stop() {
	halt
	for name in $made dovecot.conf dovecot.out postfix.out postfix.log; do
		rm -rf "${T:?}/$name"
	done
	rmdir "$T" 2>/dev/null || :
}

case $command in
start) start ;;
halt) halt ;;
stop) stop ;;
*) fail "use: mailserver.sh start|halt|stop DIR" ;;
esac
