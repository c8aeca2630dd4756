"""smtp_fake.py - SMTP servers over TLS that refuse, dawdle, lie and vanish.

Fake(tls, **replies): replies maps a step to what is said there: "banner",
"EHLO", "AUTH", "MAIL", "RCPT", "DATA", "dot". A value is bytes, or a callable
that gets the connection and returns bytes, None (say nothing) or raises Gone.
A list is used up one by one, the last one stays. What arrived is in
.mails: (return path, recipients, bytes); connections in .connections.
"""
import socket, ssl, threading, time

DEFAULTS = {
    "banner": b"220 fake ESMTP\r\n",
    "EHLO": b"250-fake\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE 50000000\r\n",
    "AUTH": b"235 2.7.0 welcome\r\n",
    "MAIL": b"250 2.1.0 ok\r\n",
    "RCPT": b"250 2.1.5 ok\r\n",
    "DATA": b"354 go on\r\n",
    "dot": b"250 2.0.0 queued\r\n",
    "QUIT": b"221 2.0.0 bye\r\n",
}


class Gone(Exception):
    """The server closes the connection here."""


def vanish(_):
    raise Gone


def silent(seconds):
    def wait(_):
        time.sleep(seconds)
        raise Gone
    return wait


def last_words(reply):
    """Say it and close."""
    def say(s):
        s.sendall(reply)
        raise Gone
    return say


class Fake:
    def __init__(self, tls, **replies):
        self.replies = {k: list(v) if isinstance(v, list) else [v]
                        for k, v in {**DEFAULTS, **replies}.items()}
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(tls + "/good.crt", tls + "/good.key")
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.port = self.listener.getsockname()[1]
        self.mails, self.commands, self.connections = [], [], 0
        self.lock = threading.Lock()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                raw, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.talk, args=(raw,), daemon=True).start()

    def talk(self, raw):
        try:
            with self.context.wrap_socket(raw, server_side=True) as s:
                self.session(s)
        except (OSError, Gone):
            pass
        finally:
            raw.close()

    def say(self, s, step):
        with self.lock:
            queue = self.replies.get(step, [b"500 what\r\n"])
            reply = queue.pop(0) if len(queue) > 1 else queue[0]
        if callable(reply):
            reply = reply(s)
        if reply:
            s.sendall(reply)
        return reply or b""

    def session(self, s):
        self.say(s, "banner")
        lines, path, to = s.makefile("rb"), None, []
        for line in lines:
            word = line.split(b":")[0].split()[0].upper().decode()
            self.commands.append(line.strip().decode("latin-1"))
            if word == "MAIL":
                path, to = line.split(b"<")[1].split(b">")[0].decode(), []
            if word == "AUTH" and line.split()[1:] == [b"PLAIN"]:
                s.sendall(b"334 \r\n")
                if not lines.readline():
                    return
            reply = self.say(s, word)
            if word == "RCPT" and reply[:1] == b"2":
                to.append(line.split(b"<")[1].split(b">")[0].decode())
            elif word == "DATA" and reply[:3] == b"354":
                body = b""
                for part in lines:
                    if part == b".\r\n":
                        break
                    body += part[1:] if part[:1] == b"." else part
                else:
                    return
                self.mails.append((path, to, body))
                self.say(s, "dot")
            elif word == "QUIT":
                return

    def close(self):
        # Else a thread in accept() keeps it open for one more.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
