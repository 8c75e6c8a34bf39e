"""Speaks to a receiver: one POST to the judged address, no redirect followed, no proxy, an end in fifteen seconds."""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from typing import Final

from linli.foundation.webhooks.receivers import BadReceiver, Receiver, allowed_address, parse
from linli.foundation.webhooks.rules import Answer, problem_of

CONNECT_S: Final = 5.0
WHOLE_S: Final = 15.0
AGENT: Final = "linli-webhooks/1"


class _Pinned(http.client.HTTPSConnection):
    """A connection to an address already judged, with the certificate of the name it was judged for."""

    def __init__(self, receiver: Receiver, address: str) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(receiver.host, receiver.port, timeout=CONNECT_S, context=self._tls)
        self._address = address

    def connect(self) -> None:
        """Connect to the judged address; the name is not asked again."""
        plain = socket.create_connection((self._address, self.port), timeout=CONNECT_S)
        self.sock = plain  # so that the end of time finds it while the two sides greet each other
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send a body and return what the receiver answered; whatever goes wrong is an answer without a code."""
    try:
        receiver = parse(url)
        connection = _Pinned(receiver, allowed_address(receiver))
    except BadReceiver as refused:
        return Answer(code=None, problem=refused.code)
    late = threading.Event()
    end = threading.Timer(WHOLE_S, _cut, (connection, late))
    end.daemon = True
    end.start()
    try:
        connection.request("POST", receiver.target, body=body, headers={**headers, "user-agent": AGENT})
        code = connection.getresponse().status
    except ssl.SSLError:
        return Answer(code=None, problem="too_slow" if late.is_set() else "certificate")
    except TimeoutError:
        return Answer(code=None, problem="too_slow")
    except ConnectionRefusedError:
        return Answer(code=None, problem="nobody_there")
    except (OSError, http.client.HTTPException, ValueError):
        return Answer(code=None, problem="too_slow" if late.is_set() else "broke_off")
    finally:
        end.cancel()
        connection.close()
    return Answer(code=code, problem=problem_of(code))


def _cut(connection: _Pinned, late: threading.Event) -> None:
    """End a connection whose receiver trickles: a time-out for each byte would let it go on for hours."""
    late.set()
    with contextlib.suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)
