"""The job queue's application, as procrastinate hands it over when Django is ready."""

from procrastinate import App


def on_app_ready(app: App) -> None:
    """Take part in procrastinate's start; tasks are found in each room's ``tasks`` module."""
    app.perform_import_paths()  # type: ignore[no-untyped-call]
