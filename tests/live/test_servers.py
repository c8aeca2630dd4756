#!/usr/bin/env python3
"""test_servers.py - servers that go away, settings that change or are wrong,
disks that fill up: what the daemon says, and that no mail is lost."""
import contextlib, os, re, shutil, signal, socket, sqlite3, subprocess, sys, tempfile, threading, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lab
import smtp_fake
import test_conversations as talk

QUICK = dict(limits_sender_hour=10000, limits_domain_hour=100000, limits_answers_hour=1000000, limits_same_text_hour=100000, smtp_retry_first=1, smtp_retry_max=2,
             imap_search=10)
EX_UNAVAILABLE, EX_NOPERM, EX_CONFIG, EX_NOUSER, EX_USAGE = 69, 77, 78, 67, 64


@contextlib.contextmanager
def running(**settings):
    with lab.Lab() as server:
        server.up(**dict(QUICK, **settings))
        talk.server = server
        yield server


def deliver(server, n, who="ana"):
    """n questions; gives their ids."""
    out = []
    for _ in range(n):
        number, raw = talk.mail(who + "@askers.test", "What is 33954?")
        server.deliver(who + "@askers.test", raw)
        out.append(number)
    return out


def answered_once(server, numbers, who="ana", seconds=lab.PATIENCE, killed=False):
    """One reply each. Where the mail server itself was killed, it may have
    delivered a reply before it said so: then a copy, with the same Message-ID."""
    want = {"<%s>" % n for n in numbers}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        replies = [(m["In-Reply-To"], m["Message-ID"]) for _, m in server.inbox(who)]
        got = [answers for answers, _ in replies]
        if want <= set(got):
            break
        time.sleep(0.2)
    assert want <= set(got), "%d of %d have no reply\n%s" % (len(want - set(got)), len(want), server.log_text()[-2000:])
    if killed:
        print("  %d copies" % (len(replies) - len(set(replies))))
        got = [answers for answers, _ in set(replies)]
    twice = [n for n in want if got.count(n) > 1]
    assert not twice, twice


def wait(condition, what, seconds=lab.PATIENCE):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def test_imap_server_restarts_in_a_batch():
    with lab.Lab() as server:
        server.server("start")
        server.prepare()
        server.configure(**QUICK)
        numbers = deliver(server, 120)
        wait(lambda: len(server.inbox("consult")) == 120, "delivery")
        server.start("--answer-old", wait=False)
        for _ in range(3):
            time.sleep(0.25)
            server.server("halt")
            time.sleep(0.3)
            server.server("start")
        answered_once(server, numbers, killed=True)
        assert server.log_text().count("event=imap.down") <= 3 + 1


def test_smtp_is_down_for_a_while():
    with running() as server:
        # Bound and not listened at: connections are refused, and nobody else has it.
        with socket.socket() as port:
            port.bind(("127.0.0.1", 0))
            server.stop_daemon()
            server.configure(smtp_port=port.getsockname()[1])
            server.start()
            numbers = deliver(server, 10)
            server.wait_log("event=smtp.down")
            wait(lambda: "failing" in server.ctl("status").stdout, "the status does not say so")
            time.sleep(3)
            assert server.log_text().count("event=smtp.down") == 1, "said more than once"
            server.stop_daemon()
        server.configure(smtp_port=server.base + 465)
        server.start()
        answered_once(server, numbers)


def test_smtp_comes_back_while_we_run():
    with running() as server:
        tls = os.path.join(server.dir, "mt", "tls")
        sink = smtp_fake.Fake(tls, banner=[smtp_fake.last_words(b"421 4.3.2 later\r\n")] * 3 +
                              [smtp_fake.DEFAULTS["banner"]])
        server.stop_daemon()
        server.configure(smtp_port=sink.port, smtp_connections=1)
        server.start()
        numbers = deliver(server, 10)
        server.wait_log("event=smtp.down.*421 4.3.2 later")
        server.wait_log("event=smtp.up")
        wait(lambda: len(sink.mails) >= 10, "replies")
        assert len(sink.mails) == 10
        wait(lambda: re.search(r"(?m)^.*sender.*idle", server.ctl("status").stdout), "the sender is not idle")
        assert len(numbers) == 10
        sink.close()


def test_reply_is_unknown_then_sent_with_the_same_id():
    with running() as server:
        sink = smtp_fake.Fake(os.path.join(server.dir, "mt", "tls"),
                              dot=[smtp_fake.vanish, smtp_fake.DEFAULTS["dot"]])
        server.stop_daemon()
        server.configure(smtp_port=sink.port, smtp_connections=1)
        server.start()
        deliver(server, 1)
        wait(lambda: len(sink.mails) == 2, "the second try")
        ids = [re.search(rb"(?mi)^message-id: (.*)\r$", m[2]).group(1) for m in sink.mails]
        assert ids[0] == ids[1]
        assert sink.mails[0][2] == sink.mails[1][2]
        server.wait_log("event=reply.unknown")
        server.wait_log("event=reply.sent")
        sink.close()


