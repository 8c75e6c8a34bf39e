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
  if (!input || !list || !template) return;
  const most = Number(element.dataset["max"]) || 6;
  const edge = Number(element.dataset["edge"]) || 1600;
  const canWrite = canWriteFiles();
  let photos: File[] = [];

  input.addEventListener("change", () => { void take(Array.from(input.files || [])); });

  async function take(chosen: File[]): Promise<void> {
    if (!canWrite) {
      photos = chosen;
      return draw();
    }
    const room = most - photos.length;
    say(chosen.length > room ? "too-many" : "", room);
    const fresh = chosen.slice(0, Math.max(0, room));
    write(photos.concat(fresh)); // the originals stand in until the small ones are ready
    element.setAttribute("aria-busy", "true");
    const small = await Promise.all(fresh.map((file) => shrink(file, edge)));
    element.removeAttribute("aria-busy");
    photos = photos.concat(small).slice(0, most);
    write(photos);
    draw();
  }

  function write(files: File[]): void {
    const carrier = new DataTransfer();
    for (const file of files) carrier.items.add(file);
    input!.files = carrier.files;
  }

  function draw(): void {
    while (list!.firstChild) list!.removeChild(list!.firstChild);
    photos.forEach((photo, index) => {
      const item = document.importNode(template!.content, true).firstElementChild as HTMLElement;
      const picture = item.querySelector("img");
      if (picture) {
        const url = URL.createObjectURL(photo);
        picture.onload = picture.onerror = () => URL.revokeObjectURL(url);
        picture.src = url;
        picture.alt = fill(picture.alt, { n: index + 1 });
      }
      const remove = part(item, "remove");
      if (remove) {
        remove.hidden = !canWrite;
        remove.setAttribute("aria-label", fill(remove.getAttribute("aria-label") || "", { n: index + 1 }));
        remove.addEventListener("click", () => drop(index));
      }
      list!.appendChild(item);
    });
    const add = part(element, "add");
    if (add) add.hidden = canWrite && photos.length >= most;
  }

  function drop(index: number): void {
    photos = photos.filter((_, at) => at !== index);
    write(photos);
    say("", 0);
    draw();
    input!.focus();
  }

  function say(which: string, room: number): void {
    const line = part(element, "too-many");
    if (!line) return;
    line.hidden = which === "";
    line.textContent = fill(line.dataset["words"] || "", { max: most, room });
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
