#!/usr/bin/env python3
"""test_imap_intake.py - the role intake against a real Dovecot: first start,
batches, crashes of the server, IDLE, UIDVALIDITY, marks."""
import os, re, shutil, signal, sqlite3, subprocess, sys, tempfile, time, unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import imap_fake as fake
import imap_kit as kit
import lab


class Intake:
    """The role's process, with a store of its own."""

    def __init__(self, server, user, **settings):
        self.dir = tempfile.mkdtemp(prefix="cd-", dir="/tmp")
        self.server, self.user, self.run = server, user, None
        self.settings = settings
        self.log = ""

    def config(self):
        imap = dict(host="localhost", port=self.server.base + 993,
                    user=self.user, ca_file=self.server.ca, timeout=60)
        imap.update(self.settings)
        with open(self.dir + "/conf", "w", encoding="utf-8") as f:
            f.write("[daemon]\nstate_dir = %s\n[consult]\n"
                    "address = desk@consult.test\n[smtp]\nhost = localhost\n"
                    "user = desk\n[imap]\n" % self.dir)
            for key, value in imap.items():
                f.write("%s = %s\n" % (key, value))
        return self.dir + "/conf"

    def start(self, *words, password="secret"):
        with open(self.dir + "/log", "w") as err:
            self.run = subprocess.Popen(
                [kit.program("intake_probe"), self.config()] + list(words),
                stderr=err, env=dict(
                    os.environ, IMAP_PASSWORD=password,
                    ASAN_OPTIONS="detect_leaks=0"))  # the sandbox forbids it
        return self

    def end(self, how=signal.SIGTERM):
        """Exit status, after the log was read."""
        self.run.send_signal(how)
        rc = self.run.wait(timeout=lab.PATIENCE)
        self.read_log()
        return rc

    def read_log(self):
        with open(self.dir + "/log") as f:
            self.log = f.read()
        return self.log

    def sql(self, text):
        with sqlite3.connect("file:%s/store.db?mode=ro" % self.dir,
                             uri=True, timeout=lab.PATIENCE) as db:
            return db.execute(text).fetchall()

    def change(self, text):
        with sqlite3.connect(self.dir + "/store.db",
                             timeout=lab.PATIENCE) as db:
            db.execute(text)
        self.run.send_signal(signal.SIGUSR1)

    def status(self):
        return subprocess.run(
            [os.path.join(kit.OUT, "consultctl"), "-c", self.dir + "/conf",
             "status"], stdout=subprocess.PIPE, text=True).stdout

    def count(self, where="1"):
        return self.sql("SELECT count(*) FROM mail WHERE " + where)[0][0]

    def until(self, what, seconds=lab.PATIENCE):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if what():
                    return
            except sqlite3.OperationalError:
                pass  # the store is being made
            time.sleep(0.02)
        raise AssertionError("waited in vain; the log says:\n" +
                             self.read_log())

    def up(self):
        self.until(lambda: "imap.up" in self.read_log())
        return self

    def remove(self):
        if self.run and self.run.poll() is None:
            self.run.kill()
            self.run.wait()
        shutil.rmtree(self.dir)


