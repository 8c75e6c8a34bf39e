"""What the demo's people say leads where it is meant to."""

import pytest

from linli.domains.cases import facade as cases
from linli.project.demo import texts
from linli.project.demo.street import COMMUNITY


@pytest.mark.parametrize("text", texts.UNCLEAR)
@pytest.mark.usefixtures("cast")
def test_what_is_unclear_suggests_no_kind_so_that_a_person_reads_it(text: str) -> None:
    assert cases.kind_for(text, community=COMMUNITY).code == "other"
