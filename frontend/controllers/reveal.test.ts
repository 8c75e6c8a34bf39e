import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { reveal } from "./reveal";
import { mount, submit } from "./testing";

const MASKED = `
  <span data-seconds="60"><span data-part="mask">138****0366</span>
    <form action="/cases/1/reveal" method="post"><input type="hidden" name="csrfmiddlewaretoken" value="token"><input type="radio" name="purpose" value="visit" checked>
      <p data-part="failed" data-words="not shown" hidden></p></form>
    <span data-part="shown" hidden><b data-part="value"></b><i data-part="countdown" data-words="{n} s"></i><button data-part="cover"></button><small data-part="note" hidden></small></span></span>`;

function open(answer: () => Promise<unknown>): HTMLElement {
  vi.stubGlobal("fetch", vi.fn(answer));
  const element = mount(MASKED);
  reveal(element);
  return element;
}
const ok = (): Promise<unknown> => Promise.resolve({ ok: true, json: () => Promise.resolve({ value: "138 0000 0366", note: "logged" }) });
async function ask(element: HTMLElement): Promise<void> {
  submit(element.querySelector("form")!);
  await vi.advanceTimersByTimeAsync(10);
}

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals(); });

describe("reveal", () => {
  it("asks by POST with token and purpose, and shows the value with a countdown", async () => {
    const element = open(ok);
    await ask(element);
    const [url, options] = vi.mocked(fetch).mock.calls[0]!;
    expect(String(url)).toContain("/cases/1/reveal");
    expect(options).toMatchObject({ method: "POST", cache: "no-store", headers: { "X-CSRFToken": "token" } });
    expect((options!.body as FormData).get("purpose")).toBe("visit");
    expect(element.querySelector("[data-part=value]")!.textContent).toBe("138 0000 0366");
    expect(element.querySelector("[data-part=countdown]")!.textContent).toBe("60 s");
    expect(element.querySelector<HTMLElement>("[data-part=mask]")!.hidden).toBe(true);
  });

  it("leaves nothing in the page after sixty seconds", async () => {
    const element = open(ok);
    await ask(element);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(element.innerHTML).toContain("138 0000 0366");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(element.innerHTML).not.toContain("138 0000 0366");
    expect(element.querySelector<HTMLElement>("[data-part=mask]")!.hidden).toBe(false);
  });

  it("covers the value at once on wish, and when the tab is left", async () => {
    const element = open(ok);
    await ask(element);
    element.querySelector<HTMLElement>("[data-part=cover]")!.click();
    expect(element.innerHTML).not.toContain("138 0000");
    await ask(element);
    window.dispatchEvent(new Event("pagehide"));
    expect(element.innerHTML).not.toContain("138 0000");
  });

  it("says so when the server refuses", async () => {
    const element = open(() => Promise.resolve({ ok: false, status: 403 }));
    await ask(element);
    expect(element.querySelector<HTMLElement>("[data-part=failed]")!.textContent).toBe("not shown");
    expect(element.querySelector<HTMLElement>("[data-part=shown]")!.hidden).toBe(true);
  });
});
