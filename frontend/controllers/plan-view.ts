/** The window over a plan: where it looks, how far in, and how fingers, wheel and mouse move it. Lengths in plan units. */

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Zoom by `factor` (above 1: closer) so that the point under the finger stays; never farther than the whole plan. */
export function zoomAt(box: Box, whole: Box, factor: number, x: number, y: number, nearest: number): Box {
  const width = Math.max(whole.width / nearest, Math.min(whole.width, box.width / factor));
  const scale = width / box.width;
  return clamp({ x: x - (x - box.x) * scale, y: y - (y - box.y) * scale, width, height: box.height * scale }, whole);
}

/** Keep at least the middle of the window on the plan, so that nobody pans into nothing. */
export function clamp(box: Box, whole: Box): Box {
  const x = Math.max(whole.x - box.width / 2, Math.min(whole.x + whole.width - box.width / 2, box.x));
  const y = Math.max(whole.y - box.height / 2, Math.min(whole.y + whole.height - box.height / 2, box.y));
  return { x, y, width: box.width, height: box.height };
}

interface Hands {
  box: () => Box;
  look: (box: Box) => void;
  zoom: (factor: number, x: number, y: number) => void;
  tap: (x: number, y: number, target: Element | null) => void;
}

const TAP_PX = 8;

/** Listen to pointers and wheel on `svg`; the returned function stops. */
export function follow(svg: SVGSVGElement, hands: Hands): () => void {
  const down = new Map<number, { x: number; y: number }>();
  let moved = 0;
  let spread = 0;

  function place(clientX: number, clientY: number): [number, number] {
    // As preserveAspectRatio="xMidYMid slice" draws it: one scale for both axes, the overhang cut evenly.
    const frame = svg.getBoundingClientRect();
    const box = hands.box();
    const unit = unitsPerPixel(box, frame);
    return [
      box.x + box.width / 2 + (clientX - frame.left - frame.width / 2) * unit,
      box.y + box.height / 2 + (clientY - frame.top - frame.height / 2) * unit,
    ];
  }

  function onDown(event: PointerEvent): void {
    if (down.size === 0) moved = 0;
    down.set(event.pointerId, { x: event.clientX, y: event.clientY });
    spread = distance(down);
    if (down.size > 1) moved = TAP_PX + 1;
    if (svg.setPointerCapture) svg.setPointerCapture(event.pointerId);
  }

  function onMove(event: PointerEvent): void {
    const before = down.get(event.pointerId);
    if (!before) return;
    const dx = event.clientX - before.x;
    const dy = event.clientY - before.y;
    moved += Math.abs(dx) + Math.abs(dy);
    down.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (down.size === 1 && moved > TAP_PX) {
      const box = hands.box();
      const unit = unitsPerPixel(box, svg.getBoundingClientRect());
      hands.look({ x: box.x - dx * unit, y: box.y - dy * unit, width: box.width, height: box.height });
    } else if (down.size === 2) {
      const now = distance(down);
      const points = Array.from(down.values());
      const [x, y] = place((points[0]!.x + points[1]!.x) / 2, (points[0]!.y + points[1]!.y) / 2);
      if (spread > 0) hands.zoom(now / spread, x, y);
      spread = now;
    }
  }

  function onUp(event: PointerEvent): void {
    const wasTap = down.size === 1 && down.has(event.pointerId) && moved <= TAP_PX && event.type === "pointerup";
    down.delete(event.pointerId);
    spread = distance(down);
    if (!wasTap) return;
    const [x, y] = place(event.clientX, event.clientY);
    // The captured pointer reports the svg itself as target; ask what lies under the finger.
    const under = document.elementFromPoint ? document.elementFromPoint(event.clientX, event.clientY) : null;
    hands.tap(x, y, under || (event.target instanceof Element ? event.target : null));
  }

  function onWheel(event: WheelEvent): void {
    event.preventDefault();
    const [x, y] = place(event.clientX, event.clientY);
    hands.zoom(event.deltaY < 0 ? 1.25 : 1 / 1.25, x, y);
  }

  svg.addEventListener("pointerdown", onDown);
  svg.addEventListener("pointermove", onMove);
  svg.addEventListener("pointerup", onUp);
  svg.addEventListener("pointercancel", onUp);
  svg.addEventListener("wheel", onWheel, { passive: false });
  return () => {
    svg.removeEventListener("pointerdown", onDown);
    svg.removeEventListener("pointermove", onMove);
    svg.removeEventListener("pointerup", onUp);
    svg.removeEventListener("pointercancel", onUp);
    svg.removeEventListener("wheel", onWheel);
  };
}

/** Plan units in one pixel of a frame drawn with `preserveAspectRatio="xMidYMid slice"`; a frame not shown yet counts as 358 wide. */
export function unitsPerPixel(box: Box, frame: { width: number; height: number }): number {
  return frame.width && frame.height ? Math.min(box.width / frame.width, box.height / frame.height) : box.width / 358;
}

function distance(points: Map<number, { x: number; y: number }>): number {
  const [a, b] = Array.from(points.values());
  return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
}
