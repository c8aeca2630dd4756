#!/usr/bin/env python3
"""test_conversations.py - what people, strangers and robots get, end to end."""
import email, email.policy, os, re, shutil, subprocess, sys, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lab

server = None
counter = 0


def ident():
    global counter
    counter += 1
    return "c%d.%d@askers.test" % (counter, os.getpid())


def mail(sender, text, subject="a question", to=lab.CONSULT, number=None, **headers):
    """A plain mail; gives its id and its bytes. Headers by name, _ for -."""
    number = number or ident()
    rows = {"From": sender, "To": to, "Subject": subject, "Date": lab.email.utils.formatdate(),
            "Message-ID": "<%s>" % number}
    rows.update({k.replace("_", "-"): v for k, v in headers.items()})
    head = "".join("%s: %s\r\n" % (k, v) for k, v in rows.items() if v is not None)
    return number, (head + "\r\n" + text + "\r\n").encode("utf-8", "surrogateescape")


def ask(who, text, subject="a question", **headers):
    number, raw = mail(who + "@askers.test", text, subject, **headers)
    server.submit(who + "@askers.test", raw, to=headers.get("to", lab.CONSULT))
    reply = server.wait_reply(who, "<%s>" % number)
    return number, reply


def silence(number, state, guard="", who=None):
    """The mail ended in that state and nobody got a reply to it."""
    row = server.wait_ends(number)[0]
    assert row[0] == state, row
    assert re.search(guard, row[1]), row
    time.sleep(0.3)
    if who:
        assert server.replies(who, "<%s>" % number) == []
    return row


def check_headers(number, reply, who):
    assert reply["Auto-Submitted"] == "auto-replied", reply["Auto-Submitted"]
    assert reply["In-Reply-To"] == "<%s>" % number
    assert "<%s>" % number in reply["References"]
    assert reply["To"].addresses[0].addr_spec == who + "@askers.test"
    assert reply["From"].addresses[0].addr_spec == lab.CONSULT
    assert reply["Return-Path"] in (None, "<>"), reply["Return-Path"]
    token = re.search(r"\[(C-[a-z0-9]+)\]", reply["Subject"]).group(1)
    assert reply["Reply-To"].addresses[0].addr_spec == "consult+%s@consult.test" % token, reply["Reply-To"]
    assert reply.get_content_type() == "multipart/alternative"
    html = reply.get_body(("html",)).get_content()
    assert "<html" in html and "<script" not in html
    for line in reply.as_bytes().splitlines():
        assert len(line) <= 998
    return token


def test_explain():
    number, reply = ask("ana", "33954?")
    check_headers(number, reply, "ana")
    assert lab.plain(reply).startswith("33954:"), lab.plain(reply)[:200]
    assert "6 years or over" in lab.plain(reply)


def test_demo_mails():
    for person, name, words in (("ana", "1-gmail-one-code.eml", ("33954:", "6 years or over")),
                                ("ben", "2-outlook-difference.eml", ("They differ in Age",)),
                                ("pat", "4-thunderbird-two-codes.eml", ("33946", "33947", "33984"))):
        number = ident()
        raw = lab.mail_of("demo/" + name, FROM=person + "@askers.test", ID=number)
        server.submit(person + "@askers.test", raw)
        reply = server.wait_reply(person, "<%s>" % number)
        check_headers(number, reply, person)
        for word in words:
            assert word in lab.plain(reply), (name, word, lab.plain(reply))
        assert "33954 " not in lab.plain(reply) or name[0] != "4"


def test_ask_back_and_follow_up():
    number, back = ask("mei", "VA ECMO. I put the cannulas in percutaneously, femoral artery and vein. "
                              "Which code for the cannulas?", "ECMO cannulas")
    token = check_headers(number, back, "mei")
    text = lab.plain(back)
    assert "How old is the patient" in text and "33951" in text and "33952" in text, text
    assert "Were the vessels opened" not in text, text
    quote = "\r\n".join("> " + line for line in text.splitlines())
    second, reply = ask("mei", "She is 4 years old.\r\n\r\nOn Monday, Coding Consult wrote:\r\n" + quote,
                        back["Subject"], to=back["Reply-To"].addresses[0].addr_spec,
                        In_Reply_To=back["Message-ID"], References="<%s> %s" % (number, back["Message-ID"]))
    assert check_headers(second, reply, "mei") == token
    assert lab.plain(reply).startswith("Report 33951"), lab.plain(reply)[:300]
    assert server.ends(number)[0][2] == server.ends(second)[0][2]


