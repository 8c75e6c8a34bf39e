"""Templates as an administrator of the demo writes them."""

from uuid import UUID

from linli.domains.phrases import facade as phrases
from linli.foundation.scope.context import reading
from linli.project.demo.readers import administrator
from linli.project.demo.street import COMMUNITY


def draft(text: str, **more: object) -> phrases.PhraseDraft:
    return phrases.PhraseDraft(action="note", name="试", text=text, **more)  # type: ignore[arg-type]


def written(one: phrases.PhraseDraft) -> UUID:
    with reading(administrator(COMMUNITY)):
        phrases.write_phrase(COMMUNITY, one)
    return one.line


def names() -> set[str]:
    with reading(administrator(COMMUNITY)):
        return {one.name for one in phrases.phrases_of(COMMUNITY)}
