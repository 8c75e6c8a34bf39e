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
  if (!svg) return;
  const whole = readBox(svg);
  let box = whole;
  const data = svg.dataset;

  function look(next: Box): void {
    box = next;
    svg!.setAttribute("viewBox", [next.x, next.y, next.width, next.height].map((n) => n.toFixed(2)).join(" "));
    // Labels and pin keep their size on the screen at every zoom.
    const scale = unitsPerPixel(next, svg!.getBoundingClientRect());
    for (const mark of Array.from(svg!.querySelectorAll<SVGGElement>("[data-steady]"))) {
      const at = (mark.dataset["steady"] || "0,0").split(",");
      mark.setAttribute("transform", `translate(${at[0]} ${at[1]}) scale(${scale.toFixed(4)})`);
    }
  }

  function zoom(factor: number, x = box.x + box.width / 2, y = box.y + box.height / 2): void {
    look(zoomAt(box, whole, factor, x, y, NEAREST_ZOOM));
  }

  function pin(x: number, y: number, place: Element | null): void {
    const mark = part<SVGGElement>(svg!, "pin");
    if (mark) {
      mark.dataset["steady"] = `${x.toFixed(1)},${y.toFixed(1)}`;
      mark.removeAttribute("visibility");
    }
    setField("lon", (Number(data["lon"]) + x / Number(data["metresLon"])).toFixed(7));
    setField("lat", (Number(data["lat"]) - y / Number(data["metresLat"])).toFixed(7));
    choose(place);
    look(box);
  }

  function choose(place: Element | null): void {
    for (const one of Array.from(svg!.querySelectorAll("[data-place]"))) one.classList.toggle("m-on", one === place);
    const code = (place && place.getAttribute("data-place")) || "";
    const list = part<HTMLSelectElement>(element, "buildings");
    if (list) list.value = code;
    const label = part(element, "here-name");
    const name = (place && place.getAttribute("data-name")) || "";
    if (label) label.textContent = name || label.dataset["outside"] || "";
    const card = part<HTMLInputElement>(element, name ? "here" : "outside") || part<HTMLInputElement>(element, "here");
    if (card && !card.checked) card.checked = true;
    element.dispatchEvent(new CustomEvent("change", { bubbles: true }));
  }

  function setField(name: string, value: string): void {
    const field = part<HTMLInputElement>(element, name);
    if (field) field.value = value;
  }

  function centreOf(place: Element): [number, number] {
    const at = (place.getAttribute("data-at") || "0,0").split(",");
    return [Number(at[0]), Number(at[1])];
  }

  function pickFromList(): void {
    const list = part<HTMLSelectElement>(element, "buildings");
    const place = list && Array.from(svg!.querySelectorAll("[data-place]")).find((one) => one.getAttribute("data-place") === list.value);
    if (!place) return;
    const [x, y] = centreOf(place);
    look({ ...box, x: x - box.width / 2, y: y - box.height / 2 });
    pin(x, y, place);
  }

  function restore(): void {
    const lon = Number(part<HTMLInputElement>(element, "lon")?.value || NaN);
    const lat = Number(part<HTMLInputElement>(element, "lat")?.value || NaN);
    if (isNaN(lon) || isNaN(lat)) return;
    const list = part<HTMLSelectElement>(element, "buildings");
    const place = list && list.value ? svg!.querySelector(`[data-place="${CSS.escape(list.value)}"]`) : null;
    pin((lon - Number(data["lon"])) * Number(data["metresLon"]), (Number(data["lat"]) - lat) * Number(data["metresLat"]), place);
  }

  function onKey(event: KeyboardEvent): void {
    const step = box.width / 8;
    const moves: Record<string, [number, number]> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const move = moves[event.key];
    if (move) look({ ...box, x: box.x + move[0], y: box.y + move[1] });
    else if (event.key === "+" || event.key === "=") zoom(1.5);
    else if (event.key === "-") zoom(1 / 1.5);
    else if (event.key === "Enter" || event.key === " ") pin(box.x + box.width / 2, box.y + box.height / 2, null);
    else return;
    event.preventDefault();
  }

  const leave = follow(svg, {
    box: () => box,
    look: (next) => look(next),
    zoom: (factor, x, y) => zoom(factor, x, y),
    tap: (x, y, target) => pin(x, y, target ? target.closest("[data-place]") : null),
  });
  svg.addEventListener("keydown", onKey);
  part(element, "closer")?.addEventListener("click", () => zoom(1.6));
  part(element, "farther")?.addEventListener("click", () => zoom(1 / 1.6));
  part(element, "buildings")?.addEventListener("change", pickFromList);
  const form = element.closest("form");
  if (form) form.addEventListener("draft:restored", restore);
  offerLocation(element, (lon, lat) => {
    const x = (lon - Number(data["lon"])) * Number(data["metresLon"]);
    const y = (Number(data["lat"]) - lat) * Number(data["metresLat"]);
    const isInside = x >= whole.x && x <= whole.x + whole.width && y >= whole.y && y <= whole.y + whole.height;
    if (!isInside) return false;
    look({ ...box, x: x - box.width / 2, y: y - box.height / 2 });
    pin(x, y, null);
    return true;
  });
  for (const control of Array.from(element.querySelectorAll<HTMLElement>("[data-needs-script]"))) control.hidden = false;
  look(whole);
  restore();
  // The plan may lie on a step that is not shown yet, and its size is known only then.
  const watcher = typeof ResizeObserver === "function" ? new ResizeObserver(() => look(box)) : null;
  if (watcher) watcher.observe(svg);
  return () => {
    leave();
    if (watcher) watcher.disconnect();
  };
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
