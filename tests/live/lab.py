"""lab.py - a mail server, a daemon and askers, all in one temporary folder.

Used by scripts/demo, the live tests, the crash test and the benchmarks. Needs
root (Postfix does), Dovecot and Postfix; touches no service of the system.
"""
import atexit, contextlib, email, email.policy, email.utils, imaplib, os, pwd, re, shutil, signal
import smtplib, socket, sqlite3, ssl, subprocess, sys, tempfile, time, traceback

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("CONSULTD_BUILD", os.path.join(TOP, "build", "release"))
SERVER = os.path.join(TOP, "tests", "servers", "mailserver.sh")
MAILS = os.path.join(TOP, "tests", "mails")
PASSWORD = "secret"
CONSULT = "consult@consult.test"
DAEMON_USER = "nobody"
# Seconds for what must happen once: the longest wait of a test is no measure of
# speed, only what tells a hang from a machine with too much to do.
PATIENCE = 180


def installed():
    return all(os.path.exists(os.environ.get(root, "") + path) for path, root in (
        ("/usr/sbin/dovecot", "MT_DOVECOT_ROOT"), ("/usr/lib/postfix/sbin/master", "MT_POSTFIX_ROOT")))


def missing():
    """Why no lab can be made here, or None."""
    if os.geteuid() != 0:
        return "it needs root (Postfix's master does): run it as root or with sudo"
    if not installed() and shutil.which("apt-get") is None:
        return "Dovecot and Postfix are not installed, and there is no apt-get to fetch them"
    return None


class Shield:
    """Signals wait while something is made that must be known to be undone."""
    depth = 0
    pending = False

    def __enter__(self):
        Shield.depth += 1

    def __exit__(self, kind, *_):
        Shield.depth -= 1
        if Shield.depth == 0 and Shield.pending and kind is None:
            Shield.pending = False
            raise KeyboardInterrupt


shield = Shield()


def lowest_ephemeral():
    """From here on any client's connection may hold a port."""
    try:
        with open("/proc/sys/net/ipv4/ip_local_port_range") as f:
            return int(f.read().split()[0])
    except OSError:
        return 32768


class Ports:
    """A base for a server's five ports that nothing listens on. It is ours until
    released or the process ends, also while the server is halted: no client gets
    one of these ports by chance, and no other test takes the base."""
    STEP = 100  # no port of one base is one of another's
    PORTS = (25, 143, 465, 587, 993)

    def __init__(self):
        first, end = 10000, lowest_ephemeral() - 1000
        if end <= first:
            first, end = 10000, 32000
        bases = range(first, end, self.STEP)
        start = os.getpid() % len(bases)
        for base in [*bases[start:], *bases[:start]]:
            if self.take(base):
                self.base = base
                return
        raise RuntimeError("no free ports")

    def take(self, base):
        # A name that lives as long as its socket, in the network's namespace.
        self.claim = socket.socket(socket.AF_UNIX)
        try:
            self.claim.bind("\0consultd-ports-%d" % base)
            for port in self.PORTS:
                with socket.socket() as s:
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    s.bind(("127.0.0.1", base + port))
        except OSError:
            self.release()
            return False
        return True

    def release(self):
        self.claim.close()


def mail_of(name, **words):
    """The mail tests/mails/NAME with its @WORDS@ filled, as bytes with CRLF."""
    with open(os.path.join(MAILS, name), encoding="utf-8") as f:
        text = f.read()
    words.setdefault("DATE", email.utils.formatdate(localtime=False))
    words.setdefault("TO", CONSULT)
    for word, value in words.items():
        text = text.replace("@%s@" % word, value)
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8")


live = []  # labs that have a folder


