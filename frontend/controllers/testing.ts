/** Helpers of the tests: put markup on the page, let pending work finish. */

/** Replace the page's body by trusted test markup and return its first element. */
export function mount<T extends HTMLElement = HTMLElement>(markup: string): T {
  document.body.innerHTML = markup;
  return document.body.firstElementChild as T;
}

/** Let promises and zero timers run. */
export function settle(): Promise<void> {
  return new Promise((done) => setTimeout(done, 0));
}

/** Type into a field as a person does: value and input event. */
export function type(field: HTMLInputElement | HTMLTextAreaElement | null, text: string): void {
  if (!field) throw new Error("no such field");
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Press a key on an element; returns whether the key was left to the browser. */
export function press(key: string, on: EventTarget = document.body, init: KeyboardEventInit = {}): boolean {
  return on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init }));
}

/** Send a form as the browser would; returns whether the submit was allowed to leave. */
export function submit(form: HTMLFormElement): boolean {
  return form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
}
