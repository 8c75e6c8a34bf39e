/** The corners of the chosen grid as handles: dragged, moved by keys, bent out of an edge, or taken away. */
import { part } from "../../controllers/dom";
import type { Sheet } from "./sheet";
import { distance, middleOf, pathOf, type Point } from "./snap";

const BETWEEN_PX = 28;
const STEP_PX = 8;
const MOVED_PX = 4;
const ARROWS: Record<string, Point> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export interface Hands {
  /** What is asked of the server: `move`, `bend` or `straighten`, with its points in metres. */
  ask: (op: string, points: Point[]) => void;
  /** The reader is at corner `n` of `total`. */
  at: (n: number, total: number) => void;
}

interface Handle {
  mark: SVGGElement;
  point: Point;
  before: Point;
  after: Point;
  isBetween: boolean;
}

/** Draw the handles of a grid; the returned function lets them go. */
export function showCorners(sheet: Sheet, code: string, hands: Hands): () => void {
  const group = sheet.group("handles");
  const handles: Handle[] = [];
  const between: Handle[] = [];
  for (const ring of sheet.ringsOf(code)) {
    ring.forEach((point, at) => {
      const before = ring[(at + ring.length - 1) % ring.length]!;
      const after = ring[(at + 1) % ring.length]!;
      handles.push({ mark: sheet.mark(point, "t-corner", [[18, "t-reach"], [6, ""]]), point, before, after, isBetween: false });
      if (distance(point, after) < BETWEEN_PX * sheet.unit()) return;
      const middle = middleOf(point, after);
      between.push({
        mark: sheet.mark(middle, "t-corner t-between", [[14, "t-reach"], [4, ""]]), point: middle, before: point, after, isBetween: true,
      });
    });
  }
  for (const handle of between.concat(handles)) {
    group.append(handle.mark);
    connect(sheet, handle, hands);
  }
  handles.forEach((_one, at) => byKeys(sheet, handles, at, hands));
  return () => group.replaceChildren();
}

function connect(sheet: Sheet, handle: Handle, hands: Hands): void {
  const { mark, point } = handle;
  let from: Point | null = null;
  mark.addEventListener("pointerdown", (event) => {
    event.stopPropagation();
    from = sheet.at(event);
    mark.setPointerCapture?.(event.pointerId);
    mark.classList.add("is-held");
  });
  mark.addEventListener("pointermove", (event) => {
    if (!from) return;
    event.stopPropagation();
    preview(sheet, handle, target(sheet, handle, sheet.at(event)));
  });
  const drop = (event: PointerEvent): void => {
    if (!from) return;
    event.stopPropagation();
    const now = sheet.at(event);
    const isMoved = distance(from, now) > MOVED_PX * sheet.unit();
    from = null;
    mark.classList.remove("is-held");
    if (isMoved && event.type === "pointerup") put(handle, target(sheet, handle, now), hands);
    else preview(sheet, handle, point);
  };
  mark.addEventListener("pointerup", drop);
  mark.addEventListener("pointercancel", drop);
  if (!handle.isBetween) mark.addEventListener("dblclick", () => hands.ask("straighten", [point]));
}

function byKeys(sheet: Sheet, handles: Handle[], at: number, hands: Hands): void {
  const handle = handles[at]!;
  const { mark } = handle;
  let place = handle.point;
  mark.setAttribute("tabindex", at === 0 ? "0" : "-1");
  mark.setAttribute("role", "button");
  mark.setAttribute("aria-label", `${at + 1} / ${handles.length}`);
  mark.addEventListener("focus", () => hands.at(at + 1, handles.length));
  mark.addEventListener("blur", () => preview(sheet, handle, (place = handle.point)));
  mark.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (arrow) {
      const step = (event.shiftKey ? 1 : STEP_PX) * sheet.unit();
      place = [place[0] + arrow[0] * step, place[1] + arrow[1] * step];
      preview(sheet, handle, place);
    } else if (event.key === "Enter") put(handle, place, hands);
    else if (event.key === "Delete" || event.key === "Backspace") hands.ask("straighten", [handle.point]);
    else if (event.key === "PageDown" || event.key === "PageUp") turn(handles, at, event.key === "PageDown" ? 1 : -1);
    else if (event.key === "Escape" && distance(place, handle.point) > 0) preview(sheet, handle, (place = handle.point));
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

function turn(handles: Handle[], at: number, by: number): void {
  const next = handles[(at + handles.length + by) % handles.length]!.mark;
  handles[at]!.mark.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
}

function target(sheet: Sheet, handle: Handle, point: Point): Point {
  return sheet.snapped(point, handle.isBetween ? null : handle.point).point;
}

function put(handle: Handle, to: Point, hands: Hands): void {
  if (distance(to, handle.point) === 0) return;
  if (handle.isBetween) hands.ask("bend", [handle.before, handle.after, to]);
  else hands.ask("move", [handle.point, to]);
}

/** Show where the border would run. */
function preview(sheet: Sheet, handle: Handle, to: Point): void {
  sheet.put(handle.mark, to);
  const path = part<SVGPathElement>(sheet.svg, "line")!;
  path.classList.remove("is-ring");
  path.setAttribute("d", distance(to, handle.point) === 0 ? "" : pathOf([[handle.before, to, handle.after]], { isOpen: true }));
}
