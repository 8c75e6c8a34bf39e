"""Hands a report in by the same door as the report page, and words that its reporter adds later."""

import hashlib
import secrets
from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.cases import facade as cases
from linli.foundation.privacy.sealing import open_sealed, seal
from linli.foundation.scope.context import become
from linli.foundation.scope.reader import Reader
from linli.portals.interop.models import HandedIn
from linli.portals.interop.open311.door import Call, caller_of
from linli.portals.interop.open311.forms import Document
from linli.portals.interop.open311.problems import missing, refuse
from linli.portals.interop.open311.sending import ReportForm, UpdateForm, checked, kind_of
from linli.portals.interop.open311.words import notice_of

CHANNEL = "system"
TOKEN_BYTES = 18
_CONTEXT = "interop.handedin.reporter"


def hand_in(request: HttpRequest, call: Call, given: QueryDict) -> Document:
    """Open a matter for a reporter of another system; the same token again finds the matter it opened.

    Raises :class:`Problem` for what is missing or wrong, and for a token that was used with other words.
    """
    assert call.key is not None
    kind = kind_of(given.get("service_code", "").strip(), offered=cases.offered_kinds(call.community))
    form = ReportForm(given, community=call.community)
    checked(form)
    token = form.cleaned_data["token"].strip() or secrets.token_urlsafe(TOKEN_BYTES)
    before = HandedIn.objects.filter(key=call.key.id, token_digest=_digest(token)).first()
    with transaction.atomic():
        opened = _open(request, call, form, kind=kind, token=token)
        if before is not None and before.case_id != opened.case_id:
            raise refuse(_("This token was used for another report; every report has its own. Nothing was handed in."))
    if before is None:
        _remember(call, opened, token=token)
    address = request.build_absolute_uri(reverse("resident:track", kwargs={"code": opened.code, "key": opened.key}))
    row = {"service_request_id": str(opened.case_id), "service_notice": notice_of(opened, address=address),
           "account_id": ""}  # fmt: skip
    status = HTTPStatus.CREATED if opened.is_new else HTTPStatus.OK
    return Document(root="service_requests", item="request", rows=[row], status=status)


def _open(request: HttpRequest, call: Call, form: ReportForm, *, kind: cases.OfferedKind, token: str) -> cases.Opened:
    assert call.key is not None
    become(Reader())  # whoever reports does so as a resident
    try:
        return cases.open_case(
            cases.OpenCase(
                community=call.community,
                text=form.cleaned_data["description"],
                token=f"open311:{call.key.id}:{token}",
                channel=CHANNEL,
                kind=kind.code,
                place=form.place_input(),
                contact=form.contact_input(),
                caller=caller_of(request),
            )
        )
    except cases.CaseRefused as refused:
        raise refuse(str(refused)) from refused


def _remember(call: Call, opened: cases.Opened, *, token: str) -> None:
    assert call.key is not None
    become(call.reader)
    HandedIn.objects.bulk_create(
        [
            HandedIn(
                case_id=opened.case_id, community=call.community, key_id=call.key.id, token_digest=_digest(token),
                reporter_sealed=seal(f"{opened.code} {opened.key}", context=f"{_CONTEXT}:{opened.case_id}"),
                at=timezone.now(),
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def by_token(call: Call, token: str) -> Document:
    """Return which matter a caller's own token became; raises :class:`Problem` where it is none of this key's."""
    found = HandedIn.objects.filter(token_digest=_digest(token)).first() if call.key is not None else None
    if found is None:
        raise missing(_("No report was handed in under this token with this api_key."))
    row = {"service_request_id": str(found.case_id), "token": token}
    return Document(root="service_requests", item="request", rows=[row])


def add_words(call: Call, given: QueryDict) -> Document:
    """Add the reporter's words to a matter this key handed in, where its procedure lets a reporter do so.

    An update sent again under the same ``update_id`` is taken once. Raises :class:`Problem`.
    """
    form = UpdateForm(given)
    data = checked(form).cleaned_data
    rows = HandedIn.objects.select_for_update()
    handed = rows.filter(pk=data["service_request_id"], community=call.community).first()
    if handed is None:
        raise missing(_("This api_key handed in no such request, so it cannot add to it."))
    update = _digest(data["update_id"].strip() or secrets.token_urlsafe(TOKEN_BYTES))
    if update not in handed.added:
        handed.added = {**handed.added, update: _supplement(handed, data["description"])}
        become(call.reader)
        handed.save(update_fields=["added"])
    row = {"update_id": f"{handed.case_id}.{handed.added[update]}", "service_request_id": str(handed.case_id)}
    return Document(root="service_request_updates", item="request_update", rows=[row])


def _supplement(handed: HandedIn, words: str) -> int:
    """Add words as the reporter; returns the number the matter's course has now."""
    code, key = open_sealed(handed.reporter_sealed, context=f"{_CONTEXT}:{handed.case_id}").split()
    try:
        return cases.supplement(code, key, words=words).version
    except cases.StepRefused as refused:
        raise refuse(refused.sentence) from refused
    except cases.NoSuchCase:
        raise missing(_("This request is no longer there.")) from None
    except cases.StalePage:
        raise refuse(_("The matter is moving on at this moment; please send it again.")) from None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
