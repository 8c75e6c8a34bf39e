/** Shows one masked value for a stated purpose: POST, visible for `data-seconds`, then gone from the page.
 *
 * The page holds the value neither before nor after. The server answers `{"value": "…", "note": "…"}` with no-store,
 * and has logged the look before it answers. Without JavaScript the same form opens a page of its own.
 */
import { csrfToken, fill, part, parts } from "./dom";

/** Connect to the `.masked` element of parts/masked.html. */
export function reveal(element: HTMLElement): (() => void) | void {
  const form = element.querySelector("form");
  const shown = part(element, "shown");
  const value = part(element, "value");
  const countdown = part(element, "countdown");
  if (!form || !shown || !value || !countdown) return;
  let clock = 0;

  function hide(): void {
    window.clearInterval(clock);
    value!.textContent = "";
    put("note", "");
    shown!.hidden = true;
    for (const mask of parts(element, "mask")) mask.hidden = false;
  }

  function show(answer: { value: string; note?: string }): void {
    // Counted by the clock on the wall: a sleeping tab must not show the value longer.
    const until = Date.now() + 1000 * (Number(element.dataset["seconds"]) || 60);
    value!.textContent = answer.value;
    put("note", answer.note || "");
    for (const mask of parts(element, "mask")) mask.hidden = true;
    form!.closest("details")?.removeAttribute("open");
    shown!.hidden = false;
    window.clearInterval(clock);
    const tick = (): void => {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left <= 0) return hide();
      countdown!.textContent = fill(countdown!.dataset["words"] || "{n}", { n: left });
    };
    tick();
    clock = window.setInterval(tick, 1000);
  }

  function put(name: string, text: string): void {
    const place = part(element, name);
    if (!place) return;
    place.textContent = text;
    place.hidden = text === "";
  }

  async function ask(): Promise<void> {
    put("failed", "");
    try {
      const answer = await fetch(form!.action, {
        method: "POST",
        body: new FormData(form!),
        credentials: "same-origin",
        cache: "no-store",
        headers: { Accept: "application/json", "X-CSRFToken": csrfToken(form!) },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      show((await answer.json()) as { value: string; note?: string });
    } catch {
      put("failed", part(element, "failed")?.dataset["words"] || "");
    }
  }

  const onHide = (): void => { if (document.visibilityState === "hidden") hide(); };
  form.addEventListener("submit", (event) => { event.preventDefault(); void ask(); });
  part(element, "cover")?.addEventListener("click", hide);
  window.addEventListener("pagehide", hide);
  document.addEventListener("visibilitychange", onHide);
  return () => {
    hide();
    window.removeEventListener("pagehide", hide);
    document.removeEventListener("visibilitychange", onHide);
  };
}
