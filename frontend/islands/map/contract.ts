/** What the page and the 3D scene say to each other. Types alone, so that naming them loads no engine. */

export interface View {
  /** A building's id, the cell of matters outdoors, or nothing for the whole community. */
  at: string;
  floor: number | null;
  /** `stair-floor-room` of the room that is open, or nothing. */
  room: string;
}

/** Rooms with open matters, `stair-floor-room`, and how urgent the most urgent one is. */
export type Marks = Record<string, string>;

export type Status = Record<string, { state: string; count: number; overdue: number }>;

export interface Scene {
  show(view: View): void;
  mark(marks: Marks): void;
  closer(): void;
  farther(): void;
  turn(): void;
  whole(): void;
  close(): void;
}

export interface Orders {
  /** Somebody chose a building, or a floor or room of the one that is open. */
  choose(view: View): void;
  /** The status is another one than before. */
  changed(): void;
  /** The drawing was lost and cannot go on. */
  lost(): void;
}

type Ring = [number, number][];
export type Outline = { type: "Polygon"; coordinates: Ring[] } | { type: "MultiPolygon"; coordinates: Ring[][] };

export interface Feature<P> {
  type: "Feature";
  properties: P;
  geometry: Outline;
}

export interface Collection<F> {
  type: "FeatureCollection";
  features: F[];
}

export interface House {
  id: string;
  label: string;
  height: number;
  floors: number | null;
  point: [number, number];
}

export interface Ground {
  box: [number, number, number, number] | [];
  buildings: Collection<Feature<House>>;
  grids: Collection<Feature<{ id: string; label: string; point: [number, number] }>>;
  boundary: Collection<Feature<object>>;
}

export interface Rooms {
  id: string;
  floor_height: number;
  floors: number;
  footprint: Outline;
  rooms: { floor: number; stair: number; room: string; of: number; at: number }[];
  cells: Record<string, Outline[]>;
}
