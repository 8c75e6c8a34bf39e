"""The content policy of every page, and the nonce that lets htmx trust an element.

A page's scripts come from our own files only: no inline script, no ``eval``, no inline style. The nonce is stamped on
our script tag and, as ``hx-nonce``, on every element with htmx attributes; the ``hx-csp`` extension drops htmx
attributes without it, so markup that slipped into a page cannot make requests. Trusted Types close the string-to-DOM
doors to everybody but htmx. A page whose script starts a worker says so (:func:`allow_worker`): its one default policy
knows the address of that file and nothing else, since a library hands the browser plain strings.
"""

import secrets
from typing import Final

from django.http import HttpRequest

_KEY: Final = "linli.csp_nonce"
_WORKER: Final = "linli.csp_worker"
_NONCE_BYTES: Final = 16

_POLICY: Final = (
    ("default-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self' blob:"),
    ("connect-src", "'self'"),
    ("object-src", "'none'"),
    ("base-uri", "'none'"),
    ("form-action", "'self'"),
    ("frame-ancestors", "'none'"),
    ("require-trusted-types-for", "'script'"),
    ("worker-src", "'self'"),
)


def page_nonce(request: HttpRequest) -> str:
    """Return the nonce of this request: made at first use, the same for the whole answer."""
    nonce: str = request.META.setdefault(_KEY, "") or secrets.token_urlsafe(_NONCE_BYTES)
    request.META[_KEY] = nonce
    return nonce


def allow_worker(request: HttpRequest) -> None:
    """Let the scripts of this one page start a worker from our own files."""
    request.META[_WORKER] = True


def content_policy(request: HttpRequest) -> str:
    """Return the value of the ``Content-Security-Policy`` header; call it after the answer was rendered."""
    nonce = request.META.get(_KEY)
    script = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    trusted = "htmx default" if request.META.get(_WORKER) else "htmx"
    parts = (("script-src", script), *_POLICY, ("trusted-types", trusted))
    return "; ".join(f"{name} {value}" for name, value in parts)
