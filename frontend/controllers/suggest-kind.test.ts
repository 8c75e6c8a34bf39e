import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { suggestKind } from "./suggest-kind";

const ANSWER = { code: "lift", kind: "Lift", told: ["lift", "stuck"], percent: 80, danger: [] as string[] };

describe("the suggestion of a kind", () => {
  let form: HTMLElement;
  let text: HTMLTextAreaElement;
  let kind: HTMLSelectElement;
  let asked: ReturnType<typeof vi.fn>;

  beforeEach(() => {
    vi.useFakeTimers();
    document.body.innerHTML =
      '<form data-url="/suggest/"><input name="csrfmiddlewaretoken" value="token"><textarea data-part="text"></textarea>' +
      '<select data-part="kind"><option value=""></option><option value="lift">Lift</option><option value="other">Other</option></select>' +
      '<p data-part="suggestion" data-words="Sounds like {kind}, from {told}." hidden></p><div data-part="danger" hidden></div></form>';
    form = document.querySelector("form")!;
    text = form.querySelector("textarea")!;
    kind = form.querySelector("select")!;
    asked = vi.fn(async () => ({ ok: true, json: async () => ANSWER }));
    vi.stubGlobal("fetch", asked);
    suggestKind(form);
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  async function write(words: string): Promise<void> {
    text.value = words;
    text.dispatchEvent(new Event("input"));
    await vi.advanceTimersByTimeAsync(800);
  }

  it("asks once after a pause, by POST and never in the address", async () => {
    await write("li");
    text.value = "lift";
    text.dispatchEvent(new Event("input"));
    await write("the lift is stuck");
    expect(asked).toHaveBeenCalledTimes(2);
    const [address, given] = asked.mock.calls[1]!;
    expect(address).toBe("/suggest/");
    expect(given.method).toBe("POST");
    expect(given.headers["X-CSRFToken"]).toBe("token");
  });

  it("fills the kind in and says from which words", async () => {
    await write("the lift is stuck");
    expect(kind.value).toBe("lift");
    expect(form.querySelector("[data-part=suggestion]")!.textContent).toBe("Sounds like Lift, from lift、stuck.");
  });

  it("leaves a kind alone that a person chose", async () => {
    kind.value = "other";
    kind.dispatchEvent(new Event("change"));
    await write("the lift is stuck");
    expect(kind.value).toBe("other");
    expect(form.querySelector<HTMLElement>("[data-part=suggestion]")!.hidden).toBe(true);
  });

  it("shows the emergency numbers when the words are of danger", async () => {
    asked.mockResolvedValueOnce({ ok: true, json: async () => ({ ...ANSWER, danger: ["119"] }) });
    await write("it smells of gas");
    expect(form.querySelector<HTMLElement>("[data-part=danger]")!.hidden).toBe(false);
  });

  it("says nothing when nobody answers", async () => {
    asked.mockRejectedValueOnce(new Error("offline"));
    await write("the lift is stuck");
    expect(form.querySelector<HTMLElement>("[data-part=suggestion]")!.hidden).toBe(true);
    expect(kind.value).toBe("");
  });
});
