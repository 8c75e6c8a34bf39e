import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { localCodes, rememberCode } from "./local-codes";
import { mount, settle } from "./testing";

const LIST = `
  <section data-url="/states" data-link="/c/{code}?k={key}" data-code-link="/c/{code}" hidden>
    <div data-part="list"></div><button data-part="forget"></button>
    <template data-part="card"><a><b data-part="plate" hidden></b><span data-part="status" hidden><i data-part="label"></i></span><h3 data-part="title"></h3><p data-part="line" hidden></p></a></template>
    <template data-glyph="doing"><svg></svg></template>
  </section>`;

function remember(code: string, key = "", title = "lamp"): void {
  rememberCode(mount(`<div data-code="${code}" data-key="${key}" data-title="${title}"></div>`));
}
const state = { code: "1234567890", plate: "3 号楼", look: "doing", label: "处理中", line: "明天答复" };

beforeEach(() => { localStorage.clear(); });
afterEach(() => { vi.unstubAllGlobals(); });

describe("local-codes", () => {
  it("stays hidden when nothing was reported from this phone", () => {
    const section = mount(LIST);
    localCodes(section);
    expect(section.hidden).toBe(true);
  });

  it("draws remembered matters, newest first, and fetches only their states", async () => {
    const fetched = vi.fn(() => Promise.resolve({ ok: true, json: () => Promise.resolve({ cases: [state] }) }));
    vi.stubGlobal("fetch", fetched);
    remember("9999999999");
    remember("1234567890", "ABC", "<img src=x>");
    const section = mount(LIST);
    localCodes(section);
    await settle();
    const cards = section.querySelectorAll("a");
    expect(Array.from(cards).map((card) => card.getAttribute("href"))).toEqual(["/c/1234567890?k=ABC", "/c/9999999999"]);
    expect(cards[0]!.querySelector("h3")!.textContent).toBe("<img src=x>");
    expect(cards[0]!.querySelector("[data-part=status]")!.className).toBe("status status-doing");
    expect(cards[0]!.querySelector("svg")).not.toBeNull();
    expect(fetched.mock.calls[0]).toEqual(["/states?code=1234567890&code=9999999999", expect.anything()]);
  });

  it("keeps the key it knows when the matter is opened by code alone", () => {
    remember("1234567890", "ABC");
    remember("1234567890", "", "");
    expect(JSON.parse(localStorage.getItem("linli-codes")!)).toEqual([{ code: "1234567890", key: "ABC", title: "lamp" }]);
  });

  it("shows titles without a network, and forgets the list on wish", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new Error("offline")));
    remember("1234567890");
    const section = mount(LIST);
    localCodes(section);
    await settle();
    expect(section.hidden).toBe(false);
    section.querySelector<HTMLElement>("[data-part=forget]")!.click();
    expect(section.hidden).toBe(true);
    expect(localStorage.length).toBe(0);
  });
});
