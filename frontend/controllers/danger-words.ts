/** Shows 110, 119 and 120 as soon as a report speaks of fire, gas, self-harm or violence. It never holds the report back.
 *
 * The words come from the server as a JSON list in `data-words`; the server looks again when the report arrives.
 */
import { parts } from "./dom";

/** Connect to a `<form>`; every `[data-part~=danger]` inside is shown while a word stands in one of its text fields. */
export function dangerWords(element: HTMLElement): () => void {
  const words = readWords(element.dataset["words"]).map(plain).filter((word) => word !== "");
  const panels = parts(element, "danger");

  function look(): void {
    const text = Array.from(element.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("textarea, input[type=text], input:not([type])"))
      .map((field) => plain(field.value)).join("\n");
    const found = words.some((word) => text.indexOf(word) >= 0);
    for (const panel of panels) panel.hidden = !found;
  }

  element.addEventListener("input", look);
  element.addEventListener("draft:restored", look);
  element.addEventListener("submit", look);
  look();
  return () => {
    element.removeEventListener("input", look);
    element.removeEventListener("draft:restored", look);
    element.removeEventListener("submit", look);
  };
}

function readWords(json: string | undefined): string[] {
  try {
    const words: unknown = JSON.parse(json || "[]");
    return Array.isArray(words) ? words.map(String) : [];
  } catch {
    return [];
  }
}

/** Full width, case, spaces and punctuation between characters must not hide a word. */
function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/[\s,.;:!?'"·、。，；：！？…~～*_-]+/g, "");
}
