"""Guards and effects of duplicates: a matter follows another one, and goes its own way again."""

from __future__ import annotations

from uuid import UUID

from linli.foundation.workflow.outcome import Refusal
from linli.foundation.workflow.vocabulary.draft import Draft
from linli.foundation.workflow.vocabulary.registry import Question, effect, guard


def _refuse(name: str, code: str) -> Refusal:
    return Refusal(guard=name, code=code)


@guard(facts=("main",), is_about_form=True, fields=("main",))
def main_can_be_followed(question: Question) -> Refusal | None:
    """Require another open matter of the community that follows none itself, and as closed to others as this one."""
    main = question.fact("main")
    return None if main.is_true else _refuse("main_can_be_followed", main.code)


@effect(fields=("main",), facts=("main",))
def follow_main(question: Question, draft: Draft) -> None:
    """Follow another matter: this one's own parts and clocks end."""
    draft.case["main"] = UUID(question.fact("main").params["id"])
    draft.release_all()


@effect()
def leave_main(question: Question, draft: Draft) -> None:
    """Go its own way again."""
    del question
    draft.case["main"] = None
