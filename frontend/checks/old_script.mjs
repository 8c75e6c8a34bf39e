/** Refuses JavaScript that Chromium 80 or Safari 13.1 cannot run: syntax after ES2019, and younger browser interfaces. */
import { parse } from "acorn";
import { full } from "acorn-walk";

/** Names by which younger interfaces are reached, with the later of the two browsers that brought them. */
const YOUNGER = new Map(Object.entries({
  at: "Safari 15.4", replaceAll: "Chromium 85", replaceChildren: "Chromium 86", requestSubmit: "Safari 16", submitter: "Safari 15.4",
  structuredClone: "Chromium 98", randomUUID: "Chromium 92", hasOwn: "Chromium 93", showModal: "Safari 15.4", findLast: "Chromium 97",
  findLastIndex: "Chromium 97", toSorted: "Chromium 110", toReversed: "Chromium 110", groupBy: "Chromium 117", any: "Chromium 85",
  WeakRef: "Chromium 84", FinalizationRegistry: "Chromium 84", scheduler: "Chromium 94", inert: "Chromium 102", checkVisibility: "Chromium 105",
  adoptedStyleSheets: "Safari 16.4", createImageBitmap: "Safari 15", OffscreenCanvas: "Safari 16.4", BroadcastChannel: "Safari 15.4",
  requestIdleCallback: "not in Safari 13", canParse: "Chromium 120", attachInternals: "Safari 16.4", showPopover: "Chromium 114",
  startViewTransition: "Chromium 111", AggregateError: "Chromium 85", allSettled: "known, but needs a look", timeOrigin: "known, but needs a look",
}));

/** Return every feature of the script that is younger than the resident's oldest browsers.
 * @param {string} source @returns {string[]} */
export function newerScript(source) {
  let tree;
  try {
    tree = parse(source, { ecmaVersion: 2019, sourceType: "module" });
  } catch (error) {
    return [`syntax after ES2019: ${/** @type {Error} */ (error).message}`];
  }
  /** @type {Set<string>} */
  const found = new Set();
  full(tree, (node) => {
    const any = /** @type {any} */ (node);
    if (node.type === "MemberExpression" && !any.computed) note(found, any.property.name);
    if (node.type === "MemberExpression" && any.computed && any.property.type === "Literal") note(found, String(any.property.value));
    if (node.type === "NewExpression" && any.callee.type === "Identifier") note(found, any.callee.name);
    if (node.type === "CallExpression" && any.callee.type === "Identifier") note(found, any.callee.name);
  });
  return Array.from(found);
}

/** @param {Set<string>} found @param {string} name */
function note(found, name) {
  if (YOUNGER.has(name)) found.add(`${name} (${YOUNGER.get(name)})`);
}

/** Ways to make code or markup out of text; the content policy would stop them in front of the reader.
 * @param {string} source @returns {string[]} */
export function unsafeSinks(source) {
  /** @type {string[]} */
  const found = [];
  full(parse(source, { ecmaVersion: "latest", sourceType: "module" }), (node) => {
    const any = /** @type {any} */ (node);
    const name = node.type === "MemberExpression" && !any.computed ? any.property.name : node.type === "CallExpression" ? any.callee.name : "";
    if (/^(innerHTML|outerHTML|insertAdjacentHTML|eval|write|setHTMLUnsafe|srcdoc)$/.test(name || "")) found.push(name);
    if (node.type === "NewExpression" && any.callee.name === "Function") found.push("new Function");
  });
  return found;
}
