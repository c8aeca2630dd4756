#!/usr/bin/env python3
"""test_trust.py - whom the daemon believes, when it stops, and what it reads
of mails in odd dress: from the server to the asker's mailbox and back."""
import contextlib, os, re, shutil, sqlite3, sys, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lab
import test_conversations as talk

WIDE = dict(limits_sender_hour=1000, limits_domain_hour=10000, limits_answers_hour=100000, limits_same_text_hour=1000)
MX = "mx.consult.test"


@contextlib.contextmanager
def running(**settings):
    with lab.Lab() as own:
        own.up(**dict(WIDE, **settings))
        yield own


def put(own, who, text, head="", **headers):
    """Into the mailbox as it is, with lines of a border's above; gives the id."""
    number, raw = talk.mail(who + "@askers.test", text, **headers)
    own.append(head.encode() + raw)
    return number


def end(own, number):
    """state, guard, case, and the reason in the case."""
    state, guard, case = own.wait_ends(number)[0]
    with contextlib.closing(sqlite3.connect("file:%s/store.db?mode=ro" % own.state, uri=True)) as db:
        row = db.execute("SELECT reason FROM cases WHERE id = ?", (case,)).fetchone()
    return state, guard, case, row[0] if row else ""


def held(own, number, reason, who=None):
    state, _, case, why = end(own, number)
    assert (state, why) == ("held", reason), (state, why)
    assert re.search(r"(?m)^\s*%d\s+held" % case, own.ctl("queue").stdout), own.ctl("queue").stdout
    if who:
        time.sleep(0.3)
        assert own.replies(who, "<%s>" % number) == []
    return case


def test_authentication_results():
    taken = "Received: from mail.askers.test (mail.askers.test [192.0.2.1]) by %s; Mon, 23 Nov 2026 10:00:00 +0000\r\n" % MX
    passed_on = "Received: from desk by mail.askers.test; Mon, 23 Nov 2026 09:59:59 +0000\r\n"

    def result(verdict, by=MX):
        return ("Authentication-Results: %s; spf=%s smtp.mailfrom=askers.test;\r\n dmarc=%s header.from=askers.test\r\n"
                % (by, verdict, verdict))
    with running(consult_authserv_ids=MX) as own:
        n = put(own, "ana", "What is 33954?", result("fail") + taken)
        case = held(own, n, "dmarc", "ana")
        assert "dmarc" in own.ctl("show", str(case)).stdout
        with contextlib.closing(sqlite3.connect("file:%s/store.db?mode=ro" % own.state, uri=True)) as db:
            record = db.execute("SELECT record FROM decision JOIN mail ON mail.id = mail_id WHERE case_id = ?",
                                (case,)).fetchone()[0]
        assert re.search(r'"dmarc":\s*"fail"', record) and re.search(r'"by":\s*"%s"' % MX, record), record
        # what stands below the line that took it from a stranger came with it
        for head in (result("pass") + taken + result("fail"), taken + passed_on + result("fail"),
                     result("fail", "mx.elsewhere.example") + taken, result("pass") + taken):
            n = put(own, "ana", "What is 33954?", head)
            own.wait_reply("ana", "<%s>" % n)
        # nor does a forged pass help below a fail
        held(own, put(own, "ana", "What is 33954?", result("fail") + taken + result("pass")), "dmarc", "ana")


def bounce_of(own, message_id, who, status="5.1.1", action="failed"):
    report, raw = talk.mail(
        "MAILER-DAEMON@mx.askers.test", "--x\r\nContent-Type: text/plain\r\n\r\nIt bounced.\r\n"
        "--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        "Final-Recipient: rfc822; %s@askers.test\r\nAction: %s\r\nStatus: %s\r\n"
        "--x\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: %s\r\nSubject: x\r\n\r\nx\r\n--x--"
        % (who, action, status, message_id), In_Reply_To=message_id,
        Content_Type='multipart/report; report-type=delivery-status; boundary="x"')
    own.deliver("", raw)
    return report


