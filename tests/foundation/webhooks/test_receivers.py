"""What the house can be made to call: public https addresses, and what the site allows besides, nothing else."""

import ipaddress
import socket

import pytest
from pytest_django import Settings
from tests.foundation.webhooks.receiver import Outside

from linli.foundation.webhooks import receivers
from linli.foundation.webhooks.post import post
from linli.foundation.webhooks.receivers import BadReceiver, allowed_address, is_allowed, parse


class TestAddresses:
    @pytest.mark.parametrize(
        "address",
        [
            "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254",  # noqa: S104
            "100.64.0.1", "192.0.0.1", "198.18.0.1", "203.0.113.5", "224.0.0.1", "240.0.0.1", "255.255.255.255",
            "::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1",
            "::ffff:10.0.0.1", "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
            "2001:0:4136:e378:8000:63bf:80ff:fffe",
        ],
    )  # fmt: skip
    def test_nothing_of_this_machine_or_its_network(self, address: str) -> None:
        assert not is_allowed(ipaddress.ip_address(address))

    @pytest.mark.parametrize("address", ["1.1.1.1", "114.114.114.114", "2606:4700::1111", "64:ff9b::101:101"])
    def test_public_ones_are(self, address: str) -> None:
        assert is_allowed(ipaddress.ip_address(address))

    def test_a_network_the_site_names_is_and_no_other(self, settings: Settings) -> None:
        settings.LINLI_WEBHOOK_NETWORKS = ("10.20.0.0/16", "fd00::/8")
        assert is_allowed(ipaddress.ip_address("10.20.3.4"))
        assert is_allowed(ipaddress.ip_address("::ffff:10.20.3.4"))
        assert not is_allowed(ipaddress.ip_address("10.21.3.4"))
        assert not is_allowed(ipaddress.ip_address("127.0.0.1"))


class TestNames:
    def test_one_private_address_among_public_ones_refuses_the_name(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(receivers, "resolve", lambda *_: ["1.1.1.1", "127.0.0.1"])
        with pytest.raises(BadReceiver) as refused:
            allowed_address(parse("https://mixed.example/"))
        assert refused.value.code == "private_address"

    def test_a_name_nobody_knows_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def unknown(*_: object) -> list[str]:
            raise socket.gaierror

        monkeypatch.setattr(receivers, "resolve", unknown)
        with pytest.raises(BadReceiver) as refused:
            allowed_address(parse("https://nobody.example/"))
        assert refused.value.code == "unknown_name"

    @pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "127.1", "[::1]", "localhost"])
    def test_other_spellings_of_this_machine_are_found_out(self, host: str) -> None:
        with pytest.raises(BadReceiver):
            allowed_address(parse(f"https://{host}/"))

    @pytest.mark.parametrize(
        "url",
        [
            "http://city.example/", "ftp://city.example/", "https://", "https:///in", "https://me:pw@city.example/",
            "https://city.example/#part", "https://city.example:99999/", "https://city.example/\nhost: other",
            "https://city.example/" + "x" * 300, "javascript:alert(1)", "//city.example/", "https://[::1",
        ],
    )  # fmt: skip
    def test_what_is_no_plain_https_address_is_refused(self, url: str) -> None:
        with pytest.raises(BadReceiver) as refused:
            parse(url)
        assert refused.value.code == "address"

    def test_a_chinese_name_and_path_are_written_as_the_web_does(self) -> None:
        found = parse("https://例子.example:8443/收件?来自=邻里")
        assert (found.host, found.port) == ("xn--fsqu00a.example", 8443)
        assert found.target.isascii()


class TestRebinding:
    def test_the_address_judged_is_the_address_called(self, far: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
        """The second answer of the name is never asked for: the public one that was judged is called."""
        asked: list[str] = []
        called: list[str] = []

        def resolve(host: str, _port: int) -> list[str]:
            asked.append(host)
            return ["1.1.1.1"] if len(asked) == 1 else ["127.0.0.1"]

        def connect(address: tuple[str, int], **_: object) -> socket.socket:
            called.append(address[0])
            raise ConnectionRefusedError

        monkeypatch.setattr(receivers, "resolve", resolve)
        monkeypatch.setattr(socket, "create_connection", connect)
        answer = post(far.url, body=b"{}", headers={})
        assert answer.problem == "nobody_there"
        assert (asked, called) == (["receiver.example"], ["1.1.1.1"])

    def test_a_name_that_turned_private_after_it_was_entered_is_not_called(
        self, far: Outside, settings: Settings
    ) -> None:
        settings.LINLI_WEBHOOK_NETWORKS = ()
        answer = post(far.url, body=b"{}", headers={})
        assert (answer.code, answer.problem) == (None, "private_address")
        assert far.got == []


class TestTheOtherSide:
    def test_a_certificate_of_another_name_is_refused(self, far: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(receivers, "resolve", lambda *_: ["127.0.0.1"])
        answer = post(far.url.replace("receiver", "other"), body=b"{}", headers={})
        assert (answer.code, answer.problem) == (None, "certificate")
        assert far.got == []

    def test_a_receiver_that_never_answers_costs_no_more_than_the_whole_time(
        self, far: Outside, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("linli.foundation.webhooks.post.WHOLE_S", 0.3)
        far.slow_s = 2.0
        answer = post(far.url, body=b"{}", headers={})
        assert (answer.code, answer.problem) == (None, "too_slow")
