/** Offers the browser's print dialog; the button is shown only where a script can open it. */

/** Connect to a `<button hidden>`. */
export function printPage(element: HTMLElement): () => void {
  const onClick = (): void => window.print();
  element.hidden = false;
  element.addEventListener("click", onClick);
  return () => element.removeEventListener("click", onClick);
}
