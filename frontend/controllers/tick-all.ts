/** Ticks a whole page of a list at once and counts what is ticked, here and on other pages.
 *
 * Without a script the same button asks the server for the page with everything ticked; the form carries the rest.
 */
import { fill, part, parts } from "./dom";

/** Connect to the list's `<form>`: boxes are `[data-part~=tick]`, hidden ones of other pages `[data-part~=elsewhere]`. */
export function tickAll(element: HTMLElement): () => void {
  const button = part<HTMLButtonElement>(element, "all");
  const count = part(element, "count");
  const boxes = (): HTMLInputElement[] => parts<HTMLInputElement>(element, "tick");
  const isFull = (): boolean => boxes().length > 0 && boxes().every((box) => box.checked);

  function show(): void {
    const ticked = boxes().filter((box) => box.checked).length + parts(element, "elsewhere").length;
    const words = count && fill(count.dataset["words"] || "{n}", { n: ticked });
    if (count && count.textContent !== words) count.textContent = words;
    if (button) button.textContent = button.dataset[isFull() ? "none" : "all"] || button.textContent;
  }

  function onPress(event: Event): void {
    event.preventDefault();
    const wanted = !isFull();
    for (const box of boxes()) box.checked = wanted;
    show();
  }

  button?.addEventListener("click", onPress);
  element.addEventListener("change", show);
  window.addEventListener("pageshow", show); // a browser that goes back puts the ticks back without a word
  show();
  return () => {
    button?.removeEventListener("click", onPress);
    element.removeEventListener("change", show);
    window.removeEventListener("pageshow", show);
  };
}
