"""A receiver outside, on this machine: real TLS under a certificate of the test's own, answering as it is told."""

import http.server
import ipaddress
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


@dataclass(slots=True, kw_only=True)
class Outside:
    """What came in, and what is answered: ``answers`` first, one a request, then ``usual``."""

    url: str = ""
    usual: int = 204
    answers: list[int] = field(default_factory=list)
    got: list[Got] = field(default_factory=list)
    slow_s: float = 0.0
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@contextmanager
def outside(folder: Path, name: str = "receiver.example") -> Iterator[Outside]:
    """Serve a receiver on loopback under the certificate of a name, until the block ends."""
    said = Outside()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(said))
    server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(folder, name))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    said.url = f"https://{name}:{server.server_address[1]}/in?from=linli"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield said
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def certificate(folder: Path, name: str) -> Path:
    """Write a certificate of a name with its key, signed by itself, into one file."""
    path = folder / f"{name}.pem"
    if path.exists():
        return path
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    names: list[x509.GeneralName] = [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


def _handler(said: Outside) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            with said.lock:
                said.at_once += 1
                said.most_at_once = max(said.most_at_once, said.at_once)
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            if said.slow_s:
                time.sleep(said.slow_s)
            with said.lock:
                said.got.append(Got(path=self.path, headers=headers, body=body))
                code = said.answers.pop(0) if said.answers else said.usual
                said.at_once -= 1
            self.send_response(code)
            if code in {301, 302, 307, 308}:
                self.send_header("location", said.url.replace("/in", "/elsewhere"))
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Stay silent."""

    return Handler
