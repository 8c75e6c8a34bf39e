/** Counts the ten seconds in which a step can be taken back, then takes the offer away. The undo itself is a plain form. */
import { fill, part } from "./dom";

/** Connect to the `.toast` form of parts/toast.html; `data-seconds` is what the server still allows. */
export function undoToast(element: HTMLElement): () => void {
  const button = part(element, "undo");
  const until = Date.now() + 1000 * (Number(element.dataset["seconds"]) || 10);
  const words = (button && button.dataset["words"]) || "{n}";
  const tick = (): void => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left <= 0) {
      window.clearInterval(clock);
      element.remove();
    } else if (button) {
      button.textContent = fill(words, { n: left });
    }
  };
  const clock = window.setInterval(tick, 250);
  tick();
  return () => window.clearInterval(clock);
}
