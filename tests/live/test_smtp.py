#!/usr/bin/env python3
"""test_smtp.py - daemon/smtp.c against a real Postfix and against servers that
misbehave: which of the four ends each try has, and whose fault it was."""
import os, re, shutil, subprocess, sys, tempfile, time, unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import lab
import smtp_fake as fake
from smtp_fake import Fake, last_words, silent, vanish

# Seconds for a server that is meant to say nothing in that time; where one is
# meant to answer, it gets AMPLE.
SILENCE = 3
AMPLE = 60
PROBE = os.path.join(lab.BUILD, "live", "smtp_probe")


def arguments(*deeds, port, ca, kind="tls", user="consult", timeout=AMPLE, host="localhost", sender=""):
    return [PROBE, host, str(port), kind, ca, user, str(timeout), sender, *deeds]


def probe(*deeds, password="secret", **how):
    run = subprocess.run(arguments(*deeds, **how), env=dict(os.environ, SMTP_PASSWORD=password),
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=lab.PATIENCE * 2)
    assert run.returncode == 0, run
    return run.stdout.splitlines()


class Case(unittest.TestCase):
    def check(self, line, end, bad, words):
        self.assertRegex(line, r"end=%s code=\d+ server_bad=%d text=.*%s" % (end, bad, words))


