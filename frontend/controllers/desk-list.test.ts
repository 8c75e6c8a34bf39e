import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { deskList } from "./desk-list";

describe("the list beside a matter", () => {
  let leave: () => void;

  beforeEach(() => {
    document.body.innerHTML =
      '<div class="desk" data-show="list"><div id="list"><a data-part="item" aria-current="true">one</a>' +
      '<a data-part="item" id="two">two</a></div><main id="content" tabindex="-1"><h1>The second matter</h1></main></div>';
    vi.stubGlobal("scrollTo", vi.fn());
    leave = deskList(document.getElementById("list")!);
  });

  afterEach(() => {
    leave();
    vi.unstubAllGlobals();
  });

  const swapped = (): void => {
    document.getElementById("two")!.dispatchEvent(new CustomEvent("htmx:after:swap", { bubbles: true }));
  };

  it("marks the opened row and no other", () => {
    swapped();
    expect(Array.from(document.querySelectorAll("[aria-current]")).map((one) => one.id)).toEqual(["two"]);
  });

  it("shows the matter where only one of both fits", () => {
    swapped();
    expect(document.querySelector<HTMLElement>(".desk")!.dataset["show"]).toBe("detail");
    expect(document.title).toBe("The second matter");
  });

  it("moves the reader to the matter in a narrow window", () => {
    vi.stubGlobal("matchMedia", () => ({ matches: true }));
    swapped();
    expect(document.activeElement!.id).toBe("content");
  });

  it("keeps still once it was let go", () => {
    leave();
    swapped();
    expect(document.querySelector<HTMLElement>(".desk")!.dataset["show"]).toBe("list");
  });
});
