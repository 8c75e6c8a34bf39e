import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { gridDesk } from "./grid-desk";
import { mount, press, settle } from "./testing";

vi.mock("htmx.org/dist/htmx.esm.js", () => ({
  default: { swap: async ({ text, target }: { text: string; target: HTMLElement }) => void (target.innerHTML = text) },
}));

/** Two squares of ten metres side by side; a metre is a hundred-thousandth of a degree. */
function table({ step = 0, chosen = "", said = "" } = {}): string {
  return `
    <svg data-part="sheet" viewBox="0 0 20 10" tabindex="0" data-step="${step}" data-chosen="${chosen}"
         data-lon="113" data-lat="22" data-lon-per-m="0.00001" data-lat-per-m="-0.00001">
      <g data-part="houses"></g>
      <path data-part="grid" data-code="1" data-name="One" d="M0.000 0.000L10.000 0.000L10.000 10.000L0.000 10.000Z" />
      <path data-part="grid" data-code="2" data-name="Two" d="M10.000 0.000L20.000 0.000L20.000 10.000L10.000 10.000Z" />
      <g data-part="handles"></g><path data-part="line" d="" /><g data-part="points"></g><g data-part="cross" visibility="hidden"></g>
    </svg>
    <div data-part="tools" hidden>
      <button type="button" data-part="tool" data-tool="choose"></button>
      <button type="button" data-part="tool" data-tool="draw"></button>
      <button type="button" data-part="tool" data-tool="split"></button>
      <input type="checkbox" data-part="snap" checked>
      <div data-part="drawing" hidden><button type="button" data-part="finish"></button><button type="button" data-part="back-one"></button><button type="button" data-part="cancel"></button></div>
      <p data-part="hint" data-choose="choose" data-chosen="chosen" data-draw="draw" data-split="split {name}" data-first="first" data-points="{n} points" data-corner="{n} of {total}"></p>
    </div>
    <div data-part="zoom" hidden></div>
    <section data-part="panel"><h2 data-part="head" tabindex="-1"></h2>
      <div data-part="said">${said}</div>
      <form data-part="act" method="post"><input type="hidden" name="csrfmiddlewaretoken" value="t"><input type="hidden" name="seen" value="${step}"><button name="op" value="undo" data-part="undo"></button></form>
      <a href="?grid=2" data-part="stop" data-code="2"></a>
    </section>`;
}

const answers: string[] = [];
let leave: () => void;
let desk: HTMLElement;
const asked = vi.fn();

function open(options: Parameters<typeof table>[0] = {}): HTMLElement {
  desk = mount(`<main data-url="/draw/" data-change-url="/draw/change/" data-offline="offline"><div data-part="desk">${table(options)}</div></main>`);
  leave = gridDesk(desk);
  return desk;
}

const part = (name: string): HTMLElement => desk.querySelector<HTMLElement>(`[data-part~="${name}"]`)!;
const tool = (name: string): void => desk.querySelector<HTMLElement>(`[data-tool="${name}"]`)!.click();
const sent = (): Record<string, unknown> => Object.fromEntries((asked.mock.lastCall![1] as { body: FormData }).body.entries());

/** Keys move the cross by steps of twelve pixels, which are 20 m / 358 wide here. */
function cross(key: string, times: number): void {
  for (let at = 0; at < times; at++) press(key, part("sheet"));
}

beforeEach(() => {
  answers.length = 0;
  vi.stubGlobal("fetch", asked);
  asked.mockReset().mockImplementation(async () => {
    const text = answers.shift();
    if (text === undefined) throw new TypeError("offline");
    return { ok: true, redirected: false, headers: new Headers(), text: async () => text };
  });
});

afterEach(() => {
  leave();
  vi.unstubAllGlobals();
});

