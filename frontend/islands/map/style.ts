/** The scene's style: ground, grids, buildings, rooms, labels and pins, in the page's colours. Nothing is fetched by it. */
import type { GeoJSON } from "geojson";
import type { ExpressionSpecification, LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";
import type { Ground } from "./contract";
import type { Palette } from "./palette";
import { FLAT_M } from "./shapes";

const EMPTY = { type: "FeatureCollection" as const, features: [] };
/** The engine cuts what it draws into squares and draws each by itself. A community fits into one or two of these, and
 * their corners are still true to 13 cm; rooms, which stand close to each other, to 3 cm. */
const COARSE_TILE = 15;
const FINE_TILE = 17;
/** Families of the reader's own device: the engine draws every letter here, so there is no glyph server. */
const FONT = ["PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", "sans-serif"];

/** The whole style of a community; on a small screen pins that would cover each other wait until one comes closer. */
export function styleOf(ground: Ground, palette: Palette, { isSmall }: { isSmall: boolean }): StyleSpecification {
  return {
    version: 8,
    light: { anchor: "viewport", color: "#ffffff", intensity: palette.isDark ? 0.22 : 0.32, position: [1.3, 200, 35] },
    transition: { duration: 0, delay: 0 },
    sources: sourcesOf(ground),
    layers: [...groundLayers(palette), ...houseLayers(palette), ...labelLayers(palette, isSmall)],
  };
}

/** How high buildings stand: all as they are, or flat while one of them is opened. */
export function heightOf(opened: string): ExpressionSpecification | number {
  return opened ? FLAT_M : ["get", "height"];
}

function sourcesOf(ground: Ground): Record<string, SourceSpecification> {
  const names = ground.grids.features.map(({ properties }) => ({
    type: "Feature" as const,
    properties: { text: properties.label },
    geometry: { type: "Point" as const, coordinates: properties.point },
  }));
  const source = (data: object, maxzoom = COARSE_TILE): SourceSpecification => ({ type: "geojson", data: data as GeoJSON, maxzoom });
  return {
    boundary: source(ground.boundary),
    grids: source(ground.grids),
    names: source({ type: "FeatureCollection", features: names }),
    buildings: { ...source(ground.buildings), promoteId: "id" } as SourceSpecification,
    blocks: source(EMPTY, FINE_TILE),
    roofs: source(EMPTY),
    rooms: source(EMPTY, FINE_TILE),
    pins: source(EMPTY),
  };
}

function groundLayers(palette: Palette): LayerSpecification[] {
  return [
    { id: "ground", type: "background", paint: { "background-color": palette["draw-ground"] } },
    {
      id: "grid-edge", type: "line", source: "grids",
      paint: { "line-color": palette["draw-edge"], "line-width": 1, "line-dasharray": [4, 3] },
    },
    { id: "border", type: "line", source: "boundary", paint: { "line-color": palette["draw-edge"], "line-width": 1.5 } },
  ];
}

function houseLayers(palette: Palette): LayerSpecification[] {
  const state: ExpressionSpecification = ["feature-state", "state"];
  return [
    {
      id: "buildings", type: "fill-extrusion", source: "buildings",
      paint: {
        "fill-extrusion-height": heightOf(""),
        "fill-extrusion-color": [
          "case",
          ["boolean", ["feature-state", "hover"], false], palette["accent-line"],
          ["==", state, "late"], palette["late-soft"],
          [">", ["coalesce", ["feature-state", "count"], 0], 0], palette["accent-soft"],
          palette["draw-roof"],
        ],
      },
    },
    {
      id: "blocks", type: "fill-extrusion", source: "blocks",
      paint: {
        "fill-extrusion-vertical-gradient": false,
        "fill-extrusion-base": ["get", "base"],
        "fill-extrusion-height": ["get", "top"],
        "fill-extrusion-color": [
          "match", ["get", "kind"],
          "picked", palette.accent,
          "late", palette["late-line"],
          "marked", palette["accent-line"],
          "chosen", palette["accent-soft"],
          "slab", palette["draw-wall"],
          palette["draw-roof"],
        ],
      },
    },
  ];
}

function labelLayers(palette: Palette, isSmall: boolean): LayerSpecification[] {
  const halo = { "text-halo-color": palette["draw-roof"], "text-halo-width": 1.5 };
  return [
    {
      id: "names", type: "symbol", source: "names",
      layout: { "text-field": ["get", "text"], "text-font": FONT, "text-size": 12, "text-pitch-alignment": "viewport" },
      paint: { "text-color": palette["ink-2"], "text-halo-color": palette["draw-ground"], "text-halo-width": 1.5 },
    },
    {
      id: "roofs", type: "symbol", source: "roofs",
      layout: { "text-field": ["get", "text"], "text-font": FONT, "text-size": 13, "symbol-height-offset": ["get", "top"] },
      paint: { "text-color": palette["ink-2"], ...halo },
    },
    {
      id: "rooms", type: "symbol", source: "rooms",
      layout: {
        "text-field": ["get", "text"], "text-font": FONT, "text-size": 13, "text-allow-overlap": true,
        "symbol-height-offset": ["get", "top"],
      },
      paint: {
        "text-color": ["case", ["get", "isPicked"], palette["ink-on-fill"], palette.ink],
        "text-halo-color": ["case", ["get", "isPicked"], palette.accent, palette["draw-roof"]],
        "text-halo-width": 1.5,
      },
    },
    {
      id: "pins", type: "symbol", source: "pins",
      layout: {
        "icon-image": ["get", "image"], "icon-anchor": "bottom", "icon-allow-overlap": !isSmall, "icon-ignore-placement": !isSmall,
        "icon-size": isSmall ? 0.85 : 1, "icon-padding": 0,
        "symbol-sort-key": isSmall ? ["-", ["get", "rank"]] : ["get", "rank"], "symbol-height-offset": ["get", "top"],
      },
    },
  ];
}
