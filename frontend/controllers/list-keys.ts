/** Lets a hand stay on the keyboard: J and K move through the list, O opens, other keys press what carries `data-key`.
 *
 * `<a data-part="item">` are the stops; `<input data-key="/">` is focused, `<button data-key="a">` is pressed. Keys
 * belong to the text while the reader writes, and to the browser while Ctrl, Alt or Meta is held.
 */
import { isWriting, parts } from "./dom";

/** Connect to the list's element. */
export function listKeys(element: HTMLElement): () => void {
  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isWriting(event.target)) return;
    const key = event.key.toLowerCase();
    const items = parts(element, "item").filter((item) => item.getClientRects().length > 0 || !item.hidden);
    const handled = key === "j" ? step(items, 1) : key === "k" ? step(items, -1) : key === "o" ? open(items) : press(key);
    if (handled) event.preventDefault();
  }
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}

function step(items: HTMLElement[], by: number): boolean {
  if (items.length === 0) return false;
  const here = current(items);
  const next = items[here < 0 ? 0 : Math.max(0, Math.min(items.length - 1, here + by))]!;
  next.focus();
  if (next.scrollIntoView) next.scrollIntoView({ block: "nearest" });
  return true;
}

function open(items: HTMLElement[]): boolean {
  const here = items[current(items)];
  if (here) here.click();
  return here !== undefined;
}

function press(key: string): boolean {
  const wanted = Array.from(document.querySelectorAll<HTMLElement>("[data-key]")).find((one) => one.dataset["key"] === key && !one.hidden);
  if (!wanted) return false;
  if (isWriting(wanted)) wanted.focus();
  else wanted.click();
  return true;
}

function current(items: HTMLElement[]): number {
  const focused = items.findIndex((item) => item === document.activeElement);
  return focused >= 0 ? focused : items.findIndex((item) => item.hasAttribute("aria-current"));
}
