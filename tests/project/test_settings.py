"""What the environment says is read at the start, where a mistake stops it."""

import pytest

from linli.project.settings import _networks


class TestNetworksOfReceivers:
    @pytest.mark.parametrize(
        ("said", "read"),
        [
            ("", ()),
            ("10.20.0.0/16, fd00::/8,", ("10.20.0.0/16", "fd00::/8")),
            ("10.20.3.4/16", ("10.20.0.0/16",)),
            ("10.20.3.4", ("10.20.3.4/32",)),
        ],
    )
    def test_spaces_and_addresses_inside_are_understood(self, said: str, read: tuple[str, ...]) -> None:
        assert _networks(said) == read

    def test_what_is_no_network_stops_the_start(self) -> None:
        with pytest.raises(ValueError, match="intranet"):
            _networks("10.20.0.0/16,intranet")
