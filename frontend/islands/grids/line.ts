/** A line or outline that is being drawn: points by tap, mouse or keys, each put where it is meant. */
import { part } from "../../controllers/dom";
import type { Sheet } from "./sheet";
import { distance, pathOf, type Point, type Snapped } from "./snap";

const SAME_PX = 10;
const STEP_PX = 12;
const ARROWS: Record<string, Point> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const FEWEST = { draw: 3, split: 2 };

export type Drawn = "draw" | "split";

export class Line {
  points: Point[] = [];
  private cross: Point | null = null;
  private ahead: Point | null = null;

  constructor(private readonly sheet: Sheet, readonly tool: Drawn, before: Point[], private readonly told: (isDone: boolean) => void) {
    this.points = before;
    this.show();
  }

  /** Set a point; the first corner again, or the last place again, ends the line. */
  tap(point: Point): void {
    const near = SAME_PX * this.sheet.unit();
    const [first] = this.points;
    const last = this.points[this.points.length - 1];
    const spot = this.sheet.snapped(point).point;
    const isClosed = this.tool === "draw" && this.points.length >= FEWEST.draw && first !== undefined && distance(point, first) <= near;
    const isAgain = last !== undefined && distance(spot, last) <= near / 4;
    if (isClosed || isAgain) return this.finish();
    this.points.push(spot);
    this.show();
    this.told(false);
  }

  finish(): void {
    if (this.points.length >= FEWEST[this.tool]) this.told(true);
  }

  back(): void {
    this.points.pop();
    this.show();
    this.told(false);
  }

  /** Follow the mouse with the next edge. */
  follow(point: Point): void {
    const spot = this.sheet.snapped(point);
    this.ahead = spot.point;
    this.show(spot);
  }

  /** Answer a key; false when it means nothing here. */
  key(event: KeyboardEvent): boolean {
    const arrow = ARROWS[event.key];
    if (arrow) {
      const step = (event.shiftKey ? 1 : STEP_PX) * this.sheet.unit();
      const [x, y] = this.cross || this.sheet.middle();
      this.cross = [x + arrow[0] * step, y + arrow[1] * step];
      this.keepInView(this.cross);
      this.follow(this.cross);
    } else if (event.key === "Enter" || event.key === " ") {
      this.cross = this.cross || this.sheet.middle();
      this.tap(this.cross);
    } else if (event.key === "Backspace") this.back();
    else return false;
    this.showCross();
    return true;
  }

  clear(): void {
    this.points = [];
    this.ahead = this.cross = null;
    this.show();
    this.showCross();
  }

  private keepInView([x, y]: Point): void {
    const { box } = this.sheet;
    const isIn = x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
    if (!isIn) this.sheet.look({ ...box, x: x - box.width / 2, y: y - box.height / 2 });
  }

  private show(next: Snapped | null = null): void {
    const { svg } = this.sheet;
    const path = part<SVGPathElement>(svg, "line")!;
    const shown = this.ahead && this.points.length > 0 ? [...this.points, this.ahead] : this.points;
    const isRing = this.tool === "draw" && shown.length >= FEWEST.draw;
    path.setAttribute("d", shown.length > 1 ? pathOf([shown], { isOpen: !isRing }) : "");
    path.classList.toggle("is-ring", isRing);
    const group = this.sheet.group("points");
    for (const point of this.points) group.append(this.sheet.mark(point, "t-point", [[4, ""]]));
    if (next) group.append(this.sheet.mark(next.point, next.on ? "t-point is-snapped" : "t-point", [[next.on ? 5 : 3, ""]]));
  }

  private showCross(): void {
    const cross = part<SVGGElement>(this.sheet.svg, "cross")!;
    cross.setAttribute("visibility", this.cross ? "visible" : "hidden");
    if (this.cross) this.sheet.put(cross, this.cross);
  }
}
