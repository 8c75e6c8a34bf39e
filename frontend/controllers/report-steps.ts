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
  const form = element as HTMLFormElement;
  const key = form.dataset["draft"] || "report";
  const steps = Array.from(form.querySelectorAll<HTMLElement>("[data-step]"));
  let here = 0;

  function show(step: number, move: boolean): void {
    here = Math.max(0, Math.min(step, steps.length - 1));
    steps.forEach((section, index) => { section.hidden = index !== here; });
    paint(form, steps, here);
    echo(form);
    if (move) enter(steps[here]);
    save();
  }

  function forward(): void {
    const bad = firstInvalid(steps[here]);
    if (bad) return complain(bad);
    history.pushState({ linliStep: here + 1 }, "");
    show(here + 1, true);
  }

  function back(event: Event): void {
    if (here === 0) return;
    event.preventDefault();
    history.back();
  }

  function save(): void {
    const fate = writeDraft(key, form, here);
    for (const line of parts(form, "saved")) line.hidden = fate !== "kept";
    for (const line of parts(form, "unsaved")) line.hidden = fate !== "refused";
  }

  function send(event: Event): void {
    if (here < steps.length - 1) {
      event.preventDefault();
      return forward();
    }
    const at = steps.findIndex((section) => firstInvalid(section) !== null);
    if (at < 0) return save();
    event.preventDefault();
    show(at, true);
    complain(firstInvalid(steps[at])!);
  }

  function jump(event: Event): void {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-goto]") : null;
    if (!button) return;
    event.preventDefault();
    const wanted = Number(button.dataset["goto"]) - 1;
    if (wanted < here) history.go(wanted - here);
  }

  const onPop = (event: PopStateEvent): void => {
    const state = event.state as { linliStep?: number } | null;
    show((state && state.linliStep) || 0, true);
  };
  const onBack = (event: Event): void => {
    if (event.target instanceof Element && event.target.closest('[data-part~="back"]')) back(event);
  };

  discardStaleDraft(key);
  form.noValidate = true;
  form.classList.add("is-stepped");
  history.replaceState({ linliStep: 0 }, "");
  const first = form.hasAttribute("data-bound") ? firstProblem(steps) : readDraft(key, form);
  for (let step = 1; step <= Math.min(first, steps.length - 1); step++) history.pushState({ linliStep: step }, "");
  show(first, false);

  part(form, "next")?.addEventListener("click", forward);
  form.addEventListener("submit", send);
  form.addEventListener("input", save);
  form.addEventListener("change", save);
  form.addEventListener("click", jump);
  form.addEventListener("click", onBack);
  window.addEventListener("popstate", onPop);
  return () => window.removeEventListener("popstate", onPop);
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
