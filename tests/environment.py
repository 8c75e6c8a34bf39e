"""Sets the environment before Django's settings are read: a scratch cluster, and the two log-ins it was made with."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def _prepare() -> None:
    from linli.project.cluster import testing_urls  # noqa: PLC0415 - after the environment is ours

    scratch = Path(os.environ.get("LINLI_TEST_CLUSTER", ROOT / "var" / "test-cluster"))
    scratch.mkdir(parents=True, exist_ok=True)
    app, owner = testing_urls(scratch)
    data = Path(tempfile.mkdtemp(prefix="linli-test-"))
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    os.environ.update(
        LINLI_DATABASE_URL=app,
        LINLI_OWNER_DATABASE_URL=owner,
        LINLI_DATA=str(data),
        LINLI_SECRET_KEY="only-for-tests-" + "x" * 40,
        LINLI_MAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        DJANGO_SETTINGS_MODULE="linli.project.settings",
    )


if os.environ.get("LINLI_TEST_WITHOUT_DATABASE") != "1":
    _prepare()
