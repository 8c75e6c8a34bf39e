/** Refuses CSS that Chromium 80 or Safari 13.1 cannot read. Works on the compiled sheet, after lightningcss lowered it.
 *
 * A list of what is allowed, not of what is forbidden: a property, selector, function or unit nobody put on the list is
 * refused until somebody has looked up its age. ENHANCEMENTS are the ones old browsers may drop without harm.
 */
import postcss from "postcss";

const words = (/** @type {string} */ text) => new Set(text.split(/\s+/).filter(Boolean));

const PROPERTIES = words(`
  align-content align-items align-self appearance background background-color background-image background-position background-repeat
  background-size border border-bottom border-bottom-color border-bottom-width border-collapse border-color border-left
  border-left-color border-radius border-right border-style border-top border-width bottom box-shadow box-sizing clip-path color column-gap
  content cursor display fill fill-opacity flex flex-direction flex-wrap float font font-family font-size font-style
  font-variant-numeric font-weight gap grid-area grid-auto-columns grid-auto-flow grid-column grid-row grid-template-columns
  grid-template-rows height justify-content justify-items justify-self left letter-spacing line-break line-height list-style
  margin margin-bottom margin-left margin-right margin-top max-height max-width min-height min-width object-fit opacity outline
  outline-color outline-offset overflow overflow-wrap overflow-x overflow-y padding padding-bottom padding-left padding-right
  padding-top place-content place-items pointer-events position resize right row-gap stroke stroke-dasharray stroke-linecap
  stroke-linejoin stroke-opacity stroke-width text-align text-anchor text-decoration text-overflow text-rendering top touch-action transform transition
  vector-effect vertical-align visibility white-space width word-break z-index
`);
const ENHANCEMENTS = words(`
  color-scheme scrollbar-width text-autospace text-decoration-thickness text-underline-offset text-wrap
  -webkit-font-smoothing -webkit-overflow-scrolling -webkit-text-size-adjust -moz-text-size-adjust text-size-adjust
`);
const PSEUDO = words(`
  :root :hover :focus :focus-within :checked :disabled :first-child :last-child :first-of-type :last-of-type :only-child :nth-child :not
  ::before ::after :before :after ::placeholder ::-webkit-details-marker
`);
const FUNCTIONS = words(`
  var calc url rgb rgba hsl hsla linear-gradient radial-gradient repeating-linear-gradient cubic-bezier translate scale
  rotate min max minmax repeat inset env attr
`);
const UNITS = words("px em rem % vh vw s ms fr deg ch x");
const AT_RULES = words("media supports font-face keyframes");
const MEDIA = words("min-width max-width min-height max-height prefers-color-scheme prefers-reduced-motion print screen");
const DISPLAYS = words("block inline inline-block flex inline-flex grid inline-grid none table table-cell contents");

/** @typedef {{ where: string, what: string }} Fault */

/** Return every feature of `css` that is younger than the resident's oldest browsers.
 * @param {string} css @returns {Fault[]} */
export function newerCss(css) {
  /** @type {Fault[]} */
  const faults = [];
  postcss.parse(css).walk((node) => {
    const holder = "selector" in node ? node : node.parent;
    const where = holder && "selector" in holder ? String(holder.selector) : "";
    const say = (/** @type {string} */ what) => faults.push({ where, what });
    if (node.type === "atrule") checkAtRule(node, say);
    if (node.type === "rule") checkSelector(node, say);
    if (node.type === "decl") checkDeclaration(node, say);
  });
  return faults;
}

/** @param {postcss.AtRule} rule @param {(what: string) => void} say */
function checkAtRule(rule, say) {
  if (!AT_RULES.has(rule.name)) say(`@${rule.name}`);
  if (rule.name !== "media") return;
  for (const [, feature = ""] of rule.params.matchAll(/\(\s*([\w-]+)/g)) if (!MEDIA.has(feature)) say(`@media (${feature})`);
  if (/[<>]=?/.test(rule.params)) say("range in @media");
}

/** @param {postcss.Rule} rule @param {(what: string) => void} say */
function checkSelector(rule, say) {
  if (rule.parent && rule.parent.type === "rule") say("nested rule");
  // Known only to later browsers, and meant to be dropped whole by older ones: they keep the ring of :focus.
  const selector = rule.selectors.every((one) => one === ":focus:not(:focus-visible)") ? "" : rule.selector;
  for (const [pseudo] of selector.matchAll(/::?[\w-]+/g)) if (!PSEUDO.has(pseudo)) say(pseudo);
  if (/:not\([^)]*,/.test(selector)) say(":not() with a list");
  if (/&/.test(selector)) say("nesting selector");
}

/** @param {postcss.Declaration} node @param {(what: string) => void} say */
function checkDeclaration(node, say) {
  const { prop, value } = node;
  const name = prop.replace(/^-(?:webkit|moz)-(?=appearance|user-select|clip-path)/, "");
  if (!prop.startsWith("--") && !PROPERTIES.has(name) && !ENHANCEMENTS.has(prop)) say(prop);
  if (ENHANCEMENTS.has(prop)) return;
  const plain = value.replace(/"[^"]*"|'[^']*'|url\([^)]*\)/g, "");
  for (const [, called = ""] of plain.matchAll(/([a-z][\w-]*)\(/gi)) if (!FUNCTIONS.has(called.toLowerCase())) say(`${called}()`);
  for (const [, unit = ""] of plain.matchAll(/(?<![\w#-])-?(?:\d*\.)?\d+([a-z%]+)/gi)) if (!UNITS.has(unit.toLowerCase())) say(`unit ${unit}`);
  if (prop === "display" && !DISPLAYS.has(value)) say(`display: ${value}`);
  if (/^(gap|row-gap|column-gap)$/.test(prop) && !isGrid(node)) say(`${prop} outside a grid (flex gap: Chromium 84, Safari 14.1)`);
  if (prop === "overflow" && value === "clip") say("overflow: clip");
  if (prop === "overflow-wrap" && value === "anywhere" && !siblings(node).some((one) => one.prop === "word-break")) say("overflow-wrap: anywhere without word-break");
  if (/^(width|height|min-width|min-height)$/.test(prop) && /fit-content/.test(value)) say(`${prop}: ${value}`);
}

/** A gap is safe where the same rule, or an earlier one for the same selector, makes a grid.
 * @param {postcss.Declaration} node */
function isGrid(node) {
  if (siblings(node).some((one) => (one.prop === "display" && /grid/.test(one.value)) || one.prop === "grid-template-columns")) return true;
  const rule = /** @type {postcss.Rule} */ (node.parent);
  const bases = rule.selectors.map((one) => (one.split(/[\s>+~]+/).pop() || "").replace(/::?[\w-]+(\([^)]*\))?/g, ""));
  let found = 0;
  rule.root().walkRules((other) => {
    const displays = other.nodes.some((one) => one.type === "decl" && one.prop === "display" && /grid/.test(one.value));
    if (displays) found += bases.filter((base) => other.selectors.some((one) => base === one || base.startsWith(`${one}-`))).length;
  });
  return found >= bases.length;
}

/** @param {postcss.Declaration} node @returns {postcss.Declaration[]} */
function siblings(node) {
  const nodes = node.parent ? node.parent.nodes : [];
  return /** @type {postcss.Declaration[]} */ (nodes.filter((one) => one.type === "decl"));
}
