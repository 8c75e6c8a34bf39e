/** Keeps the list "my matters" on this phone, never on the server: code, key, title. */
import { fill, part } from "./dom";
import { forget, keep, recall } from "./storage";

const STORE = "linli-codes";
const MOST = 20;

interface Matter {
  code: string;
  key: string;
  title: string;
}

/** What the server answers for one code at `data-url?code=…`: `{"cases": [State, …]}`. */
interface State {
  code: string;
  plate: string;
  look: string;
  label: string;
  line: string;
}

/** On a matter's own page: remember `data-code`, `data-key`, `data-title` at the head of the list. */
export function rememberCode(element: HTMLElement): void {
  const code = element.dataset["code"];
  if (!code) return;
  const before = read().find((matter) => matter.code === code);
  const matter = {
    code,
    key: element.dataset["key"] || (before ? before.key : ""),
    title: element.dataset["title"] || (before ? before.title : ""),
  };
  keep("local", STORE, [matter].concat(read().filter((other) => other.code !== code)).slice(0, MOST));
}

/** On the home page: draw one card for each remembered matter and ask the server for their states. */
export function localCodes(element: HTMLElement): void {
  const matters = read();
  const list = part(element, "list");
  const template = part<HTMLTemplateElement>(element, "card");
  if (!list || !template || matters.length === 0) return;
  const cards: Record<string, HTMLElement> = {};
  for (const matter of matters) {
    const card = draw(element, template, matter);
    if (!card) continue;
    cards[matter.code] = card;
    list.appendChild(card);
  }
  element.hidden = false;
  part(element, "forget")?.addEventListener("click", () => {
    forget("local", STORE);
    element.hidden = true;
  });
  const url = element.dataset["url"];
  if (url) void refresh(element, url, matters, cards);
}

function read(): Matter[] {
  const found = recall<Matter[]>("local", STORE);
  return Array.isArray(found) ? found.filter((matter) => matter && typeof matter.code === "string") : [];
}

function draw(element: HTMLElement, template: HTMLTemplateElement, matter: Matter): HTMLElement | null {
  const made = document.importNode(template.content, true).firstElementChild as HTMLElement | null;
  if (!made) return null;
  const link = made.matches("a") ? (made as HTMLAnchorElement) : made.querySelector("a");
  const pattern = element.dataset[matter.key ? "link" : "codeLink"] || element.dataset["link"] || "";
  if (link) link.setAttribute("href", fill(pattern, { code: encodeURIComponent(matter.code), key: encodeURIComponent(matter.key) }));
  put(made, "title", matter.title || matter.code);
  return made;
}

async function refresh(element: HTMLElement, url: string, matters: Matter[], cards: Record<string, HTMLElement>): Promise<void> {
  const query = matters.map((matter) => `code=${encodeURIComponent(matter.code)}`).join("&");
  try {
    const answer = await fetch(`${url}?${query}`, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { cases } = (await answer.json()) as { cases: State[] };
    for (const state of cases) {
      const card = cards[state.code];
      if (card) paint(element, card, state);
    }
  } catch {
    // Offline: titles and links are still there; states wait for the next visit.
  }
}

function paint(element: HTMLElement, card: HTMLElement, state: State): void {
  put(card, "plate", state.plate);
  put(card, "line", state.line);
  put(card, "label", state.label);
  const status = part(card, "status");
  const glyph = element.querySelector<HTMLTemplateElement>(`template[data-glyph="${/^[a-z]+$/.test(state.look) ? state.look : "dot"}"]`);
  if (!status) return;
  status.className = `status status-${state.look}`;
  if (glyph) status.insertBefore(document.importNode(glyph.content, true), status.firstChild);
  status.hidden = false;
}

function put(card: HTMLElement, name: string, text: string): void {
  const place = part(card, name);
  if (!place) return;
  place.textContent = text;
  place.hidden = text === "";
}
