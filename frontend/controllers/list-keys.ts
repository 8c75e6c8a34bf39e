/** Lets a hand stay on the keyboard: J and K move through the list, O opens, A goes to the next step, X ticks a row.
 *
 * `<a data-part="item">` are the stops: the focus itself moves, so that it is seen and read out, and Enter is the link's
 * own. Other keys press what carries `data-key`: `<input data-key="/">` is focused, `<summary data-key="?">` pressed.
 * Keys belong to the text while the reader writes, and to the browser while Ctrl, Alt, Meta or Shift is held. One
 * setting, `data-keys="off"` on the root, switches all of them off (WCAG 2.1.4).
 */
import { isWriting, part, parts } from "./dom";

/** Connect to the list's element. */
export function listKeys(element: HTMLElement): () => void {
  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || isOthers(event)) return;
    const key = event.key.toLowerCase();
    const items = parts(element, "item").filter((item) => item.getClientRects().length > 0 || !item.hidden);
    if (handle(key, items)) event.preventDefault();
  }
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}

/** Whether a key belongs to somebody else: the text, the browser, a Chinese input method, or the reader who wants none. */
function isOthers(event: KeyboardEvent): boolean {
  if (document.documentElement.dataset["keys"] === "off" || event.isComposing || isWriting(event.target)) return true;
  if (event.ctrlKey || event.altKey || event.metaKey) return true;
  const isSign = event.key === "?" || event.key === "/"; // some keyboards need Shift for them
  const isMove = event.key === "j" || event.key === "k";
  return (event.shiftKey && !isSign) || (event.repeat && !isMove);
}

function handle(key: string, items: HTMLElement[]): boolean {
  switch (key) {
    case "j": return step(items, 1);
    case "k": return step(items, -1);
    case "o": return open(items);
    case "a": return act(items);
    case "x": return tick(items);
    default: return press(key);
  }
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

/** Go to the next step of the matter in focus; of the open one the page itself has the button. */
function act(items: HTMLElement[]): boolean {
  const here = items[focused(items)];
  const next = here && !here.hasAttribute("aria-current") ? here.dataset["next"] : undefined;
  if (next) return follow(next);
  if (press("a")) return true;
  return items.some((item) => item.dataset["next"]) ? say("first") : false;
}

function tick(items: HTMLElement[]): boolean {
  if (items.length === 0) return false;
  const here = items[focused(items)];
  if (!here) return say("first");
  const box = here.closest("[data-part~=row]")?.querySelector<HTMLInputElement>("[data-part~=tick]");
  if (!box) return say("none");
  box.click();
  return say(box.checked ? "ticked" : "unticked");
}

function press(key: string): boolean {
  const wanted = Array.from(document.querySelectorAll<HTMLElement>("[data-key]")).find((one) => one.dataset["key"] === key && !one.hidden);
  if (!wanted) return false;
  if (isWriting(wanted) || wanted.tagName === "SUMMARY") wanted.focus(); // so that Escape closes at once what it opens
  if (!isWriting(wanted)) wanted.click();
  return true;
}

/** Open an address as a link does. */
function follow(address: string): boolean {
  const link = document.createElement("a");
  link.href = address;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  return true;
}

/** Say to who cannot see it what a key did; the words come from the server. */
function say(what: string): boolean {
  const line = part(document, "keys-said");
  if (line) line.textContent = line.dataset[what] || "";
  return true;
}

/** The item in focus, also where the focus is on something else in its row; -1 for none. */
function focused(items: HTMLElement[]): number {
  const active = document.activeElement;
  return items.findIndex((item) => item === active || item.closest("[data-part~=row]")?.contains(active));
}

/** The item in focus, else the one that is open. */
function current(items: HTMLElement[]): number {
  const here = focused(items);
  return here >= 0 ? here : items.findIndex((item) => item.hasAttribute("aria-current"));
}
