import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EVERY_MS, watchStatus } from "./status";

const answer = (text: string): Partial<Response> => ({ ok: true, redirected: false, text: () => Promise.resolve(text) });
let hidden = false;

beforeEach(() => {
  vi.useFakeTimers();
  hidden = false;
  vi.spyOn(document, "hidden", "get").mockImplementation(() => hidden);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the status", () => {
  it("is told when it differs, the first time as such", async () => {
    const texts = ['{"a":{"count":1}}', '{"a":{"count":1}}', '{"a":{"count":2}}'];
    vi.stubGlobal("fetch", vi.fn(() => Promise.resolve(answer(texts.shift()!))));
    const told = vi.fn();
    const stop = watchStatus("/s", told);
    await vi.advanceTimersByTimeAsync(2 * EVERY_MS);
    stop();
    expect(told.mock.calls.map(([status, isFirst]) => [status.a.count, isFirst])).toEqual([[1, true], [2, false]]);
  });

  it("is not asked for while nobody looks, and at once when somebody does", async () => {
    const asked = vi.fn(() => Promise.resolve(answer("{}")));
    vi.stubGlobal("fetch", asked);
    const stop = watchStatus("/s", () => undefined);
    hidden = true;
    await vi.advanceTimersByTimeAsync(5 * EVERY_MS);
    expect(asked).toHaveBeenCalledTimes(1);
    hidden = false;
    document.dispatchEvent(new Event("visibilitychange"));
    expect(asked).toHaveBeenCalledTimes(2);
    stop();
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it("stays as it was while the connection is gone or the log-in has ended", async () => {
    const answers = [Promise.reject(new Error("off")), Promise.resolve({ ...answer("{}"), redirected: true }), Promise.resolve(answer("{}"))];
    vi.stubGlobal("fetch", vi.fn(() => answers.shift()));
    const told = vi.fn();
    const stop = watchStatus("/s", told);
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(told).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(told).toHaveBeenCalledTimes(1);
    stop();
  });
});
