"""The room's regular work, one community at a time: reminders, limits after a new calendar, and forgetting."""

from django.utils import timezone
from procrastinate.contrib.django import app

from linli.domains.cases.actions.end_pauses import end_pauses, with_pauses_over
from linli.domains.cases.actions.forget import AT_ONCE, forget_contacts, forget_submissions
from linli.domains.cases.actions.reckon_again import reckon_again, reckoned_by_an_older_calendar
from linli.domains.cases.actions.remind import remind
from linli.domains.cases.actions.supervise import late_clocks, supervise
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.foundation.territory import queries as territory
from linli.kernel.periods import nightly


@app.periodic(cron="*/10 * * * *")
@app.task(name="cases.remind", queueing_lock="cases.remind")
def remind_of_limits(timestamp: int) -> None:
    """Tell of limits that are due soon or overdue; ``timestamp`` is the second the run was due."""
    del timestamp
    for community in territory.every_community():
        with reading(job_reader(community)):
            remind(community, at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="cases.end_pauses", queueing_lock="cases.end_pauses")
def note_pauses_over(timestamp: int) -> None:
    """Note pauses that have reached their limit, each matter in its own transaction."""
    del timestamp
    for community in territory.every_community():
        with reading(job_reader(community)):
            waiting = with_pauses_over(community, at=timezone.now())
        for case_id in waiting:
            with reading(job_reader(community)):
                end_pauses(case_id, at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="cases.supervise", queueing_lock="cases.supervise")
def supervise_what_is_late(timestamp: int) -> None:
    """Raise supervision of what is late, each matter in its own transaction."""
    del timestamp
    for community in territory.every_community():
        with reading(job_reader(community)):
            late = list(late_clocks(community, at=timezone.now()))
        for case_id, clock, level in late:
            with reading(job_reader(community)):
                supervise(case_id, clock=clock, level=level, at=timezone.now())


@app.periodic(cron="7 * * * *")
@app.task(name="cases.reckon_again", queueing_lock="cases.reckon_again")
def reckon_limits_again(timestamp: int) -> None:
    """Reckon limits again where the calendar changed, each matter in its own transaction."""
    del timestamp
    for community in territory.every_community():
        with reading(job_reader(community)):
            waiting = reckoned_by_an_older_calendar(community)
        for case_id in waiting:
            with reading(job_reader(community)):
                reckon_again(case_id, at=timezone.now())


@app.periodic(cron=nightly(29))
@app.task(name="cases.forget_submissions", queueing_lock="cases.forget_submissions")
def forget_callers(timestamp: int) -> None:
    """Forget yesterday's counts of callers."""
    del timestamp
    with reading(job_reader("")):
        forget_submissions(at=timezone.now())


@app.periodic(cron=nightly(37))
@app.task(name="cases.forget_contacts", queueing_lock="cases.forget_contacts")
def erase_contacts(timestamp: int) -> None:
    """Erase how reporters could be reached, half a year after their matters were closed."""
    del timestamp
    for community in territory.every_community():
        erased = AT_ONCE
        while erased == AT_ONCE:
            with reading(job_reader(community)):
                erased = forget_contacts(community, at=timezone.now())