def test_refused_recipient_is_shown_to_a_coder():
    with running() as server:
        nosuch, raw = talk.mail("nosuch@askers.test", "What is 33954?")
        server.append(raw)
        later, raw = talk.mail("defer@askers.test", "What is 33954?")
        server.append(raw)
        good = deliver(server, 3)
        answered_once(server, good)
        case = server.wait_ends(nosuch)[0][2]
        wait(lambda: re.search(r"(?m)^\s*%d\s+held .*undeliverable" % case, server.ctl("queue").stdout),
             "no held case")
        assert "550 5.1.1" in server.ctl("log", str(case)).stdout
        case = server.wait_ends(later)[0][2]
        wait(lambda: server.ctl("log", str(case)).stdout.count("reply.later") >= 2, "no second try")


def test_idle_drops():
    with running() as server:
        deliver(server, 1)
        # Dovecot ends every session of that user; the listener stays.
        subprocess.run(["pkill", "-P", open(os.path.join(server.dir, "mt", "dovecot.pid")).read().strip(),
                        "-x", "imap"], check=False)
        numbers = deliver(server, 3)
        answered_once(server, numbers)


def test_lookup_db_is_replaced():
    with running() as server:
        data = os.path.join(server.dir, "pack")
        shutil.copytree(os.path.join(lab.TOP, "data"), data)
        path = os.path.join(data, "families", "ecmo_cannula_in.tsv")
        with open(path, encoding="utf-8") as f:
            text = f.read()
        assert "conduit" in text
        with open(path, "w", encoding="utf-8") as f:
            f.write(text.replace("conduit", "CONDUITNEW"))
        numbers = deliver(server, 20)
        made = os.path.join(server.dir, "data", "lookup.db")
        subprocess.run([os.path.join(lab.BUILD, "consultctl"), "import", "-o", made, data], check=True,
                       stdout=subprocess.DEVNULL)
        os.chmod(made, 0o644)
        more = deliver(server, 20)
        answered_once(server, numbers + more)
        server.wait_log("event=lookup.new")

        def taken_up():
            number, = deliver(server, 1)
            return "CONDUITNEW" in lab.plain(server.wait_reply("ana", "<%s>" % number))
        wait(taken_up, "the new rows are not taken up")
        assert "event=role.fail" not in server.log_text()


def test_lookup_db_is_replaced_by_garbage():
    with running() as server:
        made = os.path.join(server.dir, "data", "lookup.db")
        good = made + ".good"
        shutil.copy(made, good)
        with open(made + ".new", "wb") as f:
            f.write(b"no database at all" * 1000)
        os.chmod(made + ".new", 0o644)
        os.rename(made + ".new", made)
        server.wait_log("lookup.db")
        numbers = deliver(server, 5)
        time.sleep(2)
        os.rename(good, made)
        server.stop_daemon()
        server.start()
        answered_once(server, numbers)


def test_sighup_with_good_and_bad_settings():
    with running() as server:
        numbers = deliver(server, 10)
        server.configure(consult_name="Another Name")
        server.daemon.send_signal(1)
        server.wait_log("event=daemon.reload ")
        wait(lambda: server.log_text().count("event=daemon.ready") >= 2, "not ready again")
        number, = deliver(server, 1)
        assert "Another Name" in server.wait_reply("ana", "<%s>" % number)["From"]
        with open(server.conf, "a") as f:
            f.write("[consult]\nnonsense = 1\n")
        server.daemon.send_signal(1)
        text = server.wait_log("event=daemon.reload_failed")
        line = next(l for l in text.splitlines() if "reload_failed" in l)
        assert "consultd.conf" in line and "nonsense" in line, line
        more = deliver(server, 3)
        answered_once(server, numbers + more)


