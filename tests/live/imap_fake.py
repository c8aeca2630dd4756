"""imap_fake.py - IMAP servers over TLS that lie, dawdle and vanish.

Each script is a function that talks to one connection; Fake runs it in a
thread behind the test authority's good certificate.
"""
import socket, ssl, threading, time

PREAUTH = b"* PREAUTH ready\r\n"
BOX = (b"* 2 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 9] ok\r\n"
       b"* OK [PERMANENTFLAGS (\\Seen \\*)] ok\r\n")


class Fake:
    def __init__(self, tls, script):
        self.script = script
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(tls + "/good.crt", tls + "/good.key")
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        try:
            raw, _ = self.listener.accept()
            with self.context.wrap_socket(raw, server_side=True) as s:
                self.script(s)
        except OSError:
            pass

    def close(self):
        self.listener.close()


def answer(s, replies, greeting=PREAUTH, box=BOX):
    """Talk IMAP: replies maps a command's first words to untagged bytes that
    come before its OK. A callable gets (s, tag) and does it all."""
    s.sendall(greeting)
    lines = s.makefile("rb")
    for line in lines:
        tag, _, command = line.strip().partition(b" ")
        word = command.upper()
        if word.startswith(b"CAPABILITY"):
            out = replies.get("CAPABILITY",
                              b"* CAPABILITY IMAP4rev1 IDLE MOVE UIDPLUS\r\n")
        elif word.startswith(b"SELECT"):
            out = box
        elif word.startswith(b"UID SEARCH"):
            out = replies.get("SEARCH", b"* SEARCH 3 4\r\n")
        elif b"RFC822.SIZE" in word:
            out = replies.get("SIZES", b"")
        elif word.startswith(b"UID FETCH"):
            out = replies.get("FETCH", b"")
        elif word.startswith(b"LOGOUT"):
            out = replies.get("LOGOUT", b"* BYE bye\r\n")
        else:
            out = b""
        if callable(out):
            out(s, tag)
            continue
        s.sendall(out + tag + b" OK done\r\n")
        if word.startswith(b"LOGOUT"):
            return


def body(seq, uid, text, before=True):
    lit = b"BODY[] {%d}\r\n%s" % (len(text), text)
    uid = b"UID %d" % uid
    both = uid + b" " + lit if before else lit + b" " + uid
    return b"* %d FETCH (%s)\r\n" % (seq, both)


HOLD = 600  # s; until the other side has given up, or the test ends


def silent(s):
    time.sleep(HOLD)


def garbage(s):
    s.sendall(b"\x00\xff\x17SSH-2.0-OpenSSH\r\nwhat\r\n" * 50)
    time.sleep(HOLD)


def endless_line(s):
    s.sendall(b"* OK ")
    while True:
        s.sendall(b"a" * 65536)


def trickle(s):
    s.sendall(b"* OK ")
    while True:
        s.sendall(b"a")
        time.sleep(0.3)


def cut_literal(s, tag):
    s.sendall(b"* 1 FETCH (UID 3 BODY[] {100000}\r\nFrom: x\r\n")
    s.unwrap()


def huge_literal(s, tag):
    s.sendall(b"* 1 FETCH (UID 3 BODY[] {4294967295}\r\n")
    block = b"x" * 65536
    while True:
        s.sendall(block)


def deep(s, tag):
    s.sendall(b"* 1 FETCH (BODYSTRUCTURE " + b"(" * 200000 + b"\r\n")


def stall(s, tag):
    s.sendall(b"* 1 FETCH (UID 3 BODY[] {100000}\r\n")
    time.sleep(HOLD)


def nul(s, tag):
    s.sendall(b"* SEARCH 3 4\x00\r\n" + tag + b" OK\r\n")
