#!/usr/bin/env python3
"""test_imap.py - daemon/imap.c and net.c against a real Dovecot and against
servers that misbehave. BUILD (default build/test) holds the objects.
Exit status 77, with a line, where Dovecot is not installed."""
import imaplib, os, re, shutil, socket, subprocess, sys, tempfile, time, unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import imap_fake as fake
import imap_kit as kit
import lab

# Seconds for a server that is meant to say nothing in that time. Where one is
# meant to answer, it gets as long as kit.start() gives.
SILENCE = 3


class Refusals(unittest.TestCase):
    """A server that cannot be trusted or reached is refused, and the line
    says why."""

    def refused(self, words, **how):
        rc, out = kit.probe(**how)
        self.assertEqual(rc, 1, out)
        self.assertIn("error=retry", out)
        self.assertIn(words, out)

    def test_certificates(self):
        for cert, words in (("wrong", "is for another host name"),
                            ("self", "is self-signed"),
                            ("expired", "has expired")):
            with kit.Server(cert=cert) as server:
                for kind in ("tls", "starttls"):
                    with self.subTest(cert=cert, kind=kind):
                        self.refused(words, server=server, kind=kind)

    def test_unknown_authority(self):
        with kit.Server() as server:
            self.refused("comes from an unknown authority", server=server,
                         ca="")

    def test_reach_and_login(self):
        with kit.Server() as server:
            self.refused("cannot be reached", port=9, ca=server.ca)
            self.refused("Authentication failed", server=server,
                         password="wrong")
            self.refused("does not speak TLS", server=server, kind="tls",
                         port=server.base + 143)
            self.refused("did not answer in time", server=server,
                         kind="starttls", port=server.base + 993,
                         timeout=SILENCE)