class Manager:
    """Stands for systemd: what NOTIFY_SOCKET is told, in its order."""

    def __init__(self, server):
        self.said, path = [], os.path.join(server.dir, "notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(path)
        os.chmod(path, 0o666)
        os.environ.update(NOTIFY_SOCKET=path, WATCHDOG_USEC="3000000")
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            self.said += self.socket.recv(4096).decode().splitlines()

    def count(self, words):
        return sum(line.startswith(words) for line in list(self.said))


def test_systemd_is_told():
    with lab.Lab() as server:
        server.server("start")
        server.prepare()
        server.configure(**QUICK)
        manager = Manager(server)
        try:
            server.start()
        finally:
            del os.environ["NOTIFY_SOCKET"], os.environ["WATCHDOG_USEC"]
        wait(lambda: manager.count("READY=1") == 1 and manager.count("WATCHDOG=1") >= 3, manager.said)
        assert manager.count("STATUS=") >= 1, manager.said
        server.daemon.send_signal(signal.SIGHUP)
        wait(lambda: manager.count("READY=1") == 2, "not ready again")
        assert manager.said.index("RELOADING=1") < manager.said.index("READY=1", manager.said.index("RELOADING=1"))
        # A role that hangs: fed for as long as it may be silent, then no more
        # until it was killed and another one answers.
        pid = re.findall(r"event=role.start role=consultd role=worker.1 pid=(\d+)", server.log_text())[-1]
        os.kill(int(pid), signal.SIGSTOP)
        before = manager.count("WATCHDOG=1")
        server.wait_log("event=role.slow")
        fed = manager.count("WATCHDOG=1") - before
        print("  fed %d times in the 30 s of a role's silence" % fed)
        assert fed <= 20, fed
        wait(lambda: manager.count("WATCHDOG=1") > before + fed, "the watchdog is not fed again")
        answered_once(server, deliver(server, 1))
        assert server.stop_daemon() == 0
        wait(lambda: manager.count("STOPPING=1") == 1, "the end is not told")


def test_sigterm_in_every_stage():
    with running(smtp_connections=1) as server:
        numbers = []
        for nap in (0, 0.1, 0.3, 0.5, 0.6, 0.7, 0.9):
            numbers += deliver(server, 15)
            time.sleep(nap)
            begun = time.monotonic()
            status = server.stop_daemon()
            took = time.monotonic() - begun
            assert status == 0, status
            print("  stopped after %.2f s" % took)
            assert "event=daemon.stop" in server.log_text()
            server.start()
        answered_once(server, numbers)


def test_full_disk():
    with lab.Lab() as server:
        os.makedirs(server.state)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "none", server.state], check=True)
        try:
            server.up(**QUICK)
            first = deliver(server, 1)
            answered_once(server, first)
            big = "x" * 900000
            numbers = []
            for _ in range(8):
                number, raw = talk.mail("ana@askers.test", "What is 33954?\r\n-- \r\n" +
                                        "\r\n".join(big[i:i + 70] for i in range(0, len(big), 70)))
                server.deliver("ana@askers.test", raw)
                numbers.append(number)
            text = server.wait_log("(?i)full|no space")
            line = next(l for l in text.splitlines() if re.search("(?i)full|no space", l))
            print("  " + line[:200])
            assert "event=imap" not in line, line
            time.sleep(1)
            assert server.daemon.poll() is None, "it ended"
            subprocess.run(["mount", "-o", "remount,size=200m", server.state], check=True)
            # A role that cannot go on rests for a minute; a reload begins at once.
            server.daemon.send_signal(1)
            wait(lambda: all(server.ends(n) and server.ends(n)[0][0] != "waiting" for n in numbers),
                 "mails are lost")
            for n in numbers:
                assert len(server.ends(n)) == 1
            server.stop_daemon()
        finally:
            server.stop_daemon()
            subprocess.run(["umount", server.state], check=False)


def test_full_disk_at_the_start():
    with lab.Lab() as server:
        os.makedirs(server.state)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32k", "none", server.state], check=True)
        try:
            server.prepare()
            server.configure(imap_ca_file="", smtp_ca_file="")
            run = subprocess.run([os.path.join(lab.BUILD, "consultd"), "-c", server.conf], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=lab.PATIENCE)
            # Not the status of an account that may not: systemd would not start it again.
            assert run.returncode == EX_UNAVAILABLE, run
            assert "store.db: the disk is full: make room on it" in run.stdout, run
        finally:
            subprocess.run(["umount", server.state], check=False)


def refusal(server, status, *words, options=()):
    """It does not start: one line that says why, and that exit status; -n says the same."""
    for more in ((), ("-n",)):
        run = subprocess.run([os.path.join(lab.BUILD, "consultd"), "-c", server.conf, *more, *options],
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             text=True, timeout=lab.PATIENCE)
        lines = [l for l in run.stdout.splitlines() if "event=daemon.start" not in l]
        assert run.returncode == status, (more, run)
        assert len(lines) == 1, run
        for word in words:
            assert re.search(word, lines[0]), (word, lines[0])


def bad(server, status, *words, **settings):
    kept = dict(server.settings)
    server.configure(**settings)
    try:
        refusal(server, status, *words)
    finally:
        server.settings = kept
        server.configure()


