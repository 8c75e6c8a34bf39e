"""Two people at once: one step counts, the other hears what happened, and nothing is there twice or half."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection
from tests.domains.cases.acting import LIFT, page, report, step

from linli.domains.cases import facade as cases
from linli.domains.cases.models import Case, Clock, Entry, Party, Wording
from linli.foundation.audit.models import Entry as AuditEntry
from linli.foundation.events.models import Outbox
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader, job_reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

OURS = (Case, Wording, Party, Clock, Entry)


def counts() -> dict[str, int]:
    with reading(job_reader(COMMUNITY)):
        found = {model.__name__: model._default_manager.count() for model in OURS}
        found["Outbox"] = Outbox.objects.count()
    with reading(job_reader(COMMUNITY, purpose=Purpose.AUDIT)):
        return found | {"Audit": AuditEntry.objects.count()}


def cut_the_connection() -> None:
    """Have the database end this thread's connection, as when its server process is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()

    def end() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        connection.close()

    killer = Thread(target=end)
    killer.start()
    killer.join()


class TestTwoDispatchers:
    def test_one_dispatch_counts_and_the_other_page_is_stale(self, cast: Cast) -> None:
        opened = report("想问个事情")
        clerk, desk = cast.readers["heshuning"], cast.readers["zhiban"]
        step(clerk, opened.case_id, "accept")
        seen = step(clerk, opened.case_id, "confirm_kind", kind="elevator").version
        before, ready, answers = counts(), Barrier(2), []

        def dispatch(reader: Reader) -> None:
            order = cases.StepOrder(
                case_id=opened.case_id, action="dispatch", version=seen, form={"lead": cast.units["property"]}
            )
            try:
                with reading(reader):
                    page_of_the_moment = cases.case_page(opened.case_id)
                    ready.wait()
                    assert page_of_the_moment.version == seen
                    answers.append(cases.take_step(order))
            except cases.StalePage as stale:
                answers.append(stale)
            finally:
                connection.close()

        both = [Thread(target=dispatch, args=(reader,)) for reader in (clerk, desk)]
        for one in both:
            one.start()
        for one in both:
            one.join()

        done = [a for a in answers if isinstance(a, cases.StepDone)]
        stale = [a for a in answers if isinstance(a, cases.StalePage)]
        assert (len(done), len(stale)) == (1, 1)
        assert [entry.action for entry in stale[0].entries] == ["dispatch"]
        after = counts()
        assert {name: after[name] - before[name] for name in after} == {
            "Case": 0, "Wording": 0, "Party": 1, "Clock": 1, "Entry": 1, "Outbox": 1, "Audit": 1,
        }  # fmt: skip
        assert len(page(clerk, opened.case_id).units) == 1


def open_and(after: Callable[[], None]) -> None:
    with reading(Reader()):
        cases.open_case(cases.OpenCase(community=COMMUNITY, text=LIFT, token="dies", channel="web"))
        after()


def receive_and_be_cut(opened: cases.Opened, *, by: Reader) -> None:
    with reading(by):
        version = cases.case_page(opened.case_id).version
        cases.take_step(cases.StepOrder(case_id=opened.case_id, action="receive", version=version))
        cut_the_connection()


def fail() -> None:
    raise ZeroDivisionError


class TestTransactionsThatDie:
    def test_an_error_after_opening_leaves_nothing(self, cast: Cast) -> None:
        del cast
        before = counts()
        with pytest.raises(ZeroDivisionError):
            open_and(fail)

        assert counts() == before

    def test_a_connection_that_is_cut_leaves_nothing(self, cast: Cast) -> None:
        del cast
        before = counts()
        with pytest.raises(OperationalError):
            open_and(cut_the_connection)
        connection.close()

        assert counts() == before
        assert report(LIFT, token="dies").is_new

    def test_a_step_that_is_cut_leaves_the_matter_as_it_was(self, cast: Cast) -> None:
        opened = report()
        before = counts()
        with pytest.raises(OperationalError):
            receive_and_be_cut(opened, by=cast.readers["wuye"])
        connection.close()

        assert counts() == before
        assert page(cast.readers["wuye"], opened.case_id).units[0].state == "asked"
