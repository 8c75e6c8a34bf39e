import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { planMap } from "./plan-map";
import { clamp, zoomAt } from "./plan-view";
import { mount, press } from "./testing";

const PLAN = `
  <form><div>
    <div data-needs-script hidden><svg data-part="plan" viewBox="-100 -100 200 200" data-lon="104" data-lat="30" data-metres-lon="96000" data-metres-lat="111320">
      <g data-place="b1" data-name="Building 1" data-at="-50,-50"><path></path></g><g data-part="pin" data-steady="0,0" visibility="hidden"></g></svg>
      <button type="button" data-part="closer"></button><button type="button" data-part="locate" hidden></button></div>
    <p data-part="locate-answer" data-refused="no place" data-outside="elsewhere" hidden></p>
    <input name="lon" data-part="lon"><input name="lat" data-part="lat">
    <input type="radio" name="place" value="here" data-part="here"><b data-part="here-name" data-outside="on the plan"></b>
    <select data-part="buildings"><option value=""></option><option value="b1">Building 1</option></select>
    <input type="radio" name="place" value="outside" data-part="outside"></div></form>`;

function open(): HTMLElement {
  const form = mount(PLAN);
  const element = form.firstElementChild as HTMLElement;
  const svg = element.querySelector<SVGSVGElement>("svg")!;
  svg.getBoundingClientRect = () => ({ left: 0, top: 0, width: 200, height: 200 }) as DOMRect;
  planMap(element);
  return element;
}
function point(on: Element, name: string, x: number, y: number, id = 1): void {
  const event = new MouseEvent(name, { clientX: x, clientY: y, bubbles: true });
  Object.defineProperty(event, "pointerId", { value: id });
  on.dispatchEvent(event);
}
const value = (element: HTMLElement, name: string): number => Number(element.querySelector<HTMLInputElement>(`[data-part=${name}]`)!.value);
const checked = (element: HTMLElement): string => element.querySelector<HTMLInputElement>("[name=place]:checked")?.value ?? "";
const box = (element: HTMLElement): number[] => element.querySelector("svg")!.getAttribute("viewBox")!.split(" ").map(Number);

beforeEach(() => { vi.stubGlobal("CSS", { escape: (text: string) => text }); });
afterEach(() => { vi.unstubAllGlobals(); });

describe("plan-map", () => {
  it("turns a tap beside the houses into degrees and chooses the place on the plan", () => {
    const element = open();
    const svg = element.querySelector("svg")!;
    document.elementFromPoint = () => svg;
    point(svg, "pointerdown", 196, 100);
    point(svg, "pointerup", 196, 100);
    expect(value(element, "lon")).toBeCloseTo(104.001, 6);
    expect(value(element, "lat")).toBeCloseTo(30, 6);
    expect(checked(element)).toBe("here");
    expect(element.querySelector("[data-part=here-name]")!.textContent).toBe("on the plan");
    expect(element.querySelector("select")!.value).toBe("");
    expect(svg.querySelector("[data-part=pin]")!.hasAttribute("visibility")).toBe(false);
  });

  it("chooses the building under the finger in card, list and drawing", () => {
    const element = open();
    const roof = element.querySelector("path")!;
    document.elementFromPoint = () => roof;
    point(element.querySelector("svg")!, "pointerdown", 50, 50);
    point(element.querySelector("svg")!, "pointerup", 50, 50);
    expect(checked(element)).toBe("here");
    expect(element.querySelector("select")!.value).toBe("b1");
    expect(element.querySelector("[data-part=here-name]")!.textContent).toBe("Building 1");
    expect(roof.parentElement!.classList.contains("m-on")).toBe(true);
  });

  it("sets the same pin from the list, without a pointer", () => {
    const element = open();
    const list = element.querySelector("select")!;
    list.value = "b1";
    list.dispatchEvent(new Event("change", { bubbles: true }));
    expect(value(element, "lon")).toBeCloseTo(104 - 50 / 96000, 6);
    expect(value(element, "lat")).toBeCloseTo(30 + 50 / 111320, 6);
    expect(checked(element)).toBe("here");
  });

  it("is moved, not pinned, by a drag; keys and buttons move it too", () => {
    const element = open();
    const svg = element.querySelector("svg")!;
    point(svg, "pointerdown", 100, 100);
    point(svg, "pointermove", 130, 100);
    point(svg, "pointerup", 130, 100);
    expect(box(element)[0]).toBe(-130);
    expect(value(element, "lon")).toBe(0);
    element.querySelector<HTMLElement>("[data-part=closer]")!.click();
    expect(box(element)[2]).toBe(125);
    expect(press("ArrowLeft", svg)).toBe(false);
  });

  it("spreads two fingers to come closer", () => {
    const element = open();
    const svg = element.querySelector("svg")!;
    point(svg, "pointerdown", 90, 100, 1);
    point(svg, "pointerdown", 110, 100, 2);
    point(svg, "pointermove", 130, 100, 2);
    expect(box(element)[2]).toBe(100);
  });

  it("offers the phone's place only in a secure context and answers a refusal", () => {
    const locate = vi.fn((_: PositionCallback, refuse: PositionErrorCallback) => refuse({} as GeolocationPositionError));
    vi.stubGlobal("navigator", { geolocation: { getCurrentPosition: locate } });
    vi.stubGlobal("isSecureContext", false);
    expect(open().querySelector<HTMLElement>("[data-part=locate]")!.hidden).toBe(true);
    vi.stubGlobal("isSecureContext", true);
    const element = open();
    element.querySelector<HTMLElement>("[data-part=locate]")!.click();
    expect(element.querySelector("[data-part=locate-answer]")!.textContent).toBe("no place");
  });

  it("says so when the phone is elsewhere, and pins when it is here", () => {
    let coords = { longitude: 110, latitude: 30 };
    vi.stubGlobal("navigator", { geolocation: { getCurrentPosition: (done: PositionCallback) => done({ coords } as GeolocationPosition) } });
    vi.stubGlobal("isSecureContext", true);
    const element = open();
    const button = element.querySelector<HTMLElement>("[data-part=locate]")!;
    button.click();
    expect(element.querySelector("[data-part=locate-answer]")!.textContent).toBe("elsewhere");
    coords = { longitude: 104.0005, latitude: 30.0001 };
    button.click();
    expect(value(element, "lon")).toBeCloseTo(104.0005, 6);
    expect(element.querySelector<HTMLElement>("[data-part=locate-answer]")!.hidden).toBe(true);
  });
});

describe("plan-view", () => {
  const whole = { x: 0, y: 0, width: 200, height: 100 };

  it("keeps the point under the finger while zooming", () => {
    const next = zoomAt(whole, whole, 2, 50, 25, 8);
    expect([(50 - next.x) / next.width, (25 - next.y) / next.height]).toEqual([0.25, 0.25]);
  });

  it("never comes closer than allowed, nor leaves the plan", () => {
    expect(zoomAt(whole, whole, 1000, 100, 50, 8).width).toBe(25);
    expect(clamp({ x: 900, y: -900, width: 50, height: 25 }, whole)).toEqual({ x: 175, y: -12.5, width: 50, height: 25 });
  });
});
