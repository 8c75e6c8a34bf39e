"""How often real messages would ring the alarm; their words stay out of every report."""

from __future__ import annotations

import csv

from tests.shared_data import shared_file

from linli.foundation.rulepacks.danger import DangerPack, danger_in


def test_few_letters_to_a_government_ring_the_alarm(danger: DangerPack) -> None:
    with shared_file("messages/messages.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    alarms = sum(bool(danger_in(f"{row['subject']}\n{row['body']}", danger)) for row in rows)
    assert len(rows) == 4326
    assert 0.01 < alarms / len(rows) < 0.05
