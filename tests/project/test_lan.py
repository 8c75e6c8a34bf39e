"""The local certificate authority vouches for this network's machines and for nothing else."""

import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import create_connection, create_server

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from linli.project import lan


def _handshake(made: lan.LanFiles, *, as_name: str) -> None:
    """Connect to a server that shows the certificate, trusting the authority alone."""
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(made.cert, made.key)
    client_side = ssl.create_default_context(cafile=made.authority)
    with create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                try:
                    server_side.wrap_socket(connection, server_side=True).close()
                except OSError:
                    return

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            with create_connection(listening.getsockname()) as plain:
                client_side.wrap_socket(plain, server_hostname=as_name).close()
        finally:
            thread.join()


class TestCertificate:
    def test_a_client_that_trusts_the_authority_connects(self, tmp_path: Path) -> None:
        made = lan.ensure_certificate(tmp_path, names=("192.168.1.20", "office.local"))
        for name in ("192.168.1.20", "office.local", "127.0.0.1"):
            _handshake(made, as_name=name)

    def test_the_keys_are_closed_and_lie_in_a_closed_folder(self, tmp_path: Path) -> None:
        made = lan.ensure_certificate(tmp_path, names=("192.168.1.20",))
        for file in (made.key, made.authority.with_suffix(".key")):
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(made.key.parent.stat().st_mode) == 0o700

    def test_the_authority_cannot_vouch_for_the_wider_world(self, tmp_path: Path) -> None:
        made = lan.ensure_certificate(tmp_path, names=("192.168.1.20", "bank.example.com"))
        with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
            _handshake(made, as_name="bank.example.com")

    def test_browsers_accept_how_long_it_lasts(self, tmp_path: Path) -> None:
        made = lan.ensure_certificate(tmp_path, names=("192.168.1.20",))
        certificate = x509.load_pem_x509_certificate(made.cert.read_bytes())
        assert certificate.not_valid_after_utc - certificate.not_valid_before_utc <= timedelta(days=398)


class TestRenewal:
    def test_a_second_start_changes_nothing(self, tmp_path: Path) -> None:
        first = lan.ensure_certificate(tmp_path, names=("192.168.1.20",)).cert.read_bytes()
        assert lan.ensure_certificate(tmp_path, names=("192.168.1.20",)).cert.read_bytes() == first

    def test_a_new_address_gets_a_new_certificate_from_the_same_authority(self, tmp_path: Path) -> None:
        lan.ensure_certificate(tmp_path, names=("192.168.1.20",))
        before = lan.fingerprint(tmp_path)
        made = lan.ensure_certificate(tmp_path, names=("10.0.0.7",))
        assert "10.0.0.7" in lan.names_in(made.cert)
        assert lan.fingerprint(tmp_path) == before

    def test_one_that_soon_runs_out_is_renewed(self, tmp_path: Path) -> None:
        made = lan.ensure_certificate(tmp_path, names=("10.0.0.7",))
        made.cert.write_bytes(_expiring(names=lan.names_in(made.cert)))
        old = made.cert.read_bytes()
        assert lan.ensure_certificate(tmp_path, names=("10.0.0.7",)).cert.read_bytes() != old


def _expiring(*, names: tuple[str, ...]) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(tz=UTC)
    name = x509.Name([])
    alternatives = [lan._general_name(each) for each in names]
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=300))
        .not_valid_after(now + timedelta(days=10))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .sign(key, hashes.SHA256())
    )
    return lan._pem(certificate)
