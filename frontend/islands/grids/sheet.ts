/** The plan on the drawing table: where one looks, which outlines lie on it, and how its metres become degrees. */
import { unitsPerPixel, zoomAt, type Box } from "../../controllers/plan-view";
import { part, parts } from "../../controllers/dom";
import { ringsOf, snap, type Point, type Ring, type Snapped } from "./snap";

const NEAREST_ZOOM = 40;
const REACH_PX = 12;
const TOOLS_PX = 72;
const SVG = "http://www.w3.org/2000/svg";

export class Sheet {
  whole: Box;
  box: Box;
  isSnapping = true;
  private readonly paper: Box;
  private readonly rings: Ring[];

  constructor(readonly svg: SVGSVGElement, before: Box | null) {
    const [x = 0, y = 0, width = 100, height = 100] = (svg.getAttribute("viewBox") || "").split(/[\s,]+/).map(Number);
    this.paper = { x, y, width, height };
    this.whole = this.widened();
    this.box = before || this.whole;
    const drawn = [...parts<SVGPathElement>(svg, "grid"), ...parts<SVGPathElement>(svg, "border")];
    this.rings = drawn.flatMap((path) => ringsOf(path.getAttribute("d") || ""));
    this.look(this.box);
  }

  /** The window has another shape now: whoever saw the whole plan sees all of it again. */
  reshape(): void {
    const wasWhole = this.box === this.whole;
    this.whole = this.widened();
    this.look(wasWhole ? this.whole : this.box);
  }

  /** The whole plan in the window's own shape, with room for the tools above it. */
  private widened(): Box {
    const { paper } = this;
    const frame = this.svg.getBoundingClientRect();
    if (!frame.width || frame.height <= TOOLS_PX * 2) return paper;
    const unit = Math.max(paper.width / frame.width, paper.height / (frame.height - TOOLS_PX));
    const width = frame.width * unit;
    const height = frame.height * unit;
    const left = paper.x + paper.width / 2 - width / 2;
    return { x: left, y: paper.y + paper.height / 2 - (height + TOOLS_PX * unit) / 2, width, height };
  }

  /** Look at `next`; names, corners and points keep their size on the screen. */
  look(next: Box): void {
    this.box = next;
    this.svg.setAttribute("viewBox", [next.x, next.y, next.width, next.height].map((n) => n.toFixed(3)).join(" "));
    for (const mark of this.svg.querySelectorAll<SVGGElement>("[data-steady]")) this.steady(mark);
  }

  zoom(factor: number, x = this.box.x + this.box.width / 2, y = this.box.y + this.box.height / 2): void {
    this.look(zoomAt(this.box, this.whole, factor, x, y, NEAREST_ZOOM));
  }

  /** Metres in one pixel. */
  unit(): number {
    return unitsPerPixel(this.box, this.svg.getBoundingClientRect());
  }

  /** Where a pointer is, in metres. */
  at(event: { clientX: number; clientY: number }): Point {
    const frame = this.svg.getBoundingClientRect();
    const unit = this.unit();
    return [
      this.box.x + this.box.width / 2 + (event.clientX - frame.left - frame.width / 2) * unit,
      this.box.y + this.box.height / 2 + (event.clientY - frame.top - frame.height / 2) * unit,
    ];
  }

  middle(): Point {
    return [this.box.x + this.box.width / 2, this.box.y + this.box.height / 2];
  }

  /** Put a point where it is meant. */
  snapped(point: Point, without: Point | null = null): Snapped {
    return this.isSnapping ? snap(point, this.rings, REACH_PX * this.unit(), without) : { point, on: "" };
  }

  /** Points as the server reads them: degrees, `longitude latitude` with semicolons between. */
  degrees(points: Point[]): string {
    const number = (name: string): number => Number(this.svg.dataset[name]);
    return points
      .map(([x, y]) => `${(number("lon") + x * number("lonPerM")).toFixed(9)} ${(number("lat") + y * number("latPerM")).toFixed(9)}`)
      .join(";");
  }

  /** The rings of a grid. */
  ringsOf(code: string): Ring[] {
    const path = parts<SVGPathElement>(this.svg, "grid").find((one) => one.dataset["code"] === code);
    return path ? ringsOf(path.getAttribute("d") || "") : [];
  }

  nameOf(code: string): string {
    return parts<SVGPathElement>(this.svg, "grid").find((one) => one.dataset["code"] === code)?.dataset["name"] || "";
  }

  /** A mark that keeps its size on the screen: circles of so many pixels around a point. */
  mark(at: Point, css: string, radii: [number, string][]): SVGGElement {
    const mark = document.createElementNS(SVG, "g");
    mark.setAttribute("class", css);
    for (const [radius, own] of radii) {
      const circle = document.createElementNS(SVG, "circle");
      circle.setAttribute("r", String(radius));
      if (own) circle.setAttribute("class", own);
      mark.append(circle);
    }
    this.put(mark, at);
    return mark;
  }

  /** Put a mark at a point. */
  put(mark: SVGElement, [x, y]: Point): void {
    mark.dataset["steady"] = `${x.toFixed(3)},${y.toFixed(3)}`;
    this.steady(mark);
  }

  /** A named group of the drawing, emptied. */
  group(name: string): SVGGElement {
    const group = part<SVGGElement>(this.svg, name)!;
    group.replaceChildren();
    return group;
  }

  private steady(mark: SVGElement): void {
    const [x = "0", y = "0"] = (mark.dataset["steady"] || "").split(",");
    mark.setAttribute("transform", `translate(${x} ${y}) scale(${this.unit().toFixed(5)})`);
  }
}
