/** Asks, before a report is sent, whether such a matter is open at the place already; the button does it without script.
 *
 * By POST and without photos or contact: only what was said and where. What comes back are lines of text.
 */
import { csrfToken, part } from "./dom";

const ASKED = ["text", "place", "building", "lon", "lat"];
const PLACES = ["place", "building"];

/** Connect to the element inside the form; `data-url` is asked, the parts are `known`, `known-lines`, `known-none` and `ask-known`. */
export function knownAlready(element: HTMLElement): (() => void) | void {
  const form = element.closest("form");
  const notice = part(element, "known");
  const lines = part(element, "known-lines");
  const none = part(element, "known-none");
  const button = part<HTMLButtonElement>(element, "ask-known");
  if (!form || !notice || !lines || !none || !button) return;
  let asked = 0;

  async function ask(): Promise<void> {
    const turn = ++asked;
    const given = new FormData(form!);
    const body = new FormData();
    for (const name of ASKED) {
      const value = given.get(name);
      if (typeof value === "string") body.set(name, value);
    }
    try {
      const reply = await fetch(element.dataset["url"] || "", {
        method: "POST",
        body,
        credentials: "same-origin",
        headers: { "X-CSRFToken": csrfToken(form!) },
      });
      if (reply.ok && turn === asked) show(((await reply.json()) as { lines: string[] }).lines);
    } catch {
      // No answer: the report is taken all the same.
    }
  }

  function show(known: string[]): void {
    lines!.textContent = "";
    for (const line of known) lines!.appendChild(document.createElement("li")).textContent = line;
    notice!.hidden = known.length === 0;
    none!.hidden = known.length > 0;
  }

  const onChange = (event: Event): void => {
    if (event.target instanceof HTMLElement && PLACES.includes(event.target.getAttribute("name") || "")) void ask();
  };
  const onClick = (event: Event): void => {
    event.preventDefault();
    void ask();
  };
  form.addEventListener("change", onChange);
  button.addEventListener("click", onClick);
  return () => {
    form.removeEventListener("change", onChange);
    button.removeEventListener("click", onClick);
  };
}
