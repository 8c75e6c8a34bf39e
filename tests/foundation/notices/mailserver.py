"""A mail server on the loopback that accepts, refuses or breaks off as a test tells it."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks as much of RFC 5321 as sending one mail needs."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.letters: list[Message] = []
        self.recipients: list[str] = []
        self.answers: dict[str, str] = {}
        self.breaks_off_after_data = False

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 street")
        for line in self.rfile:
            word = line.split()[0].upper().decode()
            if word == "DATA":
                if not self.take_letter():
                    return None
            elif word == "QUIT":
                return self.say("221 bye")
            else:
                if word == "RCPT":
                    self.server.recipients.append(line.decode().strip())
                self.say(self.server.answers.get(word, "250 ok"))
        return None

    def take_letter(self) -> bool:
        self.say("354 go on")
        body = b""
        for line in self.rfile:
            if line == b".\r\n":
                break
            body += line
        if self.server.breaks_off_after_data:
            return False
        answer = self.server.answers.get("DATA", "250 taken")
        if answer.startswith("250"):
            self.server.letters.append(message_from_bytes(body))
        self.say(answer)
        return True


@contextmanager
def mail_server(settings: Any) -> Iterator[MailServer]:
    """Run the server and point the site's settings at it."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
        settings.DEFAULT_FROM_EMAIL = "linli@anhe.example"
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(5)
