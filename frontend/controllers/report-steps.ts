/** Turns a long report form with `<fieldset data-step>` sections into one question a screen, and keeps a draft.
 *
 * Without JavaScript the form is one long page with one button. Nothing typed is lost: every change is kept under
 * `data-draft` in the browser for seven days, together with the form's idempotency key, so that sending again after a
 * lost answer is recognised by the server. A form the server gave back with problems (`data-bound`) shows the server's
 * values. Photos cannot be kept and are not claimed to be.
 */
import { fill, part, parts } from "./dom";
import { discardStaleDraft, forget, readDraft, writeDraft } from "./draft";

/** Connect to a `<form>`; see parts/steps_head.html and parts/steps_foot.html for the elements it moves. */
export function reportSteps(element: HTMLElement): () => void {
  return new Steps(element as HTMLFormElement).connect();
}

class Steps {
  private readonly key: string;
  private readonly sections: HTMLElement[];
  private here = 0;

  constructor(private readonly form: HTMLFormElement) {
    this.key = form.dataset["draft"] || "report";
    this.sections = Array.from(form.querySelectorAll<HTMLElement>("[data-step]"));
  }

  connect(): () => void {
    const { form, key } = this;
    discardStaleDraft(key);
    form.noValidate = true;
    form.classList.add("is-stepped");
    history.replaceState({ linliStep: 0 }, "");
    const first = form.hasAttribute("data-bound") ? firstProblem(this.sections) : readDraft(key, form);
    for (let step = 1; step <= Math.min(first, this.last); step++) history.pushState({ linliStep: step }, "");
    this.show(first, false);
    part(form, "next")?.addEventListener("click", () => this.forward());
    form.addEventListener("submit", (event) => this.send(event));
    form.addEventListener("input", () => this.save());
    form.addEventListener("change", () => this.save());
    form.addEventListener("click", (event) => this.onClick(event));
    const onPop = (event: PopStateEvent): void => {
      const state = event.state as { linliStep?: number } | null;
      this.show((state && state.linliStep) || 0, true);
    };
    window.addEventListener("popstate", onPop);
    return () => window.removeEventListener("popstate", onPop);
  }

  private get last(): number {
    return this.sections.length - 1;
  }

  private show(step: number, move: boolean): void {
    this.here = Math.max(0, Math.min(step, this.last));
    this.sections.forEach((section, index) => { section.hidden = index !== this.here; });
    paint(this.form, this.sections, this.here);
    echo(this.form);
    if (move) enter(this.sections[this.here]);
    this.save();
  }

  private forward(): void {
    const bad = firstInvalid(this.sections[this.here]);
    if (bad) return complain(bad);
    history.pushState({ linliStep: this.here + 1 }, "");
    this.show(this.here + 1, true);
  }

  private save(): void {
    const fate = writeDraft(this.key, this.form, this.here);
    for (const line of parts(this.form, "saved")) line.hidden = fate !== "kept";
    for (const line of parts(this.form, "unsaved")) line.hidden = fate !== "refused";
  }

  /** Enter on an early step means the next step; on the last one, go to the first step that lacks something. */
  private send(event: Event): void {
    if (this.here < this.last) {
      event.preventDefault();
      return this.forward();
    }
    const at = this.sections.findIndex((section) => firstInvalid(section) !== null);
    const bad = firstInvalid(this.sections[at]);
    if (!bad) return this.save();
    event.preventDefault();
    this.show(at, true);
    complain(bad);
  }

  /** The arrow and "change" go back through the browser's own history, so that both ways back agree. */
  private onClick(event: Event): void {
    if (!(event.target instanceof Element)) return;
    const jump = event.target.closest<HTMLElement>("[data-goto]");
    const isBack = event.target.closest('[data-part~="back"]') !== null;
    if (!jump && !(isBack && this.here > 0)) return;
    event.preventDefault();
    const wanted = jump ? Number(jump.dataset["goto"]) - 1 : this.here - 1;
    if (wanted < this.here) history.go(wanted - this.here);
  }
}

/** On the page that says "received": the draft under `data-draft` has done its work. */
export function draftDone(element: HTMLElement): void {
  forget("local", `linli-draft:${element.dataset["draft"] || "report"}`);
}

function paint(form: HTMLElement, steps: HTMLElement[], here: number): void {
  const last = here === steps.length - 1;
  for (const head of parts(form, "steps-head")) head.hidden = false;
  const count = part(form, "count");
  if (count) count.textContent = fill(count.dataset["words"] || "{n}/{total}", { n: here + 1, total: steps.length });
  const bar = part(form, "steps");
  if (bar) {
    while (bar.children.length < steps.length) bar.appendChild(document.createElement("li"));
    Array.from(bar.children).forEach((cell, index) => {
      cell.className = index < here ? "past" : index === here ? "here" : "";
    });
  }
  const next = part(form, "next");
  if (next) {
    next.hidden = last;
    next.textContent = (steps[here] && steps[here]!.dataset["next"]) || next.textContent;
  }
  for (const button of parts(form, "send")) button.hidden = !last;
}

/** Repeat on a later step what was written on an earlier one: `<span data-echo="text">`. */
function echo(form: HTMLFormElement): void {
  for (const place of Array.from(form.querySelectorAll<HTMLElement>("[data-echo]"))) {
    const field = form.elements.namedItem(place.dataset["echo"] || "");
    const text = field && "value" in field ? String(field.value).trim() : "";
    place.textContent = text.length > 40 ? `${text.slice(0, 40)}…` : text;
    const box = place.closest<HTMLElement>("[data-part~=said]");
    if (box) box.hidden = text === "";
  }
}

function enter(section: HTMLElement | undefined): void {
  if (!section) return;
  window.scrollTo(0, 0);
  const heading = section.querySelector<HTMLElement>("h1, h2, legend") || section;
  heading.tabIndex = -1;
  heading.focus();
}

type Checked = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function firstInvalid(section: HTMLElement | undefined): Checked | null {
  if (!section) return null;
  const fields = Array.from(section.querySelectorAll<Checked>("input, textarea, select"));
  return fields.find((field) => field.willValidate && !field.validity.valid) || null;
}

function complain(field: Checked): void {
  const wrap = field.closest(".field");
  const problem = wrap && part(wrap, "missing");
  if (problem && wrap) {
    problem.hidden = false;
    wrap.classList.add("field-bad");
    field.setAttribute("aria-invalid", "true");
    field.focus();
    field.addEventListener("input", () => {
      problem.hidden = true;
      wrap.classList.remove("field-bad");
      field.removeAttribute("aria-invalid");
    }, { once: true });
  } else {
    field.reportValidity();
  }
}

function firstProblem(steps: HTMLElement[]): number {
  const at = steps.findIndex((section) => section.querySelector(".field-bad, [aria-invalid=true]") !== null);
  return at < 0 ? 0 : at;
}
