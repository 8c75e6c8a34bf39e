"""Writes answers as XML or JSON; every value is escaped by the writer of its form, and nothing here reads either."""

import hashlib
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import TypeAlias
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.xmlutils import SimplerXMLGenerator

from linli.kernel.worktime import SHANGHAI
from linli.portals.interop.open311.problems import Problem

XML, JSON = "xml", "json"
MEDIA = {XML: "text/xml; charset=utf-8", JSON: "application/json; charset=utf-8"}
_ITEMS = {"attributes": "attribute", "values": "value", "endpoints": "endpoint", "formats": "format"}
"""What one thing of a list is called in XML."""
_NO_ATTRIBUTES: "AttributesImpl[str]" = AttributesImpl({})
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Row: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An answer: a list of ``rows``, each called ``item`` inside ``root``; without ``item`` the one row is the root."""

    root: str
    rows: Sequence[Row]
    item: str = ""
    status: HTTPStatus = HTTPStatus.OK


def form_of(request: HttpRequest, asked: str | None) -> str:
    """Return the form that the address names, else JSON for those who accept it and not XML, else XML."""
    if asked:
        return asked
    accepted = request.headers.get("Accept", "")
    return JSON if "json" in accepted and "xml" not in accepted else XML


def answer(request: HttpRequest, document: Document, *, form: str) -> HttpResponseBase:
    """Return the answer in its form; a reader who has it already, by its ETag, is told so without its body."""
    body = _as_xml(document) if form == XML else _as_json(document)
    response = HttpResponse(body, content_type=MEDIA[form], status=document.status)
    response.headers["Access-Control-Allow-Origin"] = "*"  # public facts, and no cookie opens more of them
    patch_vary_headers(response, ["Accept", "Cookie"])
    if request.method not in {"GET", "HEAD"} or document.status != HTTPStatus.OK:
        response.headers["Cache-Control"] = "no-store"
        return response
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    response.headers["ETag"], response.headers["Cache-Control"] = etag, "no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response


def failure(problem: Problem, *, form: str) -> HttpResponse:
    """Return what went wrong as the protocol says it."""
    row = {"code": int(problem.status), "description": problem.sentence}
    document = Document(root="errors", item="error", rows=[row])
    body = _as_xml(document) if form == XML else _as_json(document)
    response = HttpResponse(body, content_type=MEDIA[form], status=problem.status)
    response.headers["Access-Control-Allow-Origin"], response.headers["Cache-Control"] = "*", "no-store"
    if problem.wait_s:
        response.headers["Retry-After"] = str(problem.wait_s)
    return response


def said(value: object) -> str:
    """Return a value as text: moments in Beijing time with their offset, truth in small letters, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).isoformat(timespec="seconds")
    return str(value)


def _as_json(document: Document) -> bytes:
    body = list(document.rows) if document.item else document.rows[0]
    return json.dumps(body, ensure_ascii=False, default=said).encode()


def _as_xml(document: Document) -> bytes:
    held = io.BytesIO()
    writer = SimplerXMLGenerator(held, "utf-8", short_empty_elements=False)
    writer.startDocument()
    writer.startElement(document.root, _NO_ATTRIBUTES)
    for row in document.rows:
        if document.item:
            _element(writer, document.item, row)
        else:
            _children(writer, row)
    writer.endElement(document.root)
    writer.endDocument()
    return held.getvalue()


def _element(writer: SimplerXMLGenerator, name: str, value: object) -> None:
    writer.startElement(name, _NO_ATTRIBUTES)
    if isinstance(value, Mapping):
        _children(writer, value)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for one in value:
            _element(writer, _ITEMS[name], one)
    else:
        writer.characters(_NOT_XML.sub("", said(value)))
    writer.endElement(name)


def _children(writer: SimplerXMLGenerator, row: Row) -> None:
    for name, value in row.items():
        _element(writer, name, value)
