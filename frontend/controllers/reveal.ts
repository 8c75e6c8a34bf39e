/** Shows one masked value for a stated purpose: POST, visible for `data-seconds`, then gone from the page.
 *
 * The page holds the value neither before nor after. The server answers `{"value": "…", "note": "…"}` with no-store,
 * and has logged the look before it answers. Without JavaScript the same form opens a page of its own.
 */
import { csrfToken, fill, part, parts } from "./dom";

/** Connect to the `.masked` element of parts/masked.html. */
export function reveal(element: HTMLElement): (() => void) | void {
  const form = element.querySelector("form");
  return form ? new Masked(element, form).connect() : undefined;
}

interface Answer {
  value: string;
  note?: string;
}

class Masked {
  private clock = 0;

  constructor(private readonly element: HTMLElement, private readonly form: HTMLFormElement) {}

  connect(): () => void {
    const hide = (): void => this.hide();
    const onTab = (): void => { if (document.visibilityState === "hidden") hide(); };
    this.form.addEventListener("submit", (event) => { event.preventDefault(); void this.ask(); });
    part(this.element, "cover")?.addEventListener("click", hide);
    window.addEventListener("pagehide", hide);
    document.addEventListener("visibilitychange", onTab);
    return () => {
      hide();
      window.removeEventListener("pagehide", hide);
      document.removeEventListener("visibilitychange", onTab);
    };
  }

  private async ask(): Promise<void> {
    this.put("failed", "");
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        body: new FormData(this.form),
        credentials: "same-origin",
        cache: "no-store",
        headers: { Accept: "application/json", "X-CSRFToken": csrfToken(this.form) },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      this.show((await answer.json()) as Answer);
    } catch {
      this.put("failed", part(this.element, "failed")?.dataset["words"] || "");
    }
  }

  private show(answer: Answer): void {
    // Counted by the clock on the wall: a sleeping tab must not show the value longer.
    const until = Date.now() + 1000 * (Number(this.element.dataset["seconds"]) || 60);
    this.put("value", answer.value);
    this.put("note", answer.note || "");
    this.swap(true);
    this.form.closest("details")?.removeAttribute("open");
    window.clearInterval(this.clock);
    const words = part(this.element, "countdown")?.dataset["words"] || "{n}";
    const tick = (): void => {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left <= 0) this.hide();
      else this.put("countdown", fill(words, { n: left }));
    };
    this.clock = window.setInterval(tick, 1000);
    tick();
  }

  private hide(): void {
    window.clearInterval(this.clock);
    this.put("value", "");
    this.put("note", "");
    this.swap(false);
  }

  private swap(isShown: boolean): void {
    for (const mask of parts(this.element, "mask")) mask.hidden = isShown;
    for (const shown of parts(this.element, "shown")) shown.hidden = !isShown;
  }

  private put(name: string, text: string): void {
    const place = part(this.element, name);
    if (!place) return;
    place.textContent = text;
    place.hidden = text === "";
  }
}
