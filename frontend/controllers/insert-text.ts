/** Puts a ready text where the writer's caret stands: `<div data-controller="insert-text" data-field="id_text">`.
 *
 * Without a script the same button asks the server, which sends the form back with the text at its end. With one nothing
 * is sent, so that photos that were chosen stay chosen.
 */
import { part } from "./dom";

/** Connect to the bar with a `<select data-part=texts>` (each option's `data-words`) and a `[data-part=insert]` button. */
export function insertText(element: HTMLElement): (() => void) | void {
  const field = document.getElementById(element.dataset["field"] || "") as HTMLTextAreaElement | null;
  const texts = part<HTMLSelectElement>(element, "texts");
  const button = part<HTMLButtonElement>(element, "insert");
  if (!field || !texts || !button) return;

  function onPress(event: Event): void {
    event.preventDefault();
    const option = texts!.options[texts!.selectedIndex];
    const words = (option && option.dataset["words"]) || "";
    if (!words) return;
    const start = field!.selectionStart, end = field!.selectionEnd;
    const before = field!.value.slice(0, start), after = field!.value.slice(end);
    const gap = before && !/\s$/.test(before) ? "\n" : "";
    field!.value = before + gap + words + after;
    const caret = start + gap.length + words.length;
    field!.setSelectionRange(caret, caret);
    field!.focus();
    field!.dispatchEvent(new Event("input", { bubbles: true }));
  }

  button.addEventListener("click", onPress);
  return () => button.removeEventListener("click", onPress);
}
