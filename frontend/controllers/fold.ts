/** Gives a `<details>` the manners of a dialog: Escape, the cancel button and a press beside it close it, focus returns. */

const FIRST = "input:not([type=hidden]), textarea, select, [data-part~=cancel]";

/** Connect to a `<details>`; `[data-part~=cancel]` inside closes it. */
export function fold(element: HTMLElement): () => void {
  const details = element as HTMLDetailsElement;
  const close = (): void => {
    if (!details.open) return;
    details.open = false;
    details.querySelector("summary")?.focus();
  };
  const onKey = (event: KeyboardEvent): void => { if (event.key === "Escape") close(); };
  const onPress = (event: Event): void => {
    if (event.target instanceof Node && !details.contains(event.target)) details.open = false;
  };
  details.addEventListener("keydown", onKey);
  details.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-part~=cancel]")) close();
  });
  details.addEventListener("toggle", () => {
    if (details.open) details.querySelector<HTMLElement>(FIRST)?.focus();
  });
  document.addEventListener("click", onPress);
  return () => document.removeEventListener("click", onPress);
}