class Base(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = kit.Server()

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def intake(self, user, server=None, **settings):
        it = Intake(server or self.server, user, **settings)
        self.addCleanup(it.remove)
        return it


class Rows(Base):
    def test_first_start_records_old_mails(self):
        self.server.fill("first", 7, 1000)
        it = self.intake("first").start().up()
        self.assertEqual(it.count("state = 'old'"), 7)
        self.server.fill("first", 2, 1000, first=7)
        it.until(lambda: it.count("state = 'waiting'") == 2)
        self.assertEqual(it.end(), 0)
        self.assertEqual(it.log.count("mail.old"), 1)
        it.start().up()
        self.assertEqual(it.count(), 9)

    def test_answer_old(self):
        self.server.fill("old", 7, 1000)
        it = self.intake("old").start("--answer-old").up()
        self.assertEqual(it.count("state = 'waiting'"), 7)

    def test_bytes_are_the_servers(self):
        self.server.fill("bytes", 200, 3300)
        it = self.intake("bytes", security="starttls",
                         port=self.server.base + 143)
        it.start("--answer-old").up()
        with self.server.imap("bytes") as m:
            m.select()
            for uid in (1, 77, 200):
                want = m.uid("FETCH", str(uid), "BODY.PEEK[]")[1][0][1]
                got = it.sql("SELECT bytes FROM chunk, mail WHERE mail_id = "
                             "mail.id AND uid = %d ORDER BY seq" % uid)
                self.assertEqual(b"".join(r[0] for r in got), want)
        self.assertEqual(it.count(), 200)
        self.assertEqual(it.read_log().count("event=mail.fetched"), 4)

    def test_large_mails_cost_no_memory(self):
        it = self.intake("large").start().up()
        self.server.fill("large", 1, 1000)
        it.until(lambda: it.count() == 1)
        before = self.peak(it)
        self.server.fill("large", 1, 25000000)
        self.server.fill("large", 1, 27000000)
        it.until(lambda: it.count() == 3)
        if not kit.SANITIZED:
            self.assertLess(self.peak(it), before + 8192)
        sums = it.sql("SELECT uid, partial, size_bytes, sum(length(bytes)) "
                      "FROM mail, chunk WHERE mail_id = mail.id GROUP BY uid "
                      "ORDER BY uid")
        self.assertEqual(sums[1][1], 0)
        self.assertEqual(sums[1][2], sums[1][3])
        self.assertEqual(sums[2][1], 1)
        self.assertEqual(sums[2][3], 1 << 20)
        self.assertGreater(sums[2][2], 26214400)

    def peak(self, it):
        with open("/proc/%d/status" % it.run.pid) as f:
            return int(re.search(r"VmHWM:\s+(\d+)", f.read()).group(1))

    def test_killed_in_mid_batch(self):
        self.server.fill("killed", 3000, 3300)
        it = self.intake("killed")
        for _ in range(6):
            it.start("--answer-old")
            try:
                it.run.wait(timeout=0.15)
            except subprocess.TimeoutExpired:
                pass
            it.end(signal.SIGKILL)
        it.start("--answer-old").up()
        self.assertEqual(it.count(), 3000)
        self.assertEqual(it.sql("SELECT count(DISTINCT uid) FROM mail"),
                         [(3000,)])
        self.assertEqual(it.sql("SELECT count(*) FROM mail WHERE NOT EXISTS "
                                "(SELECT 1 FROM chunk WHERE mail_id = "
                                "mail.id)"), [(0,)])


class Outages(Base):
    def test_server_restarts_in_mid_batch(self):
        with kit.Server() as server:
            server.fill("desk", 5000, 3300)
            it = self.intake("desk", server).start("--answer-old")
            for part in (1, 1500, 3000):
                it.until(lambda: it.count() >= part)
                server.halt()
                server.start()
            it.until(lambda: it.count() == 5000)
            self.assertEqual(it.sql("SELECT count(DISTINCT uid) FROM mail"),
                             [(5000,)])

    def test_outage_is_said_once(self):
        with kit.Server() as server:
            it = self.intake("desk", server).start().up()
            server.halt()
            it.until(lambda: "imap.down" in it.read_log())
            it.until(lambda: it.sql("SELECT state FROM role_state")[0][0]
                     == "failing")
            time.sleep(4)
            server.start()
            it.until(lambda: it.read_log().count("imap.up") == 2)
            server.fill("desk", 1, 1000)
            it.until(lambda: it.count() == 1)
            self.assertEqual(it.end(), 0)
            self.assertEqual(it.log.count("imap.down"), 1)
            self.assertRegex(it.log, r"imap.up.*after_s=[1-9]")

    def test_login_refused(self):
        it = self.intake("desk").start(password="wrong")
        it.until(lambda: "imap.login" in it.read_log())
        time.sleep(2)
        self.assertEqual(it.end(), 0)
        self.assertEqual(it.log.count("\n"), 1, it.log)

    def test_no_authorities_file(self):
        it = self.intake("desk", ca_file="/nosuch.crt").start()
        self.assertEqual(it.run.wait(timeout=lab.PATIENCE), 78)
        self.assertIn("/nosuch.crt", it.read_log())

    def test_ends_at_once(self):
        it = self.intake("ends").start().up()
        self.assertEqual(it.end(), 0)


class Waiting(Base):
    def test_idle(self):
        it = self.intake("idler").start().up()
        for n in range(1, 4):
            self.server.fill("idler", 1, 1000, first=n)
            it.until(lambda: it.count() == n)

    def test_poll(self):
        it = self.intake("poller", idle="no", poll=1).start().up()
        for n in range(1, 3):
            self.server.fill("poller", 1, 1000, first=n)
            it.until(lambda: it.count() == n)

    def validity(self, server):
        with server.imap("desk") as m:
            return m.status("INBOX", "(UIDVALIDITY)")[1]

    def test_uidvalidity_changes(self):
        with kit.Server() as server:
            server.fill("desk", 3, 1000)
            first = self.validity(server)
            born = time.time()
            it = self.intake("desk", server).start().up()
            server.fill("desk", 2, 1000, first=3)
            it.until(lambda: it.count("state = 'waiting'") == 2)
            it.end()
            server.halt()
            shutil.rmtree(server.dir + "/mail")
            os.mkdir(server.dir + "/mail")
            while int(time.time()) <= int(born):
                time.sleep(0.05)  # Dovecot's value is the second of birth
            server.start()
            server.fill("desk", 4, 1000, first=3)
            self.assertNotEqual(self.validity(server), first)
            it.start().up()
            self.assertEqual(it.sql("SELECT count(*) FROM mailbox"), [(2,)])
            self.assertEqual(it.count("state = 'waiting'"), 2 + 4)


class Law(Base):
    """Each UID seen has a row; where not, an alarm, until it has."""

    def test_a_mail_that_is_never_given(self):
        first, second = fake.body(1, 3, b"first"), fake.body(2, 4, b"second")
        sizes = b"* 1 FETCH (UID 3 RFC822.SIZE 5)\r\n* 2 FETCH (UID 4 RFC822.SIZE 6)\r\n"
        replies = dict(SEARCH=b"* SEARCH 3 4\r\n", SIZES=sizes, FETCH=first)
        liar = fake.Fake(self.server.dir + "/tls",
                         lambda s: fake.answer(s, replies))
        self.addCleanup(liar.close)
        it = self.intake("any", port=liar.port, idle="no", poll=1, search=10)
        it.start("--answer-old").up()
        it.until(lambda: "count.law" in it.read_log())
        self.assertRegex(it.log, r"event=count\.law.* missing=1 uid=4")
        self.assertIn("ALARM: 1 of 2 seen on the server have no row",
                      it.status())
        self.assertEqual(it.count(), 1)
        replies["FETCH"] = second
        it.until(lambda: it.count() == 2)
        it.until(lambda: "ALARM" not in it.status())
        self.assertIn("2, each of them has its row", it.status())
        self.assertEqual(it.end(), 0)
        self.assertEqual(it.log.count("event=count.law"), 1, it.log)


class Marks(Base):
    def handle(self, it, **states):
        """What workers would do: mails end in a state."""
        for state, uids in states.items():
            it.change("UPDATE mail SET state = '%s', unmarked = 1 "
                      "WHERE uid IN (%s)" % (state, uids))

    def marked(self, it):
        it.until(lambda: it.count("unmarked = 1") == 0)

    def test_keyword(self):
        it = self.intake("word", after="keyword").start().up()
        self.server.fill("word", 5, 1000)
        it.until(lambda: it.count() == 5)
        self.handle(it, answered="1, 2", ignored="4")
        self.marked(it)
        with self.server.imap("word") as m:
            m.select()
            found = m.uid("SEARCH", "KEYWORD", "$Consulted")[1]
            self.assertEqual(found, [b"1 2 4"])

    def test_move(self):
        it = self.intake("move", after="move",
                         folder_held="Zu prüfen & mehr").start().up()
        self.server.fill("move", 6, 1000)
        it.until(lambda: it.count() == 6)
        self.handle(it, answered="1, 3", held="2", ignored="4, 5")
        self.marked(it)
        with self.server.imap("move") as m:
            for box, n in (("INBOX", 1), ("Answered", 2), ("Ignored", 2),
                           ('"Zu pr&APw-fen &- mehr"', 1)):
                m.select(box)
                self.assertEqual(len(m.search(None, "ALL")[1][0].split()), n,
                                 box)
        self.server.fill("move", 1, 1000, first=6)
        it.until(lambda: it.count() == 7)

    def test_keep(self):
        it = self.intake("keep", after="keep").start().up()
        self.server.fill("keep", 2, 1000)
        it.until(lambda: it.count() == 2)
        self.handle(it, answered="1, 2")
        time.sleep(2)
        with self.server.imap("keep") as m:
            m.select()
            flags = m.uid("FETCH", "1:2", "FLAGS")[1]
            self.assertFalse([f for f in flags if b"Consulted" in f])

    def test_keyword_not_permitted_is_said_once(self):
        def search(s, tag):
            looks.append(tag)
            s.sendall(b"* SEARCH 3\r\n" + tag + b" OK done\r\n")
        looks = []
        replies = dict(SEARCH=search,
                       SIZES=b"* 1 FETCH (UID 3 RFC822.SIZE 5)\r\n",
                       FETCH=fake.body(1, 3, b"first"))
        box = fake.BOX.replace(b"\\*", b"")
        liar = fake.Fake(self.server.dir + "/tls",
                         lambda s: fake.answer(s, replies, box=box))
        self.addCleanup(liar.close)
        it = self.intake("any", port=liar.port, idle="no", poll=1)
        it.start("--answer-old").up()
        for _ in range(2):
            self.handle(it, answered="3")
            it.until(lambda: "imap.mark" in it.read_log())
            seen = len(looks)
            it.until(lambda: len(looks) >= seen + 3)
        self.assertEqual(it.end(), 0)
        self.assertEqual(it.log.count("imap.mark"), 1, it.log)
        self.assertIn("permits no new keywords", it.log)
        self.assertEqual(it.count("unmarked = 1"), 1)

    def test_moved_away_before_we_mark(self):
        it = self.intake("late", after="move").start().up()
        self.server.fill("late", 3, 1000)
        it.until(lambda: it.count() == 3)
        with self.server.imap("late") as m:
            m.select()
            m.uid("STORE", "1:2", "+FLAGS", "\\Deleted")
            m.expunge()
        self.handle(it, answered="1, 2, 3")
        self.marked(it)
        self.assertEqual(it.end(), 0)
        self.assertNotIn("imap.mark", it.log)


if __name__ == "__main__":
    kit.main()
