import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { draftDone, reportSteps } from "./report-steps";
import { mount, settle, submit, type } from "./testing";

const FORM = `
  <form data-draft="test">
    <input type="hidden" name="csrfmiddlewaretoken" value="secret"><input type="hidden" name="once" value="first" data-keep>
    <a data-part="back" href="/"></a><p data-part="count" data-words="{n} of {total}"></p>
    <div data-part="steps-head" hidden><ol data-part="steps"></ol></div>
    <fieldset data-step data-next="to place"><h1>What</h1><div class="field"><textarea name="text" required></textarea><p data-part="missing" hidden>say it</p></div></fieldset>
    <fieldset data-step><p data-part="said" hidden><b data-echo="text"></b><a href="#" data-goto="1"></a></p><h1>Where</h1>
      <input type="radio" name="place" value="here"><input type="radio" name="place" value="words"></fieldset>
    <p data-part="saved" hidden></p><p data-part="unsaved" hidden></p>
    <button type="button" data-part="next" hidden></button><button type="submit" data-part="send"></button>
  </form>`;

let leave: (() => void) | null = null;

function open(markup = FORM): HTMLFormElement {
  if (leave) leave();
  const form = mount<HTMLFormElement>(markup);
  leave = reportSteps(form);
  return form;
}
const visible = (form: HTMLElement): boolean[] => Array.from(form.querySelectorAll<HTMLElement>("[data-step]")).map((step) => !step.hidden);
const text = (form: HTMLElement): HTMLTextAreaElement => form.querySelector("textarea")!;
const get = (form: HTMLElement, name: string): HTMLElement => form.querySelector<HTMLElement>(`[data-part=${name}]`)!;
const backed = (): Promise<void> => new Promise((done) => window.addEventListener("popstate", () => done(), { once: true }));

beforeEach(() => {
  localStorage.clear();
  window.scrollTo = vi.fn() as unknown as typeof window.scrollTo;
});
afterEach(() => { if (leave) leave(); leave = null; });

describe("report-steps", () => {
  it("shows one question with its place in the row, and sends only on the last", () => {
    const form = open();
    expect(visible(form)).toEqual([true, false]);
    expect(get(form, "count").textContent).toBe("1 of 2");
    expect(get(form, "send").hidden).toBe(true);
    type(text(form), "lamp");
    get(form, "next").click();
    expect(visible(form)).toEqual([false, true]);
    expect(Array.from(get(form, "steps").children).map((cell) => cell.className)).toEqual(["past", "here"]);
    expect(get(form, "send").hidden).toBe(false);
    expect(submit(form)).toBe(true);
  });

  it("says under the field what is missing and stays", () => {
    const form = open();
    get(form, "next").click();
    expect(visible(form)).toEqual([true, false]);
    expect(get(form, "missing").hidden).toBe(false);
    type(text(form), "lamp");
    expect(get(form, "missing").hidden).toBe(true);
  });

  it("takes Enter on an early step as the next step, not as sending", () => {
    const form = open();
    type(text(form), "lamp");
    expect(submit(form)).toBe(false);
    expect(visible(form)).toEqual([false, true]);
  });

  it("keeps what was typed, the step and the idempotency key, but never the token", () => {
    const form = open();
    type(text(form), "lamp");
    get(form, "next").click();
    form.querySelector<HTMLInputElement>("[value=words]")!.click();
    expect(get(form, "saved").hidden).toBe(false);
    expect(JSON.stringify(localStorage)).not.toContain("secret");
    const again = open(FORM.replace('value="first"', 'value="second"'));
    expect(text(again).value).toBe("lamp");
    expect(again.querySelector<HTMLInputElement>("[name=once]")!.value).toBe("first");
    expect(again.querySelector<HTMLInputElement>("[value=words]")!.checked).toBe(true);
    expect(visible(again)).toEqual([false, true]);
  });

  it("does not claim to save where the browser refuses", () => {
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => { throw new Error("full"); });
    const form = open();
    type(text(form), "lamp");
    expect(get(form, "saved").hidden).toBe(true);
    expect(get(form, "unsaved").hidden).toBe(false);
  });

  it("shows the server's words and the step with the problem when the form came back", () => {
    type(text(open()), "old draft");
    const back = open(FORM.replace("<form", "<form data-bound").replace("<textarea name=\"text\" required>", '<textarea name="text" required>from server').replace('<input type="radio" name="place" value="here">', '<input type="radio" name="place" value="here" aria-invalid="true">'));
    expect(text(back).value).toBe("from server");
    expect(visible(back)).toEqual([false, true]);
  });

  it("goes back with the phone's own key and with the arrow, keeping the text", async () => {
    const form = open();
    type(text(form), "lamp");
    get(form, "next").click();
    expect(form.querySelector("[data-echo]")!.textContent).toBe("lamp");
    const gone = backed();
    get(form, "back").click();
    await gone;
    await settle();
    expect(visible(form)).toEqual([true, false]);
    expect(text(form).value).toBe("lamp");
  });

  it("forgets the draft on the page that says received, and after seven days", () => {
    type(text(open()), "lamp");
    draftDone(mount('<div data-draft="test"></div>'));
    expect(localStorage.length).toBe(0);
    type(text(open()), "lamp");
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 8 * 24 * 3600 * 1000);
    expect(text(open()).value).toBe("");
  });
});
