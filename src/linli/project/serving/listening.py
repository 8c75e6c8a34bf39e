"""Decides where the server listens and under which names it may be called."""

from __future__ import annotations

import argparse
import errno
import os
import socket
from dataclasses import dataclass
from pathlib import Path

from linli.project import lan
from linli.project.errors import OperatorError

_LOOPBACK = "127.0.0.1"
_EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - recognised here, chosen only by the operator
_FIRST_FREE_PORT = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the server listens, how it is secured, and the names people reach it by."""

    host: str
    port: int
    names: tuple[str, ...]
    cert: Path | None = None
    key: Path | None = None

    @property
    def address(self) -> str:
        """The address to tell people."""
        return self._url(self.names[0])

    @property
    def own_address(self) -> str:
        """The address at which this machine reaches itself."""
        return self._url(_LOOPBACK if self.host in _EVERYWHERE else self.host)

    def arguments(self) -> tuple[str, ...]:
        """Return the web program's arguments."""
        secure = ("--cert", str(self.cert), "--key", str(self.key)) if self.cert and self.key else ()
        return ("--host", self.host, "--port", str(self.port), *secure)

    def set_environment(self) -> None:
        """Tell the settings, and every child, the port, the names and whether the connection is secure."""
        os.environ["LINLI_PORT"] = str(self.port)
        if self.cert:
            os.environ["LINLI_TLS"] = "1"
        if not os.environ.get("LINLI_HOSTS"):
            os.environ["LINLI_HOSTS"] = ",".join(dict.fromkeys([*self.names, "127.0.0.1", "localhost", "[::1]"]))

    def _url(self, name: str) -> str:
        scheme, usual = ("https", 443) if self.cert else ("http", 80)
        shown = f"[{name}]" if ":" in name else name
        return f"{scheme}://{shown}" if self.port == usual else f"{scheme}://{shown}:{self.port}"


def place_for(options: argparse.Namespace, *, data: Path) -> Place:
    """Return the place the operator's options describe.

    Raises OperatorError when a certificate's file is missing or the machine has no local network.
    """
    if options.lan:
        chosen = options.host if options.host not in _EVERYWHERE else None
        names = (chosen,) if chosen else lan.local_names()
        if not names:
            raise OperatorError("This machine has no address in a local network. Connect it, or leave --lan out.")
        made = lan.ensure_certificate(data, names=names)
        host = options.host or "0.0.0.0"  # noqa: S104 - what --lan is for
        return Place(host=host, port=options.port, names=names, cert=made.cert, key=made.key)
    host = options.host or _LOOPBACK
    names = lan.local_names() or (_LOOPBACK,) if host in _EVERYWHERE else (host,)
    if not options.tls:
        return Place(host=host, port=options.port, names=names)
    cert, key = (path.resolve() for path in options.tls)
    for path in (cert, key):
        if not path.is_file():
            raise OperatorError(f"{path} does not exist.")
    given = lan.names_in(cert)
    return Place(host=host, port=options.port, names=given or names, cert=cert, key=key)


def check_free(place: Place) -> None:
    """Make sure nobody listens there. Raises OperatorError with the way out.

    granian shares its port with whoever asks for that too, so a second server would go unnoticed.
    """
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((place.host, place.port))
        except OSError as error:
            raise OperatorError(_why_not(place, error)) from error


def _why_not(place: Place, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {place.port} is taken by another program. Choose another: --port {place.port + 1}"
    if error.errno == errno.EACCES and place.port < _FIRST_FREE_PORT:
        return f"Only root may listen on port {place.port}. Choose one from 1024 up: --port 8000"
    return f"{place.host} port {place.port}: {error.strerror}."
