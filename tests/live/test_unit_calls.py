#!/usr/bin/env python3
"""The unit's SystemCallFilter allows what the roles' own filters allow, and
what strace sees of a consultd that answers a mail."""
import os, re, shutil, subprocess, sys

import lab

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("CONSULTD_BUILD", os.path.join(TOP, "build", "test"))
# systemd changes the account before consultd starts; here consultd does.
AS_ROOT = {"setuid", "setgid", "setgroups", "setresuid", "setresgid", "chown"}


def groups():
    """Name of each of systemd's groups of calls: its members."""
    out, name = {}, None
    for line in subprocess.run(["systemd-analyze", "syscall-filter", "--no-pager"], stdout=subprocess.PIPE,
                               universal_newlines=True, check=True).stdout.splitlines():
        word = line.strip()
        if line.startswith("@"):
            name = word
            out[name] = set()
        elif word and not word.startswith("#") and name:
            out[name].add(word)
        elif line.startswith("#"):
            name = None
    return out


def expanded(word, known):
    if not word.startswith("@"):
        return {word}
    return set().union(*(expanded(w, known) for w in known[word]))


def unit_calls(text, known):
    """Lines are applied in their order, as systemd does."""
    allowed = set()
    for value in re.findall(r"(?m)^SystemCallFilter=(.*)$", text):
        calls = set().union(*(expanded(w, known) for w in value.lstrip("~").split()))
        allowed = allowed - calls if value.startswith("~") else allowed | calls
    return allowed


def profile_calls():
    b, v = os.path.dirname(BUILD), os.path.basename(BUILD)
    probe = os.path.join(BUILD, "live", "calls_probe")
    subprocess.run(["make", "-s", "-C", TOP, "B=" + b, "V=" + v, probe], check=True)
    return set(subprocess.run([probe], stdout=subprocess.PIPE, universal_newlines=True, check=True).stdout.split())


def traced_calls():
    """Of all processes of a consultd from its start to its end."""
    with lab.Lab() as server:
        server.server("start")
        server.prepare()
        program, trace = os.path.join(server.bin, "consultd"), os.path.join(server.dir, "trace")
        os.rename(program, program + "-traced")
        with open(program, "w") as f:
            f.write("#!/bin/sh\nexec strace -D -f -qq -e signal=none -o %s %s-traced \"$@\"\n" % (trace, program))
        os.chmod(program, 0o755)
        server.configure()
        server.start()
        raw = ("From: ann@askers.test\r\nTo: %s\r\nSubject: 33954\r\nDate: %s\r\nMessage-ID: <calls@askers.test>\r\n"
               "\r\nWhat is 33954?\r\n" % (lab.CONSULT, lab.email.utils.formatdate())).encode()
        server.submit("ann@askers.test", raw)
        server.wait_reply("ann", "<calls@askers.test>")
        server.stop_daemon()
        with open(trace) as f:
            return set(re.findall(r"(?m)^\d+ +(\w+)\(", f.read()))


def main():
    lacking = lab.missing()
    for program in ("strace", "systemd-analyze"):
        if not shutil.which(program):
            lacking = "%s is not installed" % program
    if lacking:
        print("SKIPPED: " + lacking)
        return 77
    known = groups()
    with open(os.path.join(TOP, "systemd", "consultd.service")) as f:
        allowed = unit_calls(f.read(), known)
    traced = traced_calls()
    if "seccomp" not in traced or "read" not in traced:
        print("the trace is not of a consultd: %s" % sorted(traced))
        return 1
    bad = 0
    for what, calls in (("the roles' filters", profile_calls()), ("strace", traced - AS_ROOT)):
        lost = sorted(calls - allowed)
        print("%s: %d calls, the unit forbids %s" % (what, len(calls), ", ".join(lost) or "none"))
        bad += len(lost)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
