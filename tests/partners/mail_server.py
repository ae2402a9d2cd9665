"""A mail server for tests, on this machine."""

import socketserver
import threading
from collections import Counter
from contextlib import contextmanager, suppress
from email import message_from_bytes


class Talk(socketserver.StreamRequestHandler):
    """Says 250 to everything, or what `server.says` has for a command or for "." (the mail's end).

    An empty answer ends the connection instead.
    """

    disable_nagle_algorithm = True

    def handle(self):
        # The other side may have been killed: what was taken is taken.
        with suppress(ConnectionError):
            self.talk()

    def finish(self):
        with suppress(ConnectionError):
            super().finish()

    def talk(self):
        self.say(b"220 ready")
        for line in self.rfile:
            verb = line[:4].strip().upper().decode()
            answer = self.server.says.get(verb, b"354 go on" if verb == "DATA" else b"250 ok")
            self.say(answer)
            if verb == "QUIT" or not answer:
                return
            if answer.startswith(b"354"):
                content = self.read_mail()
                self.server.goes_on.wait()
                answer = self.server.says.get(".", b"250 taken")
                if content is not None and answer.startswith(b"250"):
                    with self.server.lock:
                        self.server.taken[message_from_bytes(content)["Message-ID"]] += 1
                if content is None or not answer:
                    return
                self.say(answer)

    def read_mail(self):
        """The mail; None if it was cut off, and so not taken."""
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                return b"".join(lines)
            lines.append(line)
        return None

    def say(self, words):
        if words:
            self.wfile.write(words + b"\r\n")


@contextmanager
def mail_server():
    """A running server. `taken` counts each Message-ID, before the server says that it took it;
    `says` changes its answers: {"RCPT": b"550 No such mailbox"}; until the event `goes_on` it says
    nothing of a mail that it has read; `url` is its EMAIL_URL.
    """
    socketserver.ThreadingTCPServer.daemon_threads = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.taken, server.says, server.lock = Counter(), {}, threading.Lock()
        server.goes_on = threading.Event()
        server.goes_on.set()
        server.port = server.server_address[1]
        server.url = f"smtp://127.0.0.1:{server.port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
