/** Moves and reads the flat SVG plan: drag, pinch, wheel and keys move it, a tap sets the pin.
 *
 * The server draws the plan in metres and says in `data-lon`, `data-lat`, `data-metres-lon`, `data-metres-lat` where its
 * zero lies. A pin is two hidden fields with degrees, the name of the building under it, and the chosen card. The list
 * of buildings beside the plan sets the same pin, so neither sight nor a pointer is needed.
 */
import { fill, part } from "./dom";
import { follow, unitsPerPixel, zoomAt, type Box } from "./plan-view";

const NEAREST_ZOOM = 8;

/** Connect to the element around parts/plan.html. */
export function planMap(element: HTMLElement): (() => void) | void {
  const svg = part<SVGSVGElement>(element, "plan");
  return svg ? new PlanMap(element, svg).connect() : undefined;
}

class PlanMap {
  private readonly whole: Box;
  private box: Box;

  constructor(private readonly element: HTMLElement, private readonly svg: SVGSVGElement) {
    this.whole = readBox(svg);
    this.box = this.whole;
  }

  connect(): () => void {
    const { element, svg } = this;
    const leave = follow(svg, {
      box: () => this.box,
      look: (next) => this.look(next),
      zoom: (factor, x, y) => this.zoom(factor, x, y),
      tap: (x, y, target) => this.pin(x, y, target ? target.closest("[data-place]") : null),
    });
    svg.addEventListener("keydown", (event) => this.onKey(event));
    part(element, "closer")?.addEventListener("click", () => this.zoom(1.6));
    part(element, "farther")?.addEventListener("click", () => this.zoom(1 / 1.6));
    this.list()?.addEventListener("change", () => this.pickFromList());
    element.closest("form")?.addEventListener("draft:restored", () => this.restore());
    offerLocation(element, (lon, lat) => this.goTo(lon, lat));
    for (const control of Array.from(element.querySelectorAll<HTMLElement>("[data-needs-script]"))) control.hidden = false;
    this.look(this.whole);
    this.restore();
    // The plan may lie on a step that is not shown yet, and its size is known only then.
    const watcher = typeof ResizeObserver === "function" ? new ResizeObserver(() => this.look(this.box)) : null;
    if (watcher) watcher.observe(svg);
    return () => {
      leave();
      if (watcher) watcher.disconnect();
    };
  }

  /** Look at `next`; labels and pins keep their size on the screen at every zoom. */
  private look(next: Box): void {
    this.box = next;
    this.svg.setAttribute("viewBox", [next.x, next.y, next.width, next.height].map((n) => n.toFixed(2)).join(" "));
    const scale = unitsPerPixel(next, this.svg.getBoundingClientRect());
    for (const mark of Array.from(this.svg.querySelectorAll<SVGGElement>("[data-steady]"))) {
      const at = (mark.dataset["steady"] || "0,0").split(",");
      mark.setAttribute("transform", `translate(${at[0]} ${at[1]}) scale(${scale.toFixed(4)})`);
    }
  }

  private lookAt(x: number, y: number): void {
    this.look({ ...this.box, x: x - this.box.width / 2, y: y - this.box.height / 2 });
  }

  private zoom(factor: number, x = this.box.x + this.box.width / 2, y = this.box.y + this.box.height / 2): void {
    this.look(zoomAt(this.box, this.whole, factor, x, y, NEAREST_ZOOM));
  }

  private pin(x: number, y: number, place: Element | null): void {
    const mark = part<SVGGElement>(this.svg, "pin");
    if (mark) {
      mark.dataset["steady"] = `${x.toFixed(1)},${y.toFixed(1)}`;
      mark.removeAttribute("visibility");
    }
    this.setField("lon", this.number("lon") + x / this.number("metresLon"));
    this.setField("lat", this.number("lat") - y / this.number("metresLat"));
    this.choose(place);
    this.look(this.box);
  }

  private choose(place: Element | null): void {
    for (const one of Array.from(this.svg.querySelectorAll("[data-place]"))) one.classList.toggle("m-on", one === place);
    const list = this.list();
    if (list) list.value = (place && place.getAttribute("data-place")) || "";
    const label = part(this.element, "here-name");
    if (label) label.textContent = (place && place.getAttribute("data-name")) || label.dataset["outside"] || "";
    const card = part<HTMLInputElement>(this.element, "here");
    if (card) card.checked = true;
    this.element.dispatchEvent(new CustomEvent("change", { bubbles: true }));
  }

