/** Keeps an impatient second press from sending a form twice. Only a courtesy: the server's idempotency key decides. */

const PATIENCE_MS = 15000;

/** Connect to a `<form>`; the button says `data-busy` while the answer is on its way. */
export function submitOnce(element: HTMLElement): () => void {
  const form = element as HTMLFormElement;
  let release: (() => void) | null = null;

  function onSubmit(event: Event): void {
    if (release) {
      event.preventDefault();
      return;
    }
    // Other listeners may still refuse this submit; the button goes grey only when it really leaves.
    window.setTimeout(() => { if (!event.defaultPrevented) hold(); }, 0);
  }

  function hold(): void {
    const buttons = Array.from(form.querySelectorAll<HTMLButtonElement>("button[type=submit], button:not([type])"));
    const before = buttons.map((button) => button.textContent);
    for (const button of buttons) {
      button.setAttribute("aria-disabled", "true");
      if (button.dataset["busy"]) button.textContent = button.dataset["busy"]!;
    }
    const timer = window.setTimeout(() => release && release(), PATIENCE_MS);
    release = () => {
      window.clearTimeout(timer);
      buttons.forEach((button, index) => {
        button.removeAttribute("aria-disabled");
        if (button.dataset["busy"]) button.textContent = before[index] || "";
      });
      release = null;
    };
  }

  const onShow = (): void => { if (release) release(); };
  form.addEventListener("submit", onSubmit);
  window.addEventListener("pageshow", onShow);
  return () => window.removeEventListener("pageshow", onShow);
}