def test_bounces():
    with running() as own:
        n = put(own, "bo", "What is 33954?")
        reply = own.wait_reply("bo", "<%s>" % n)["Message-ID"]
        case = end(own, n)[2]
        # one letter of the proof is another: an ordinary report, tied to nothing
        at = reply.index("@") - 1
        forged = reply[:at] + ("a" if reply[at] != "a" else "b") + reply[at + 1:]
        assert end(own, bounce_of(own, forged, "bo"))[0] == "ignored"
        assert "No address bounced" in own.ctl("bounced").stdout
        assert not re.search(r"(?m)^\s*%d\s+held" % case, own.ctl("queue").stdout)
        # a delay is no failure
        end(own, bounce_of(own, reply, "bo", "4.4.1", "delayed"))
        assert "No address bounced" in own.ctl("bounced").stdout
        assert end(own, bounce_of(own, reply, "bo"))[0] == "bounce"
        assert re.search(r"case %d +5\.1\.1 +bo@askers\.test" % case, own.ctl("bounced").stdout), own.ctl("bounced").stdout
        assert re.search(r"(?m)^\s*%d\s+held" % case, own.ctl("queue").stdout)
        held(own, put(own, "bo", "What is 33953?"), "bounced", "bo")
        own.wait_reply("ana", "<%s>" % put(own, "ana", "What is 33953?"))
        own.ctl("bounced", "--clear", "bo@askers.test")
        own.wait_reply("bo", "<%s>" % put(own, "bo", "What is 33952?"))


def stopped(own, reason):
    end_at = time.monotonic() + lab.PATIENCE
    while not re.search(r"ALARM: nothing is sent since \S+ \(%s\)" % reason, own.ctl("status").stdout):
        assert time.monotonic() < end_at, own.ctl("status").stdout
        time.sleep(0.1)


def test_breaker_of_answers():
    with running(limits_answers_hour=4) as own:
        numbers = [put(own, "ana", "What is 33954?") for _ in range(4)]
        for n in numbers:
            assert end(own, n)[0] == "answered"
        stopped(own, "answers_hour")
        own.wait_log("event=breaker.open")
        # read on, but nothing goes out
        late = put(own, "ben", "What is 33953?")
        assert end(own, late)[0] == "answered"
        time.sleep(2)
        assert own.replies("ben", "<%s>" % late) == []
        # a restart forgets nothing
        own.stop_daemon()
        own.start()
        time.sleep(1)
        assert own.replies("ben", "<%s>" % late) == []
        own.ctl("resume")
        own.wait_reply("ben", "<%s>" % late)
        for n in numbers:
            own.wait_reply("ana", "<%s>" % n)
        assert "ALARM" not in own.ctl("status").stdout
        assert own.ctl("resume", check=False).returncode != 0


def test_breaker_of_bounces():
    with running() as own:
        for who in ("ana", "ben", "bo", "mei", "tia"):
            n = put(own, who, "What is 33954?")
            bounce_of(own, own.wait_reply(who, "<%s>" % n)["Message-ID"], who, "4.2.2")
        stopped(own, "bounces_percent")
        own.ctl("resume")


def test_limits_of_thread_and_text():
    with running(limits_repeat=86400, consult_aliases="coding@consult.test") as own:
        # one mail to two of our addresses: two copies, one reply
        number, raw = talk.mail("ana@askers.test", "What is 33954?", to=lab.CONSULT + ", coding@consult.test")
        own.append(raw)
        own.append(b"Delivered-To: coding@consult.test\r\n" + raw)
        assert sorted(r[0] for r in own.wait_ends(number, 2)) == ["answered", "duplicate"]
        own.wait_reply("ana", "<%s>" % number)
        # the same words again within a day, in another mail
        again = put(own, "ana", "What is  33954?")
        assert end(own, again)[0] == "duplicate"
        # another asker, and other words, are answered
        own.wait_reply("ben", "<%s>" % put(own, "ben", "What is 33954?"))
        reply = own.wait_reply("ana", "<%s>" % put(own, "ana", "What is 33953?"))
        # a machine that answers our replies says the same again and again
        first = put(own, "ana", "33951?", In_Reply_To=reply["Message-ID"])
        second = own.wait_reply("ana", "<%s>" % first)
        held(own, put(own, "ana", "33951?", In_Reply_To=second["Message-ID"]), "thread", "ana")
        assert len(own.replies("ana", "<%s>" % number)) == 1
        assert own.replies("ana", "<%s>" % again) == []


