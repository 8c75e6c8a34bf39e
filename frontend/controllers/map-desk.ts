/** Moves through the map's places without a new page, and puts the 3D scene in the plan's place where it can be drawn.
 *
 * The panel comes from the server and is the same with and without a scene. The scene's engine is a file of its own that
 * only this page loads; when it cannot be had or cannot draw, the plan simply stays.
 */
import htmx from "htmx.org/dist/htmx.esm.js";
import type { Marks, Scene, View } from "../islands/map/contract";
import { isWriting, part, parts } from "./dom";

/** Connect to the map's page. */
export function mapDesk(element: HTMLElement): () => void {
  const desk = new MapDesk(element);
  return desk.connect();
}

class MapDesk {
  private readonly panel: HTMLElement;
  private scene: Scene | null = null;
  private running: AbortController | null = null;
  private isFlat = false;
  private isGone = false;

  constructor(private readonly element: HTMLElement) {
    this.panel = part(element, "panel")!;
  }

  connect(): () => void {
    const { element } = this;
    const onClick = (event: MouseEvent): void => this.onClick(event);
    const onKey = (event: KeyboardEvent): void => this.onKey(event);
    const onHistory = (): void => void this.load(location.href, { isNew: false });
    const onRestore = (event: Event): void => event.preventDefault(); // The page stays; its panel is brought instead.
    const night = window.matchMedia ? window.matchMedia("(prefers-color-scheme: dark)") : null;
    const onNight = (): void => this.again();
    element.addEventListener("click", onClick);
    document.addEventListener("keydown", onKey);
    window.addEventListener("popstate", onHistory);
    document.addEventListener("htmx:before:history:restore", onRestore);
    night?.addEventListener("change", onNight);
    this.connectControls(element);
    void this.openScene();
    return () => {
      this.isGone = true;
      element.removeEventListener("click", onClick);
      document.removeEventListener("keydown", onKey);
      window.removeEventListener("popstate", onHistory);
      document.removeEventListener("htmx:before:history:restore", onRestore);
      night?.removeEventListener("change", onNight);
      this.closeScene();
    };
  }

  private connectControls(element: HTMLElement): void {
    const press = (name: string, act: () => void): void => part(element, name)?.addEventListener("click", act);
    press("solid", () => this.look(false));
    press("plan", () => this.look(true));
    for (const name of ["closer", "farther", "turn", "whole"] as const) press(name, () => this.scene?.[name]());
  }

  /** Where the panel is: what the scene has to show. */
  private view(): View {
    const about = part(this.panel, "about");
    const floor = about?.dataset["floor"] || "";
    return { at: about?.dataset["at"] || "", floor: floor === "" ? null : Number(floor), room: about?.dataset["room"] || "" };
  }

