/** Turns what the server sent into what is drawn: roofs' labels, pins, floors and rooms. Pure; lengths in metres. */
import type { Collection, Feature, Ground, Marks, Outline, Rooms, Status } from "./contract";

export interface Point<P> {
  type: "Feature";
  properties: P;
  geometry: { type: "Point"; coordinates: [number, number] };
}

export interface Block {
  kind: "slab" | "room" | "chosen" | "marked" | "late" | "picked";
  floor: number;
  /** `stair-floor-room`; nothing for a floor drawn as a whole. */
  room: string;
  base: number;
  top: number;
}

/** How high a building of the background stays while another one is opened. */
export const FLAT_M = 0.8;
const SLAB_GAP_M = 0.35;
const ROOM_GAP_M = 0.55;
const MARKS: Record<string, string> = { late: "◆", soon: "▲", new: "○", doing: "◐", verify: "◉", pause: "‖" };

/** The short name that fits on a roof or a plate: the number, else the first characters. */
export function shortName(label: string): string {
  const number = /[A-Za-z]?\d+/.exec(label);
  return number ? number[0] : label.slice(0, 4);
}

/** Where the label of each roof stands; buildings with a pin have their number on its plate. */
export function roofs(ground: Ground, status: Status, opened: string): Collection<Point<{ id: string; text: string; top: number }>> {
  const features = ground.buildings.features
    .filter(({ properties }) => !status[properties.id] && properties.id !== opened)
    .map(({ properties }) =>
      point(properties.point, { id: properties.id, text: shortName(properties.label), top: opened ? FLAT_M : properties.height }),
    );
  return { type: "FeatureCollection", features };
}

export interface Pin {
  id: string;
  plate: string;
  look: string;
  count: number;
  image: string;
  top: number;
  rank: number;
}

/** A pin for each place with open matters. `spots` are longitude and latitude of the first cell, and the steps between. */
export function pins(ground: Ground, status: Status, spots: number[], opened: string): Collection<Point<Pin>> {
  const houses = new Map(ground.buildings.features.map(({ properties }) => [properties.id, properties]));
  const features = Object.entries(status).flatMap(([id, { state, count, overdue }]) => {
    const house = houses.get(id);
    const at = house ? house.point : spotOf(id, spots);
    if (!at) return [];
    const plate = house ? shortName(house.label) : "";
    const top = !house ? 0 : opened && opened !== id ? FLAT_M : house.height;
    return [point(at, { id, plate, look: state, count, top, image: `pin|${plate}|${state}|${count}`, rank: overdue * 1000 + count })];
  });
  return { type: "FeatureCollection", features };
}

/** The middle of a cell of matters outdoors, or null for an id that is none. */
export function spotOf(id: string, spots: number[]): [number, number] | null {
  const cell = /^(-?\d+)\.(-?\d+)$/.exec(id);
  const [lon, lat, east, south] = spots;
  if (!cell || lon === undefined || lat === undefined || east === undefined || south === undefined) return null;
  return [lon + Number(cell[1]) * east, lat + Number(cell[2]) * south];
}

/** The opened building as blocks: rooms where they are known, else whole floors; above a chosen floor nothing. */
export function blocks(rooms: Rooms, floor: number | null, marks: Marks, picked = ""): Collection<Feature<Block>> {
  const height = rooms.floor_height;
  const features: Feature<Block>[] = [];
  const top = floor === null ? rooms.floors : Math.min(floor, rooms.floors);
  for (let at = 1; at <= top; at++) {
    const here = rooms.rooms.filter((room) => room.floor === at);
    const base = (at - 1) * height;
    const isOpen = floor === null || at === floor;
    if (!isOpen || here.length === 0) {
      const kind = at === floor ? "chosen" : "slab";
      features.push(block(rooms.footprint, { kind, floor: at, room: "", base, top: base + height - SLAB_GAP_M }));
      continue;
    }
    for (const room of here) {
      const cell = rooms.cells[String(room.of)]?.[room.at];
      if (!cell) continue;
      const key = keyOf(room);
      const kind = key === picked ? "picked" : kindOf(marks[key], at === floor);
      features.push(block(cell, { kind, floor: at, room: key, base, top: base + height - ROOM_GAP_M }));
    }
  }
  return { type: "FeatureCollection", features };
}

function kindOf(look: string | undefined, isChosen: boolean): Block["kind"] {
  if (look) return look === "late" ? "late" : "marked";
  return isChosen ? "chosen" : "room";
}

export interface Label {
  text: string;
  top: number;
  isPicked: boolean;
}

/** What stands above rooms: every room's number on a chosen floor, else the marked rooms alone. */
export function roomLabels(rooms: Rooms, floor: number | null, marks: Marks, picked = ""): Collection<Point<Label>> {
  const wanted = rooms.rooms.filter((room) => (floor === null ? false : room.floor === floor));
  const features = wanted.flatMap((room) => {
    const cell = rooms.cells[String(room.of)]?.[room.at];
    const look = marks[keyOf(room)];
    const text = look ? `${room.room} ${MARKS[look] || ""}`.trim() : room.room;
    const isPicked = keyOf(room) === picked;
    return cell ? [point(middleOf(cell), { text, top: room.floor * rooms.floor_height, isPicked })] : [];
  });
  return { type: "FeatureCollection", features };
}

/** The middle of the box around an outline. */
export function middleOf(outline: Outline): [number, number] {
  const [west, south, east, north] = boxOf(outline);
  return [(west + east) / 2, (south + north) / 2];
}

/** The box around an outline: west, south, east, north. */
export function boxOf(outline: Outline): [number, number, number, number] {
  const rings = outline.type === "Polygon" ? outline.coordinates : outline.coordinates.flat();
  const points = rings.flat();
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

function keyOf(room: { stair: number; floor: number; room: string }): string {
  return `${room.stair}-${room.floor}-${room.room}`;
}

function point<P>(coordinates: [number, number], properties: P): Point<P> {
  return { type: "Feature", properties, geometry: { type: "Point", coordinates } };
}

function block(geometry: Outline, properties: Block): Feature<Block> {
  return { type: "Feature", properties, geometry };
}
