import { describe, expect, it } from "vitest";
import { dangerWords } from "./danger-words";
import { mount, submit, type } from "./testing";

const FORM = `<form data-words='["着火","gas leak"]'><textarea></textarea><div data-part="danger" hidden></div><div data-part="danger" hidden></div></form>`;

function open(): { form: HTMLFormElement; hidden: () => boolean[] } {
  const form = mount<HTMLFormElement>(FORM);
  dangerWords(form);
  return { form, hidden: () => Array.from(form.querySelectorAll<HTMLElement>("[data-part]")).map((panel) => Boolean(panel.hidden)) };
}

describe("danger-words", () => {
  it.each(["楼道着火了", "楼道着 火 了", "着。火", "ＧＡＳ　ＬＥＡＫ", "a Gas-Leak here"])("shows the numbers for %s", (words) => {
    const { form, hidden } = open();
    type(form.querySelector("textarea"), words);
    expect(hidden()).toEqual([false, false]);
  });

  it("takes them away when the word is gone, and never holds the report back", () => {
    const { form, hidden } = open();
    type(form.querySelector("textarea"), "着火");
    expect(submit(form)).toBe(true);
    type(form.querySelector("textarea"), "路灯不亮");
    expect(hidden()).toEqual([true, true]);
  });

  it("stays quiet when the list cannot be read", () => {
    const form = mount<HTMLFormElement>(FORM.replace(/data-words='[^']*'/, "data-words='nonsense'"));
    dangerWords(form);
    type(form.querySelector("textarea"), "着火");
    expect(form.querySelector<HTMLElement>("[data-part]")!.hidden).toBe(true);
  });
});
