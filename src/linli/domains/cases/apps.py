"""The room of matters; it hears its own events, to tell people after the change has committed."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.domains.cases"
    label = "cases"

    def ready(self) -> None:
        """Subscribe; imported here because models are ready only now."""
        from linli.domains.cases.actions import outside, telling  # noqa: PLC0415
        from linli.domains.cases.deeds import DEEDS  # noqa: PLC0415
        from linli.domains.cases.events import CaseMoved, CaseOpened, CaseRated  # noqa: PLC0415
        from linli.foundation.audit import naming  # noqa: PLC0415
        from linli.foundation.events import outbox  # noqa: PLC0415
        from linli.foundation.workflow.vocabulary import terms  # noqa: PLC0415

        naming.name_actions(DEEDS)
        terms.register_messages(units=telling.UNIT_KINDS, people=telling.ROLE_KINDS)
        outside.offer_matters()
        outbox.subscribe(CaseOpened, telling.hear_opened)
        outbox.subscribe(CaseMoved, telling.hear_moved)
        outbox.subscribe(CaseRated, telling.hear_rated)
