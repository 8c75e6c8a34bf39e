"""Open matters of before get the stair, floor or room that their words name exactly; all others stay without.

In batches of their own transactions, so that the previous release goes on working beside it; run again it changes
nothing that somebody said meanwhile.
"""

from functools import lru_cache
from typing import Any

from django.db import migrations, transaction

from linli.kernel.spots import spot_in, spot_said

AT_ONCE = 500
BUILDINGS_HELD = 200


def read_words(apps: Any, _editor: object = None) -> None:
    """Give open matters with a building the spot that their plate, place words and words name."""
    case_model, wording_model = apps.get_model("cases", "Case"), apps.get_model("cases", "Wording")
    building_model, dwelling_model = apps.get_model("places", "Building"), apps.get_model("places", "Dwelling")

    @lru_cache(maxsize=BUILDINGS_HELD)
    def inside(building_id: object) -> tuple[tuple[Any, ...], int | None]:
        doors = tuple(dwelling_model.objects.filter(building_id=building_id))
        return doors, building_model.objects.values_list("floors", flat=True).get(pk=building_id)

    waiting = case_model.objects.filter(
        closed_at__isnull=True, building__isnull=False, dwelling__isnull=True, stair__isnull=True, floor__isnull=True
    ).order_by("id")
    last = None
    while True:
        with transaction.atomic():
            rows = list((waiting if last is None else waiting.filter(id__gt=last))[:AT_ONCE])
            words = {
                one.case_id: (one.place_words, one.body)
                for one in wording_model.objects.filter(case_id__in=[row.id for row in rows])
            }
            for row in rows:
                _place(waiting, row, words=words.get(row.id, ()), inside=inside)
        if len(rows) < AT_ONCE:
            return
        last = rows[-1].id


def _place(waiting: Any, row: Any, *, words: tuple[str, ...], inside: Any) -> None:
    doors, floors = inside(row.building_id)
    stair = spot_in(row.place, doors=doors, floors=floors).stair
    spot = spot_said(words, doors=doors, floors=floors, stair=stair)
    if spot.dwelling is not None:
        waiting.filter(pk=row.pk).update(dwelling_id=spot.dwelling)
    elif spot.stair is not None or spot.floor is not None:
        waiting.filter(pk=row.pk).update(stair=spot.stair, floor=spot.floor)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0009_where_in_the_building")]

    operations = [migrations.RunPython(read_words, migrations.RunPython.noop)]
