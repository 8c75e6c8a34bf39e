import { describe, expect, it } from "vitest";
import { distance, isSame, middleOf, nearestOn, pathOf, ringsOf, snap, type Ring } from "./snap";

const SQUARE: Ring = [[0, 0], [10, 0], [10, 10], [0, 10]];

describe("paths", () => {
  it("are read ring by ring", () => {
    const path = "M0.000 0.000L10.000 0.000L10.000 10.000L0.000 10.000ZM2.500 2.500L3.000 2.500L3.000 3.000Z";
    expect(ringsOf(path)).toEqual([SQUARE, [[2.5, 2.5], [3, 2.5], [3, 3]]]);
    expect(ringsOf("")).toEqual([]);
  });

  it("are written as they were read, closed or open", () => {
    expect(ringsOf(pathOf([SQUARE]))).toEqual([SQUARE]);
    expect(pathOf([[[0, 0], [1, 1]]], { isOpen: true })).toBe("M0.000 0.000L1.000 1.000");
  });
});

describe("snapping", () => {
  it("prefers a corner to an edge that is nearer", () => {
    expect(snap([9, 0.1], [SQUARE], 2)).toEqual({ point: [10, 0], on: "corner" });
  });

  it("puts a point on the nearest edge where no corner is near", () => {
    expect(snap([5, 1], [SQUARE], 2)).toEqual({ point: [5, 0], on: "edge" });
  });

  it("leaves a point that is far from everything", () => {
    expect(snap([5, 5], [SQUARE], 2)).toEqual({ point: [5, 5], on: "" });
  });

  it("does not hold a corner that is being moved to itself or its own edges", () => {
    expect(snap([0.5, 0.5], [SQUARE], 2, [0, 0]).on).toBe("");
    expect(snap([9.5, 9.5], [SQUARE], 2, [0, 0]).point).toEqual([10, 10]);
  });

  it("closes the ring: the edge from the last corner to the first counts", () => {
    expect(snap([0.5, 5], [SQUARE], 2)).toEqual({ point: [0, 5], on: "edge" });
  });
});

describe("points", () => {
  it("are nearest on an edge, and at its ends beyond it", () => {
    expect(nearestOn([5, 3], [0, 0], [10, 0])).toEqual([5, 0]);
    expect(nearestOn([-4, 3], [0, 0], [10, 0])).toEqual([0, 0]);
    expect(nearestOn([1, 1], [2, 2], [2, 2])).toEqual([2, 2]);
  });

  it("have a middle and a distance, and are one to the millimetre", () => {
    expect(middleOf([0, 0], [2, 4])).toEqual([1, 2]);
    expect(distance([0, 0], [3, 4])).toBe(5);
    expect(isSame([0, 0], [0.001, 0])).toBe(true);
    expect(isSame([0, 0], [0.01, 0])).toBe(false);
    expect(isSame([0, 0], null)).toBe(false);
  });
});