def test_follow_up_by_token_alone():
    number, back = ask("tia", "ECMO, percutaneous femoral cannulas. Which code for the cannulas?", "ECMO")
    second, reply = ask("tia", "The patient is 10 years old.", "Re: " + back["Subject"][4:])
    assert lab.plain(reply).startswith("Report 33952"), lab.plain(reply)[:300]
    assert server.ends(number)[0][2] == server.ends(second)[0][2]


def held_case(number):
    row = server.wait_ends(number)[0]
    assert row[0] in ("held", "failed"), row
    queue = server.ctl("queue").stdout
    assert re.search(r"(?m)^\s*%d\s+held" % row[2], queue), queue
    return str(row[2])


def test_held_then_answered_in_the_thread():
    number, reply = ask("zoe", "Our contract with the plan pays standby time apart. Who signs the note?")
    token = check_headers(number, reply, "zoe")
    assert "A coder will answer this" in lab.plain(reply)
    case = held_case(number)
    assert "standby time" in server.ctl("show", case).stdout
    server.ctl("claim", case)
    server.ctl("answer", case, "-m", "The perfusionist signs it; see <contract> & annex.")
    end = time.monotonic() + lab.PATIENCE
    while len(server.replies("zoe", "<%s>" % number)) < 2 and time.monotonic() < end:
        time.sleep(0.05)
    _, answer = server.replies("zoe", "<%s>" % number)
    assert "The perfusionist signs it; see <contract> & annex." in lab.plain(answer)
    assert "see &lt;contract&gt; &amp; annex" in answer.get_body(("html",)).get_content()
    assert token in answer["Subject"] and answer["In-Reply-To"] == "<%s>" % number
    for secret in ("root", os.uname().nodename + ".", "consultctl"):
        assert secret not in lab.plain(answer)
    assert "case %s" % case in server.ctl("log", case).stdout
    # and the asker's next mail goes on in the same case
    third, _ = ask("zoe", "What is 33954?", answer["Subject"], In_Reply_To=answer["Message-ID"])
    assert str(server.ends(third)[0][2]) == case


def test_robots():
    _, ours = ask("rob", "What is 33954?")
    for name, guard in (("6-out-of-office.eml", "auto-submitted"), ("7-bounce.eml", "delivery-report"),
                        ("8-mailing-list.eml", "list")):
        number = ident()
        raw = lab.mail_of("demo/" + name, FROM="rob@askers.test", ID=number,
                          REPLY=ours["Message-ID"].strip("<>"))
        server.deliver("" if "bounce" in name else "rob@askers.test", raw)
        silence(number, "ignored", guard, "rob")
        assert guard in server.ctl("log", "-n", "20").stdout


def test_each_guard():
    for header, value, guard in (
            ("Auto-Submitted", "auto-replied", "auto-submitted"),
            ("Precedence", "bulk", "precedence"),
            ("List-Id", "<x.askers.test>", "list"),
            ("X-Auto-Response-Suppress", "All", "suppress"),
            ("Content-Type", "multipart/report; report-type=delivery-status; boundary=x", "delivery-report|report")):
        number, raw = mail("gil@askers.test", "What is 33954?", **{header: value})
        server.deliver("gil@askers.test", raw)
        silence(number, "ignored", guard, "gil")
    number, raw = mail("gil@askers.test", "What is 33954?")
    server.deliver("", raw)
    silence(number, "ignored", "null-return-path", "gil")
    number, raw = mail("MAILER-DAEMON@askers.test", "What is 33954?")
    server.deliver("MAILER-DAEMON@askers.test", raw)
    silence(number, "ignored", "daemon-sender", "MAILER-DAEMON")


def test_bounce_of_our_reply_is_shown_to_a_coder():
    number, reply = ask("bo", "What is 33954?")
    case = server.ends(number)[0][2]
    report, raw = mail("MAILER-DAEMON@mx.askers.test", "--x\r\nContent-Type: text/plain\r\n\r\nIt bounced.\r\n"
                       "--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
                       "Final-Recipient: rfc822; bo@askers.test\r\nAction: failed\r\nStatus: 5.1.1\r\n"
                       "--x\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: %s\r\nSubject: x\r\n\r\nx\r\n--x--"
                       % reply["Message-ID"], In_Reply_To=reply["Message-ID"],
                       Content_Type='multipart/report; report-type=delivery-status; boundary="x"')
    server.deliver("", raw)
    row = silence(report, "bounce", "delivery-report")
    assert row[2] in (0, case), row
    assert re.search(r"(?m)^\s*%d\s+held.*" % case, server.ctl("queue").stdout), server.ctl("queue").stdout