FILES = (  # name under tests/mails, state, words of the reply
    ("files/read-tnef.eml", "answered", "They differ in Age"), ("files/read-smime-clear.eml", "answered", "They differ in Age"),
    ("files/read-smime-opaque.eml", "answered", "They differ in Age"), ("files/read-pdf.eml", "answered", ""),
    ("files/read-docx.eml", "answered", ""), ("files/read-rtf.eml", "answered", ""), ("files/read-csv.eml", "answered", ""),
    ("files/encrypted-smime.eml", "held", "without encryption"), ("hostile/encrypted.eml", "held", "without encryption"),
    ("files/held-photo.eml", "held", "attachment"), ("files/partly-deep.eml", "held", "33954:"),
    ("files/partly-many.eml", "held", "33954:"),
)


def dressed(name):
    """A mail of the tree, from ana to us, with an id of its own."""
    with open(os.path.join(lab.MAILS, name), "rb") as f:
        raw = f.read().replace(b"\r\n", b"\n")
    head, _, body = raw.partition(b"\n\n")
    number = talk.ident()
    for field, value in ((b"From", b"ana@askers.test"), (b"To", lab.CONSULT.encode()), (b"Return-Path", b"<ana@askers.test>"),
                         (b"Message-ID", b"<%s>" % number.encode())):
        head = re.sub(rb"(?mi)^%s: .*$" % field, field + b": " + value, head)
    return number, (head + b"\n\n" + body).replace(b"\n", b"\r\n")


def test_files():
    with running() as own:
        for name, state, words in FILES:
            number, raw = dressed(name)
            own.append(raw)
            assert end(own, number)[0] == state, (name, end(own, number))
            reply = lab.plain(own.wait_reply("ana", "<%s>" % number))
            assert words in " ".join(reply.split()), (name, reply)
            assert ("partly" in reply or "Only a part" in reply) == ("partly" in name), (name, reply)
        # the true asker of a forwarded question is for the coder's eyes
        number = put(own, "ana", "Can you ask them?\r\n\r\n-----Original Message-----\r\nFrom: Kim Roe <kim@askers.test>\r\n"
                     "Sent: Monday, November 16, 2026 9:00 AM\r\nTo: Ana\r\nSubject: question\r\n\r\n"
                     "What is the difference between 33953 and 33954?", subject="FW: question")
        reply = own.wait_reply("ana", "<%s>" % number)
        assert "They differ in Age" in lab.plain(reply) and own.inbox("kim") == []
        assert "kim@askers.test" in own.ctl("show", str(end(own, number)[2])).stdout


def test_replay_shows_what_would_change():
    with running() as own:
        number = put(own, "ana", "What is 97001?")
        own.wait_reply("ana", "<%s>" % number)
        silent = put(own, "ana", "What is 33954?", Precedence="bulk")
        assert end(own, silent)[:2] == ("ignored", "precedence")
        assert re.search(r"(?m)^2 as before, 0 changed, 0 not played again$", own.ctl("replay").stdout)
        pack, other = os.path.join(own.dir, "pack"), os.path.join(own.dir, "other.db")
        shutil.copytree(os.path.join(lab.TOP, "data"), pack)
        codes = os.path.join(pack, "codes.tsv")
        lines = open(codes).read().splitlines(True)
        open(codes, "w").writelines(line for line in lines if not line.startswith("CPT\t97001\t"))
        own.ctl("import", "-o", other, pack)
        out = own.ctl("replay", "-l", other, "--full").stdout
        assert re.search(r"(?m)^1 as before, 1 changed, 0 not played again$", out), out
        assert re.search(r"(?m)^  was: \{", out) and re.search(r"(?m)^  now: \{", out), out
        assert len(own.inbox("ana")) == 1  # nothing was sent


def main():
    return lab.run_tests([v for k, v in globals().items() if k.startswith("test_")])


if __name__ == "__main__":
    sys.exit(main())
