"""Queues a file for reading, by the job's name: the job itself stands above."""

from linli.foundation.imports.intake import jobs
from linli.foundation.imports.models import Upload

KIND = "residents"
TASK = "residents.import"


def queue(upload: Upload) -> None:
    """Queue a file for reading, in the running transaction; files of one community are read one after the other."""
    jobs.queue(upload, task=TASK)