class Postfix(Case):
    """What a real server says."""

    @classmethod
    def setUpClass(cls):
        cls.server = lab.Lab()
        try:
            cls.server.server("start")
        except BaseException:
            cls.server.down()
            raise

    @classmethod
    def tearDownClass(cls):
        cls.server.down()

    def send(self, *deeds, kind="tls", **how):
        how.setdefault("ca", self.server.ca)
        port = self.server.base + (465 if kind == "tls" else 587)
        return probe(*deeds, port=port, kind=kind, **how)

    def test_both_ways(self):
        for kind in ("tls", "starttls"):
            with self.subTest(kind=kind):
                line, = self.send(kind + "@askers.test", kind=kind)
                self.check(line, "sent", 0, "250 2.0.0 Ok: queued as")
                end = time.monotonic() + lab.PATIENCE
                while not (box := self.server.inbox(kind)) and time.monotonic() < end:
                    time.sleep(0.05)
                text = box[0][1].get_content()
                self.assertTrue(text.startswith(".a line that begins with a dot\r\n.\r\nNo lone"))
                self.assertIn("Return-Path: <>", box[0][0].decode())

    def test_refused_recipients_stop_nobody(self):
        lines = self.send("defer@askers.test", "nosuch@askers.test", "a@askers.test",
                          "far@elsewhere.example", "b@askers.test")
        self.check(lines[0], "later", 0, r"451 4\.7\.1 .*try later please")
        self.check(lines[1], "refused", 0, r"550 5\.1\.1 .*no such user")
        self.check(lines[2], "sent", 0, "250 2.0.0")
        self.assertRegex(lines[3], "end=(refused|sent)")
        self.check(lines[4], "sent", 0, "250 2.0.0")

    def test_too_large(self):
        lines = self.send("size=68000000", "a@askers.test", "size=3000", "b@askers.test")
        self.check(lines[0], "refused", 0, r"552 5\.3\.4")
        self.check(lines[1], "sent", 0, "250 2.0.0")

    def test_wrong_password(self):
        for kind in ("tls", "starttls"):
            line, = self.send("a@askers.test", kind=kind, password="wrong")
            self.check(line, "later", 1, "refused the user name or the password: 535 5.7.8")

    def test_no_login(self):
        line, = self.send("a@askers.test", user="")
        self.assertRegex(line, "end=(refused|later) code=5")

    def test_unreachable(self):
        line, = probe("a@askers.test", port=9, ca=self.server.ca)
        self.check(line, "later", 1, "it cannot be reached")
        # A label may have 63 bytes: no resolver needs to ask anybody.
        line, = probe("a@askers.test", port=25, ca=self.server.ca, host="x" * 64 + ".invalid")
        self.check(line, "later", 1, "its name is not known")

    def test_server_without_starttls(self):
        with_plain = self.server.base + 143  # no SMTP at all: an IMAP greeting
        line, = probe("a@askers.test", port=with_plain, ca=self.server.ca, kind="starttls", timeout=SILENCE)
        self.check(line, "later", 1, "")
        line, = probe("a@askers.test", port=self.server.base + 587, ca=self.server.ca)
        self.check(line, "later", 1, "does not speak TLS")

    def test_unknown_authority(self):
        line, = self.send("a@askers.test", ca="")
        self.check(line, "later", 1, "its certificate comes from an unknown authority")

    def test_server_restarted_between(self):
        run = subprocess.Popen(
            arguments("a@askers.test", "wait", "b@askers.test", port=self.server.base + 465,
                      ca=self.server.ca), env=dict(os.environ, SMTP_PASSWORD="secret"),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.check(run.stdout.readline(), "sent", 0, "")
        self.server.server("halt")
        self.server.server("start")
        run.stdin.write("\n")
        run.stdin.flush()
        self.check(run.stdout.readline(), "sent", 0, "")
        run.communicate(timeout=lab.PATIENCE)


class Certificates(Case):
    def test_refused(self):
        for cert, words in (("wrong", "its certificate is for another host name"),
                            ("self", "its certificate is self-signed"),
                            ("expired", "its certificate has expired")):
            server = lab.Lab()
            try:
                server.server("start", MT_CERT=cert)
                for kind, port in (("tls", 465), ("starttls", 587)):
                    with self.subTest(cert=cert, kind=kind):
                        line, = probe("a@askers.test", port=server.base + port, ca=server.ca, kind=kind)
                        self.check(line, "later", 1, words)
            finally:
                server.down()


class Liars(Case):
    @classmethod
    def setUpClass(cls):
        cls.tls = tempfile.mkdtemp(prefix="cd-", dir="/tmp")
        subprocess.run(["bash", os.path.join(lab.TOP, "tests/servers/mkca.sh"), cls.tls], check=True)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.tls)

    def talk(self, *deeds, timeout=AMPLE, **replies):
        self.fake = Fake(self.tls, **replies)
        lines = probe(*(deeds or ("a@askers.test",)), port=self.fake.port, ca=self.tls + "/ca.crt",
                      timeout=timeout)
        self.fake.close()
        return lines

    def test_all_is_well(self):
        a, b = self.talk("a@askers.test", "b@askers.test")
        self.check(a, "sent", 0, "250 2.0.0 queued")
        self.check(b, "sent", 0, "250 2.0.0 queued")
        self.assertEqual(self.fake.connections, 1)
        self.assertEqual([m[:2] for m in self.fake.mails],
                         [("", ["a@askers.test"]), ("", ["b@askers.test"])])
        self.assertIn(b"\r\n.a line that begins with a dot\r\n.\r\n", self.fake.mails[0][2])

    def test_lost_after_the_dot(self):
        a, b = self.talk("a@askers.test", "b@askers.test",
                         dot=[vanish, fake.DEFAULTS["dot"]])
        self.check(a, "unknown", 0, "before the final reply")
        self.check(b, "sent", 0, "")
        self.assertEqual(len(self.fake.mails), 2)

    def test_silence_after_the_dot(self):
        # The late reply must not be taken for the next mail's.
        # The second mail's own reply must come in that time, so it is longer here.
        a, b = self.talk("a@askers.test", "b@askers.test", timeout=2 * SILENCE,
                         dot=[lambda s: time.sleep(3 * SILENCE) or b"550 for the first\r\n",
                              fake.DEFAULTS["dot"]])
        self.check(a, "unknown", 0, "before the final reply")
        self.check(b, "sent", 0, "")
        self.assertEqual(self.fake.connections, 2)

    def test_half_a_final_reply(self):
        line, = self.talk(dot=last_words(b"250 2.0"))
        self.check(line, "unknown", 0, "before the final reply")
        line, = self.talk(dot=last_words(b"250-2.0.0 more to come\r\n"))
        self.check(line, "unknown", 0, "before the final reply")

    def test_refused_after_the_dot(self):
        a, b, c = self.talk("a@askers.test", "b@askers.test", "c@askers.test",
                            dot=[b"451 4.3.0 not now\r\n", b"554 5.6.0 never\r\n",
                                 fake.DEFAULTS["dot"]])
        self.check(a, "later", 0, "451 4.3.0 not now")
        self.check(b, "refused", 0, "554 5.6.0 never")
        self.check(c, "sent", 0, "")
        self.assertEqual(self.fake.connections, 1)

    def test_other_success_codes(self):
        a, b = self.talk("a@askers.test", "b@askers.test", dot=[b"259 fine\r\n", fake.DEFAULTS["dot"]])
        self.check(a, "sent", 0, "259 fine")
        self.check(b, "sent", 0, "")

    def test_421_everywhere(self):
        say = last_words(b"421 4.3.2 going down\r\n")
        for step in ("banner", "EHLO", "MAIL", "RCPT", "DATA", "dot"):
            with self.subTest(step=step):
                line, = self.talk(**{step: say})
                self.check(line, "later", 1, "421 4.3.2 going down")
        # on a kept connection a new one is tried at once
        a, b = self.talk("a@askers.test", "b@askers.test", MAIL=[fake.DEFAULTS["MAIL"], say,
                                                                 fake.DEFAULTS["MAIL"]])
        self.check(a, "sent", 0, "")
        self.check(b, "sent", 0, "")
        self.assertEqual(self.fake.connections, 2)

    def test_whose_fault(self):
        for step, reply, end, bad in (
                ("banner", b"554 no service\r\n", "later", 1),
                ("banner", b"450 busy\r\n", "later", 1),
                ("EHLO", b"550 go away\r\n", "later", 1),
                ("AUTH", b"454 4.7.0 not now\r\n", "later", 1),
                ("MAIL", b"530 5.7.0 log in first\r\n", "later", 1),
                ("MAIL", b"550 5.7.60 send as denied\r\n", "later", 1),
                ("MAIL", b"452 4.3.1 disk full\r\n", "later", 1),
                ("MAIL", b"552 5.3.4 too large\r\n", "refused", 0),
                ("RCPT", b"450 4.2.1 mailbox busy\r\n", "later", 0),
                ("RCPT", b"553 5.1.3 bad address\r\n", "refused", 0),
                ("DATA", b"451 4.3.0 no\r\n", "later", 0),
                ("DATA", b"554 5.5.1 no\r\n", "refused", 0)):
            with self.subTest(step=step, reply=reply):
                a, b = self.talk("a@askers.test", "b@askers.test",
                                 **{step: [reply, fake.DEFAULTS[step]]})
                # without the EHLO libcurl falls back to HELO
                self.check(a, end, bad, "" if step == "EHLO" else reply.decode().strip())
                self.check(b, "sent", 0, "")

    def test_lost_before_the_dot(self):
        for step in ("banner", "EHLO", "AUTH", "MAIL", "RCPT", "DATA"):
            with self.subTest(step=step):
                line, = self.talk(**{step: vanish})
                self.check(line, "later", 1, "")
                self.assertEqual(self.fake.mails, [])

    def test_lost_in_the_body(self):
        line, = self.talk("size=8000000", "a@askers.test",
                          DATA=lambda s: s.sendall(b"354 go\r\n") or s.recv(1000) and vanish(s))
        self.check(line, "later", 1, "")

    def test_kept_connection_died(self):
        a, b = self.talk("a@askers.test", "sleep=300", "b@askers.test",
                         dot=last_words(b"250 2.0.0 ok\r\n"))
        self.check(a, "sent", 0, "")
        self.check(b, "sent", 0, "")
        self.assertEqual(self.fake.connections, 2)

    def test_slow_servers(self):
        for step in ("banner", "EHLO", "MAIL", "DATA"):
            with self.subTest(step=step):
                line, = self.talk(timeout=SILENCE, **{step: silent(AMPLE)})
                self.check(line, "later", 1, "did not answer in time")
        line, = self.talk(banner=lambda s: time.sleep(1) or fake.DEFAULTS["banner"])
        self.check(line, "sent", 0, "")

    def test_trickle_ends(self):
        def trickle(s):
            for _ in range(5 * AMPLE):
                s.sendall(b"2")
                time.sleep(0.2)
        line, = self.talk(timeout=SILENCE, banner=trickle)
        self.check(line, "later", 1, "did not answer in time")

    def test_garbage(self):
        for step in ("banner", "EHLO", "MAIL", "RCPT", "DATA"):
            for what in (b"\0\xff\xfe\r\n", b"hello\r\n", b"99\r\n", b"2500 x\r\n", b"\r\n" * 50):
                with self.subTest(step=step, what=what):
                    line, = self.talk(**{step: last_words(what)})
                    self.check(line, "later", 1, "")
        line, = self.talk(dot=last_words(b"\0\xff garbage\r\n"))
        self.check(line, "unknown", 0, "")

    def test_bare_line_feeds(self):
        bare = {k: v.replace(b"\r\n", b"\n") for k, v in fake.DEFAULTS.items()}
        a, b = self.talk("a@askers.test", "b@askers.test", **bare)
        self.check(a, "sent", 0, "")
        self.check(b, "sent", 0, "")

    def test_enormous_lines(self):
        text = b"x" * 1000000
        line, = self.talk(RCPT=b"550 5.1.1 " + text + b"\r\n")
        self.assertRegex(line, "end=(refused|later)")
        self.assertLess(len(line), 400)
        for n, ends in ((200, "refused"), (20000, "refused|later")):
            line, = self.talk(RCPT=b"".join(b"550-5.1.1 line %d\r\n" % i for i in range(n)) +
                              b"550 5.1.1 last\r\n")
            self.assertRegex(line, "end=(%s) code=550 .*550 5.1.1 line 0" % ends)
            self.assertLess(len(line), 400)
        line, = self.talk(banner=b"220-" + text, timeout=SILENCE)
        self.check(line, "later", 1, "")

    def test_endless_reply(self):
        def endless(s):
            while True:
                s.sendall(b"250-more\r\n" * 100)
        line, = self.talk(RCPT=endless, timeout=SILENCE)
        self.check(line, "later", 1, "")

    def test_lines_of_a_reply_are_joined_and_cleaned(self):
        line, = self.talk(RCPT=b"550-5.1.1 No \x1b[31msuch\xff person.\r\n550 5.1.1 See help.\r\n")
        self.check(line, "refused", 0, r"550 5\.1\.1 No \?\[31msuch\? person\. 5\.1\.1 See help\.$")

    def test_replies_come_early(self):
        # Pipelined lies: all replies at once, before the commands.
        line, = self.talk(banner=b"".join(fake.DEFAULTS[k] for k in (
            "banner", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "dot")))
        self.assertRegex(line, "end=(sent|later|unknown|refused)")

    def test_addresses_that_inject(self):
        for bad in ("a@askers.test>\r\nRCPT TO:<b@askers.test", "a b@askers.test", "<a@askers.test>",
                    "a@askers.test\n", "", "@", "a"):
            with self.subTest(address=bad):
                line = " ".join(self.talk(bad))
                self.assertIn("cannot stand in an SMTP command", line)
                self.assertEqual(self.fake.commands, [])

    def test_login_is_asked_for_but_not_offered(self):
        line, = self.talk(EHLO=b"250 fake\r\n")
        self.assertRegex(line, "end=(sent|later)")


def main():
    why = lab.missing()
    if why:
        print("SKIPPED: %s" % why)
        return 77
    if not os.path.exists(PROBE):
        print("%s is not built" % PROBE)
        return 1
    test = unittest.main(exit=False, verbosity=1).result
    return 0 if test.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
