/** Reads the design tokens, so that the scene has the colours of the page, by day and by night. */

const NAMES = [
  "paper", "surface", "ink", "ink-2", "ink-on-fill", "line", "accent", "accent-soft", "accent-line", "plate", "plate-ink", "late", "late-soft", "late-line",
  "soon", "wait", "done", "draw-ground", "draw-roof", "draw-wall", "draw-edge",
] as const;

export type Palette = Record<(typeof NAMES)[number], string> & { font: string; isDark: boolean };

/** The tokens as they hold for `element`. */
export function paletteOf(element: HTMLElement): Palette {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const colours = Object.fromEntries(NAMES.map((name) => [name, read(name)])) as Record<(typeof NAMES)[number], string>;
  return { ...colours, font: read("font"), isDark: style.colorScheme.includes("dark") };
}

/** The colour of a state, as its word beside the map has it. */
export function colourOf(look: string, palette: Palette): string {
  if (look === "late" || look === "soon" || look === "done") return palette[look];
  return look === "doing" ? palette.accent : palette.wait;
}
