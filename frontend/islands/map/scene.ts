/** The 3D scene of a community: one engine, loaded on the map's page alone, told by the page what to show.
 *
 * Shapes come once and are kept by the browser; the status of matters comes every twenty seconds and is laid over them.
 */
import type { GeoJSON } from "geojson";
import { Map as Engine, setWorkerUrl, type GeoJSONSource, type MapMouseEvent } from "maplibre-gl";
import workerFile from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { Collection, Ground, House, Marks, Orders, Rooms, Scene, Status, View } from "./contract";
import { paletteOf, type Palette } from "./palette";
import { drawPin } from "./pins";
import { blocks, boxOf, pins, roofs, roomLabels, spotOf, type Block } from "./shapes";
import { keepSmooth } from "./smooth";
import { watchStatus } from "./status";
import { heightOf, styleOf } from "./style";
import { trustWorker } from "./trust";

const PITCH = 52;
const BEARING = -18;
const FIELD_DEGREES = 20; // A narrow view keeps far buildings nearly as large as near ones, so that they can be compared.
const PATIENCE_MS = 15_000;
const STATUS_MS = 3_000;
const CALM_MS = 700;
const SMALL_PX = 600;

export interface Place {
  element: HTMLElement;
  shapes: ParentNode;
  roomsUrl: string;
  statusUrl: string;
  spots: number[];
}

/** Open the scene; fails where the engine cannot start, and leaves nothing behind then. */
export async function openScene(place: Place, answer: Promise<Response>, orders: Orders): Promise<Scene> {
  setWorkerUrl(trustWorker(new URL(workerFile, import.meta.url).href));
  const found = await answer;
  if (!found.ok) throw new Error(`shapes: ${found.status}`);
  const ground = (await found.json()) as Ground;
  if (ground.box.length !== 4) throw new Error("nothing to draw");
  const scene = new MapScene(place, ground, orders);
  await scene.ready();
  return scene;
}

class MapScene implements Scene {
  private readonly engine: Engine;
  private readonly palette: Palette;
  private readonly rooms = new Map<string, Promise<Rooms | null>>();
  private status: Status = {};
  private view: View = { at: "", floor: null, room: "" };
  private marks: Marks = {};
  private opened: Rooms | null = null;
  private hovered = "";
  private isFirst = true;
  private leave: () => void = () => undefined;
  private hasStatus: (first: boolean) => void = () => undefined;

  constructor(private readonly place: Place, private readonly ground: Ground, private readonly orders: Orders) {
    this.palette = paletteOf(place.element);
    this.engine = new Engine({
      container: place.element,
      style: styleOf(ground, this.palette, { isSmall: this.isSmall() }),
      bounds: ground.box as [number, number, number, number],
      maxPitch: 70,
      minZoom: 12,
      maxZoom: 21,
      attributionControl: false,
      localIdeographFontFamily: this.palette.font,
      fadeDuration: 0,
      pixelRatio: sharpness(),
      locale: { "Map.Title": place.element.dataset["label"] || "" },
    });
  }

  /** Wait until ground, buildings and the first status are drawn; fails where the engine cannot start in time. */
  async ready(): Promise<void> {
    const { engine } = this;
    engine.setVerticalFieldOfView(FIELD_DEGREES);
    this.whole(0);
    engine.on("error", ({ error }) => console.warn("map", error));
    const first = new Promise<boolean>((told) => (this.hasStatus = told));
    const drawn = new Promise<boolean>((done) => engine.once("load", () => done(true)));
    this.leave = watchStatus(this.place.statusUrl, (status, isFirst) => void drawn.then(() => this.lay(status, isFirst)));
    if (!(await Promise.race([drawn, after(PATIENCE_MS)]))) {
      this.close();
      throw new Error("too slow");
    }
    this.listen();
    if (!(await Promise.race([first, after(STATUS_MS)]))) return;
    await Promise.race([new Promise((done) => engine.once("idle", done)), after(STATUS_MS)]);
  }

