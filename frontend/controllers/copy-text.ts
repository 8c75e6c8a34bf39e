/** Copies `data-text` and says so on the button itself for two seconds. */

/** Connect to a `<button data-text data-done>`; it is hidden where there is no JavaScript (`hidden` is taken away here). */
export function copyText(element: HTMLElement): void {
  element.hidden = false;
  const label = element.querySelector<HTMLElement>("[data-part~=label]") || element;
  const before = label.textContent;
  element.addEventListener("click", () => {
    void copy(element.dataset["text"] || "").then((done) => {
      if (!done) return;
      label.textContent = element.dataset["done"] || before;
      window.setTimeout(() => { label.textContent = before; }, 2000);
    });
  });
}

async function copy(text: string): Promise<boolean> {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Refused: the older way below asks nobody.
    }
  }
  const field = document.createElement("textarea");
  field.value = text;
  field.setAttribute("readonly", "");
  field.className = "sr";
  document.body.appendChild(field);
  field.select();
  const done = typeof document.execCommand === "function" && document.execCommand("copy");
  field.remove();
  return done;
}
