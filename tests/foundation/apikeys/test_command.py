"""``linli keys`` as an operator types it."""

import io
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from tests import databases

from linli.foundation.apikeys.models import ApiKey
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

PLACE = ("--place", COMMUNITY)


@pytest.fixture(autouse=True)
def gone_afterwards(cast: Cast) -> Iterator[None]:  # noqa: ARG001 - the community stands
    yield
    with databases.kept_owner_of(databases.current()) as owner:
        owner.execute("DELETE FROM apikeys_apikey")


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("linli_keys", *words, stdout=out, stderr=io.StringIO(), skip_checks=True)
    return out.getvalue()


class TestCommand:
    def test_makes_lists_and_revokes(self) -> None:
        secret = run("create", *PLACE, "--name", "城市热线", "--unit", "柳岸社区服务站", "--write").strip()
        assert secret.startswith("linli_")
        listed = run("list", *PLACE)
        assert secret not in listed
        assert all(word in listed for word in (secret[-4:], "read+write", "good", "柳岸社区服务站"))
        key_id = listed.split()[0]
        run("revoke", *PLACE, key_id)
        assert "revoked" in run("list", *PLACE)

    @pytest.mark.parametrize(
        "words",
        [
            ("list", "--place", "999901001099"),
            ("create", *PLACE, "--name", "x", "--unit", "没有这个单位"),
            ("create", *PLACE, "--name", "x", "--unit", "柳岸社区服务站", "--no-read"),
            ("create", *PLACE, "--name", "x", "--unit", "柳岸社区服务站", "--until", "2020-01-01"),
            ("revoke", *PLACE, "00000000-0000-0000-0000-000000000000"),
        ],
    )
    def test_says_in_one_sentence_what_is_wrong(self, words: tuple[str, ...], owner: databases.Owner) -> None:
        del owner
        with pytest.raises(CommandError) as refused:
            run(*words)
        assert "\n" not in str(refused.value)
        with databases.kept_owner_of(databases.current()) as here:
            assert here.execute(f"SELECT count(*) FROM {ApiKey._meta.db_table}").fetchone() == (0,)  # noqa: S608