class Lab:
    def __init__(self, **settings):
        self.dir = None
        self.ports = Ports()
        self.base = self.ports.base
        self.settings = settings
        self.daemon = None
        self.server_up = False
        self.user = pwd.getpwnam(DAEMON_USER)
        with shield:
            self.dir = tempfile.mkdtemp(prefix=os.environ.get("CONSULTD_LAB", "cd-"), dir="/tmp")
            live.append(self)
        os.chmod(self.dir, 0o755)
        self.bin = os.path.join(self.dir, "bin")
        self.state = os.path.join(self.dir, "state")
        self.log_path = os.path.join(self.dir, "consultd.log")
        self.env = dict(os.environ, MT_PORTBASE=str(self.base), MT_USER=DAEMON_USER)

    # ---- servers -------------------------------------------------------------------------------
    def server(self, verb, **env):
        if verb == "start":
            self.unpack()
        # In a session of its own: Ctrl-C must not leave half of it behind.
        with shield:
            run = subprocess.run(["bash", SERVER, verb, os.path.join(self.dir, "mt")],
                                 env=dict(self.env, **env), stdin=subprocess.DEVNULL, start_new_session=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            self.server_up = run.returncode == 0 and verb == "start"
        if run.returncode != 0:
            raise RuntimeError("mail server: " + run.stdout)

    def unpack(self):
        """Where another mail server is installed (or MT_UNPACK is set), ours come unpacked."""
        if "MT_POSTFIX_ROOT" in self.env or (installed() and not os.environ.get("MT_UNPACK")):
            return
        root = os.path.join(self.dir, "unpacked")
        if subprocess.run([os.path.join(os.path.dirname(SERVER), "unpack.sh"), root],
                          stdin=subprocess.DEVNULL).returncode != 0:
            raise RuntimeError("Dovecot and Postfix cannot be fetched; try 'apt-get update'")
        self.env.update(MT_DOVECOT_ROOT=root, MT_POSTFIX_ROOT=root)

    @property
    def ca(self):
        return os.path.join(self.dir, "mt", "tls", "ca.crt")

    def context(self):
        return ssl.create_default_context(cafile=self.ca)

    # ---- the daemon ----------------------------------------------------------------------------
    def configure(self, **more):
        """Write the settings; `more` is section_key=value, over the lab's own."""
        rows = {
            "daemon_user": DAEMON_USER, "daemon_state_dir": self.state,
            "daemon_lookup_db": os.path.join(self.dir, "data", "lookup.db"),
            "daemon_templates_dir": os.path.join(self.dir, "data", "templates"),
            "daemon_log_addresses": "yes",
            "consult_address": CONSULT, "consult_allow": "askers.test",
            "imap_host": "localhost", "imap_port": self.base + 993, "imap_user": "consult",
            "imap_password_file": os.path.join(self.dir, "secret"), "imap_ca_file": self.ca,
            "smtp_host": "localhost", "smtp_port": self.base + 465, "smtp_user": "consult",
            "smtp_password_file": os.path.join(self.dir, "secret"), "smtp_ca_file": self.ca,
            "limits_repeat": 0,  # one asker asks the same many times here
        }
        rows.update(self.settings)
        rows.update(more)
        self.settings.update(more)
        self.conf = os.path.join(self.dir, "consultd.conf")
        sections = {}
        for name, value in rows.items():
            section, key = name.split("_", 1)
            sections.setdefault(section, []).append("%s = %s" % (key, value))
        with open(self.conf, "w") as f:
            for section, lines in sections.items():
                f.write("[%s]\n%s\n\n" % (section, "\n".join(lines)))

    def prepare(self):
        """Folders, secret, data and templates of the daemon."""
        os.makedirs(self.state, exist_ok=True)
        os.chown(self.state, self.user.pw_uid, self.user.pw_gid)
        os.chmod(self.state, 0o700)
        data = os.path.join(self.dir, "data")
        os.makedirs(data, exist_ok=True)
        os.makedirs(self.bin, exist_ok=True)
        # The daemon's user need not be able to enter the folder that holds the clone.
        for program in ("consultd", "consultd-jail", "consultctl"):
            if not os.path.exists(os.path.join(self.bin, program)):
                shutil.copy(os.path.join(BUILD, program), self.bin)
        shutil.copy(os.path.join(BUILD, "lookup.db"), data)
        if not os.path.exists(os.path.join(data, "templates")):
            shutil.copytree(os.path.join(TOP, "templates"), os.path.join(data, "templates"))
        self.open_up(data)
        self.open_up(self.bin)
        secret = os.path.join(self.dir, "secret")
        with open(secret, "w") as f:
            f.write(PASSWORD + "\n")
        os.chmod(secret, 0o600)
        os.chown(secret, self.user.pw_uid, self.user.pw_gid)

    def open_up(self, folder):
        """The daemon's user may read it, whatever the umask of who cloned and built."""
        for at, _, names in os.walk(folder):
            os.chmod(at, 0o755)
            for name in names:
                path = os.path.join(at, name)
                os.chmod(path, 0o755 if os.access(path, os.X_OK) else 0o644)

    def start(self, *options, wait=True):
        self.mark = os.path.getsize(self.log_path) if os.path.exists(self.log_path) else 0
        self.log = open(self.log_path, "ab")
        with shield:
            self.daemon = subprocess.Popen(
                [os.path.join(self.bin, "consultd"), "-c", self.conf, *options],
                stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, start_new_session=True)
        if wait:
            self.wait_log("event=daemon.ready")

    def stop_daemon(self, sig=signal.SIGTERM):
        if self.daemon is None:
            return 0
        if self.daemon.poll() is None:
            self.daemon.send_signal(sig)
        try:
            status = self.daemon.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self.daemon.pid, signal.SIGKILL)
            status = self.daemon.wait()
        self.daemon = None
        self.log.close()
        return status

    def log_text(self):
        """The daemon's log since its last start."""
        with open(self.log_path, "rb") as f:
            f.seek(self.mark)
            return f.read().decode("utf-8", "replace")

    def wait_log(self, words, seconds=PATIENCE):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            text = self.log_text()
            if re.search(words, text):
                return text
            if self.daemon is not None and self.daemon.poll() is not None:
                break
            time.sleep(0.02)
        raise RuntimeError("no %r in the log:\n%s" % (words, self.log_text()[-3000:]))

    def ctl(self, *words, text=None, check=True):
        run = subprocess.run([os.path.join(self.bin, "consultctl"), "-c", self.conf, *words],
                             input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                             stdin=subprocess.DEVNULL if text is None else None)
        if check and run.returncode != 0:
            raise RuntimeError("consultctl %s: %s" % (" ".join(words), run.stderr))
        return run

    # ---- askers --------------------------------------------------------------------------------
    @contextlib.contextmanager
    def smtp(self, port):
        """A session that says QUIT only where all went well: after a Ctrl-C in
        the middle of a command its reply would be taken for QUIT's, and that
        error for the end of the program."""
        # A name of our own: else Python asks the DNS for it.
        s = smtplib.SMTP("localhost", self.base + port, "asker.test", timeout=PATIENCE)
        try:
            yield s
            s.quit()
        finally:
            s.close()

    def submit(self, sender, raw, to=CONSULT):
        """Through the submission port, with STARTTLS and a login, as people do."""
        with self.smtp(587) as s:
            s.starttls(context=self.context())
            s.login(sender.split("@")[0], PASSWORD)
            s.sendmail(sender, [to], raw)

    def deliver(self, sender, raw, to=CONSULT):
        """From another server: no login, and any envelope sender, also none."""
        with self.smtp(25) as s:
            s.sendmail(sender, [to], raw)

    def imap(self, user):
        m = imaplib.IMAP4_SSL("localhost", self.base + 993, ssl_context=self.context())
        m.login(user, PASSWORD)
        return m

    def inbox(self, user, folder="INBOX"):
        """All mails of a mailbox, oldest first, as (bytes, message)."""
        m = self.imap(user)
        try:
            if m.select(folder, readonly=True)[0] != "OK":
                return []
            out = []
            uids = m.uid("SEARCH", "ALL")[1][0].split()
            if uids:
                for part in m.uid("FETCH", b",".join(uids), "(BODY.PEEK[])")[1]:
                    if isinstance(part, tuple):
                        out.append((part[1], email.message_from_bytes(
                            part[1], policy=email.policy.default)))
            return out
        finally:
            m.logout()

    def replies(self, user, to_id):
        return [m for _, m in self.inbox(user) if m["In-Reply-To"] == to_id]

    def wait_reply(self, user, to_id, seconds=PATIENCE):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.replies(user, to_id)
            if found:
                return found[0]
            time.sleep(0.02)
        raise RuntimeError("no reply to %s in %s's mailbox\n%s" % (to_id, user, self.log_text()[-3000:]))

    def wait_audit(self, words, seconds=PATIENCE):
        """Wait until `consultctl log` shows a row that matches; gives the row."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for line in self.ctl("log", "-n", "500").stdout.splitlines():
                if re.search(words, line):
                    return line
            time.sleep(0.05)
        raise RuntimeError("no %r in consultctl log:\n%s\n%s" % (
            words, self.ctl("log").stdout, self.log_text()[-2000:]))

    def ends(self, marker):
        """(state, guard, case) of each stored mail with the marker in its first 64 KB, once all
        have ended."""
        with contextlib.closing(sqlite3.connect("file:%s/store.db?mode=ro" % self.state, uri=True)) as db:
            return db.execute(
                "SELECT state, guard, coalesce(case_id, 0) FROM mail JOIN chunk ON mail_id = mail.id"
                " WHERE seq = 0 AND instr(bytes, CAST(? AS BLOB)) > 0 ORDER BY mail.id", (marker,)).fetchall()

    def wait_ends(self, marker, n=1, seconds=PATIENCE):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            rows = self.ends(marker)
            if len(rows) >= n and all(r[0] != "waiting" for r in rows):
                return rows
            time.sleep(0.05)
        raise RuntimeError("mail %s has not ended: %s\n%s" % (marker, self.ends(marker), self.log_text()[-3000:]))

    def append(self, raw, user="consult", folder="INBOX"):
        """Straight into a mailbox, as it is."""
        m = self.imap(user)
        try:
            if m.append(folder, None, None, raw)[0] != "OK":
                raise RuntimeError("the server does not take that mail")
        finally:
            m.logout()

    # ---- begin and end -------------------------------------------------------------------------
    def up(self, **settings):
        self.server("start")
        self.prepare()
        self.configure(**settings)
        self.start()
        return self

    def down(self):
        with shield:
            try:
                self.stop_daemon()
            finally:
                if os.path.exists(os.path.join(self.dir, "mt")):
                    subprocess.run(["bash", SERVER, "stop", os.path.join(self.dir, "mt")], env=self.env,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
                shutil.rmtree(self.dir, ignore_errors=True)
                self.ports.release()
                if self in live:
                    live.remove(self)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.down()


def plain(message):
    """The text/plain body of a reply."""
    return message.get_body(("plain",)).get_content()


def end_on_signals():
    """Ctrl-C and SIGTERM end the program through its `finally`s."""
    asked = []

    def stop(*_):
        if asked:
            return  # the end has begun
        asked.append(True)
        if Shield.depth > 0:
            Shield.pending = True
        else:
            raise KeyboardInterrupt

    def leave():
        # A signal may come between a lab's making and its `with`.
        for lab in list(live):
            lab.down()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    atexit.register(leave)


def run_tests(tests):
    """Each is a function; prints a line for each. Gives an exit status."""
    why = missing()
    if why:
        print("SKIPPED: %s" % why)
        return 77
    end_on_signals()
    only, failed = sys.argv[1:], 0
    for test in tests:
        if only and not any(word in test.__name__ for word in only):
            continue
        start = time.monotonic()
        try:
            test()
            print("ok %s (%.1f s)" % (test.__name__, time.monotonic() - start), flush=True)
        except (AssertionError, RuntimeError, OSError, sqlite3.Error, KeyError, AttributeError,
                subprocess.SubprocessError, smtplib.SMTPException) as e:
            failed += 1
            print("FAILED %s: %s" % (test.__name__, e or ""), flush=True)
            traceback.print_exc(file=sys.stdout)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit("lab.py is a part of other programs")
