import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { knownAlready } from "./known-already";

describe("whether a matter is known already", () => {
  let asked: ReturnType<typeof vi.fn>;
  let building: HTMLSelectElement;
  let answer: HTMLElement;

  beforeEach(() => {
    document.body.innerHTML =
      '<form><input name="csrfmiddlewaretoken" value="token"><textarea name="text">the lamp is out</textarea>' +
      '<input name="contact_phone" value="19900000001"><select name="building"><option value="b1">1</option></select>' +
      '<div data-url="/known/"><div data-part="known" hidden><ul data-part="known-lines"></ul></div><p data-part="known-none" hidden></p><button type="button" data-part="ask-known"></button></div></form>';
    building = document.querySelector("select")!;
    answer = document.querySelector<HTMLElement>('[data-part="known-lines"]')!;
    asked = vi.fn(async () => ({ ok: true, json: async () => ({ lines: ["lamp · <b>"] }) }));
    vi.stubGlobal("fetch", asked);
    knownAlready(document.querySelector<HTMLElement>("[data-url]")!);
  });

  afterEach(() => vi.unstubAllGlobals());

  it("asks when the place changes, with the words and the place alone", async () => {
    building.dispatchEvent(new Event("change", { bubbles: true }));
    await vi.waitFor(() => expect(answer.textContent).toBe("lamp · <b>"));
    const [address, given] = asked.mock.calls[0]!;
    expect(address).toBe("/known/");
    expect(given.method).toBe("POST");
    expect(given.headers["X-CSRFToken"]).toBe("token");
    expect([...(given.body as FormData).keys()]).toEqual(["text", "building"]);
  });

  it("asks at the button, and never for other changes", () => {
    document.querySelector("textarea")!.dispatchEvent(new Event("change", { bubbles: true }));
    expect(asked).not.toHaveBeenCalled();
    document.querySelector("button")!.click();
    expect(asked).toHaveBeenCalledOnce();
  });

  it("leaves the page as it is when there is no answer", async () => {
    asked.mockRejectedValueOnce(new Error("offline"));
    document.querySelector("button")!.click();
    await Promise.resolve();
    expect(answer.textContent).toBe("");
  });
});