  private listen(): void {
    const { engine } = this;
    keepSmooth(engine, sharpness());
    engine.on("styleimagemissing", ({ id }) => this.paint(id));
    engine.on("click", (event) => this.onClick(event));
    engine.on("mousemove", (event) => this.hover(this.idAt(event.point)));
    engine.on("webglcontextlost", () => this.orders.lost());
    engine.getCanvas().addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.choose(this.nearest());
    });
  }

  show(view: View): void {
    const before = this.view;
    const isFirst = this.isFirst;
    this.isFirst = false;
    this.view = view;
    if (isFirst && !view.at) return;
    if (view.at !== before.at) this.marks = {};
    if (this.houseOf(view.at)) {
      void this.open(view);
      if (view.at === before.at) return;
    } else {
      this.opened = null;
      this.draw();
    }
    this.fly(view, isFirst ? 0 : CALM_MS);
  }

  mark(marks: Marks): void {
    this.marks = marks;
    this.drawRooms();
  }

  closer(): void {
    this.engine.zoomIn();
  }

  farther(): void {
    this.engine.zoomOut();
  }

  turn(): void {
    this.engine.easeTo({ bearing: this.engine.getBearing() + 90, duration: CALM_MS });
  }

  whole(duration = CALM_MS): void {
    const box = this.ground.box as [number, number, number, number];
    const camera = this.engine.cameraForBounds(box, { bearing: BEARING, padding: this.padding() });
    if (!camera) return;
    // The ground is seen from the side, so that it needs less room than its outline from above.
    this.engine.easeTo({ ...camera, zoom: (camera.zoom ?? 16) + 0.15, pitch: PITCH, bearing: BEARING, duration });
  }

  close(): void {
    this.leave();
    this.engine.remove();
  }

  /** Fetch the building's rooms and open it, unless the reader has gone on meanwhile. */
  private async open(view: View): Promise<void> {
    let asked = this.rooms.get(view.at);
    if (!asked) {
      asked = fetchRooms(`${this.place.roomsUrl}&building=${encodeURIComponent(view.at)}`);
      this.rooms.set(view.at, asked);
    }
    const rooms = await asked;
    if (!rooms) this.rooms.delete(view.at);
    if (this.view.at !== view.at) return;
    this.opened = rooms;
    this.draw();
  }

  private draw(): void {
    const opened = this.opened ? this.opened.id : "";
    this.engine.setPaintProperty("buildings", "fill-extrusion-height", heightOf(opened));
    this.engine.setFilter("buildings", opened ? ["!=", ["get", "id"], opened] : null);
    this.drawLabels();
    this.drawRooms();
    const shown = this.view.at;
    void this.engine.once("idle", () => (this.place.element.dataset["shown"] = shown));
  }

  private drawLabels(): void {
    const opened = this.opened ? this.opened.id : "";
    this.give("roofs", roofs(this.ground, this.status, opened));
    const drawn = pins(this.ground, this.status, this.place.spots, opened);
    for (const { properties } of drawn.features) this.paint(properties.image);
    if (this.opened && this.view.floor !== null) {
      const own = drawn.features.find(({ properties }) => properties.id === opened);
      if (own) own.properties.top = Math.max(1, this.view.floor) * this.opened.floor_height + 2;
    }
    this.give("pins", drawn);
  }

  private drawRooms(): void {
    const { opened, view, marks } = this;
    this.give("blocks", opened ? blocks(opened, view.floor, marks, view.room) : { type: "FeatureCollection", features: [] });
    this.give("rooms", opened ? roomLabels(opened, view.floor, marks, view.room) : { type: "FeatureCollection", features: [] });
  }

  /** Lay a new status over the shapes. */
  private lay(status: Status, isFirst: boolean): void {
    for (const { properties } of this.ground.buildings.features) {
      const { state = "", count = 0 } = status[properties.id] || {};
      this.engine.setFeatureState({ source: "buildings", id: properties.id }, { state, count });
    }
    this.status = status;
    this.drawLabels();
    if (isFirst) this.hasStatus(true);
    else this.orders.changed();
  }

  private fly(view: View, duration: number): void {
    const house = this.houseOf(view.at);
    const spot = spotOf(view.at, this.place.spots);
    if (!house && !spot) return this.whole(duration);
    if (!house) {
      this.engine.easeTo({ center: spot!, zoom: Math.max(this.engine.getZoom(), 18), duration });
      return;
    }
    const camera = this.engine.cameraForBounds(boxOf(house.geometry), { bearing: BEARING, padding: this.padding() });
    const zoom = Math.min(19.2, (camera?.zoom ?? 19) - 0.8);
    const lift = Math.min(160, house.properties.height * 2);
    this.engine.easeTo({
      center: house.properties.point, zoom, pitch: PITCH + 3, bearing: BEARING, offset: [0, lift / 2], duration,
    });
  }

  private onClick(event: MapMouseEvent): void {
    const block = this.engine.queryRenderedFeatures(event.point, { layers: ["blocks"] })[0]?.properties as Block | undefined;
    if (this.opened && block) this.orders.choose({ at: this.opened.id, floor: block.floor, room: block.room });
    else this.choose(this.idAt(event.point));
  }

  private choose(id: string): void {
    if (id && id !== this.view.at) this.orders.choose({ at: id, floor: null, room: "" });
  }

  private idAt(point: { x: number; y: number }): string {
    const found = this.engine.queryRenderedFeatures([point.x, point.y], { layers: ["pins", "buildings"] })[0];
    return found ? String(found.properties["id"]) : "";
  }

  /** The building nearest to the middle of the picture: what Enter opens. */
  private nearest(): string {
    const { engine } = this;
    const middle = engine.project(engine.getCenter());
    const far = ({ point }: House): number => engine.project(point).dist(middle);
    const houses = this.ground.buildings.features.map(({ properties }) => properties);
    return houses.reduce<House | null>((best, one) => (best && far(best) <= far(one) ? best : one), null)?.id || "";
  }

  private hover(id: string): void {
    if (id === this.hovered) return;
    if (this.houseOf(this.hovered)) this.engine.setFeatureState({ source: "buildings", id: this.hovered }, { hover: false });
    if (this.houseOf(id)) this.engine.setFeatureState({ source: "buildings", id }, { hover: true });
    this.hovered = id;
    this.engine.getCanvas().style.cursor = id ? "pointer" : "";
  }

  private paint(image: string): void {
    if (!image.startsWith("pin|") || this.engine.hasImage(image)) return;
    const scale = sharpness();
    const drawn = drawPin(image, this.place.shapes, this.palette, scale);
    if (drawn) this.engine.addImage(image, drawn, { pixelRatio: scale });
  }

  private houseOf(id: string): Ground["buildings"]["features"][number] | undefined {
    return this.ground.buildings.features.find(({ properties }) => properties.id === id);
  }

  private give(source: string, data: Collection<object>): void {
    void this.engine.getSource<GeoJSONSource>(source)?.setData(data as unknown as GeoJSON);
  }

  private isSmall(): boolean {
    return this.place.element.clientWidth < SMALL_PX;
  }

  /** Keep what floats over the map off the buildings. */
  private padding(): { top: number; bottom: number; left: number; right: number } {
    return this.isSmall() ? { top: 76, bottom: 44, left: 12, right: 60 } : { top: 96, bottom: 40, left: 48, right: 64 };
  }
}

function after(milliseconds: number): Promise<false> {
  return new Promise((done) => setTimeout(() => done(false), milliseconds));
}

/** Pixels of the device for one of the page; more than two nobody sees. */
function sharpness(): number {
  return Math.min(window.devicePixelRatio, 2);
}

async function fetchRooms(url: string): Promise<Rooms | null> {
  try {
    const answer = await fetch(url);
    return answer.ok && !answer.redirected ? ((await answer.json()) as Rooms) : null;
  } catch {
    return null;
  }
}
