"""Half a form is never taken for a whole one."""

import io
from collections.abc import Iterable
from typing import Any

import pytest

from linli.project.serving.body import BodyLost, WholeBody, ending_of, with_whole_bodies


class TestABody:
    def test_it_is_read_in_pieces_and_lines(self) -> None:
        body = WholeBody(io.BytesIO(b"one\ntwo three"), length=13)
        assert (body.readline(), body.read(3), body.read(), body.read()) == (b"one\n", b"two", b" three", b"")

    def test_one_that_ends_before_its_length_was_cut_off(self) -> None:
        body = WholeBody(io.BytesIO(b"half"), length=5)
        assert body.read(5) == b"half"
        with pytest.raises(BodyLost):
            body.read(5)

    def test_a_form_with_files_has_an_end(self) -> None:
        content = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'
        ending = ending_of("multipart/form-data; boundary=x")
        whole = WholeBody(io.BytesIO(content), length=len(content), ending=ending)
        assert whole.read() == content
        half = WholeBody(io.BytesIO(content[:-8]), length=len(content) - 8, ending=ending)
        with pytest.raises(BodyLost):
            half.read()

    @pytest.mark.parametrize(
        ("content_type", "ending"),
        [
            ("multipart/form-data; boundary=abc", b"--abc--"),
            ('multipart/form-data; charset=utf-8; boundary="a b"', b"--a b--"),
            ('Multipart/Form-Data; boundary="abc"', b"--abc--"),
            ("application/x-www-form-urlencoded", b""),
            ("", b""),
        ],
    )
    def test_the_end_is_known_from_the_boundary(self, content_type: str, ending: bytes) -> None:
        assert ending_of(content_type) == ending


class TestAnApplication:
    @pytest.mark.parametrize(("length", "is_wrapped"), [("5", True), ("0", False), ("", False), ("x", False)])
    def test_only_a_request_with_a_body_gets_one(self, length: str, is_wrapped: bool) -> None:  # noqa: FBT001
        seen: list[object] = []

        def application(environ: dict[str, Any], start_response: object) -> Iterable[bytes]:
            del start_response
            seen.append(environ["wsgi.input"])
            return [b""]

        with_whole_bodies(application)({"wsgi.input": io.BytesIO(b"12345"), "CONTENT_LENGTH": length}, None)
        assert isinstance(seen[0], WholeBody) is is_wrapped
