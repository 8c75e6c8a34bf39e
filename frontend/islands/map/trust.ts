/** Lets the engine start its worker under Trusted Types: one file of our own, and no other address.
 *
 * The engine hands the browser a plain string, so the page's default policy has to pass it. The policy knows nothing but
 * script addresses: markup and code made of strings stay refused.
 */

interface Factory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string | null }): unknown;
}

let trusted = "";

/** Return the worker's address, which from now on this page may start. */
export function trustWorker(url: string): string {
  const factory = (window as unknown as { trustedTypes?: Factory }).trustedTypes;
  if (trusted === "" && factory) factory.createPolicy("default", { createScriptURL: (asked) => (asked === trusted ? asked : null) });
  trusted = url;
  return url;
}
