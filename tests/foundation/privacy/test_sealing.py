"""Sealed values open in their own place only, and look-ups need the key."""

import hashlib
from pathlib import Path

import pytest
from pytest_django import Settings

from linli.foundation.privacy.sealing import CannotOpen, blind_index, derived_key, open_sealed, seal

PHONE = "19900001111"


class TestSealing:
    def test_a_value_opens_where_it_was_sealed(self) -> None:
        assert (
            open_sealed(seal("张三 " + PHONE, context="room.row.phone:1"), context="room.row.phone:1")
            == "张三 " + PHONE
        )

    def test_a_value_copied_into_another_row_does_not_open(self) -> None:
        blob = seal(PHONE, context="room.row.phone:1")
        with pytest.raises(CannotOpen):
            open_sealed(blob, context="room.row.phone:2")

    @pytest.mark.parametrize("place", [0, 1, 13, -1])
    def test_a_changed_byte_is_noticed_wherever_it_is(self, place: int) -> None:
        blob = bytearray(seal(PHONE, context="c"))
        blob[place] ^= 1
        with pytest.raises(CannotOpen):
            open_sealed(bytes(blob), context="c")

    @pytest.mark.parametrize("blob", [b"", b"\x01", b"\x01" * 20])
    def test_what_is_too_short_is_no_sealed_value(self, blob: bytes) -> None:
        with pytest.raises(CannotOpen):
            open_sealed(blob, context="c")

    def test_equal_values_look_different_each_time(self) -> None:
        assert len({seal(PHONE, context="c") for _ in range(20)}) == 20

    def test_the_text_is_not_in_the_blob(self) -> None:
        assert PHONE.encode() not in seal(PHONE, context="c")

    def test_the_database_may_hand_back_a_memoryview(self) -> None:
        assert open_sealed(memoryview(seal(PHONE, context="c")), context="c") == PHONE

    def test_another_installation_s_key_opens_nothing(self, settings: Settings, tmp_path: Path) -> None:
        blob = seal(PHONE, context="c")
        settings.DATA = tmp_path
        with pytest.raises(CannotOpen):
            open_sealed(blob, context="c")


class TestBlindIndex:
    def test_the_same_value_is_found_again(self) -> None:
        assert blind_index(PHONE, field="phone") == blind_index(PHONE, field="phone")

    def test_fields_are_kept_apart(self) -> None:
        assert blind_index(PHONE, field="phone") != blind_index(PHONE, field="id_number")

    def test_a_bare_digest_of_the_value_does_not_match(self) -> None:
        assert blind_index(PHONE, field="phone") != hashlib.sha256(PHONE.encode()).digest()

    def test_the_key_decides(self, settings: Settings, tmp_path: Path) -> None:
        ours = blind_index(PHONE, field="phone")
        settings.DATA = tmp_path
        assert blind_index(PHONE, field="phone") != ours


class TestDerivedKeys:
    def test_each_use_has_its_own_key_of_32_bytes(self) -> None:
        keys = {derived_key(label) for label in ("audit", "search", "seal:1")}
        assert {len(key) for key in keys} == {32}
        assert len(keys) == 3

    def test_the_key_file_is_its_owner_s_alone(self, settings: Settings, tmp_path: Path) -> None:
        settings.DATA = tmp_path
        derived_key("audit")
        assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "keys" / "master.key").stat().st_mode & 0o777 == 0o600
