import { describe, expect, it } from "vitest";
import { showCurrent } from "./show-current";
import { mount } from "./testing";

function tabs(left: number): HTMLElement {
  const row = mount('<nav><a>a</a><a aria-current="page">b</a></nav>');
  row.getBoundingClientRect = () => new DOMRect(10, 0, 300, 40);
  row.querySelector<HTMLElement>("[aria-current]")!.getBoundingClientRect = () => new DOMRect(left, 0, 60, 40);
  return row;
}

describe("a row longer than its window", () => {
  it("moves to the open page where it stands outside", () => {
    const row = tabs(400);
    showCurrent(row);
    expect(row.scrollLeft).toBe(270);
  });

  it("stays where the open page is seen", () => {
    const row = tabs(100);
    showCurrent(row);
    expect(row.scrollLeft).toBe(0);
  });
});
