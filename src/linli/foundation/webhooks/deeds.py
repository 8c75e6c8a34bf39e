"""What this room writes into the chain, and how each deed is called."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.foundation.audit import log
from linli.foundation.webhooks.models import Subscription

_COMMUNITY_DIGITS = 12

DEEDS: Final = {
    "webhook.subscribed": _("Outside receiver entered"),
    "webhook.paused": _("Outside receiver paused"),
    "webhook.resumed": _("Outside receiver resumed"),
    "webhook.revoked": _("Outside receiver revoked"),
    "webhook.replayed": _("Deliveries to an outside receiver repeated"),
}


def note(deed: str, subscription: Subscription, **data: object) -> None:
    """Record a deed on a subscription, in the chain of the place it hears of."""
    assert deed in DEEDS
    log.record(
        deed,
        community=subscription.scope[:_COMMUNITY_DIGITS],
        subject_type="webhook",
        subject_id=subscription.id,
        data={"scope": subscription.scope, **data},
    )
