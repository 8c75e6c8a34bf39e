/** Keeps movement smooth where a map is drawn without a graphics card: fewer pixels while it moves, all of them at rest. */

export const SLOW_MS = 45;
const FRAMES = 4;
const COARSE = 0.55;
const REST_MS = 180;

/** What of the engine is needed here. */
export interface Drawn {
  on(event: "movestart" | "moveend" | "render", told: () => void): unknown;
  setPixelRatio(ratio: number): unknown;
  isMoving(): boolean;
}

/** Watch how long frames take while the map moves; `sharp` are the pixels a page's pixel has at rest. */
export function keepSmooth(engine: Drawn, sharp: number, now: () => number = () => performance.now()): void {
  let isSlow = false;
  let isCoarse = false;
  let isChanging = false;
  let times: number[] = [];
  let rest: ReturnType<typeof setTimeout> | undefined;

  function draw(coarse: boolean): void {
    if (coarse === isCoarse) return;
    isCoarse = coarse;
    isChanging = true; // Another size counts as movement to the engine.
    engine.setPixelRatio(coarse ? sharp * COARSE : sharp);
    isChanging = false;
  }

  engine.on("movestart", () => {
    if (isChanging) return;
    clearTimeout(rest);
    times = [];
    if (isSlow) draw(true);
  });
  engine.on("render", () => {
    if (isSlow || isChanging || !engine.isMoving()) return;
    times.push(now());
    if (times.length <= FRAMES) return;
    isSlow = (times[times.length - 1]! - times[0]!) / (times.length - 1) > SLOW_MS;
    times = times.slice(-FRAMES);
    if (isSlow) draw(true);
  });
  engine.on("moveend", () => {
    if (isChanging) return;
    clearTimeout(rest);
    rest = setTimeout(() => {
      if (!engine.isMoving()) draw(false);
    }, REST_MS);
  });
}
