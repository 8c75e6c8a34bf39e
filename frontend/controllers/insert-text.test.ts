import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { insertText } from "./insert-text";
import { mount } from "./testing";

const FORM = `<form><div data-field="words"><select data-part="texts"><option value="">choose</option>
  <option value="1" data-words="It is done.">Done</option></select><button data-part="insert">insert</button></div>
  <textarea id="words">Good day</textarea></form>`;

describe("putting a ready text in", () => {
  let field: HTMLTextAreaElement;
  let select: HTMLSelectElement;
  let leave: (() => void) | void;
  let press: () => boolean;

  beforeEach(() => {
    const form = mount<HTMLFormElement>(FORM);
    field = form.querySelector("textarea")!;
    select = form.querySelector("select")!;
    leave = insertText(form.querySelector("div")!);
    press = () => form.querySelector("button")!.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  });
  afterEach(() => leave && leave());

  it("goes where the caret stands, on a line of its own, and the caret follows", () => {
    select.selectedIndex = 1;
    field.setSelectionRange(8, 8);
    expect(press()).toBe(false);
    expect([field.value, field.selectionStart]).toEqual(["Good day\nIt is done.", 20]);
  });

  it("tells the draft that something was written", () => {
    let told = 0;
    field.addEventListener("input", () => (told += 1));
    select.selectedIndex = 1;
    press();
    expect(told).toBe(1);
  });

  it("sends nothing and writes nothing where no text is chosen", () => {
    expect(press()).toBe(false);
    expect(field.value).toBe("Good day");
  });
});
