/** Reads outlines from the drawing table's paths and finds the corner or edge that a finger means. Lengths in metres. */

export type Point = [number, number];
export type Ring = Point[];

export interface Snapped {
  point: Point;
  /** What it was put on: a corner, an edge, or nothing. */
  on: "corner" | "edge" | "";
}

/** Read the rings of a path as the server writes them: `M12.345 6.789L…Z`, absolute, one `M` for each ring. */
export function ringsOf(path: string): Ring[] {
  return path
    .split("M")
    .map((part) => part.replace("Z", "").trim())
    .filter((part) => part !== "")
    .map((part) => part.split("L").map(readPoint));
}

/** Write rings as a path. */
export function pathOf(rings: Ring[], { isOpen = false } = {}): string {
  return rings.map((ring) => `M${ring.map(([x, y]) => `${x.toFixed(3)} ${y.toFixed(3)}`).join("L")}${isOpen ? "" : "Z"}`).join("");
}

/** Put a point on the nearest corner within `reach`, else on the nearest edge, else leave it where it is.
 *
 * `without` is a corner that is being moved: neither it nor its edges count.
 */
export function snap(point: Point, rings: Ring[], reach: number, without: Point | null = null): Snapped {
  let best: Snapped = { point, on: "" };
  let far = reach;
  for (const ring of rings) {
    for (const corner of ring) {
      const away = distance(point, corner);
      if (away > far || isSame(corner, without)) continue;
      best = { point: corner, on: "corner" };
      far = away;
    }
  }
  if (best.on) return best;
  for (const ring of rings) {
    ring.forEach((start, at) => {
      const end = ring[(at + 1) % ring.length]!;
      if (isSame(start, without) || isSame(end, without)) return;
      const spot = nearestOn(point, start, end);
      const away = distance(point, spot);
      if (away > far) return;
      best = { point: spot, on: "edge" };
      far = away;
    });
  }
  return best;
}

/** The point of an edge that is nearest to a point. */
export function nearestOn(point: Point, start: Point, end: Point): Point {
  const [dx, dy] = [end[0] - start[0], end[1] - start[1]];
  const length = dx * dx + dy * dy;
  if (length === 0) return start;
  const along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length;
  const part = Math.max(0, Math.min(1, along));
  return [start[0] + part * dx, start[1] + part * dy];
}

/** The middle of an edge. */
export function middleOf(start: Point, end: Point): Point {
  return [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2];
}

/** How far two points are apart. */
export function distance(one: Point, other: Point): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1]);
}

/** Whether two points are one, to the millimetre that paths are written with. */
export function isSame(one: Point, other: Point | null): boolean {
  return other !== null && distance(one, other) < 0.002;
}

function readPoint(text: string): Point {
  const [x = 0, y = 0] = text.trim().split(" ").map(Number);
  return [x, y];
}
