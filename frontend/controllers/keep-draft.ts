/** Keeps a textarea's text in this tab until it was delivered: `<textarea data-controller="keep-draft" data-draft="case:17:note">`.
 *
 * A submit alone does not prove delivery. The text is let go when the next page came by ordinary navigation (the
 * server's redirect); after a reload or a step back it is put back.
 */
import { forget, keep, recall } from "./storage";

interface Kept {
  text: string;
  sent: boolean;
}

/** Connect to a `<textarea>` or text `<input>`. */
export function keepDraft(element: HTMLElement): void {
  const field = element as HTMLTextAreaElement;
  const key = `linli-text:${field.dataset["draft"] || location.pathname + field.name}`;
  const before = recall<Kept>("session", key);
  if (before && field.value === "") {
    if (before.sent && arrivedByNavigation()) forget("session", key);
    else field.value = before.text;
  }
  field.addEventListener("input", () => {
    if (field.value === "") forget("session", key);
    else keep("session", key, { text: field.value, sent: false });
  });
  if (field.form) {
    field.form.addEventListener("submit", () => {
      if (field.value !== "") keep("session", key, { text: field.value, sent: true });
    });
  }
}

function arrivedByNavigation(): boolean {
  if (document.readyState === "complete") return true; // a fragment swapped into a living page
  const entry = performance.getEntriesByType ? performance.getEntriesByType("navigation")[0] : undefined;
  return !entry || (entry as PerformanceNavigationTiming).type === "navigate";
}
