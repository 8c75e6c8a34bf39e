/** Small questions to the page that several controllers ask. */

/** The first element under `root` whose `data-part` is `name`, or null. */
export function part<T extends Element = HTMLElement>(root: ParentNode, name: string): T | null {
  return root.querySelector<T>(`[data-part~="${name}"]`);
}

/** All elements under `root` whose `data-part` is `name`. */
export function parts<T extends Element = HTMLElement>(root: ParentNode, name: string): T[] {
  return Array.from(root.querySelectorAll<T>(`[data-part~="${name}"]`));
}

/** Put named values into a sentence from the server: `fill("Step {n} of {total}", {n: 2, total: 4})`. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** Django's token for POST requests: from a form's hidden field, else from the cookie. */
export function csrfToken(root: ParentNode = document): string {
  const field = root.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]");
  if (field) return field.value;
  const found = /(?:^|;\s*)csrftoken=([^;]*)/.exec(document.cookie);
  return found && found[1] ? decodeURIComponent(found[1]) : "";
}

/** True while the reader writes, so that single keys belong to the text; boxes to tick and buttons take no text. */
export function isWriting(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !/^(checkbox|radio|button|submit|reset|file|image|range|color)$/.test(target.type);
  return target instanceof HTMLElement && (target.isContentEditable || /^(textarea|select)$/i.test(target.tagName));
}
