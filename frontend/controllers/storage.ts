/** Keeps small values in the browser. Private windows and full phones refuse to store: that is an answer, not an error. */

export type Place = "local" | "session";

function area(place: Place): Storage | null {
  try {
    return place === "local" ? window.localStorage : window.sessionStorage;
  } catch {
    return null;
  }
}

/** Read what was kept under `key`; null when there is nothing or it cannot be read. */
export function recall<T>(place: Place, key: string): T | null {
  try {
    const text = area(place)?.getItem(key);
    return text ? (JSON.parse(text) as T) : null;
  } catch {
    return null;
  }
}

/** Keep `value` under `key`. Returns whether it is really there, so that a page never claims "saved" untruly. */
export function keep(place: Place, key: string, value: unknown): boolean {
  try {
    const store = area(place);
    if (!store) return false;
    store.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** Forget what was kept under `key`. */
export function forget(place: Place, key: string): void {
  try {
    area(place)?.removeItem(key);
  } catch {
    // Nothing was kept where nothing can be removed.
  }
}
