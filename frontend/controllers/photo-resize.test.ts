import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { photoResize, shrink } from "./photo-resize";
import { mount, settle } from "./testing";

const FIELD = `
  <div data-max="2" data-edge="1600"><div data-part="list"></div><label data-part="add"><input type="file" multiple data-part="input"></label>
    <p data-part="too-many" data-words="at most {max}" hidden></p>
    <template data-part="item"><figure><img alt="photo {n}"><button data-part="remove" aria-label="remove {n}"></button></figure></template></div>`;

/** jsdom has neither DataTransfer, canvas nor pictures: stand-ins that keep sizes. */
class Carrier {
  files: File[] = [];
  items = { add: (file: File) => { this.files.push(file); } };
}
class Picture {
  naturalWidth = 4000;
  naturalHeight = 3000;
  onload: (() => void) | null = null;
  set src(_: string) { setTimeout(() => this.onload && this.onload(), 0); }
}
const photo = (name: string, bytes = 5000): File => new File([new Uint8Array(bytes)], name, { type: "image/jpeg" });
let drawn: [number, number] = [0, 0];

beforeEach(() => {
  vi.stubGlobal("DataTransfer", Carrier);
  vi.stubGlobal("Image", Picture);
  vi.stubGlobal("CSS", { supports: () => true });
  URL.createObjectURL = () => "blob:test";
  URL.revokeObjectURL = () => undefined;
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue({ fillRect: () => undefined, drawImage: () => undefined } as never);
  vi.spyOn(HTMLCanvasElement.prototype, "toBlob").mockImplementation(function (this: HTMLCanvasElement, done: BlobCallback) {
    drawn = [this.width, this.height];
    done(new Blob([new Uint8Array(100)], { type: "image/jpeg" }));
  });
});
afterEach(() => { vi.unstubAllGlobals(); });

function open(): { field: HTMLElement; choose: (files: File[]) => Promise<File[]> } {
  const field = mount(FIELD);
  const input = field.querySelector<HTMLInputElement>("input")!;
  let files: File[] = [];
  Object.defineProperty(input, "files", { get: () => files, set: (next: File[]) => { files = next; } });
  photoResize(field);
  return { field, choose: async (chosen) => {
    files = chosen;
    input.dispatchEvent(new Event("change"));
    await settle();
    await settle();
    await settle();
    return files;
  } };
}

describe("photo-resize", () => {
  it("draws to 1600 pixels and gives the small JPEG to the form", async () => {
    const { choose, field } = open();
    const files = await choose([photo("a.jpg")]);
    expect(drawn).toEqual([1600, 1200]);
    expect(files.map((file) => [file.type, file.size])).toEqual([["image/jpeg", 100]]);
    expect(field.querySelector("img")!.alt).toBe("photo 1");
    expect(field.classList.contains("is-previewed")).toBe(true);
  });

  it("adds to what is there, keeps the first ones, says the limit, and removes one", async () => {
    const { field, choose } = open();
    await choose([photo("a.jpg")]);
    await choose([photo("b.jpg"), photo("c.jpg")]);
    const line = field.querySelector<HTMLElement>("[data-part=too-many]")!;
    expect(line.textContent).toBe("at most 2");
    expect(field.querySelectorAll("figure")).toHaveLength(2);
    expect(field.querySelector<HTMLElement>("[data-part=add]")!.hidden).toBe(true);
    field.querySelectorAll<HTMLElement>("[data-part=remove]")[0]!.click();
    expect(field.querySelectorAll("figure")).toHaveLength(1);
    expect(line.hidden).toBe(true);
  });

  it("sends the original where pictures are not turned upright, or are none", async () => {
    vi.stubGlobal("CSS", { supports: () => false });
    const original = photo("a.jpg");
    expect(await shrink(original, 1600)).toBe(original);
    vi.stubGlobal("CSS", { supports: () => true });
    const text = new File(["x"], "a.txt", { type: "text/plain" });
    expect(await shrink(text, 1600)).toBe(text);
  });

  it("leaves the field alone where files cannot be written", async () => {
    vi.stubGlobal("DataTransfer", class { constructor() { throw new TypeError("Illegal constructor"); } });
    const { field, choose } = open();
    const original = photo("a.jpg");
    expect(await choose([original])).toEqual([original]);
    expect(field.querySelector<HTMLElement>("[data-part=remove]")!.hidden).toBe(true);
  });
});