def test_stranger_gets_nothing():
    number, raw = mail("eve@elsewhere.example", "What is 33954?")
    server.deliver("eve@elsewhere.example", raw)
    silence(number, "ignored", "not_allowed")
    assert "not_allowed" in server.ctl("log", "-n", "20").stdout


def test_token_permits_nothing():
    number, back = ask("ines", "VA ECMO, percutaneous femoral cannulas, secret-word-zebra. Which code for the "
                               "cannulas?", "secret-subject-lion")
    theft, reply = ask("mallory", "She is 4 years old. Which code?", back["Subject"],
                       to=back["Reply-To"].addresses[0].addr_spec, In_Reply_To=back["Message-ID"],
                       References="<%s> %s" % (number, back["Message-ID"]))
    mine, theirs = server.ends(number)[0][2], server.ends(theft)[0][2]
    assert mine != theirs
    assert reply["To"].addresses[0].addr_spec == "mallory@askers.test"
    seen = reply.as_string()
    for word in ("zebra", "33951", "33952", "ines@"):
        assert word not in seen, (word, seen)
    token = re.search(r"\[(C-[a-z0-9]+)\]", back["Subject"]).group(1)
    assert reply["Subject"].count("[C-") == 1 and token not in reply["Subject"], reply["Subject"]
    assert str(mine) in server.ctl("show", str(theirs)).stdout
    assert len(server.replies("ines", "<%s>" % number)) == 1
    assert server.replies("ines", "<%s>" % theft) == []


def test_duplicates_are_answered_once():
    number, raw = mail("dan@askers.test", "What is 33954?")
    server.submit("dan@askers.test", raw)
    server.wait_reply("dan", "<%s>" % number)
    server.submit("dan@askers.test", raw)
    server.append(raw)
    rows = server.wait_ends(number, 3)
    assert sorted(r[0] for r in rows) == ["answered", "duplicate", "duplicate"], rows
    time.sleep(0.3)
    assert len(server.replies("dan", "<%s>" % number)) == 1
    # the same id from another asker is another mail
    server.submit("dora@askers.test", mail("dora@askers.test", "What is 33954?", number=number)[1])
    server.wait_reply("dora", "<%s>" % number)


def test_odd_shapes_have_end_states():
    def end(number, raw, states, guard=""):
        server.append(raw)
        row = server.wait_ends(number)[0]
        assert row[0] in states.split("|"), (number, row)
        assert re.search(guard, row[1]), (number, row)
        return row

    n, raw = mail(None, "What is 33954? no author")
    end(n, raw, "held", "author|from")
    held_case(n)
    n, raw = mail("a@askers.test\r\nFrom: b@askers.test", "What is 33954?")
    end(n, raw, "held", "author|from")
    n, raw = mail("a@askers.test, b@askers.test", "What is 33954?")
    end(n, raw, "held|answered")
    n, raw = mail("=?utf-8?q?Eve=0D=0ABcc:_victim@askers.test?= <crlf@askers.test>", "What is 33954?")
    state = end(n, raw, "answered|held")[0]
    time.sleep(0.5)
    assert server.inbox("victim") == []
    for reply in server.replies("crlf", "<%s>" % n):
        assert reply["Bcc"] is None and [a.addr_spec for a in reply["To"].addresses] == ["crlf@askers.test"]
    assert state == "answered" or held_case(n)
    n, raw = mail("=?utf-8?q?x=0D=0A?=@askers.test", "What is 33954?")
    end(n, raw, "held|ignored")
    n, raw = mail("loop@askers.test", "What is 33954?", Reply_To=lab.CONSULT)
    end(n, raw, "held|ignored|answered")
    time.sleep(0.3)
    assert [m for _, m in server.inbox("consult") if m["In-Reply-To"] == "<%s>" % n] == []
    n, raw = mail(lab.CONSULT, "What is 33954?")
    end(n, raw, "ignored", "own-address")
    deep = "".join("--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (i, i + 1)
                   for i in range(5000)) + "--b5000\r\n\r\nWhat is 33954?\r\n"
    n, raw = mail("deep@askers.test", deep, Content_Type="multipart/mixed; boundary=b0", MIME_Version="1.0")
    end(n, raw, "held|failed")
    held_case(n)
    wide = "".join("--b\r\n\r\npart %d\r\n" % i for i in range(5000)) + "--b--\r\n"
    n, raw = mail("wide@askers.test", wide, Content_Type="multipart/mixed; boundary=b", MIME_Version="1.0")
    end(n, raw, "held|failed")
    n, raw = mail("nul@askers.test", "What is 33954?\0\xff\xfe".encode("latin-1").decode("utf-8", "surrogateescape"))
    end(n, raw, "answered|held")
    server.append(b"\r\n")
    with_none = "X-Marker: %s\r\n\r\n" % (n2 := ident())
    end(n2, with_none.encode(), "held|ignored|failed")


