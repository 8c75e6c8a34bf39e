import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { canDraw, linkTo, mapDesk, marksOf } from "./map-desk";
import type { View } from "../islands/map/contract";
import { mount, press, settle } from "./testing";

const swap = vi.hoisted(() => vi.fn(({ text, target }: { text: string; target: HTMLElement }) => {
  target.innerHTML = text;
  return Promise.resolve();
}));
vi.mock("htmx.org/dist/htmx.esm.js", () => ({ default: { swap } }));

const about = (at: string, floor = "", room = ""): string => `
  <div data-part="about" data-at="${at}" data-floor="${floor}" data-room="${room}"><h2 data-part="head" tabindex="-1">${at}</h2>
  ${at ? '<a data-part="stop back" href="/map/?community=1">x</a><a data-part="stop" data-level="5" href="/map/?at=a&floor=5">5</a><a data-part="stop" data-cell="2-5-502" href="/map/?at=a&floor=5&room=2-5-502">502</a>' : ""}</div>
  <nav data-part="places"><a data-part="item stop" data-place="a" href="/map/?at=a">a</a></nav>`;
const page = `<main data-controller="map-desk"><div data-part="flat"><svg><a class="pin" data-place="a" href="/map/?at=a"><rect/></a></svg></div><div data-part="scene" hidden></div>
  <div data-part="switch" hidden><button data-part="solid"></button><button data-part="plan"></button></div>
  <div data-part="zoom" hidden></div><section data-part="panel">${about("")}</section></main>`;
const asked: string[] = [];
let leave: () => void;

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal("scrollTo", vi.fn());
  vi.stubGlobal("fetch", vi.fn((url: string) => {
    asked.push(url);
    const query = new URL(url, location.href).searchParams;
    const text = about(query.get("at") || "", query.get("floor") || "", query.get("room") || "");
    return Promise.resolve({ ok: true, redirected: false, headers: new Headers(), text: () => Promise.resolve(text) });
  }));
  history.replaceState({}, "", "/map/");
  leave = mapDesk(mount(page));
});
afterEach(() => {
  leave();
  vi.unstubAllGlobals();
});

it("brings the panel of a link and writes down its address", async () => {
  document.querySelector<HTMLElement>("nav [data-place=a]")!.click();
  await settle();
  expect(document.querySelector<HTMLElement>("[data-part=about]")!.dataset["at"]).toBe("a");
  expect(location.search).toBe("?at=a");
  expect(document.activeElement).toBe(document.querySelector("[data-part=head]"));
});

it("stays on the floor that was chosen, and goes back with Escape", async () => {
  document.querySelector<HTMLElement>("nav [data-place=a]")!.click();
  await settle();
  document.querySelector<HTMLElement>("[data-level='5']")!.click();
  await settle();
  expect(document.activeElement!.textContent).toBe("5");
  press("Escape");
  await settle();
  expect(location.search).toBe("?community=1");
});

it("stays on the room that was chosen", async () => {
  document.querySelector<HTMLElement>("nav [data-place=a]")!.click();
  await settle();
  document.querySelector<HTMLElement>("[data-cell]")!.click();
  await settle();
  expect(document.activeElement!.textContent).toBe("502");
  expect(location.search).toBe("?at=a&floor=5&room=2-5-502");
});

it("finds the link of a room, a floor and a place", () => {
  const view = { at: "a", floor: 5, room: "2-5-502" };
  const panel = mount(`<section data-controller="x">${about("a")}</section>`);
  const found = (one: View): string => linkTo(one, panel)!.textContent!;
  expect(found(view)).toBe("502");
  expect(found({ ...view, room: "" })).toBe("5");
  expect(found({ at: "a", floor: null, room: "" })).toBe("a");
  expect(linkTo({ ...view, room: "9-9-902" }, panel)).toBeNull();
});

it("follows the plan's pins too, and shows which one is open", async () => {
  document.querySelector("rect")!.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  await settle();
  expect(location.search).toBe("?at=a");
  expect(document.querySelector("a.pin")!.getAttribute("aria-current")).toBe("true");
});

it("leaves a link with a held key to the browser", () => {
  const link = document.querySelector<HTMLElement>("nav [data-place=a]")!;
  const stop = (event: Event): void => event.preventDefault();
  document.addEventListener("click", stop);
  link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: true }));
  document.removeEventListener("click", stop);
  expect(asked).toEqual([]);
});

it("follows the browser back without a new entry", async () => {
  history.replaceState({}, "", "/map/?at=a");
  const length = history.length;
  window.dispatchEvent(new PopStateEvent("popstate"));
  await settle();
  expect(document.querySelector<HTMLElement>("[data-part=about]")!.dataset["at"]).toBe("a");
  expect(history.length).toBe(length);
});

it("keeps the plan and loads nothing where 3D is not known", () => {
  expect(canDraw()).toBe(false);
  expect(asked).toEqual([]);
  expect(document.querySelector<HTMLElement>("[data-part=switch]")!.hidden).toBe(true);
});

it("reads the marked rooms from the panel", () => {
  const panel = mount('<table><td data-part="marked" data-room="2-5-502" data-look="late">502</td></table>');
  panel.innerHTML = '<tbody><tr><td data-part="marked" data-room="2-5-502" data-look="late">502</td></tr></tbody>';
  expect(marksOf(panel)).toEqual({ "2-5-502": "late" });
});
