/** Asks every twenty seconds, while the page is seen, how many matters are open where. */
import type { Status } from "./contract";

export const EVERY_MS = 20_000;

/** Tell `told` each status that differs from the one before; the returned function stops. A failed question is asked again. */
export function watchStatus(url: string, told: (status: Status, isFirst: boolean) => void): () => void {
  let last: string | null = null;
  let askedAt = 0;
  let stopped = false;

  async function ask(): Promise<void> {
    askedAt = Date.now();
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return;
      const text = await answer.text();
      if (stopped || text === last) return;
      const isFirst = last === null;
      const status = JSON.parse(text) as Status;
      last = text;
      told(status, isFirst);
    } catch {
      // No connection for now: what is drawn stays, and the next question comes anyway.
    }
  }

  function onSeen(): void {
    if (!document.hidden && Date.now() - askedAt >= EVERY_MS) void ask();
  }

  const timer = setInterval(onSeen, EVERY_MS);
  document.addEventListener("visibilitychange", onSeen);
  void ask();
  return () => {
    stopped = true;
    clearInterval(timer);
    document.removeEventListener("visibilitychange", onSeen);
  };
}
