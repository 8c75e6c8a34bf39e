/** Keeps what was typed into a form, and puts it back: at most seven days, never passwords, files or tokens. */
import { forget, keep, recall } from "./storage";

export { forget };

const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

interface Draft {
  keptAt: number;
  step: number;
  fields: Record<string, string[]>;
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What became of a draft: nothing written yet, kept, or refused by the browser. */
export type Fate = "empty" | "kept" | "refused";

/** Keep the form's fields under `key`. An untouched form keeps nothing. */
export function writeDraft(key: string, form: HTMLFormElement, step: number): Fate {
  const fields: Record<string, string[]> = {};
  let isTouched = step > 0;
  for (const field of kept(form)) {
    const isChoice = field instanceof HTMLInputElement && /^(radio|checkbox)$/.test(field.type);
    const list = fields[field.name] || (fields[field.name] = []);
    if (isChoice && !(field as HTMLInputElement).checked) continue;
    list.push(field.value);
    if (!isChoice && field.type !== "hidden" && field.value.trim() !== "") isTouched = true;
  }
  if (!isTouched) return "empty";
  return keep("local", name(key), { keptAt: Date.now(), step, fields }) ? "kept" : "refused";
}

/** Put a kept draft back into the form; returns the step it was left at (0 when there is none). */
export function readDraft(key: string, form: HTMLFormElement): number {
  const draft = recall<Draft>("local", name(key));
  if (!draft || !draft.fields) return 0;
  for (const field of kept(form)) {
    const values = draft.fields[field.name];
    if (!values) continue;
    if (field instanceof HTMLInputElement && /^(radio|checkbox)$/.test(field.type)) {
      field.checked = values.indexOf(field.value) >= 0;
    } else if (values.length > 0) {
      field.value = values.shift() || "";
    }
  }
  form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
  return draft.step || 0;
}

/** Forget a draft older than seven days: a phone may have other readers. */
export function discardStaleDraft(key: string): void {
  const draft = recall<Draft>("local", name(key));
  if (draft && !(Date.now() - draft.keptAt < KEPT_MS)) forget("local", name(key));
}

function name(key: string): string {
  return `linli-draft:${key}`;
}

/** Fields of a draft: what a person fills in, and hidden ones marked `data-keep` (pin, idempotency key). */
function kept(form: HTMLFormElement): Field[] {
  return Array.from(form.querySelectorAll<Field>("input[name], textarea[name], select[name]")).filter((field) => {
    if (field.name === "csrfmiddlewaretoken" || /^(password|file|submit|button)$/.test(field.type)) return false;
    return field.type !== "hidden" || field.hasAttribute("data-keep");
  });
}
