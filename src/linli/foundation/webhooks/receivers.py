"""Which addresses outside may be told: https, and never into this machine or its own network unless the site says so.

A name is judged by every address it has at the moment of sending, and the connection goes to the very address that was
judged: a name that answers otherwise a second later (DNS rebinding) leads nowhere else.
"""

import ipaddress
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
LONGEST: Final = 300
_TLS_PORT: Final = 443
_PLAIN: Final = "/?&=%:+,;@!$'()*~-._"
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


class BadReceiver(ValueError):
    """The address cannot be told; the message is fit for the administrator, ``code`` for the list of deliveries."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """An address in parts: the name for TLS, the port, and the path with its query."""

    host: str
    port: int
    target: str


def parse(url: str) -> Receiver:
    """Return an address in parts. Raises :class:`BadReceiver` for anything but a plain https address."""
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port or _TLS_PORT, (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        raise BadReceiver(_("This is not an address on the web."), code="address") from None
    if parts.scheme != "https":
        raise BadReceiver(_("The address has to begin with https://, so that nobody reads along."), code="address")
    if not host or parts.username or parts.password or parts.fragment or not url.isprintable() or len(url) > LONGEST:
        raise BadReceiver(
            _("Please give the plain address: no user name, no password and no # in it, 300 characters at most."),
            code="address",
        )
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Receiver(host=host, port=port, target=quote(target, safe=_PLAIN))


def allowed_address(receiver: Receiver) -> str:
    """Return the address to connect to. Raises :class:`BadReceiver` unless every address of the name may be told."""
    try:
        found = resolve(receiver.host, receiver.port)
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise BadReceiver(_("Nobody here knows the name %(host)s.") % {"host": receiver.host}, code="unknown_name")
    if not all(is_allowed(ipaddress.ip_address(address)) for address in found):
        raise BadReceiver(
            _(
                "%(host)s leads into this machine or a private network. The operator can allow that network with "
                "LINLI_WEBHOOK_NETWORKS."
            )
            % {"host": receiver.host},
            code="private_address",
        )
    return found[0]


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a name as the machine finds them, without their zones."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]).partition("%")[0] for *_more, where in found))


def is_allowed(address: Address) -> bool:
    """Return whether an address is a public one, or in a network the site allows; hidden IPv4 addresses count too."""
    hidden = _hidden(address)
    if hidden is not None:
        return is_allowed(hidden)
    if any(address in ipaddress.ip_network(network) for network in settings.LINLI_WEBHOOK_NETWORKS):
        return True
    return address.is_global and not address.is_multicast and not address.is_reserved


def _hidden(address: Address) -> Address | None:
    """Return the IPv4 address an IPv6 one stands for (mapped, 6to4, Teredo, NAT64), none for a plain one."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)
