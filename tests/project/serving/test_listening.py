"""Where the server listens, and what it says when it cannot."""

import argparse
import socket
from pathlib import Path
from typing import Any

import pytest

from linli.project import lan
from linli.project.errors import OperatorError
from linli.project.serving.listening import check_free, place_for


def _options(**given: Any) -> argparse.Namespace:
    return argparse.Namespace(**{"host": None, "port": 8000, "tls": None, "lan": False} | given)


class TestPlace:
    def test_without_options_only_this_machine_can_connect(self, tmp_path: Path) -> None:
        place = place_for(_options(), data=tmp_path)
        assert place.address == "http://127.0.0.1:8000"
        assert place.arguments() == ("--host", "127.0.0.1", "--port", "8000")

    def test_in_the_local_network_it_is_https_with_a_certificate_of_its_own(self, tmp_path: Path) -> None:
        place = place_for(_options(lan=True, host="127.0.0.1"), data=tmp_path)
        assert place.address == "https://127.0.0.1:8000"
        assert place.cert == lan.files(tmp_path).cert

    def test_a_given_certificate_says_under_which_name_people_come(self, tmp_path: Path) -> None:
        made = lan.ensure_certificate(tmp_path, names=("linli.local",))
        place = place_for(_options(tls=[made.cert, made.key], host="0.0.0.0"), data=tmp_path)  # noqa: S104
        assert place.address == "https://linli.local:8000"

    def test_a_missing_certificate_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(OperatorError, match="does not exist"):
            place_for(_options(tls=[tmp_path / "no.crt", tmp_path / "no.key"]), data=tmp_path)

    def test_a_port_in_use_is_named_even_if_its_holder_shares_it(self, tmp_path: Path) -> None:
        with socket.socket() as taken:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            with pytest.raises(OperatorError, match=f"Port {port} is taken"):
                check_free(place_for(_options(port=port), data=tmp_path))
        check_free(place_for(_options(port=port), data=tmp_path))
