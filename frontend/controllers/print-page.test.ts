import { expect, it, vi } from "vitest";
import { printPage } from "./print-page";

it("shows its button and opens the print dialog", () => {
  const print = vi.fn();
  vi.stubGlobal("print", print);
  document.body.innerHTML = "<button hidden>Print</button>";
  const button = document.querySelector("button")!;
  const leave = printPage(button);
  expect(button.hidden).toBe(false);
  button.click();
  leave();
  button.click();
  expect(print).toHaveBeenCalledTimes(1);
  vi.unstubAllGlobals();
});