describe("the drawing table", () => {
  it("shows its tools and the corners of the chosen grid", () => {
    open({ chosen: "1" });
    expect(part("tools").hidden).toBe(false);
    expect(part("hint").textContent).toBe("chosen");
    expect(part("handles").querySelectorAll(".t-corner:not(.t-between)")).toHaveLength(4);
  });

  it("sends a split as degrees, with the step that was seen", async () => {
    open({ step: 3, chosen: "1" });
    tool("split");
    expect(part("hint").textContent).toBe("split One");
    cross("ArrowUp", 1);
    cross("ArrowLeft", 8);
    cross("ArrowUp", 12);
    press("Enter", part("sheet"));
    cross("ArrowDown", 24);
    press("Enter", part("sheet"));
    expect(part("hint").textContent).toBe("split One 2 points");
    answers.push(table({ step: 4, chosen: "1", said: "<p class='notice-done'></p>" }));
    part("finish").click();
    await settle();
    const { op, seen, code, points } = sent();
    expect({ op, seen, code }).toEqual({ op: "split", seen: "3", code: "1" });
    expect(points).toMatch(/^113\.0000\d+ 2[12]\.\d+;113\.0000\d+ 2[12]\.\d+$/);
    expect(desk.dataset["tool"]).toBe("choose");
    expect(part("line").getAttribute("d")).toBe("");
  });

  it("keeps a line that was refused", async () => {
    open({ chosen: "1" });
    tool("split");
    press("Enter", part("sheet"));
    cross("ArrowLeft", 3);
    press("Enter", part("sheet"));
    answers.push(table({ chosen: "1", said: "<p class='notice-late'></p>" }));
    part("finish").click();
    await settle();
    expect(desk.dataset["tool"]).toBe("split");
    expect(part("points").querySelectorAll(".t-point").length).toBeGreaterThanOrEqual(2);
  });

  it("keeps a line when there is no connection, and says so", async () => {
    open({ chosen: "1" });
    vi.spyOn(console, "warn").mockReturnValue();
    tool("draw");
    for (const key of ["ArrowLeft", "ArrowUp", "ArrowRight"]) {
      cross(key, 4);
      press("Enter", part("sheet"));
    }
    part("finish").click();
    await settle();
    expect(part("hint").textContent).toBe("offline");
    expect(part("points").querySelectorAll(".t-point").length).toBeGreaterThanOrEqual(3);
  });

  it("takes points back one by one, and Escape puts the tool down", () => {
    open({ chosen: "1" });
    tool("draw");
    press("Enter", part("sheet"));
    cross("ArrowLeft", 4);
    press("Enter", part("sheet"));
    press("Backspace", part("sheet"));
    expect(part("hint").textContent).toBe("draw 1 points");
    press("Escape", part("sheet"));
    expect(desk.dataset["tool"]).toBe("choose");
    expect(part("points").children).toHaveLength(0);
  });

  it("does not finish a line with too few points", () => {
    open({ chosen: "1" });
    tool("draw");
    press("Enter", part("sheet"));
    part("finish").click();
    expect(asked).not.toHaveBeenCalled();
  });

  it("asks for a grid first when none is chosen to be split", async () => {
    open();
    tool("split");
    expect(part("hint").textContent).toBe("first");
    answers.push(table({ chosen: "2" }));
    part("stop").click();
    await settle();
    expect(part("hint").textContent).toBe("split Two");
  });

  it("keeps the buildings, which are sent once", async () => {
    open();
    const house = document.createElementNS("http://www.w3.org/2000/svg", "path");
    part("houses").append(house);
    answers.push(table({ chosen: "2" }));
    part("stop").click();
    await settle();
    expect(part("houses").firstElementChild).toBe(house);
  });

  it("sends the panel's forms with the button that was pressed", async () => {
    open({ step: 2 });
    answers.push(table({ step: 1 }));
    part("undo").click();
    await settle();
    expect(sent()).toMatchObject({ op: "undo", seen: "2" });
    expect(part("sheet").dataset["step"]).toBe("1");
  });

  it("asks one thing at a time, and keeps a line that is finished meanwhile", async () => {
    open({ chosen: "1" });
    tool("split");
    press("Enter", part("sheet"));
    cross("ArrowLeft", 3);
    press("Enter", part("sheet"));
    answers.push(table({ chosen: "1" }));
    part("undo").click();
    part("undo").click();
    part("finish").click();
    await settle();
    expect(asked).toHaveBeenCalledTimes(1);
    expect(desk.dataset["tool"]).toBe("split");
    expect(part("points").querySelectorAll(".t-point").length).toBeGreaterThanOrEqual(2);
  });

  it("moves a corner by keys and asks for it with Enter", async () => {
    open({ chosen: "1" });
    const corner = part("handles").querySelector<SVGGElement>("[tabindex='0']")!;
    corner.focus();
    expect(part("hint").textContent).toBe("1 of 4");
    for (let at = 0; at < 4; at++) press("ArrowRight", corner);
    answers.push(table({ step: 1, chosen: "1" }));
    press("Enter", corner);
    await settle();
    const { op, points } = sent();
    expect(op).toBe("move");
    expect(points).toMatch(/^113\.000000000 22\.000000000;113\.0000\d+ 22\.000000000$/);
  });

  it("goes from corner to corner, and Delete takes one away", async () => {
    open({ chosen: "1" });
    const first = part("handles").querySelector<SVGGElement>("[tabindex='0']")!;
    first.focus();
    press("PageDown", first);
    expect(part("hint").textContent).toBe("2 of 4");
    answers.push(table({ step: 1, chosen: "1" }));
    press("Delete", document.activeElement!);
    await settle();
    expect(sent()).toMatchObject({ op: "straighten", points: "113.000100000 22.000000000" });
  });
});
