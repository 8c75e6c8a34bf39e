"""What becomes of a low rating: the street reads it on the matter, the units never."""

from tests.domains.cases.acting import LIFT, finish, page, report, step

from linli.domains.cases import facade as cases
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader
from linli.project.demo.readers import Cast


class TestLowRating:
    def test_the_street_reads_it_on_the_matter_and_nobody_else(self, cast: Cast) -> None:
        opened = report(LIFT)
        finish(cast.readers["wuye"], opened.case_id)
        step(cast.readers["heshi"], opened.case_id, "verify", text="去看过了")
        with reading(Reader()):
            cases.rate(opened.code, opened.key, level=1, words="没有修好")

        rating = page(cast.readers["jiedao"], opened.case_id).rating
        assert rating is not None
        assert (rating.level, rating.words, rating.is_low) == (1, "没有修好", True)
        assert [page(cast.readers[who], opened.case_id).rating for who in ("heshuning", "wuye", "heshi")] == [None] * 3
