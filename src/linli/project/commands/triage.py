"""``linli triage``: trains and measures a model of kinds, and finds what many people write about. Needs no database."""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from linli.project.errors import OperatorError

if TYPE_CHECKING:
    from linli.foundation.rulepacks.terms import HeatRule
    from linli.foundation.triage.evaluation import Score
    from linli.foundation.triage.topics.grouping import Topic


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this sub-command and its own to the command line."""
    parser = commands.add_parser("triage", help="train and measure suggestions of kinds; find hot topics")
    parts = parser.add_subparsers(title="commands", metavar="", required=True)
    train_parser = parts.add_parser("train", help="learn from a CSV with the columns label,text")
    train_parser.add_argument("file", type=Path)
    train_parser.add_argument("--model", type=Path, required=True, metavar="PATH", help="where the model is written")
    train_parser.add_argument("--json", action="store_true", help="print JSON")
    train_parser.set_defaults(run=train)
    measure = parts.add_parser("evaluate", help="measure a model, or learning itself, on a CSV with label,text")
    measure.add_argument("file", type=Path)
    measure.add_argument("--model", type=Path, metavar="PATH", help="a trained model, on texts it has not seen")
    measure.add_argument("--folds", type=int, metavar="N", help="learn N times from all but one part, judge that part")
    measure.add_argument("--seed", type=int, default=1, help="how the parts are shuffled (1)")
    measure.add_argument("--json", action="store_true", help="print JSON")
    measure.set_defaults(run=evaluate)
    hot = parts.add_parser("topics", help="rank what many people write about: a CSV with id,sent_at,subject,body")
    hot.add_argument("file", type=Path, help="also read: the columns likes, dislikes and user")
    hot.add_argument("--rules", type=Path, metavar="PACK", help="a topics.heat rule pack; else the one shipped")
    hot.add_argument("--at", metavar="DAY", help="the day from which recency counts; else that of the last message")
    hot.add_argument("--most", type=int, default=100, help="how many topics are printed (100)")
    hot.add_argument("--json", action="store_true", help="print JSON with the ids of each topic's messages")
    hot.set_defaults(run=topics)


def train(options: argparse.Namespace) -> int:
    """Learn from a file and write the model."""
    from linli.foundation.triage import modelfile, tables, training  # noqa: PLC0415 - a second to load

    begun = time.perf_counter()
    try:
        model = training.train(tables.labelled(options.file))
        size = modelfile.save(model, options.model)
    except (tables.UnreadableTable, training.TooLittle, modelfile.NoModel) as problem:
        raise OperatorError(str(problem)) from problem
    told = {
        "model": str(options.model),
        "texts": model.texts,
        "labels": list(model.labels),
        "seconds": round(time.perf_counter() - begun, 1),
        "bytes": size,
    }
    if options.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(f"Learned {len(model.labels)} labels from {model.texts:,} texts in {told['seconds']} s.")
        print(f"The model is {options.model} ({size / 1e6:.1f} MB).")
    return 0


def evaluate(options: argparse.Namespace) -> int:
    """Measure a model on a file, or by cross-validation."""
    from linli.foundation.triage import evaluation, modelfile, tables, training  # noqa: PLC0415 - a second to load

    if options.folds is None and options.model is None:
        raise OperatorError("Say what to measure: --model PATH for a trained model, or --folds 5 for learning itself.")
    if options.folds is not None and not 2 <= options.folds <= 20:  # noqa: PLR2004 - said in the sentence
        raise OperatorError("--folds takes 2 to 20.")
    if options.seed < 0:
        raise OperatorError("--seed takes 0 or more.")
    try:
        rows = tables.labelled(options.file)
        if options.folds is not None:
            score = evaluation.cross_validate(rows, folds=options.folds, seed=options.seed)
        else:
            score = evaluation.evaluate(modelfile.load(options.model), rows)
    except (tables.UnreadableTable, training.TooLittle, modelfile.NoModel, evaluation.ForeignLabels) as problem:
        raise OperatorError(str(problem)) from problem
    _print_score(score, folds=options.folds, as_json=options.json)
    return 0


def _print_score(score: Score, *, folds: int | None, as_json: bool) -> None:
    if as_json:
        told = asdict(score)
        told["ms_per_text"] = round(told.pop("milliseconds"), 3)
        print(json.dumps({**told, "folds": folds}, ensure_ascii=False))
        return
    how = f"{folds} folds" if folds else "the trained model"
    print(f"{score.texts:,} texts, {how}")
    print(f"macro-F1        {score.macro_f1:.4f}")
    print(f"accuracy        {score.accuracy:.4f}   (mean confidence {score.sure:.4f})")
    print(f"top-2           {score.top2:.4f}")
    print(f"ms a text       {score.milliseconds:.2f}")
    for label, value in score.by_label.items():
        print(f"  F1 {value:.4f}  {label}")


def topics(options: argparse.Namespace) -> int:
    """Print the hottest topics of a file of messages."""
    from linli.foundation.triage.tables import UnreadableTable  # noqa: PLC0415 - loaded where it is needed
    from linli.foundation.triage.topics import grouping, messages  # noqa: PLC0415

    if options.most < 1:
        raise OperatorError("--most takes 1 or more.")
    try:
        found = messages.messages_of(options.file)
        last = max(message.at for message in found)
        at = messages.moment(options.at, where="--at") if options.at else last
        ranked = grouping.hot_topics(found, _heat_rule(options.rules), at=at)[: options.most]
    except (UnreadableTable, grouping.TooMany) as problem:
        raise OperatorError(str(problem)) from problem
    if options.json:
        told = [_topic_told(topic, rank=rank) for rank, topic in enumerate(ranked, start=1)]
        print(json.dumps({"messages": len(found), "at": at.date().isoformat(), "topics": told}, ensure_ascii=False))
        return 0
    for rank, topic in enumerate(ranked, start=1):
        votes = topic.crowd.likes + topic.crowd.dislikes
        print(f"{rank:>4}  {topic.heat:>8.1f}  {topic.crowd.people:>5} people  {votes:>6} votes  {topic.subject}")
    return 0


def _topic_told(topic: Topic, *, rank: int) -> dict[str, object]:
    return {
        "rank": rank,
        "heat": round(topic.heat, 3),
        "subject": topic.subject,
        "words": topic.words,
        "places": topic.places,
        "people": topic.crowd.people,
        "messages": len(topic.ids),
        "likes": topic.crowd.likes,
        "dislikes": topic.crowd.dislikes,
        "first_at": topic.crowd.first_at.strftime("%Y-%m-%d %H:%M:%S"),
        "last_at": topic.crowd.last_at.strftime("%Y-%m-%d %H:%M:%S"),
        "ids": topic.ids,
    }


def _heat_rule(path: Path | None) -> HeatRule:
    from linli.foundation.rulepacks.terms import HeatRule  # noqa: PLC0415 - loaded where it is needed

    given = path or resources.files("linli.foundation.rulepacks") / "packs" / "topics.heat.json"
    try:
        return HeatRule.parse(json.loads(given.read_text("utf-8"))["body"])
    except OSError as problem:
        raise OperatorError(f"{given} cannot be read: {problem.strerror}.") from problem
    except (ValueError, KeyError, TypeError) as problem:
        raise OperatorError(f"{given} is no topics.heat rule pack: {problem}.") from problem
