/** `npm run check`: holds the built files against the oldest browsers and the size budgets, and says what to change. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { newerCss } from "./old_css.mjs";
import { newerScript, unsafeSinks } from "./old_script.mjs";

const FOLDER = new URL("../../src/linli/foundation/design/static/design/", import.meta.url);

/** Bytes as they lie on the server, before compression: an old phone also has to unpack and read them. */
export const BUDGET = {
  residentScript: 40 * 1024,
  residentScriptAndStyle: 64 * 1024, // leaves 36 KB of the page's 100 KB to its markup and plan
  workbenchScript: 120 * 1024,
  sceneScript: 1200 * 1024, // the map engine: a file of its own, which the map's page alone asks for
};

const ENGINE = /maplibregl/;

/** Return all faults of one portal's built files, as sentences.
 * @param {"resident" | "workbench"} portal @param {{ script: string, style: string }} built @returns {string[]} */
export function faultsOf(portal, built) {
  const scriptBytes = Buffer.byteLength(built.script);
  const styleBytes = Buffer.byteLength(built.style);
  if (portal === "workbench") return tooLarge("workbench script", scriptBytes, BUDGET.workbenchScript);
  return [
    ...newerCss(built.style).map((fault) => `style: ${fault.what} in "${fault.where}"`),
    ...newerScript(built.script).map((fault) => `script: ${fault}`),
    ...unsafeSinks(built.script).map((name) => `script: ${name} makes markup or code out of text`),
    ...tooLarge("resident script", scriptBytes, BUDGET.residentScript),
    ...tooLarge("resident script and style", scriptBytes + styleBytes, BUDGET.residentScriptAndStyle),
  ];
}

/** Return the faults of the map engine's file and of how it is kept apart, as sentences.
 * @param {{ workbench: string, resident: string, scene: string }} scripts @returns {string[]} */
export function sceneFaults({ workbench, resident, scene }) {
  const strays = Object.entries({ workbench, resident }).filter(([, script]) => ENGINE.test(script));
  return [
    ...strays.map(([portal]) => `${portal} script: holds the map engine, which belongs into its own file`),
    ...(ENGINE.test(scene) ? [] : ["scene: holds no map engine"]),
    ...tooLarge("scene", Buffer.byteLength(scene), BUDGET.sceneScript),
  ];
}

/** @param {string} what @param {number} bytes @param {number} most @returns {string[]} */
function tooLarge(what, bytes, most) {
  return bytes > most ? [`${what}: ${bytes} bytes, allowed ${most}`] : [];
}

/** Read what the build wrote. @param {"resident" | "workbench"} portal */
export function readBuilt(portal) {
  const manifest = JSON.parse(readFileSync(new URL(`${portal}.manifest.json`, FOLDER), "utf8"));
  const entry = manifest[`frontend/${portal}.ts`];
  const read = (/** @type {string} */ name) => readFileSync(new URL(name, FOLDER), "utf8");
  return { script: read(entry.file), style: entry.css.map(read).join("\n") };
}

/** Read the map engine's file. */
export function readScene() {
  const manifest = JSON.parse(readFileSync(new URL("workbench.manifest.json", FOLDER), "utf8"));
  return readFileSync(new URL(manifest["frontend/islands/map/scene.ts"].file, FOLDER), "utf8");
}

function main() {
  let count = 0;
  for (const portal of /** @type {const} */ (["resident", "workbench"])) {
    const built = readBuilt(portal);
    const faults = faultsOf(portal, built);
    count += faults.length;
    for (const fault of faults) console.error(`${portal} ${fault}`);
    console.log(`${portal}: script ${Buffer.byteLength(built.script)} bytes, style ${Buffer.byteLength(built.style)} bytes, ${faults.length} faults`);
  }
  const scene = readScene();
  const faults = sceneFaults({ workbench: readBuilt("workbench").script, resident: readBuilt("resident").script, scene });
  count += faults.length;
  for (const fault of faults) console.error(fault);
  console.log(`scene: script ${Buffer.byteLength(scene)} bytes, ${faults.length} faults`);
  process.exitCode = count ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
