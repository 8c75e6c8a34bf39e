/** Makes photos small before they travel: at most `data-edge` pixels (1600), JPEG, `data-max` photos (6), with previews.
 *
 * Drawing on a canvas also drops the camera's place and time; the server strips again. Browsers that cannot write
 * `input.files` (Safari 13) or do not turn pictures upright by themselves (Chromium 80) send the originals.
 */
import { fill, part } from "./dom";

const QUALITY = 0.82;

/** Connect to an element with `[data-part=input]`, `[data-part=list]`, `<template data-part=item>`; see parts/photos.html. */
export function photoResize(element: HTMLElement): void {
  const input = part<HTMLInputElement>(element, "input");
  const list = part(element, "list");
  const template = part<HTMLTemplateElement>(element, "item");
  if (input && list && template) new Photos(element, input, list, template).connect();
}

class Photos {
  private readonly most: number;
  private readonly edge: number;
  private readonly canWrite = canWriteFiles();
  private photos: File[] = [];

  constructor(
    private readonly element: HTMLElement,
    private readonly input: HTMLInputElement,
    private readonly list: HTMLElement,
    private readonly template: HTMLTemplateElement,
  ) {
    this.most = Number(element.dataset["max"]) || 6;
    this.edge = Number(element.dataset["edge"]) || 1600;
  }

  connect(): void {
    this.element.classList.add("is-previewed");
    this.input.addEventListener("change", () => { void this.take(Array.from(this.input.files || [])); });
  }

  private async take(chosen: File[]): Promise<void> {
    if (!this.canWrite) {
      this.photos = chosen;
      return this.draw();
    }
    const room = Math.max(0, this.most - this.photos.length);
    this.say(chosen.length > room);
    const fresh = chosen.slice(0, room);
    this.photos = this.photos.concat(fresh); // the originals stand in until the small ones are ready
    this.give();
    this.element.setAttribute("aria-busy", "true");
    // One after the other: six camera pictures unpacked at once are more than an old phone holds.
    for (const original of fresh) this.swap(original, await shrink(original, this.edge));
    this.element.removeAttribute("aria-busy");
    this.draw();
  }

  private swap(original: File, small: File): void {
    this.photos = this.photos.map((photo) => (photo === original ? small : photo));
    this.give();
  }

  private give(): void {
    const carrier = new DataTransfer();
    for (const photo of this.photos) carrier.items.add(photo);
    this.input.files = carrier.files;
  }

  private draw(): void {
    while (this.list.firstChild) this.list.removeChild(this.list.firstChild);
    this.photos.forEach((photo, index) => { this.list.appendChild(this.item(photo, index)); });
    const add = part(this.element, "add");
    if (add) add.hidden = this.canWrite && this.photos.length >= this.most;
  }

  private item(photo: File, index: number): HTMLElement {
    const item = document.importNode(this.template.content, true).firstElementChild as HTMLElement;
    const picture = item.querySelector("img");
    if (picture) {
      const url = URL.createObjectURL(photo);
      picture.onload = picture.onerror = () => URL.revokeObjectURL(url);
      picture.src = url;
      picture.alt = fill(picture.alt, { n: index + 1 });
    }
    const remove = part(item, "remove");
    if (remove) {
      remove.hidden = !this.canWrite;
      remove.setAttribute("aria-label", fill(remove.getAttribute("aria-label") || "", { n: index + 1 }));
      remove.addEventListener("click", () => this.drop(photo));
    }
    return item;
  }

  private drop(photo: File): void {
    this.photos = this.photos.filter((one) => one !== photo);
    this.give();
    this.say(false);
    this.draw();
    this.input.focus();
  }

  private say(tooMany: boolean): void {
    const line = part(this.element, "too-many");
    if (!line) return;
    line.hidden = !tooMany;
    line.textContent = fill(line.dataset["words"] || "", { max: this.most });
  }
}

/** Resize one picture; what cannot be read, or would not become smaller, stays as it is. */
export async function shrink(file: File, edge: number): Promise<File> {
  if (!/^image\//.test(file.type) || !turnsUpright()) return file;
  try {
    const picture = await load(file);
    const scale = Math.min(1, edge / Math.max(picture.naturalWidth, picture.naturalHeight));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.naturalWidth * scale);
    canvas.height = Math.round(picture.naturalHeight * scale);
    const pen = canvas.getContext("2d");
    if (!pen || canvas.width === 0) return file;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || (scale === 1 && blob.size >= file.size)) return file;
    return new File([blob], "photo.jpg", { type: "image/jpeg" });
  } catch {
    return file;
  }
}

function load(file: File): Promise<HTMLImageElement> {
  return new Promise((done, fail) => {
    const picture = new Image();
    const url = URL.createObjectURL(file);
    picture.onload = () => { URL.revokeObjectURL(url); done(picture); };
    picture.onerror = () => { URL.revokeObjectURL(url); fail(new Error("unreadable picture")); };
    picture.src = url;
  });
}

function turnsUpright(): boolean {
  return typeof CSS !== "undefined" && CSS.supports("image-orientation", "from-image");
}

function canWriteFiles(): boolean {
  try {
    return typeof new DataTransfer().items.add === "function";
  } catch {
    return false;
  }
}
