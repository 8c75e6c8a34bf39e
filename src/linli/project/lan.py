"""Makes https possible in a local network: a small certificate authority of this installation's own.

Phones give location, camera and offline pages only over https. People who trust the authority trust this computer's
key, so what it may vouch for is limited in the certificate itself to private addresses and ``.local`` names: a stolen
key cannot impersonate a bank.
"""

from __future__ import annotations

import fcntl
import ipaddress
import os
import socket
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_SIOCGIFADDR = 0x8915  # Linux: the IPv4 address of an interface
_PRIVATE_NETWORKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8")
_AUTHORITY_DAYS = 3650
_SERVER_DAYS = 397  # browsers refuse server certificates that last longer than 398 days
_RENEW_DAYS = 30
_CLOCK_SLACK = timedelta(days=1)

Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class LanFiles:
    """The files of a local https server; both keys are 0600."""

    authority: Path
    cert: Path
    key: Path


def files(data: Path) -> LanFiles:
    """Return where the certificates of a data folder lie, made or not."""
    folder = data / "tls"
    return LanFiles(authority=folder / "ca.crt", cert=folder / "server.crt", key=folder / "server.key")


def local_names() -> tuple[str, ...]:
    """Return this machine's addresses in private IPv4 networks, then its ``.local`` name; empty without a network."""
    found = [address for address in _interface_addresses() if _is_private(address)]
    host = socket.gethostname().split(".", 1)[0].lower()
    return (*found, f"{host}.local") if found else ()


def ensure_certificate(data: Path, *, names: tuple[str, ...]) -> LanFiles:
    """Make or renew what a local https server needs; phones that trust the authority need not do so again."""
    made = files(data)
    made.authority.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority_key_file = made.authority.with_suffix(".key")
    if not (made.authority.exists() and authority_key_file.exists()):
        authority_key = ec.generate_private_key(ec.SECP256R1())
        _write_key(authority_key_file, authority_key)
        _write(made.authority, _pem(_authority(authority_key)), mode=0o644)
        made.cert.unlink(missing_ok=True)
    if not _still_good(made.cert, names=names):
        authority_key = _read_key(authority_key_file)
        issuer = x509.load_pem_x509_certificate(made.authority.read_bytes())
        server_key = ec.generate_private_key(ec.SECP256R1())
        _write_key(made.key, server_key)
        _write(made.cert, _pem(_server(server_key, issuer=issuer, issuer_key=authority_key, names=names)), mode=0o644)
    return made


def fingerprint(data: Path) -> str:
    """Return the authority's SHA-256 in pairs of digits, to be compared by eye before trusting it."""
    certificate = x509.load_pem_x509_certificate(files(data).authority.read_bytes())
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def names_in(cert: Path) -> tuple[str, ...]:
    """Return the names a certificate is for, without patterns. Raises ValueError when it is none."""
    certificate = x509.load_pem_x509_certificate(cert.read_bytes())
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(str(name.value) for name in names if "*" not in str(name.value))


def _authority(key: Key) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Linli {socket.gethostname()[:40]}")])
    private = [x509.IPAddress(ipaddress.ip_network(network)) for network in _PRIVATE_NETWORKS]
    limits = x509.NameConstraints(
        permitted_subtrees=[*private, x509.DNSName("local"), x509.DNSName("localhost")], excluded_subtrees=None
    )
    return (
        _builder(name, issuer=name, key=key, days=_AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(limits, critical=True)
        .add_extension(_usage(may_sign_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _server(key: Key, *, issuer: x509.Certificate, issuer_key: Key, names: tuple[str, ...]) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    return (
        _builder(subject, issuer=issuer.subject, key=key, days=_SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in _all_names(names)]), critical=False)
        .add_extension(_usage(may_sign_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )


def _builder(subject: x509.Name, *, issuer: x509.Name, key: Key, days: int) -> x509.CertificateBuilder:
    now = datetime.now(tz=UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCK_SLACK)
        .not_valid_after(now + timedelta(days=days) - _CLOCK_SLACK)
    )


def _usage(*, may_sign_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not may_sign_certificates,
        key_cert_sign=may_sign_certificates,
        crl_sign=may_sign_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _still_good(cert: Path, *, names: tuple[str, ...]) -> bool:
    if not cert.exists():
        return False
    certificate = x509.load_pem_x509_certificate(cert.read_bytes())
    lasts = certificate.not_valid_after_utc - datetime.now(tz=UTC)
    return lasts > timedelta(days=_RENEW_DAYS) and set(_all_names(names)) <= set(names_in(cert))


def _all_names(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*names, "127.0.0.1", "localhost"]))


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _interface_addresses() -> list[str]:
    found: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _index, interface in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(probe, _SIOCGIFADDR, struct.pack("256s", interface.encode()[:15]))
            except OSError:  # an interface without an IPv4 address
                continue
            found.append(socket.inet_ntoa(answer[20:24]))
    return found


def _is_private(address: str) -> bool:
    ip = ipaddress.ip_address(address)
    networks = (ipaddress.ip_network(network) for network in _PRIVATE_NETWORKS)
    return not ip.is_loopback and any(ip in network for network in networks)


def _read_key(file: Path) -> Key:
    key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def _write_key(file: Path, key: Key) -> None:
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    _write(file, pem, mode=0o600)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _write(file: Path, content: bytes, *, mode: int) -> None:
    draft = file.with_name(f".{file.name}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, mode)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    draft.replace(file)