  private pickFromList(): void {
    const place = this.placeOf((this.list() as HTMLSelectElement).value);
    if (!place) return;
    const [x = 0, y = 0] = (place.getAttribute("data-at") || "").split(",").map(Number);
    this.lookAt(x, y);
    this.pin(x, y, place);
  }

  /** Show a pin that the form already holds: from a draft, or from the server after a problem elsewhere. */
  private restore(): void {
    const lon = part<HTMLInputElement>(this.element, "lon")?.value;
    const lat = part<HTMLInputElement>(this.element, "lat")?.value;
    if (!lon || !lat) return;
    const [x, y] = this.flat(Number(lon), Number(lat));
    const chosen = this.element.querySelector<HTMLInputElement>("[name=place]:checked");
    this.pin(x, y, this.placeOf(this.list()?.value || ""));
    if (chosen) chosen.checked = true;
  }

  /** Go to a place in degrees; false when it lies outside the plan. */
  private goTo(lon: number, lat: number): boolean {
    const [x, y] = this.flat(lon, lat);
    const { whole } = this;
    if (x < whole.x || x > whole.x + whole.width || y < whole.y || y > whole.y + whole.height) return false;
    this.lookAt(x, y);
    this.pin(x, y, null);
    return true;
  }

  private onKey(event: KeyboardEvent): void {
    const step = this.box.width / 8;
    const moves: Record<string, [number, number]> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const move = moves[event.key];
    if (move) this.look({ ...this.box, x: this.box.x + move[0], y: this.box.y + move[1] });
    else if (event.key === "+" || event.key === "=") this.zoom(1.5);
    else if (event.key === "-") this.zoom(1 / 1.5);
    else if (event.key === "Enter" || event.key === " ") this.pin(this.box.x + this.box.width / 2, this.box.y + this.box.height / 2, null);
    else return;
    event.preventDefault();
  }

  private flat(lon: number, lat: number): [number, number] {
    return [(lon - this.number("lon")) * this.number("metresLon"), (this.number("lat") - lat) * this.number("metresLat")];
  }

  private number(name: string): number {
    return Number(this.svg.dataset[name]);
  }

  private setField(name: string, degrees: number): void {
    const field = part<HTMLInputElement>(this.element, name);
    if (field) field.value = degrees.toFixed(7);
  }

  private list(): HTMLSelectElement | null {
    return part<HTMLSelectElement>(this.element, "buildings");
  }

  private placeOf(code: string): Element | null {
    return Array.from(this.svg.querySelectorAll("[data-place]")).find((one) => code !== "" && one.getAttribute("data-place") === code) || null;
  }
}

/** Phones give their place only over TLS; elsewhere the button is not offered, and a refusal is answered in words. */
function offerLocation(element: HTMLElement, go: (lon: number, lat: number) => boolean): void {
  const button = part<HTMLButtonElement>(element, "locate");
  const line = part(element, "locate-answer");
  if (!button || !window.isSecureContext || !navigator.geolocation) return;
  button.hidden = false;
  const say = (which: string): void => {
    if (!line) return;
    line.textContent = which ? fill(line.dataset[which] || "", {}) : "";
    line.hidden = line.textContent === "";
  };
  button.addEventListener("click", () => {
    button.setAttribute("aria-disabled", "true");
    navigator.geolocation.getCurrentPosition(
      (found) => {
        button.removeAttribute("aria-disabled");
        say(go(found.coords.longitude, found.coords.latitude) ? "" : "outside");
      },
      () => {
        button.removeAttribute("aria-disabled");
        say("refused");
      },
      { enableHighAccuracy: true, timeout: 10000, maximumAge: 60000 },
    );
  });
}

function readBox(svg: SVGSVGElement): Box {
  const [x = 0, y = 0, width = 100, height = 100] = (svg.getAttribute("viewBox") || "").split(/[\s,]+/).map(Number);
  return { x, y, width, height };
}
