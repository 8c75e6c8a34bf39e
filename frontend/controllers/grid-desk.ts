/** The drawing table for grids: a tap chooses a grid, draws an outline or cuts along a line; the server does the rest.
 *
 * Each change is one request that brings the whole table back. What was drawn and then refused stays on the table, and
 * so does the place one looked at. Forms and links of the panel take the same way; without this script they still work.
 */
import htmx from "htmx.org/dist/htmx.esm.js";
import { showCorners } from "../islands/grids/corners";
import { Line, type Drawn } from "../islands/grids/line";
import { Sheet } from "../islands/grids/sheet";
import type { Point } from "../islands/grids/snap";
import { csrfToken, fill, part, parts } from "./dom";
import { follow, type Box } from "./plan-view";

/** Connect to the table's page. */
export function gridDesk(element: HTMLElement): () => void {
  return new GridDesk(element).connect();
}

type Tool = "choose" | Drawn;

class GridDesk {
  private readonly desk: HTMLElement;
  private sheet: Sheet | null = null;
  private line: Line | null = null;
  private tool: Tool = "choose";
  private isSnapping = true;
  private isBusy = false;
  /** The line on the table is what the server was asked for, and not something else while it waits. */
  private isDone = false;
  private leave: () => void = () => undefined;
  private dropCorners: () => void = () => undefined;

  constructor(private readonly element: HTMLElement) {
    this.desk = part(element, "desk")!;
  }

  connect(): () => void {
    const { element } = this;
    const onClick = (event: MouseEvent): void => this.onClick(event);
    const onSubmit = (event: SubmitEvent): void => this.onSubmit(event);
    element.addEventListener("click", onClick);
    element.addEventListener("submit", onSubmit);
    this.lay([], null);
    return () => {
      this.leave();
      element.removeEventListener("click", onClick);
      element.removeEventListener("submit", onSubmit);
    };
  }

  /** Take up the table that stands there now; `points` were drawn before and are kept. */
  private lay(points: Point[], before: Box | null): void {
    this.leave();
    const svg = part<SVGSVGElement>(this.desk, "sheet");
    if (!svg) return;
    const sheet = (this.sheet = new Sheet(svg, before));
    sheet.isSnapping = this.isSnapping;
    for (const name of ["tools", "zoom", "split-this"]) part(this.desk, name)?.removeAttribute("hidden");
    const box = part<HTMLInputElement>(this.desk, "snap")!;
    box.checked = this.isSnapping;
    box.addEventListener("change", () => (this.isSnapping = sheet.isSnapping = box.checked));
    const unfollow = follow(svg, {
      box: () => sheet.box,
      look: (next) => this.look(next),
      zoom: (factor, x, y) => this.zoom(factor, x, y),
      tap: (x, y, target) => this.tap([x, y], target),
    });
    svg.addEventListener("pointermove", (event) => {
      if (this.line && event.pointerType === "mouse" && event.buttons === 0) this.line.follow(sheet.at(event));
    });
    svg.addEventListener("keydown", (event) => this.onKey(event));
    const watcher = typeof ResizeObserver === "function" ? new ResizeObserver(() => sheet.reshape()) : null;
    watcher?.observe(svg);
    this.leave = () => {
      unfollow();
      watcher?.disconnect();
    };
    this.take(this.tool, points);
  }

  private get chosen(): string {
    return this.sheet?.svg.dataset["chosen"] || "";
  }

  /** Take a tool in hand. */
  private take(tool: Tool, points: Point[] = []): void {
    this.line?.clear();
    this.line = null;
    this.dropCorners();
    this.tool = this.element.dataset["tool"] = tool;
    for (const button of parts(this.desk, "tool")) button.setAttribute("aria-pressed", String(button.dataset["tool"] === tool));
    part(this.desk, "drawing")!.hidden = tool === "choose";
    if (tool === "choose") this.corners();
    else if (tool === "draw" || this.chosen) this.line = new Line(this.sheet!, tool, points, (isDone) => (isDone ? this.done() : this.hint()));
    this.hint();
  }

  private corners(): void {
    const { sheet } = this;
    if (!sheet) return;
    this.dropCorners();
    this.dropCorners = showCorners(sheet, this.chosen, {
      ask: (op, points) => void this.ask({ op, grid: this.chosen, code: this.chosen, points: sheet.degrees(points) }),
      at: (n, total) => this.say(fill(this.words("corner"), { n, total })),
    });
  }

  private look(next: Box): void {
    this.sheet!.look(next);
  }

  private zoom(factor: number, x?: number, y?: number): void {
    this.sheet!.zoom(factor, x, y);
    if (this.tool === "choose") this.corners(); // closer up there is room for more of them
  }

  private tap(point: Point, target: Element | null): void {
    if (this.line) return this.line.tap(point);
    const grid = target?.closest<SVGPathElement>("[data-part=grid]");
    if (grid) void this.choose(grid.dataset["code"] || "");
    else if (this.tool === "choose" && this.chosen) void this.choose("");
  }

  private choose(code: string): Promise<void> {
    if (code === this.chosen && this.tool === "choose") return Promise.resolve();
    const url = this.element.dataset["url"] || "";
    const address = code ? `${url}?grid=${encodeURIComponent(code)}` : url;
    return this.bring(() => fetch(address, { headers: { "HX-Request": "true" } }));
  }

