"""Triage on real texts and requests: how often it is right, how fast, and how many duplicates it would have shown."""

import csv
import json
import math
import random
import statistics
import time
from dataclasses import replace
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

from linli.foundation.rulepacks.terms import HeatRule, SimilarRule
from linli.foundation.triage import evaluation, modelfile, tables, training
from linli.foundation.triage.similar import Trace, most_alike, pieces_of
from linli.foundation.triage.topics import messages
from linli.foundation.triage.topics.grouping import hot_topics
from tests.bench.figures import Figure
from tests.shared_data import shared_file

SHUFFLES = (1, 2, 3)
"""Three ways to deal the texts out to the folds; the worst of the three is the figure."""
SEED = 311


def figures(about: dict[str, object]) -> list[Figure]:
    """Return the figures of triage; how they came about goes to ``about``."""
    rows = tables.labelled(shared_file("messages/labelled_train.csv"))
    scores = [evaluation.cross_validate(rows, folds=5, seed=seed) for seed in SHUFFLES]
    about["triage"] = "macro-F1 of 5 folds, shuffled thrice: " + ", ".join(f"{score.macro_f1:.4f}" for score in scores)
    begun = time.perf_counter()
    model = training.train(rows)
    trained_s = time.perf_counter() - begun
    with TemporaryDirectory() as folder:
        size = modelfile.save(model, Path(folder) / "model")
    found, of, partners = recall_at_5()
    about["similar"] = (
        f"{of} requests closed as duplicates among 10,000; the file names no originals and holds a partner (same type,"
        f" same street line, up to a year before) of {partners}. So each gets a planted original: up to 14 days before,"
        f" up to 40 m away, every fifth of another kind, with the street's name alone; {found} of {of} are found"
    )
    return [
        Figure(name="triage_missed_f1", value=1 - min(s.macro_f1 for s in scores), unit="1 - macro-F1", budget=0.115),
        Figure(name="triage_missed_top2", value=1 - min(s.top2 for s in scores), unit="1 - top-2", budget=0.03),
        Figure(name="triage_text_ms", value=statistics.median(s.milliseconds for s in scores), unit="ms", budget=5),
        Figure(name="triage_train_s", value=trained_s, unit="s", budget=60),
        Figure(name="triage_model_mb", value=size / 1e6, unit="MB", budget=50),
        Figure(name="topics_4326_s", value=topics_s(), unit="s", budget=60),
        Figure(name="similar_missed_at_5", value=1 - found / of, unit="of planted originals", budget=0.2),
    ]


def topics_s() -> float:
    """Return the seconds it takes to read and rank the real messages."""
    begun = time.perf_counter()
    read = messages.messages_of(shared_file("messages/messages.csv"))
    rule = HeatRule.parse(_pack("topics.heat"))
    assert len(read) == 4326
    assert hot_topics(read, rule, at=max(message.at for message in read))
    return time.perf_counter() - begun


def recall_at_5() -> tuple[int, int, int]:
    """Return how many planted originals are among the five likest, of how many duplicates, and the real partners."""
    with shared_file("service_requests/baltimore311_sample.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    traces = [_trace(row) for row in rows]
    closed = [number for number, row in enumerate(rows) if row["SRStatus"] == "Closed (Duplicate)"]
    rule, dice = replace(SimilarRule.parse(_pack("similar.cases")), most=5), random.Random(SEED)  # noqa: S311
    found = 0
    for number in closed:
        planted = _planted(traces[number], rows[number], dice=dice, is_other=number % 5 == 0)
        found += any(alike.key == planted.key for alike in most_alike(traces[number], [*traces, planted], rule))
    return found, len(closed), sum(_has_partner(number, rows=rows, traces=traces) for number in closed)


def _trace(row: dict[str, str]) -> Trace[str]:
    is_rounded = row["Latitude"] in {"", "39"} or row["Longitude"] in {"", "-76", "-77"}
    return Trace(
        key=row["SRRecordID"],
        kind=row["SRType"],
        at=datetime.strptime(row["CreatedDate"], "%m/%d/%Y %I:%M:%S %p"),  # noqa: DTZ007 - all in one city's time
        pieces=pieces_of(f"{row['SRType']} {_street_line(row)}"),
        point=None if is_rounded else (float(row["Longitude"]), float(row["Latitude"])),
    )


def _planted(trace: Trace[str], row: dict[str, str], *, dice: random.Random, is_other: bool) -> Trace[str]:
    turn, metres, point = dice.uniform(0, 2 * math.pi), dice.uniform(0, 40), trace.point
    if point is not None:
        east, north = metres * math.cos(turn) / 86_400, metres * math.sin(turn) / 111_195
        point = (point[0] + east, point[1] + north)
    return Trace(
        key="planted",
        kind="another" if is_other else trace.kind,
        at=trace.at - timedelta(hours=dice.uniform(0, 14 * 24)),
        pieces=pieces_of(f"{row['SRType']} {_street_line(row).lstrip('0123456789 ')}"),
        point=point,
    )


def _has_partner(number: int, *, rows: list[dict[str, str]], traces: list[Trace[str]]) -> bool:
    mine, line = traces[number], _street_line(rows[number])
    return bool(line) and any(
        other.key != mine.key and other.kind == mine.kind and timedelta() <= mine.at - other.at <= timedelta(days=365)
        for other, row in zip(traces, rows, strict=True)
        if _street_line(row) == line
    )


def _street_line(row: dict[str, str]) -> str:
    return row["Address"].upper().split(",")[0].strip()


def _pack(code: str) -> dict[str, float]:
    body: dict[str, float] = json.loads(
        (resources.files("linli.foundation.rulepacks") / "packs" / f"{code}.json").read_text("utf-8")
    )["body"]
    return body
