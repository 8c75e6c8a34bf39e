import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { mount } from "./testing";
import { tickAll } from "./tick-all";

const FORM = `<form><input type="checkbox" data-part="tick" checked><input type="checkbox" data-part="tick">
  <input type="hidden" data-part="elsewhere"><span data-part="count" data-words="{n} ticked"></span>
  <button data-part="all" data-all="tick" data-none="untick">tick</button></form>`;

describe("ticking a page", () => {
  let form: HTMLFormElement;
  let leave: () => void;
  const boxes = (): HTMLInputElement[] => Array.from(form.querySelectorAll("input[type=checkbox]"));
  const count = (): string => form.querySelector("span")!.textContent || "";

  beforeEach(() => {
    form = mount<HTMLFormElement>(FORM);
    leave = tickAll(form);
  });
  afterEach(() => leave());

  it("counts what is ticked here and on other pages", () => {
    expect(count()).toBe("2 ticked");
    boxes()[1]!.click();
    expect(count()).toBe("3 ticked");
  });

  it("ticks all, then none, without asking the server", () => {
    const button = form.querySelector("button")!;
    const pressed = (): boolean => button.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    expect(pressed()).toBe(false);
    expect([boxes().every((box) => box.checked), button.textContent, count()]).toEqual([true, "untick", "3 ticked"]);
    pressed();
    expect([boxes().some((box) => box.checked), button.textContent, count()]).toEqual([false, "tick", "1 ticked"]);
  });

  it("counts anew when the browser went back", () => {
    boxes()[0]!.checked = false;
    window.dispatchEvent(new Event("pageshow"));
    expect(count()).toBe("1 ticked");
  });
});
