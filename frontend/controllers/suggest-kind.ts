/** Asks for the kind a report sounds like, a moment after the writing stopped; the button does the same without script.
 *
 * By POST, because what somebody said must not stand in an address. A kind chosen by hand is never overwritten.
 */
import { csrfToken, fill, part } from "./dom";

interface Answer {
  code: string;
  kind: string;
  told: string[];
  percent: number;
  danger: string[];
}

const PAUSE_MS = 700;
const FEWEST_CHARACTERS = 2;

/** Connect to the intake form; `data-url` is asked, the parts are `text`, `kind`, `suggestion` and `danger`. */
export function suggestKind(element: HTMLElement): (() => void) | void {
  const text = part<HTMLTextAreaElement>(element, "text");
  const kind = part<HTMLSelectElement>(element, "kind");
  const line = part(element, "suggestion");
  if (!text || !kind || !line) return;
  let isChosen = kind.value !== "";
  let waiting = 0;
  let asked = 0;

  async function ask(): Promise<void> {
    const turn = ++asked;
    const body = new FormData();
    body.set("text", text!.value);
    try {
      const answer = await fetch(element.dataset["url"] || "", {
        method: "POST",
        body,
        credentials: "same-origin",
        headers: { Accept: "application/json", "X-CSRFToken": csrfToken(element) },
      });
      if (answer.ok && turn === asked) show((await answer.json()) as Answer);
    } catch {
      // No answer, no suggestion: the form works without one.
    }
  }

  function show(answer: Answer): void {
    const danger = part(element, "danger");
    if (danger) danger.hidden = answer.danger.length === 0;
    line!.hidden = answer.told.length === 0 || isChosen;
    line!.textContent = fill(line!.dataset["words"] || "", {
      kind: answer.kind,
      told: answer.told.join("、"),
      percent: String(answer.percent),
    });
    if (!isChosen) kind!.value = answer.told.length ? answer.code : "";
  }

  const onInput = (): void => {
    window.clearTimeout(waiting);
    if (text.value.trim().length >= FEWEST_CHARACTERS) waiting = window.setTimeout(() => void ask(), PAUSE_MS);
  };
  const onChoice = (): void => {
    isChosen = kind.value !== "";
    if (isChosen) line.hidden = true;
  };
  text.addEventListener("input", onInput);
  kind.addEventListener("change", onChoice);
  return () => {
    window.clearTimeout(waiting);
    text.removeEventListener("input", onInput);
    kind.removeEventListener("change", onChoice);
  };
}
