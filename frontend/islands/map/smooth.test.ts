import { expect, it, vi } from "vitest";
import { SLOW_MS, keepSmooth, type Drawn } from "./smooth";

/** A map that takes `frame` milliseconds a picture and can be told to move. */
function mapOf(frame: number): { ratios: number[]; move: (frames: number) => void; now: () => number } & Drawn {
  const told: Record<string, () => void> = {};
  let clock = 0;
  let moving = false;
  const ratios: number[] = [];
  return {
    ratios,
    on: (event, act) => (told[event] = act),
    setPixelRatio: (ratio) => {
      ratios.push(ratio);
      if (!moving) for (const event of ["movestart", "moveend"]) told[event]!();
    },
    isMoving: () => moving,
    now: () => clock,
    move: (frames) => {
      moving = true;
      told["movestart"]!();
      for (let at = 0; at < frames; at++) {
        clock += frame;
        told["render"]!();
      }
      moving = false;
      told["moveend"]!();
    },
  };
}

it("draws fewer pixels while a slow map moves, and all of them at rest", () => {
  vi.useFakeTimers();
  const map = mapOf(SLOW_MS * 3);
  keepSmooth(map, 2, map.now);
  map.move(8);
  expect(map.ratios).toEqual([1.1]);
  vi.runAllTimers();
  map.move(1);
  vi.runAllTimers();
  expect(map.ratios).toEqual([1.1, 2, 1.1, 2]);
  vi.useRealTimers();
});

it("leaves a quick map as it is", () => {
  vi.useFakeTimers();
  const map = mapOf(16);
  keepSmooth(map, 2, map.now);
  map.move(60);
  vi.runAllTimers();
  expect(map.ratios).toEqual([]);
  vi.useRealTimers();
});
