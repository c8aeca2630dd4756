"""imap_kit.py - builds imap_probe, runs it, and runs test servers."""
import imaplib, os, re, shutil, signal, socket, subprocess, sys, tempfile, unittest

import lab

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MODE = os.environ.get("V", "test")
B = os.environ.get("B", os.path.join(TOP, "build"))
OUT = os.path.join(os.path.abspath(B), MODE)
SANITIZED = MODE == "asan"
SCRIPT = os.path.join(TOP, "tests", "servers", "mailserver.sh")
MKCA = os.path.join(TOP, "tests", "servers", "mkca.sh")
DOVECOT = os.environ.get("MT_DOVECOT_ROOT", "") + "/usr/sbin/dovecot"


def program(name):
    return os.path.join(OUT, "live", name)


class Server:
    """A Dovecot of our own in a temporary folder."""

    def __init__(self, cert="good"):
        self.dir = tempfile.mkdtemp(prefix="cd-", dir="/tmp")
        self.ports = lab.Ports()
        self.base = self.ports.base
        self.ca = self.dir + "/tls/ca.crt"
        self.start(cert)

    def run(self, command, **env):
        env = dict(os.environ, MT_PORTBASE=str(self.base), MT_NOPOSTFIX="1",
                   **env)
        subprocess.run(["bash", SCRIPT, command, self.dir], env=env,
                       check=True)

    def start(self, cert="good"):
        self.run("start", MT_CERT=cert)

    def halt(self):
        self.run("halt")

    def stop(self):
        self.run("stop")
        self.ports.release()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def imap(self, user):
        m = imaplib.IMAP4("127.0.0.1", self.base + 143)
        m.login(user, "secret")
        return m

    def until(self, lines, tag):
        """Read up to the reply to that command, which must be OK."""
        line = lines.readline()
        while line and not line.startswith(tag):
            line = lines.readline()
        assert line.startswith(tag + b"OK"), line

    def fill(self, user, n, size, box="INBOX", first=0):
        """n mails of about size bytes in that user's mailbox."""
        line = b"Can 20610 be reported with 99213 on the same day of service?\r\n"
        with socket.create_connection(("127.0.0.1", self.base + 143)) as s:
            f = s.makefile("rb")
            s.sendall(b"a LOGIN %s secret\r\n" % user.encode())
            self.until(f, b"a ")
            for at in range(0, n, 500):
                out = [b"b APPEND %s" % box.encode()]
                for i in range(at, min(n, at + 500)):
                    head = (b"From: a%d@askers.test\r\nTo: desk@consult.test\r\n"
                            b"Subject: question %d\r\nMessage-ID: "
                            b"<%d.%d@askers.test>\r\n\r\n"
                            % (i, i, first + i, size))
                    text = head + line * ((size - len(head)) // len(line))
                    out.append(b" {%d+}\r\n%s" % (len(text), text))
                s.sendall(b"".join(out) + b"\r\n")
                self.until(f, b"b ")


def start(*deeds, server=None, port=None, kind="tls", ca=None, user="desk",
          password="secret", timeout=60):
    if port is None:
        port = server.base + (993 if kind == "tls" else 143)
    if ca is None:
        ca = server.ca
    return subprocess.Popen(
        [program("imap_probe"), "localhost", str(port), kind, ca, user,
         str(timeout)] + list(deeds), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace",
        env=dict(os.environ, IMAP_PASSWORD=password))


def probe(*deeds, **how):
    """(exit status, output) of one session; a hang fails the test."""
    run = start(*deeds, **how)
    try:
        out = run.communicate(timeout=lab.PATIENCE)[0]
    except subprocess.TimeoutExpired:
        run.kill()
        raise AssertionError("it hangs: " + run.communicate()[0])
    return run.returncode, out


def peak(out):
    """The most memory of that probe, in KiB."""
    return int(re.search(r"VmHWM:\s+(\d+) kB", out).group(1))


def build():
    if not os.environ.get("IMAP_KIT_BUILT"):
        subprocess.run(["make", "-s", "-C", TOP, "B=" + os.path.dirname(OUT),
                        "V=" + MODE, program("imap_probe"),
                        program("intake_probe")], check=True)


def main():
    if not os.path.exists(DOVECOT):
        print("SKIPPED: Dovecot is not installed ('make deps' installs it)")
        sys.exit(77)
    build()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    unittest.main()