class Dovecot(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = kit.Server()

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def probe(self, *deeds, **how):
        rc, out = kit.probe(*deeds, server=self.server, **how)
        self.assertEqual(rc, 0, out)
        return out

    def test_both_ways_give_the_same(self):
        self.server.fill("both", 200, 3300)
        sums = [re.search(r"mails=200 bytes=\d+ sum=\w+",
                          self.probe("fetch", "1", user="both", kind=kind))
                for kind in ("tls", "starttls")]
        self.assertTrue(all(sums))
        self.assertEqual(sums[0].group(), sums[1].group())

    def test_sizes_are_those_fetched(self):
        self.server.fill("sizes", 30, 5000)
        out = self.probe("sizes", "1", "fetch", "1", user="sizes")
        self.assertEqual(re.search(r"sizes=(\d+)", out).group(1),
                         re.search(r"bytes=(\d+)", out).group(1))

    def test_incremental_search(self):
        self.server.fill("inc", 10, 1000)
        self.assertIn("uids=3 last=10", self.probe("list", "8", user="inc"))
        self.assertIn("uids=0 last=0", self.probe("list", "11", user="inc"))

    def test_large_mail_is_streamed(self):
        self.server.fill("large", 1, 1000)
        small = kit.peak(self.probe("fetch", "1", user="large"))
        self.server.fill("large", 1, 25000000)
        out = self.probe("fetch", "2", user="large")
        self.assertRegex(out, r"mails=1 bytes=249\d{5}")
        if not kit.SANITIZED:
            self.assertLess(kit.peak(out), small + 4096)
        part = self.probe("part", "65536", "fetch", "2", user="large")
        self.assertIn("bytes=65536", part)

    def test_keyword_and_move(self):
        self.server.fill("marks", 5, 1000)
        self.probe("list", "1", "keyword", "$Consulted", "folder", "Answered",
                   "folder", "Answered", "list", "3", "move", "Answered",
                   user="marks")
        with self.server.imap("marks") as m:
            m.select()
            self.assertEqual(m.uid("SEARCH", "KEYWORD", "$Consulted")[1],
                             [b"1 2"])
            m.select("Answered")
            self.assertEqual(len(m.uid("SEARCH", "ALL")[1][0].split()), 3)

    def test_vanished_uids_are_passed_over(self):
        self.server.fill("gone", 5, 1000)
        run = kit.start("list", "1", "idle", "1500", "sizes", "1",
                        "keyword", "$X", "move", "INBOX", server=self.server,
                        user="gone")
        self.heard(run, "uids=5")
        with self.server.imap("gone") as m:
            m.select()
            m.uid("STORE", "2:3", "+FLAGS", "\\Deleted")
            m.expunge()
        out = run.communicate(timeout=lab.PATIENCE)[0]
        self.assertEqual(run.returncode, 0, out)

    def heard(self, run, words):
        """The probe has come so far."""
        line = run.stdout.readline()
        while line and words not in line:
            line = run.stdout.readline()
        self.assertIn(words, line)

    def test_idle_tells_of_mail(self):
        run = kit.start("list", "1", "idle", str(lab.PATIENCE * 1000), "list",
                        "1", server=self.server, user="idler")
        self.heard(run, "uids=0")
        self.server.fill("idler", 1, 1000)
        out = run.communicate(timeout=lab.PATIENCE)[0]
        self.assertIn("idle=1\nuids=1", out)

    def test_server_dies_in_idle(self):
        with kit.Server() as server:
            run = kit.start("idle", str(lab.PATIENCE * 1000), server=server)
            self.heard(run, "exists=0")
            time.sleep(0.5)  # most probably it is in IDLE then
            server.halt()
            out = run.communicate(timeout=lab.PATIENCE)[0]
        self.assertEqual(run.returncode, 1)
        self.assertRegex(out, "error=retry.*(closed the connection|BYE)")


class Liars(unittest.TestCase):
    """Whatever a server does, the session ends with an error in time, or goes
    on; it never hangs, never dies by a signal, never grows."""

    @classmethod
    def setUpClass(cls):
        cls.tls = tempfile.mkdtemp(prefix="cd-")
        subprocess.run(["bash", kit.MKCA, cls.tls], check=True)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.tls)

    def talk(self, script, *deeds, timeout=60):
        server = fake.Fake(self.tls, script)
        rc, out = kit.probe(*deeds, port=server.port, ca=self.tls + "/ca.crt",
                            timeout=timeout)
        server.close()
        self.assertIn(rc, (0, 1), out)
        if not kit.SANITIZED:
            self.assertLess(kit.peak(out), 64 << 10, out)
        return rc, out

    def fails(self, script, words, *deeds, **how):
        rc, out = self.talk(script, *deeds, **how)
        self.assertEqual(rc, 1, out)
        self.assertRegex(out, "error=retry .*" + words)

    def works(self, words, *deeds, **replies):
        greeting = replies.pop("greeting", fake.PREAUTH)
        box = replies.pop("box", fake.BOX)
        rc, out = self.talk(
            lambda s: fake.answer(s, replies, greeting, box), *deeds)
        self.assertEqual(rc, 0, out)
        self.assertIn(words, out)

    def test_greetings(self):
        self.fails(fake.silent, "did not answer in time", timeout=SILENCE)
        self.fails(fake.garbage, "cannot be read")
        self.fails(fake.endless_line, "cannot be read|more than was asked")
        self.fails(fake.trickle, "did not answer in time", timeout=SILENCE)
        self.fails(lambda s: s.sendall(b"* BYE go away\r\n"), "error|retry|")
        self.fails(lambda s: None, "closed the connection")

    def test_no_capabilities(self):
        self.works("exists=2", CAPABILITY=b"")
        self.works("exists=2", CAPABILITY=b"* CAPABILITY \r\n")
        self.works("exists=2", CAPABILITY=b"* CAPABILITY\r\n")

    def test_permanentflags(self):
        for flags, can in ((b"(%)", 0), (b'("x")', 0), (b"()", 0),
                           (b"(\\Seen \\*)", 1), (b"((((", 0), (b"", 0)):
            with self.subTest(flags=flags):
                box = fake.BOX.replace(b"(\\Seen \\*)", flags)
                self.works("keywords=%d" % can, box=box)
        self.fails(lambda s: fake.answer(
            s, {}, box=b'+ [PERMANENTFLAGS ("x")]\r\n'), "no UIDVALIDITY")

    def test_no_uidvalidity(self):
        self.fails(lambda s: fake.answer(s, {}, box=b"* 2 EXISTS\r\n"),
                   "no UIDVALIDITY")

    def test_unknown_responses(self):
        self.works("uids=2", "list", "1",
                   SEARCH=b"* FOO bar\r\n* SEARCH 4 3\r\n* 9 BAZ {3}\r\nabc x\r\n")

    def test_search_oddities(self):
        self.works("uids=1 last=4", "list", "4", SEARCH=b"* SEARCH 3 4 4\r\n")
        self.works("uids=0", "list", "1", SEARCH=b"* SEARCH\r\n")
        self.fails(lambda s: fake.answer(s, {"SEARCH": fake.nul}),
                   "cannot be read", "list", "1")

    def test_bodies_in_odd_shapes(self):
        two = fake.body(1, 3, b"first") + fake.body(2, 4, b"second")
        self.works("mails=2 bytes=11", "fetch", "1", FETCH=two)
        quoted = b'* 1 FETCH (UID 3 BODY[] "first")\r\n* 2 FETCH (UID 4 BODY[] NIL)\r\n'
        self.works("mails=2 bytes=5", "fetch", "1", FETCH=quoted)
        empty = fake.body(1, 3, b"") + fake.body(2, 4, b"second")
        self.works("mails=2 bytes=6", "fetch", "1", FETCH=empty)
        asked = two + fake.body(7, 99, b"not asked for")
        self.works("mails=2 bytes=11", "fetch", "1", FETCH=asked)
        self.works("mails=2 bytes=11", "fetch", "1", FETCH=two + two)
        none = b"* 1 FETCH (FLAGS (\\Seen))\r\n"
        self.works("mails=0 bytes=0", "fetch", "1", FETCH=none)

    def test_uid_behind_the_body(self):
        def late(s, tag):
            seen.append(tag)
            if len(seen) == 1:
                s.sendall(fake.body(1, 3, b"first", False) +
                          fake.body(2, 4, b"second", False))
            elif len(seen) == 2:
                s.sendall(fake.body(1, 3, b"first", False))
            else:
                s.sendall(fake.body(2, 4, b"second", False))
            s.sendall(tag + b" OK done\r\n")
        seen = []
        self.works("mails=2 bytes=11", "fetch", "1", FETCH=late)
        self.assertEqual(len(seen), 3)

    def test_farewell(self):
        def bye(s, tag):
            said.append(tag)
            s.sendall(b"* OK x FETCH (y {28}\r\n* OK [PERMANENTFLAGS (%] x\r\n")
            s.sendall(b"* BYE bye\r\n" + tag + b" OK done\r\n")
        said = []
        self.works("uids=2", "list", "1", LOGOUT=bye)
        self.assertEqual(len(said), 1)
        self.works("uids=2", "list", "1",
                   LOGOUT=lambda s, tag: s.shutdown(socket.SHUT_RDWR))
        self.fails(lambda s: fake.answer(s, {"LOGOUT": bye, "SEARCH": b"nonsense {\r\n"}),
                   "cannot be read", "list", "1")
        self.assertEqual(len(said), 1)

    def test_fetch_attacks(self):
        for script, words, timeout in (
                (fake.cut_literal, "closed the connection", 60),
                (fake.huge_literal, "no mail can fill", 60),
                (fake.deep, "cannot be read", 60),
                (fake.stall, "did not answer in time", SILENCE)):
            with self.subTest(words=words):
                self.fails(lambda s: fake.answer(s, {"FETCH": script}), words,
                           "fetch", "1", timeout=timeout)


if __name__ == "__main__":
    kit.main()