  private onClick(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a[data-part~=stop], a.pin") : null;
    if (!link) return;
    event.preventDefault();
    void this.load(new URL(link.getAttribute("href") || "", location.href).href, { isNew: true });
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.defaultPrevented || isWriting(event.target)) return;
    const back = part<HTMLAnchorElement>(this.panel, "back");
    if (back) void this.load(back.href, { isNew: true });
  }

  /** Bring the panel of an address; where that fails, go there as a link would. */
  private async load(url: string, { isNew }: { isNew: boolean }): Promise<void> {
    const text = await this.fetchPanel(url);
    if (text === null) return;
    if (isNew) history.pushState({}, "", url);
    const before = this.view();
    const left = this.panel.scrollTop;
    await this.put(text);
    this.stand(before, left);
    this.tell();
  }

  /** Keep the reader's place: on the room or floor that was chosen, or at the head of another place. */
  private stand(before: View, left: number): void {
    const view = this.view();
    const isSame = view.at !== "" && view.at === before.at;
    const link = isSame && view.floor !== null ? linkTo(view, this.panel) : null;
    (link || part(this.panel, "head"))?.focus({ preventScroll: true });
    this.panel.scrollTop = isSame ? left : 0;
    if (isSame) return;
    this.element.scrollTop = 0;
    window.scrollTo(0, 0);
  }

  private async fetchPanel(url: string): Promise<string | null> {
    this.running?.abort();
    const running = (this.running = new AbortController());
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true" }, signal: running.signal });
      if (answer.ok && !answer.redirected && !answer.headers.has("HX-Redirect")) return await answer.text();
    } catch (error) {
      if (running.signal.aborted) return null;
      console.warn("map", error);
    }
    location.assign(url);
    return null;
  }

  /** Put a new panel in, or one part of it; htmx is the one that may turn text into elements here. */
  private async put(text: string, name = ""): Promise<void> {
    const target = name ? part(this.panel, name)! : this.panel;
    const how = name ? { swap: "outerHTML", select: `[data-part~=${name}]` } as const : { swap: "innerHTML" } as const;
    await htmx.swap({ text, target, sourceElement: this.panel, ...how });
  }

  private tell(): void {
    const { at } = this.view();
    for (const pin of this.element.querySelectorAll<SVGAElement>("a.pin")) {
      const isHere = pin.dataset["place"] === at;
      pin.classList.toggle("pin-on", isHere);
      if (isHere) pin.setAttribute("aria-current", "true");
      else pin.removeAttribute("aria-current");
    }
    this.scene?.show(this.view());
    this.scene?.mark(marksOf(this.panel));
  }

  private async openScene(): Promise<void> {
    const { element } = this;
    const frame = part(element, "scene");
    if (!frame || !canDraw()) return;
    const { groundUrl = "", roomsUrl = "", statusUrl = "", spots = "" } = element.dataset;
    const ground = fetch(groundUrl);
    frame.hidden = false; // The engine has to know how large it is; it lies under the plan until it is ready.
    try {
      const { openScene } = await import("../islands/map/scene");
      const place = { element: frame, shapes: element, roomsUrl, statusUrl, spots: spots.split(" ").map(Number) };
      const scene = await openScene(place, ground, {
        choose: (view) => this.choose(view),
        changed: () => void this.refresh(),
        lost: () => this.giveUp(frame),
      });
      if (this.isGone) return scene.close();
      this.scene = scene;
      this.look(this.isFlat);
      this.tell();
      frame.dataset["ready"] = "true";
    } catch (error) {
      console.warn("map", error);
      this.giveUp(frame);
    }
  }

  private closeScene(): void {
    this.scene?.close();
    this.scene = null;
  }

  private giveUp(frame: HTMLElement): void {
    this.closeScene();
    this.look(true);
    frame.hidden = true;
    for (const name of ["switch", "zoom"]) part(this.element, name)!.hidden = true;
  }

  /** Draw everything anew, in the colours of the night or the day. */
  private again(): void {
    if (!this.scene) return;
    this.closeScene();
    void this.openScene();
  }

  private look(isFlat: boolean): void {
    this.isFlat = isFlat;
    this.element.classList.toggle("is-solid", !isFlat);
    part(this.element, "switch")!.hidden = false;
    part(this.element, "zoom")!.hidden = isFlat;
    part(this.element, "solid")!.setAttribute("aria-pressed", String(!isFlat));
    part(this.element, "plan")!.setAttribute("aria-pressed", String(isFlat));
  }

  /** What was chosen in the scene is followed as the link beside it would be. */
  private choose(view: View): void {
    const link = linkTo(view, this.panel);
    if (link) void this.load(link.href, { isNew: true });
  }

  /** The counts are others now: bring list and place anew, and leave the reader where they are in them. */
  private async refresh(): Promise<void> {
    const answer = await fetch(location.href, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected || answer.headers.has("HX-Redirect")) return;
    const text = await answer.text();
    const held = document.activeElement instanceof HTMLAnchorElement ? document.activeElement : null;
    const href = held && this.panel.contains(held) ? held.getAttribute("href") : null;
    const left = this.panel.scrollTop;
    for (const name of ["about", "places"]) await this.put(text, name);
    this.panel.scrollTop = left;
    if (href) this.panel.querySelector<HTMLAnchorElement>(`a[href="${CSS.escape(href)}"]`)?.focus({ preventScroll: true });
    this.scene?.mark(marksOf(this.panel));
  }
}

/** The panel's link to what a view shows: a room, a floor, or a place. */
export function linkTo({ at, floor, room }: View, panel: ParentNode): HTMLAnchorElement | null {
  const is = ({ dataset }: HTMLAnchorElement): boolean => {
    if (room) return dataset["cell"] === room;
    return floor === null ? dataset["place"] === at : dataset["level"] === String(floor);
  };
  return Array.from(panel.querySelectorAll<HTMLAnchorElement>("a[data-part~=stop]")).find(is) || null;
}

/** The rooms that the panel marks. */
export function marksOf(panel: ParentNode): Marks {
  return Object.fromEntries(parts(panel, "marked").map((cell) => [cell.dataset["room"] || "", cell.dataset["look"] || ""]));
}

/** Whether this browser knows WebGL 2. Whether it can also draw is known only when the engine tries, which is as quick. */
export function canDraw(): boolean {
  return typeof WebGL2RenderingContext === "function";
}
