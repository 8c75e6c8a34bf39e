/** Keeps the list and the matter beside it in step when htmx swaps the matter in.
 *
 * The opened row is marked, a narrow window shows the matter instead of the list, and the reader's place on the page is
 * the matter's head. Without htmx the same links load whole pages, which the server marks itself.
 */
import { parts } from "./dom";

/** Connect to the list's element, whose rows are `<a data-part="item" hx-get=…>`. */
export function deskList(element: HTMLElement): () => void {
  const desk = element.closest<HTMLElement>(".desk");

  function onSwap(event: Event): void {
    const item = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-part~=item]") : null;
    if (!item || !element.contains(item)) return;
    for (const one of parts(element, "item")) one.removeAttribute("aria-current");
    item.setAttribute("aria-current", "true");
    if (desk) desk.dataset["show"] = "detail";
    const content = document.getElementById("content");
    if (!content) return;
    content.scrollTop = 0;
    const heading = content.querySelector("h1");
    if (heading) document.title = heading.textContent || document.title;
    if (isNarrow()) {
      window.scrollTo(0, 0);
      content.focus({ preventScroll: true });
    }
  }

  element.addEventListener("htmx:after:swap", onSwap);
  return () => element.removeEventListener("htmx:after:swap", onSwap);
}

function isNarrow(): boolean {
  return window.matchMedia ? window.matchMedia("(width < 1100px)").matches : false;
}
