/** Moves a row that is longer than its window to the page that is open: `<nav class="tabs" data-controller="show-current">`. */

/** Connect to the row; its open page carries `aria-current`. */
export function showCurrent(element: HTMLElement): void {
  const current = element.querySelector<HTMLElement>("[aria-current]");
  if (!current) return;
  const row = element.getBoundingClientRect(), own = current.getBoundingClientRect();
  if (own.right > row.right || own.left < row.left) element.scrollLeft += own.left - row.left - (row.width - own.width) / 2;
}
