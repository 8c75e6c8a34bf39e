"""Sends bodies as large as two gigabytes to a running server, made up while they are sent and kept nowhere."""

import re
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

TWO_GB = 2 * 1024**3
BLOCK = b"\0" * (1024 * 1024)
BOUNDARY = "linli-test-boundary"
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the server said, and how much it had been sent by then; status 0 where it said nothing."""

    status: int
    text: str
    sent: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A multipart form with one file of ``size`` bytes, by somebody who is logged in.

    ``announced`` is the length the header states (None: the true one, chunked where ``is_chunked``); ``cut_after``
    ends the connection after so many bytes.
    """

    port: int
    path: str
    cookies: dict[str, str]
    csrf: str
    field: str = "file"
    file_name: str = "residents.xlsx"
    fields: tuple[tuple[str, str], ...] = ()
    size: int = TWO_GB
    announced: int | None = None
    is_chunked: bool = False
    cut_after: int | None = None
    start: bytes = b""

    def send(self, *, patience: float = 240) -> Heard:
        """Send it until all is sent, the server ends the connection or it has answered; returns what it said."""
        began = time.monotonic()
        link = socket.create_connection(("127.0.0.1", self.port), timeout=patience)
        sent = [0]
        writer = Thread(target=self._write, args=(link, sent), daemon=True)
        writer.start()
        heard = b""
        if self.cut_after is None:
            heard = _listen(link)
        writer.join(patience)
        link.close()
        status = STATUS.match(heard)
        return Heard(
            status=int(status[1]) if status else 0, text=heard.decode("utf-8", "replace"), sent=sent[0],
            seconds=time.monotonic() - began,
        )  # fmt: skip

    def _write(self, link: socket.socket, sent: list[int]) -> None:
        try:
            link.sendall(self._head())
            for piece in self._pieces():
                rest = piece if self.cut_after is None else piece[: self.cut_after - sent[0]]
                link.sendall(b"%x\r\n%b\r\n" % (len(rest), rest) if self.is_chunked else rest)
                sent[0] += len(rest)
                if self.cut_after is not None and sent[0] >= self.cut_after:
                    link.shutdown(socket.SHUT_RDWR)
                    return
            if self.is_chunked:
                link.sendall(b"0\r\n\r\n")
        except OSError:
            return  # the server has heard enough

    def _before(self) -> bytes:
        pairs = (("csrfmiddlewaretoken", self.csrf), *self.fields)
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in pairs
        ]
        head = f'name="{self.field}"; filename="{self.file_name}"\r\nContent-Type: application/octet-stream'
        parts.append(f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n")
        return "".join(parts).encode()

    @property
    def _after(self) -> bytes:
        return f"\r\n--{BOUNDARY}--\r\n".encode()

    def _head(self) -> bytes:
        length = len(self._before()) + self.size + len(self._after)
        announced = length if self.announced is None else self.announced
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [
            f"POST {self.path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Cookie: {cookies}",
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}",
            "Transfer-Encoding: chunked" if self.is_chunked else f"Content-Length: {announced}",
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def _pieces(self) -> Iterator[bytes]:
        yield self._before() + self.start
        left = self.size - len(self.start)
        while left > 0:
            yield BLOCK[:left]
            left -= len(BLOCK)
        yield self._after


def _listen(link: socket.socket) -> bytes:
    """Return the first answer, as far as it came."""
    heard = b""
    try:
        while piece := link.recv(65536):
            heard += piece
            head, blank, body = heard.partition(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", head)
            if blank and length and len(body) >= int(length[1]):
                break
            if blank and head.lower().find(b"transfer-encoding: chunked") >= 0 and body.endswith(b"0\r\n\r\n"):
                break
    except OSError:
        pass
    return heard


def most_memory(pids: list[int]) -> int:
    """Return the most memory that any of these processes ever held, in bytes (VmHWM)."""
    return max(_line(pid, "VmHWM") for pid in pids)


def _line(pid: int, name: str) -> int:
    text = Path(f"/proc/{pid}/status").read_text()
    found = re.search(rf"{name}:\s+(\d+) kB", text)
    assert found is not None
    return int(found[1]) * 1024
