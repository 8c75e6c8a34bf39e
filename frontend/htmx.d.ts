/** The one call of htmx that a controller makes itself. */
declare module "htmx.org/dist/htmx.esm.js" {
  interface Swap {
    text: string;
    target: HTMLElement;
    swap: "innerHTML" | "outerHTML";
    sourceElement: HTMLElement;
    select?: string;
  }
  const htmx: { swap(given: Swap): Promise<void> };
  export default htmx;
}
