"""A small client that keeps cookies, sends Django's CSRF token and uploads files, over one kept connection."""

import http.client
import re
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
Fields = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server said."""

    status: int
    body: bytes
    location: str

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


class Client:
    """One person with one browser at ``127.0.0.1:port``."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.csrf = ""

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def get(self, path: str) -> Answer:
        """Fetch a page and remember the CSRF token of its first form."""
        answer = self._send("GET", path, body=None, headers={})
        found = TOKEN.search(answer.text) if answer.body[:1] == b"<" or b"<form" in answer.body else None
        if found:
            self.csrf = found.group(1)
        return answer

    def post(self, path: str, fields: Fields, *, photo: bytes | None = None) -> Answer:
        """Send a form; with a photo as multipart."""
        data: Fields = {"csrfmiddlewaretoken": self.csrf, **fields}
        if photo is None:
            pairs = [(k, one) for k, v in data.items() for one in (v if isinstance(v, list) else [v])]
            body = urlencode(pairs).encode()
            kind = "application/x-www-form-urlencoded"
        else:
            body, kind = _multipart(data, photo)
        return self._send("POST", path, body=body, headers={"Content-Type": kind})

    def _send(self, method: str, path: str, *, body: bytes | None, headers: dict[str, str]) -> Answer:
        cookie = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        headers = {**headers, **({"Cookie": cookie} if cookie else {})}
        try:
            self._connection.request(method, path, body=body, headers=headers)
            response = self._connection.getresponse()
        except (http.client.HTTPException, ConnectionError):
            self._connection.close()
            self._connection.request(method, path, body=body, headers=headers)
            response = self._connection.getresponse()
        content = response.read()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";", 1)[0]
        return Answer(status=response.status, body=content, location=response.getheader("Location") or "")


def _multipart(fields: Fields, photo: bytes) -> tuple[bytes, str]:
    boundary = secrets.token_hex(16)
    parts = []
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
            parts.append(f"{head}{one}\r\n".encode())
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="photos"; filename="photo.jpg"\r\n'
    parts.append(f"{head}Content-Type: image/jpeg\r\n\r\n".encode() + photo + b"\r\n")
    parts.append(f"--{boundary}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={boundary}"
