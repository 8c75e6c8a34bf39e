import { describe, expect, it } from "vitest";
import type { Ground, Outline, Rooms, Status } from "./contract";
import { FLAT_M, blocks, boxOf, middleOf, pins, roofs, roomLabels, shortName, spotOf } from "./shapes";

const square = (west: number): Outline => ({ type: "Polygon", coordinates: [[[west, 0], [west + 1, 0], [west + 1, 2], [west, 2], [west, 0]]] });
const house = (id: string, label: string, height: number, lon: number): Ground["buildings"]["features"][number] => ({
  type: "Feature",
  properties: { id, label, height, floors: height / 3, point: [lon, 1] },
  geometry: square(lon),
});
const ground: Ground = {
  box: [0, 0, 9, 2],
  buildings: { type: "FeatureCollection", features: [house("a", "3 号楼", 18, 0), house("b", "社区活动中心", 6, 5)] },
  grids: { type: "FeatureCollection", features: [] },
  boundary: { type: "FeatureCollection", features: [] },
};
const status: Status = { a: { state: "late", count: 3, overdue: 2 }, "2.-1": { state: "new", count: 1, overdue: 0 } };
const spots = [10, 20, 0.5, -0.25];
const rooms: Rooms = {
  id: "a",
  floor_height: 3,
  floors: 3,
  footprint: square(0),
  rooms: [1, 2].flatMap((floor) => [0, 1].map((at) => ({ floor, stair: at + 1, room: `${floor}01`, of: 2, at }))),
  cells: { "2": [square(0), square(1)] },
};

describe("labels and pins", () => {
  it("shorten a plate to its number, else to what fits", () => {
    expect(["3 号楼", "B2 栋", "社区活动中心"].map(shortName)).toEqual(["3", "B2", "社区活动"]);
  });

  it("name the roofs that have no pin, at their height", () => {
    expect(roofs(ground, status, "").features.map(({ properties }) => properties)).toEqual([{ id: "b", text: "社区活动", top: 6 }]);
  });

  it("put a pin on each building and each place outdoors with open matters", () => {
    const drawn = pins(ground, status, spots, "").features;
    expect(drawn.map(({ properties }) => properties.image)).toEqual(["pin|3|late|3", "pin||new|1"]);
    expect(drawn[1]!.geometry.coordinates).toEqual([11, 20.25]);
    expect(drawn[0]!.properties.rank).toBeGreaterThan(drawn[1]!.properties.rank);
  });

  it("lie low while another building is opened", () => {
    expect(pins(ground, status, spots, "b").features[0]!.properties.top).toBe(FLAT_M);
    expect(pins(ground, status, spots, "a").features[0]!.properties.top).toBe(18);
  });

  it("leave out an id that is no place", () => {
    expect(pins(ground, { gone: { state: "new", count: 1, overdue: 0 } }, spots, "").features).toEqual([]);
    expect([spotOf("2.-1", []), spotOf("a.b", spots), spotOf("", spots)]).toEqual([null, null, null]);
  });
});

describe("an opened building", () => {
  it("shows its rooms, and a floor without rooms as a whole", () => {
    const drawn = blocks(rooms, null, {}).features.map(({ properties }) => properties);
    expect(drawn.map(({ floor, kind }) => `${floor} ${kind}`)).toEqual(["1 room", "1 room", "2 room", "2 room", "3 slab"]);
    expect(drawn[4]).toMatchObject({ base: 6, top: 8.65 });
  });

  it("is cut open above a chosen floor", () => {
    const drawn = blocks(rooms, 2, {}).features.map(({ properties }) => properties);
    expect(drawn.map(({ floor, kind }) => `${floor} ${kind}`)).toEqual(["1 slab", "2 chosen", "2 chosen"]);
    expect(roomLabels(rooms, 2, {}).features.map(({ properties }) => properties)).toEqual([
      { text: "201", top: 6, isPicked: false },
      { text: "201", top: 6, isPicked: false },
    ]);
  });

  it("marks rooms by colour and by shape", () => {
    const marks = { "1-2-201": "late", "2-2-201": "doing" };
    expect(blocks(rooms, 2, marks).features.slice(1).map(({ properties }) => properties.kind)).toEqual(["late", "marked"]);
    expect(roomLabels(rooms, 2, marks).features.map(({ properties }) => properties.text)).toEqual(["201 ◆", "201 ◐"]);
    expect(roomLabels(rooms, null, marks).features).toEqual([]);
  });

  it("shows the room that was picked, whatever it is marked with, and which room each block is", () => {
    const drawn = blocks(rooms, 2, { "1-2-201": "late" }, "1-2-201").features.map(({ properties }) => properties);
    expect(drawn.map(({ kind, room }) => `${kind} ${room}`)).toEqual(["slab ", "picked 1-2-201", "chosen 2-2-201"]);
    expect(roomLabels(rooms, 2, {}, "1-2-201").features.map(({ properties }) => properties.isPicked)).toEqual([true, false]);
  });

  it("is measured from all its parts", () => {
    const parts: Outline = { type: "MultiPolygon", coordinates: [square(0).coordinates, square(4).coordinates] as never };
    expect(boxOf(parts)).toEqual([0, 0, 5, 2]);
    expect(middleOf(square(4))).toEqual([4.5, 1]);
  });
});