def test_what_is_wrong_is_said_in_one_line():
    with lab.Lab() as server:
        server.prepare()
        os.makedirs(os.path.join(server.dir, "mt", "tls"))
        subprocess.run(["bash", os.path.join(lab.TOP, "tests/servers/mkca.sh"), os.path.join(server.dir, "mt/tls")],
                       check=True)
        server.configure()
        run = subprocess.run([os.path.join(lab.BUILD, "consultd"), "-c", server.conf, "-n"], stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True)
        assert run.returncode == 0, run

        data = os.path.join(server.dir, "data")
        bad(server, EX_CONFIG, r"consultd\.conf:\d+", "colour", consult_colour="blue")
        bad(server, EX_CONFIG, r"consultd\.conf:\d+", "port", "65535", smtp_port=70000)
        bad(server, EX_CONFIG, r"consultd\.conf:\d+", "port", imap_port="many")
        bad(server, EX_CONFIG, "imap.host|host", imap_host="")
        bad(server, EX_NOUSER, "daemon.user", "nobodyhere", daemon_user="nobodyhere")
        bad(server, EX_CONFIG, "nosuchfile", imap_password_file=os.path.join(server.dir, "nosuchfile"))
        bad(server, EX_UNAVAILABLE, "nosuchfolder", "make it|install", daemon_state_dir=os.path.join(server.dir, "nosuchfolder"))
        bad(server, EX_UNAVAILABLE, "nosuch.db", "import", daemon_lookup_db=os.path.join(data, "nosuch.db"))
        foreign = os.path.join(data, "foreign.db")
        with contextlib.closing(sqlite3.connect(foreign)) as db:
            db.execute("CREATE TABLE t (x)")
            db.commit()
        os.chmod(foreign, 0o644)
        bad(server, EX_UNAVAILABLE, "foreign.db", "import|lookup", daemon_lookup_db=foreign)

        secret = os.path.join(server.dir, "open-secret")
        with open(secret, "w") as f:
            f.write("x\n")
        os.chmod(secret, 0o644)
        bad(server, EX_CONFIG, "open-secret", "chmod|readable|others", imap_password_file=secret)

        broken = os.path.join(server.dir, "broken")
        shutil.copytree(os.path.join(lab.TOP, "templates"), broken)
        with open(os.path.join(broken, "answer.txt.mustache"), "a") as f:
            f.write("\n{{#never}}\n")
        bad(server, EX_CONFIG, r"answer\.txt\.mustache:\d+", "never", daemon_templates_dir=broken)
        os.unlink(os.path.join(broken, "answer.txt.mustache"))
        bad(server, EX_CONFIG, "answer.txt", daemon_templates_dir=broken)

        # a store of a newer schema, and one of another program
        store = os.path.join(server.state, "store.db")
        with contextlib.closing(sqlite3.connect(store)) as db:
            db.execute("PRAGMA application_id = %d" % 0x434f4e53)
            db.execute("PRAGMA user_version = 999")
            db.execute("CREATE TABLE t (x)")
            db.commit()
        os.chown(store, server.user.pw_uid, server.user.pw_gid)
        os.chmod(store, 0o600)
        with open(store, "rb") as f:
            before = f.read()
        refusal(server, EX_UNAVAILABLE, "store.db", "newer|999")
        with open(store, "rb") as f:
            assert f.read() == before, "the newer store was changed"
        os.unlink(store)

        missing = subprocess.run([os.path.join(lab.BUILD, "consultd"), "-c", "/nosuch.conf"], stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, text=True)
        assert missing.returncode == EX_CONFIG and "/nosuch.conf" in missing.stdout, missing
        usage = subprocess.run([os.path.join(lab.BUILD, "consultd"), "--nonsense"], stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True)
        assert usage.returncode == EX_USAGE, usage


def test_wrong_password_and_unreachable_server():
    with lab.Lab() as server:
        server.server("start")
        server.prepare()
        wrong = os.path.join(server.dir, "wrong-secret")
        with open(wrong, "w") as f:
            f.write("wrong\n")
        os.chmod(wrong, 0o600)
        server.configure(imap_password_file=wrong, **QUICK)
        server.start(wait=False)
        text = server.wait_log("event=imap.login")
        assert "wrong\n" not in text.replace("wrong-secret", "")
        server.stop_daemon()
        server.configure(imap_password_file=os.path.join(server.dir, "secret"), imap_port=9)
        server.start(wait=False)
        server.wait_log("event=imap.down.*cannot be reached")
        time.sleep(3)
        assert server.log_text().count("event=imap.down") == 1
        assert server.daemon.poll() is None


def test_second_daemon_is_refused():
    with running() as server:
        run = subprocess.run([os.path.join(lab.BUILD, "consultd"), "-c", server.conf], stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True, timeout=lab.PATIENCE)
        assert run.returncode != 0 and "consultd.lock" in run.stdout or "another" in run.stdout, run
        answered_once(server, deliver(server, 1))


if __name__ == "__main__":
    sys.exit(lab.run_tests([v for k, v in globals().items() if k.startswith("test_")]))
