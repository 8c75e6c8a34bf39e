/** Draws a pin as a picture: plate, state shape and count, the same parts the list has, so that colour never speaks alone. */
import { colourOf, type Palette } from "./palette";

const HEIGHT = 24;
const STEM = 14;
const EDGE = 3;

/** Return the picture of a pin named `pin|plate|look|count`; `scale` is pixels of the device for one of the page. */
export function drawPin(name: string, shapes: ParentNode, palette: Palette, scale: number): ImageData | null {
  const [, plate = "", look = "new", count = ""] = name.split("|");
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true }); // Read back at once, so it must not lie in the GPU.
  if (!pen) return null;
  const font = `600 14px ${palette.font}`;
  pen.font = font;
  const plateWidth = plate ? Math.ceil(pen.measureText(plate).width) + 14 : 0;
  const width = plateWidth + 30 + Math.ceil(pen.measureText(count).width) + 4;
  canvas.width = Math.ceil((width + 2 * EDGE) * scale);
  canvas.height = Math.ceil((HEIGHT + STEM + 2 * EDGE) * scale);
  pen.scale(scale, scale);
  pen.translate(EDGE, EDGE);
  pen.font = font;
  const colour = colourOf(look, palette);
  stem(pen, width / 2, colour);
  box(pen, width, palette.surface, colour);
  if (plate) {
    pen.save();
    pen.clip(rounded(0, 0, width, HEIGHT));
    pen.fillStyle = palette.plate;
    pen.fillRect(0, 0, plateWidth, HEIGHT);
    pen.restore();
    write(pen, plate, plateWidth / 2, palette["plate-ink"], "center");
  }
  outline(pen, width, colour);
  glyph(pen, shapes, look, plateWidth + 7, colour);
  write(pen, count, plateWidth + 27, palette.ink, "left");
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

function stem(pen: CanvasRenderingContext2D, x: number, colour: string): void {
  pen.strokeStyle = pen.fillStyle = colour;
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.moveTo(x, HEIGHT);
  pen.lineTo(x, HEIGHT + STEM - 2);
  pen.stroke();
  pen.beginPath();
  pen.arc(x, HEIGHT + STEM - 2, 3, 0, 2 * Math.PI);
  pen.fill();
}

function box(pen: CanvasRenderingContext2D, width: number, ground: string, colour: string): void {
  pen.fillStyle = ground;
  pen.fill(rounded(0, 0, width, HEIGHT));
  outline(pen, width, colour);
}

function outline(pen: CanvasRenderingContext2D, width: number, colour: string): void {
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5;
  pen.stroke(rounded(0, 0, width, HEIGHT));
}

function rounded(x: number, y: number, width: number, height: number): Path2D {
  const path = new Path2D();
  path.roundRect(x, y, width, height, 4);
  return path;
}

function write(pen: CanvasRenderingContext2D, text: string, x: number, colour: string, align: CanvasTextAlign): void {
  pen.fillStyle = colour;
  pen.textAlign = align;
  pen.textBaseline = "middle";
  pen.fillText(text, x, HEIGHT / 2 + 1);
}

/** Draw the state's shape from the page's own `<template data-glyph>`, 16 units a side. */
function glyph(pen: CanvasRenderingContext2D, shapes: ParentNode, look: string, x: number, colour: string): void {
  const template = shapes.querySelector<HTMLTemplateElement>(`template[data-glyph="${look}"]`);
  if (!template) return;
  pen.save();
  pen.translate(x, (HEIGHT - 16) / 2);
  pen.fillStyle = colour;
  for (const path of template.content.querySelectorAll("path")) pen.fill(new Path2D(path.getAttribute("d") || ""), "evenodd");
  for (const dot of template.content.querySelectorAll("circle")) {
    pen.beginPath();
    pen.arc(Number(dot.getAttribute("cx")), Number(dot.getAttribute("cy")), Number(dot.getAttribute("r")), 0, 2 * Math.PI);
    pen.fill();
  }
  pen.restore();
}
