"""Queues a file for reading, by the job's name: the job itself stands above."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager

from linli.foundation.imports.models import Upload

KIND = "residents"
TASK = "residents.import"


def queue(upload: Upload) -> None:
    """Queue a file for reading, in the running transaction; files of one community are read one after the other."""
    configured = app.configure_task(
        TASK,
        allow_unknown=True,
        lock=f"residents.import:{upload.community}",
        task_kwargs={"upload_id": str(upload.id), "community": upload.community},
    )
    JobManager(DjangoConnector()).batch_defer_jobs([configured.job])
