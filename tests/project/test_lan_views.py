"""The page about the local certificate exists only where there is one, and hands out the public half alone."""

from pathlib import Path

import pytest
from django.http import Http404
from django.test import RequestFactory

from linli.project import lan, lan_views


@pytest.fixture
def local_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(lan_views.settings, "DATA", tmp_path)
    lan.ensure_certificate(tmp_path, names=("192.168.1.20",))
    return tmp_path


class TestAuthority:
    def test_only_the_public_certificate_is_handed_out(self, local_network: Path) -> None:
        answer = lan_views.lan_authority(RequestFactory().get("/lan/ca.crt"))
        assert answer.content == lan.files(local_network).authority.read_bytes()
        assert b"PRIVATE" not in answer.content
        assert answer["Content-Type"] == "application/x-x509-ca-cert"

    def test_without_one_there_is_no_such_page(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(lan_views.settings, "DATA", tmp_path)
        for view in (lan_views.lan_authority, lan_views.lan_page):
            with pytest.raises(Http404):
                view(RequestFactory().get("/lan/"))
