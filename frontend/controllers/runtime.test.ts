import { describe, expect, it, vi } from "vitest";
import { start } from "./runtime";
import { mount, settle } from "./testing";

describe("start", () => {
  it("connects each named behaviour once, and lets it go when its element leaves", async () => {
    const left = vi.fn();
    const greet = vi.fn(() => left);
    const element = mount('<div data-controller="greet unknown"></div>');
    const stop = start({ greet });
    expect(greet).toHaveBeenCalledExactlyOnceWith(element);
    element.remove();
    await settle();
    expect(left).toHaveBeenCalledOnce();
    stop();
  });

  it("connects what a later swap brings, also deep inside", async () => {
    const greet = vi.fn();
    mount("<main></main>");
    const stop = start({ greet });
    const swapped = document.createElement("section");
    const inner = document.createElement("b");
    inner.dataset["controller"] = "greet";
    swapped.append(inner);
    document.querySelector("main")!.append(swapped);
    await settle();
    expect(greet).toHaveBeenCalledExactlyOnceWith(inner);
    stop();
  });

  it("does not let one broken behaviour stop the others", () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const fine = vi.fn();
    mount('<div data-controller="broken fine"></div>');
    const stop = start({ broken: () => { throw new Error("no"); }, fine });
    expect(fine).toHaveBeenCalledOnce();
    stop();
  });
});
