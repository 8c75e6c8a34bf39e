import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { listKeys } from "./list-keys";
import { mount, press } from "./testing";

const ROW = (n: number, box: string): string =>
  `<tr data-part="row"><td>${box}</td><td><a data-part="item" href="#${n}" data-next="#next-${n}">${n}</a></td></tr>`;
const BOX = '<input type="checkbox" data-part="tick">';
const PAGE = `<main><input type="search" data-key="/"><details><summary data-key="?">keys</summary></details>
  <p data-part="keys-said" data-first="first" data-none="none" data-ticked="ticked" data-unticked="unticked"></p>
  <table id="list"><tbody>${ROW(1, BOX)}${ROW(2, BOX)}${ROW(3, "")}</tbody></table></main>`;

describe("keys of a list", () => {
  let leave: () => void;
  const followed: string[] = [];
  const link = (n: number): HTMLElement => document.querySelectorAll("a")[n - 1]!;
  const said = (): string => document.querySelector("[data-part=keys-said]")!.textContent || "";
  const note = (event: Event): void => {
    if (event.target instanceof HTMLAnchorElement) {
      followed.push(event.target.hash);
      event.preventDefault();
    }
  };

  beforeEach(() => {
    mount(PAGE);
    followed.length = 0;
    document.addEventListener("click", note);
    leave = listKeys(document.getElementById("list")!);
  });

  afterEach(() => {
    leave();
    document.removeEventListener("click", note);
    delete document.documentElement.dataset["keys"];
    vi.unstubAllGlobals();
  });

  it("moves the focus itself, so that it is seen and read out", () => {
    press("j");
    expect(document.activeElement).toBe(link(1));
    press("j");
    press("k");
    expect(document.activeElement).toBe(link(1));
  });

  it("opens the row in focus, and goes to its next step", () => {
    press("j");
    press("o");
    press("j");
    press("a");
    expect(followed).toEqual(["#1", "#next-2"]);
  });

  it("says so when no row is in focus yet", () => {
    expect(press("a")).toBe(false);
    expect(said()).toBe("first");
    expect(press("x")).toBe(false);
    expect(followed).toEqual([]);
  });

  it("presses the open matter's button rather than asking for its step anew", () => {
    const button = document.createElement("button");
    button.dataset["key"] = "a";
    const acted = vi.fn();
    button.addEventListener("click", acted);
    document.body.append(button);
    link(2).setAttribute("aria-current", "true");
    link(2).focus();
    press("a");
    expect(acted).toHaveBeenCalledOnce();
    link(1).focus();
    press("a");
    expect(followed).toEqual(["#next-1"]);
  });

  it("ticks and unticks the row, and says which", () => {
    link(1).focus();
    press("x");
    expect(document.querySelector("input[type=checkbox]")).toHaveProperty("checked", true);
    expect(said()).toBe("ticked");
    press("x");
    expect(said()).toBe("unticked");
    link(3).focus();
    press("x");
    expect(said()).toBe("none");
  });

  it("goes on from a box that was ticked by hand", () => {
    document.querySelectorAll<HTMLElement>("input[type=checkbox]")[1]!.focus();
    expect(press("k", document.activeElement!)).toBe(false);
    expect(document.activeElement).toBe(link(1));
  });

  it("opens its help with the question mark, also where that needs Shift", () => {
    press("?", document.body, { shiftKey: true });
    expect(document.querySelector("details")!.open).toBe(true);
  });

  it.each([
    ["Ctrl", { ctrlKey: true }], ["Alt", { altKey: true }], ["Meta", { metaKey: true }], ["Shift", { shiftKey: true }],
    ["an input method", { isComposing: true }],
  ])("leaves a key to %s", (_who, init) => {
    expect(press("j", document.body, init)).toBe(true);
  });

  it("moves on while a key is held, and does nothing else twice", () => {
    expect(press("j", document.body, { repeat: true })).toBe(false);
    expect(press("x", link(1), { repeat: true })).toBe(true);
  });

  it("is silent once the reader switched keys off, and while somebody writes", () => {
    const search = document.querySelector<HTMLElement>("input[type=search]")!;
    expect(press("a", search)).toBe(true);
    document.documentElement.dataset["keys"] = "off";
    expect(press("j")).toBe(true);
    expect(press("/")).toBe(true);
  });

  it("sees rows that came later", () => {
    document.querySelector("tbody")!.innerHTML = ROW(9, "");
    press("j");
    press("o");
    expect(followed).toEqual(["#9"]);
  });
});

describe("keys of a list beside a matter", () => {
  const LIST = `<main><input data-key="/"><button data-key="a"></button><div id="list"><a data-part="item" href="#1">1</a><a data-part="item" href="#2" aria-current="true">2</a><a data-part="item" href="#3">3</a></div></main>`;
  let leave: () => void;
  beforeEach(() => {
    mount(LIST);
    leave = listKeys(document.getElementById("list")!);
  });
  afterEach(() => leave());

  it("moves from the open matter with J and K and stops at the ends", () => {
    press("j");
    expect(document.activeElement!.textContent).toBe("3");
    press("j");
    expect(document.activeElement!.textContent).toBe("3");
    press("k");
    press("k");
    press("k");
    expect(document.activeElement!.textContent).toBe("1");
  });

  it("opens with O, presses A, and / goes to the search", () => {
    const opened = vi.fn((event: Event) => event.preventDefault());
    const acted = vi.fn();
    document.querySelectorAll("a")[1]!.addEventListener("click", opened);
    document.querySelector("button")!.addEventListener("click", acted);
    press("o");
    press("A");
    expect(opened).toHaveBeenCalledOnce();
    expect(acted).toHaveBeenCalledOnce();
    expect(press("/")).toBe(false);
    expect(document.activeElement!.tagName).toBe("INPUT");
  });

  it("leaves keys to the one who writes, and to the browser's own chords", () => {
    const field = document.querySelector("input")!;
    field.focus();
    expect(press("j", field)).toBe(true);
    expect(press("j", document.body, { ctrlKey: true })).toBe(true);
    expect(document.activeElement).toBe(field);
  });
});
