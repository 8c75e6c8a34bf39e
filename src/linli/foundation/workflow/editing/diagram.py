"""A procedure as a drawing: states in rows by how far they are from the report, moves as numbered arrows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from linli.foundation.workflow.procedure import ProcedureBody, State

NODE_WIDTH, NODE_HEIGHT = 128, 40
GAP_X, GAP_Y = 28, 52
LANE, MARGIN, DOT = 22, 26, 9
STEP, SPREAD, CORNER = 4, 4, 8
"""How far arrows that go around lie apart where they leave a box and come in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A state's box: its left upper corner, in pixels."""

    state: State
    x: float
    y: float
    is_first: bool

    @property
    def middle_x(self) -> float:
        """Return where its arrows begin and end, across."""
        return self.x + NODE_WIDTH / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A move between two states: its number, the actions that make it, its path, and where its number stands."""

    number: int
    here: str
    there: str
    actions: tuple[str, ...]
    path: str
    x: float
    y: float
    is_back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """The drawing: its size in pixels, boxes, arrows, and the arrow's number by action and state it starts from."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    numbers: Mapping[tuple[str, str], int]


def draw(body: ProcedureBody) -> Diagram:
    """Return a procedure's drawing, also of one with faults: what names no state is left out."""
    rows = _rows(body)
    widest = max(len(row) for row in rows)
    nodes = {
        state.code: Node(
            state=state, x=x, y=MARGIN + number * (NODE_HEIGHT + GAP_Y), is_first=state.code == body.initial
        )
        for number, row in enumerate(rows)
        for state, x in _placed(row, widest=widest)
    }
    arrows = _arrows(body, nodes=nodes, rows=rows, right=MARGIN + widest * (NODE_WIDTH + GAP_X))
    lanes = sum(arrow.is_back for arrow in arrows)
    return Diagram(
        width=MARGIN * 2 + widest * (NODE_WIDTH + GAP_X) + (lanes + 1) * LANE,
        height=MARGIN * 2 + len(rows) * (NODE_HEIGHT + GAP_Y) - GAP_Y,
        nodes=tuple(nodes.values()),
        arrows=arrows,
        numbers={(action, arrow.here): arrow.number for arrow in arrows for action in arrow.actions},
    )


def _rows(body: ProcedureBody) -> list[list[State]]:
    """Return the states in rows: the first, those one move away, and so on; those nobody comes to at the bottom."""
    depth = {body.initial: 0}
    waiting = [body.initial]
    while waiting:
        here = waiting.pop(0)
        for action in body.actions:
            if here in action.from_states and action.to and action.to not in depth:
                depth[action.to] = depth[here] + 1
                waiting.append(action.to)
    last = max(depth.values()) + 1
    rows: dict[int, list[State]] = {}
    for state in body.states:
        rows.setdefault(depth.get(state.code, last), []).append(state)
    return [rows[number] for number in sorted(rows)] or [[]]


def _placed(row: list[State], *, widest: int) -> list[tuple[State, float]]:
    left = MARGIN + (widest - len(row)) * (NODE_WIDTH + GAP_X) / 2
    return [(state, left + number * (NODE_WIDTH + GAP_X)) for number, state in enumerate(row)]


def _arrows(
    body: ProcedureBody, *, nodes: Mapping[str, Node], rows: list[list[State]], right: float
) -> tuple[Arrow, ...]:
    row_of = {state.code: number for number, row in enumerate(rows) for state in row}
    moves: dict[tuple[str, str], list[str]] = {}
    for action in body.actions:
        to = action.to or ""
        for here in action.from_states:
            if to in nodes and here in nodes and here != to:
                moves.setdefault((here, to), []).append(action.code)
    found, lane = [], 0
    ordered = sorted(moves, key=lambda move: (row_of[move[0]], row_of[move[1]] <= row_of[move[0]], row_of[move[1]]))
    for number, (here, there) in enumerate(ordered, start=1):
        start, end = nodes[here], nodes[there]
        is_next = row_of[there] == row_of[here] + 1
        lane += not is_next
        path, x, y = _down(start, end) if is_next else _around(start, end, at=right + lane * LANE, lane=lane)
        found.append(
            Arrow(
                number=number, here=here, there=there, actions=tuple(moves[here, there]), path=path, x=x, y=y,
                is_back=not is_next,
            )
        )  # fmt: skip
    return tuple(found)


def _down(start: Node, end: Node) -> tuple[str, float, float]:
    """Draw to the next row: from the lower edge to the upper one."""
    x1, y1, x2, y2 = start.middle_x, start.y + NODE_HEIGHT, end.middle_x, end.y - 2
    half = (y1 + y2) / 2
    return f"M{x1:.0f} {y1:.0f}C{x1:.0f} {half:.0f} {x2:.0f} {half:.0f} {x2:.0f} {y2:.0f}", (x1 + x2) / 2, half


def _around(start: Node, end: Node, *, at: float, lane: int) -> tuple[str, float, float]:
    """Draw on a lane of its own beside all boxes: out below the start, in above the end, never behind a box."""
    out = 6 + STEP * (lane % SPREAD)
    x1, y1 = start.x + NODE_WIDTH - out - CORNER, start.y + NODE_HEIGHT
    x2, y2 = end.x + NODE_WIDTH - out - CORNER, end.y - 2
    low, high = y1 + out, y2 - out
    path = f"M{x1:.0f} {y1:.0f}V{low:.0f}H{at:.0f}V{high:.0f}H{x2:.0f}V{y2:.0f}"
    return path, at, (low + high) / 2