def test_sixty_megabytes():
    line = b"x" * 76 + b"\r\n"
    number, raw = mail("big@askers.test", "What is 33954?\r\n")
    server.submit("big@askers.test", raw + line * (60000000 // len(line)))
    state, guard, case = server.wait_ends(number)[0]
    assert state == "held", (state, guard)
    case = held_case(number)
    assert int(case) > 0
    # its worker, and the next mail, are well
    ask("ana", "What is 33954?")
    size = os.path.getsize(os.path.join(server.state, "store.db"))
    assert size < 40 << 20, size


def test_nothing_at_all():
    """A mail of no bytes, as the command reads it: no server takes one."""
    path = os.path.join(server.dir, "empty.eml")
    open(path, "w").close()
    assert "What would you like to know?" in server.ctl("ask", path).stdout


def test_replay_of_all_that_changes_nothing():
    out = server.ctl("replay").stdout
    assert re.search(r"^\d\d+ as before, 0 changed, \d+ not played again$", out, re.M), out
    assert "on server" in server.ctl("status").stdout and "ALARM" not in server.ctl("status").stdout


def test_answers_that_a_new_database_touches():
    number, _ = ask("ana", "What is 97001?")
    case = server.ends(number)[0][2]
    pack, other = os.path.join(server.dir, "pack"), os.path.join(server.dir, "other.db")
    shutil.copytree(os.path.join(lab.TOP, "data"), pack)
    codes = os.path.join(pack, "codes.tsv")
    lines = open(codes).read().splitlines(True)
    open(codes, "w").writelines(line for line in lines if not line.startswith("CPT\t97001\t"))
    server.ctl("import", "-o", other, pack)
    out = server.ctl("diff", os.path.join(server.dir, "data", "lookup.db"), other).stdout
    assert re.search(r"(?m)^    case %s, \d{4}-\d\d-\d\d: 97001$" % case, out), out


def test_first_start_answers_nothing_old():
    with lab.Lab() as own:
        own.server("start")
        own.prepare()
        own.configure()
        old, raw = mail("ana@askers.test", "What is 33954?")
        own.deliver("ana@askers.test", raw)
        end = time.monotonic() + lab.PATIENCE
        while not own.inbox("consult") and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(1.1)
        own.start()
        fresh, raw = mail("ana@askers.test", "What is 33953?")
        own.deliver("ana@askers.test", raw)
        own.wait_reply("ana", "<%s>" % fresh)
        assert own.replies("ana", "<%s>" % old) == []
        status = own.ctl("status").stdout
        assert re.search(r"(?m)^\s+old\s+1$", status), status
        # and a restart changes nothing about that
        own.stop_daemon()
        own.start("--answer-old")
        time.sleep(1)
        assert own.replies("ana", "<%s>" % old) == []


def test_answer_old():
    with lab.Lab() as own:
        own.server("start")
        own.prepare()
        own.configure()
        old, raw = mail("ana@askers.test", "What is 33954?")
        own.deliver("ana@askers.test", raw)
        time.sleep(1.1)
        own.start("--answer-old")
        own.wait_reply("ana", "<%s>" % old)


def main():
    global server
    tests = [v for k, v in globals().items() if k.startswith("test_")]
    if lab.missing():
        return lab.run_tests(tests)
    with lab.Lab() as server:
        server.up(limits_sender_hour=1000, limits_domain_hour=10000, limits_answers_hour=100000,
                  limits_same_text_hour=1000)
        return lab.run_tests(tests)


if __name__ == "__main__":
    sys.exit(main())
