"""Log lines name no matter's key and quote nobody."""

import logging
import sys

import pytest

from linli.project.logs import DiscreetFormatter, without_keys


def line_of(error: Exception) -> str:
    try:
        raise error
    except type(error):
        record = logging.LogRecord(
            "django.request", logging.ERROR, __file__, 1, "%s: %s", ("A", "/m/1/K/"), sys.exc_info()
        )
    return DiscreetFormatter("%(levelname)s %(message)s").format(record)


class TestLogLines:
    @pytest.mark.parametrize(
        ("written", "kept"),
        [
            ("Not Found: /m/2610407385/8Q3ZK7M2XH4D/rate/", "Not Found: /m/…"),
            ("Forbidden: /m/2610407385/", "Forbidden: /m/…"),
            ("GET /m/2610407385/8Q3ZK7M2XH4D/?done=rate", "GET /m/…?done=rate"),
            ("Not Found: /c/999901001001/report/", "Not Found: /c/999901001001/report/"),
            ("Method Not Allowed (GET): /m/", "Method Not Allowed (GET): /m/"),
        ],
    )
    def test_an_address_ends_before_code_and_key(self, written: str, kept: str) -> None:
        assert without_keys(written) == kept

    def test_an_error_is_told_by_kind_and_place_and_not_by_its_words(self) -> None:
        said = line_of(ValueError("Key (phone)=(13800000000) already exists"))

        assert "13800000000" not in said
        assert "builtins.ValueError" in said
        assert "test_logs.py" in said
        assert said.startswith("ERROR A: /m/…\n")

    def test_what_it_came_from_is_told_the_same_way(self) -> None:
        first = KeyError("陈奶奶")
        second = RuntimeError("told to 陈奶奶")
        second.__cause__ = first

        said = line_of(second)

        assert "陈奶奶" not in said
        assert said.index("builtins.KeyError") < said.index("builtins.RuntimeError")

    def test_the_site_logs_this_way(self) -> None:
        kinds = {type(handler.formatter) for handler in logging.getLogger().handlers if handler.get_name() == "console"}
        assert kinds == {DiscreetFormatter}