  private done(): void {
    const line = this.line!;
    if (this.isBusy) return; // the line stays, and can be finished again
    this.isDone = true;
    void this.ask({ op: line.tool, code: this.chosen, points: this.sheet!.degrees(line.points) });
  }

  /** Ask the server for one change of the drawing. */
  private ask(fields: Record<string, string>): Promise<void> {
    const body = new FormData();
    body.set("seen", this.sheet?.svg.dataset["step"] || "");
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return this.post(body);
  }

  private post(body: FormData): Promise<void> {
    const headers = { "HX-Request": "true", "X-CSRFToken": csrfToken(this.desk) };
    return this.bring(() => fetch(this.element.dataset["changeUrl"] || "", { method: "POST", body, headers }));
  }

  /** Ask, one question at a time, put the table that comes back in place of this one, and leave the reader where they are. */
  private async bring(ask: () => Promise<Response>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      const answer = await ask();
      if (answer.redirected || answer.headers.has("HX-Redirect")) return location.assign(this.element.dataset["url"] || "");
      if (!answer.ok) throw new Error(String(answer.status));
      await this.swap(await answer.text());
    } catch (error) {
      console.warn("grids", error);
      this.say(this.element.dataset["offline"] || "");
    } finally {
      this.isBusy = this.isDone = false;
    }
  }

  private async swap(text: string): Promise<void> {
    const held = document.activeElement instanceof Element ? document.activeElement : null;
    const name = held && this.desk.contains(held) ? held.closest("[data-part]")?.getAttribute("data-part") || "" : "";
    const top = part(this.desk, "panel")?.scrollTop || 0;
    const box = this.sheet?.box || null;
    const drawn = this.line ? this.line.points : [];
    const houses = part<SVGGElement>(this.desk, "houses");
    await htmx.swap({ text, target: this.desk, sourceElement: this.desk, swap: "innerHTML" });
    if (houses) part<SVGGElement>(this.desk, "houses")?.replaceWith(houses); // a city's buildings are sent once
    const isRefused = this.desk.querySelector("[data-part=said] .notice-late") !== null;
    const isUsedUp = this.isDone && !isRefused;
    if (isUsedUp) this.tool = "choose";
    this.lay(isUsedUp ? [] : drawn, box);
    const panel = part(this.desk, "panel");
    if (panel) panel.scrollTop = top;
    this.focusAgain(name);
  }

  private focusAgain(name: string): void {
    if (name === "") return;
    const isPlan = ["sheet", "handles", "finish", "cancel", "back-one"].includes(name);
    const again = part<HTMLElement>(this.desk, isPlan ? "sheet" : name);
    const target = again && !again.matches(":disabled, form") ? again : part(this.desk, "head");
    target?.focus({ preventScroll: true });
  }

  private onSubmit(event: SubmitEvent): void {
    const form = event.target instanceof HTMLFormElement ? event.target : null;
    if (!form || form.dataset["part"] !== "act") return;
    event.preventDefault();
    void this.post(new FormData(form, event.submitter));
  }

  private onClick(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : null;
    const link = target?.closest<HTMLAnchorElement>("a[data-part=stop]");
    if (link && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      void this.choose(link.dataset["code"] || "");
      return;
    }
    const button = target?.closest<HTMLElement>("button[data-part]");
    if (!button) return;
    const name = button.dataset["part"];
    if (name === "tool") this.take(button.dataset["tool"] as Tool);
    else if (name === "split-this") this.take("split");
    else if (name === "finish") this.line?.finish();
    else if (name === "back-one") this.line?.back();
    else if (name === "cancel") this.take("choose");
    else if (name === "closer") this.zoom(1.6);
    else if (name === "farther") this.zoom(1 / 1.6);
    if (name === "tool" || name === "split-this") this.sheet?.svg.focus({ preventScroll: true });
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { box } = this.sheet!;
    const arrows: Record<string, Point> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const arrow = arrows[event.key];
    if (this.line?.key(event)) event.preventDefault();
    else if (event.key === "Escape" && this.tool !== "choose") this.take("choose");
    else if (event.key === "+" || event.key === "=") this.zoom(1.5);
    else if (event.key === "-") this.zoom(1 / 1.5);
    else if (arrow && event.target === this.sheet!.svg) {
      this.look({ ...box, x: box.x + (arrow[0] * box.width) / 8, y: box.y + (arrow[1] * box.height) / 8 });
      event.preventDefault();
    }
  }

  private hint(): void {
    const count = this.line?.points.length || 0;
    const name = this.sheet?.nameOf(this.chosen) || "";
    if (this.tool === "choose") return this.say(this.words(this.chosen ? "chosen" : "choose"));
    if (!this.line) return this.say(this.words("first"));
    const points = count ? ` ${fill(this.words("points"), { n: count })}` : "";
    this.say(fill(this.words(this.tool), { name }) + points);
  }

  private words(name: string): string {
    return part(this.desk, "hint")?.dataset[name] || "";
  }

  private say(text: string): void {
    const line = part(this.desk, "hint");
    if (line) line.textContent = text;
  }
}
