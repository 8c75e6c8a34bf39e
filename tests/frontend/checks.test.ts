// @vitest-environment node
/** The check of the built files must fail when somebody plants what old phones cannot read. */
import { describe, expect, it } from "vitest";
import { BUDGET, faultsOf, readBuilt, readScene, sceneFaults } from "../../frontend/checks/check.mjs";
import { newerCss } from "../../frontend/checks/old_css.mjs";
import { newerScript, unsafeSinks } from "../../frontend/checks/old_script.mjs";

describe("resident style", () => {
  it.each([
    ["a:has(b) { color: red }", ":has"],
    [".a { aspect-ratio: 1 }", "aspect-ratio"],
    [".a { inset: 0 }", "inset"],
    [".a { display: flex; gap: 8px }", "gap outside a grid"],
    [".a { color: color-mix(in srgb, red, blue) }", "color-mix()"],
    [".a { & b { color: red } }", "nested rule"],
    [".a { .b { color: red } }", "nested rule"],
    [":is(a, b) { color: red }", ":is"],
    ["@container (min-width: 1px) { a { color: red } }", "@container"],
    ["@layer x { a { color: red } }", "@layer"],
    ["@media (width >= 700px) { a { color: red } }", "range in @media"],
    [".a { height: 100dvh }", "unit dvh"],
    [".a { padding-inline: 4px }", "padding-inline"],
    [".a:focus-visible { color: red }", ":focus-visible"],
    [".a { overflow-wrap: anywhere }", "overflow-wrap: anywhere without word-break"],
    [".a { color: oklch(50% 0.1 200) }", "oklch()"],
  ])("refuses %s", (css, what) => {
    expect(newerCss(css).some((fault) => fault.what.includes(what))).toBe(true);
  });

  it.each([
    ".a { display: grid; gap: 8px }",
    ".a { display: grid } .a-b { row-gap: 8px }",
    ":focus:not(:focus-visible) { outline: 0 }",
    ".a { text-wrap: balance; color: rgb(1 2 3 / .5) }",
    "@media (max-width: 699px) { .a { color: var(--ink) } }",
  ])("lets %s pass", (css) => {
    expect(newerCss(css)).toEqual([]);
  });
});

describe("resident script", () => {
  it.each(["const a = b?.c", "a ??= 1", "class A { #x = 1 }", "const n = 10n", "try { a() } catch { import.meta }"])("refuses the syntax of %s", (source) => {
    expect(newerScript(source)[0]).toContain("syntax after ES2019");
  });

  it.each(["[1].at(-1)", "node.replaceChildren()", "dialog.showModal()", "structuredClone(x)", 'crypto["randomUUID"]()', "new OffscreenCanvas(1, 1)"])("refuses the interface of %s", (source) => {
    expect(newerScript(source)).toHaveLength(1);
  });

  it.each(["a.innerHTML = b", "eval(a)", "document.write(a)", "new Function(a)"])("refuses the sink %s", (source) => {
    expect(unsafeSinks(source)).toHaveLength(1);
  });

  it("lets ordinary old code pass", () => {
    expect(newerScript("async function a() { for (const b of c) await d({ ...b }) } try { a() } catch { e() }")).toEqual([]);
  });
});

describe("built files", () => {
  it("have no fault as they are, and a planted one is found", () => {
    const built = readBuilt("resident");
    expect(faultsOf("resident", built)).toEqual([]);
    expect(faultsOf("resident", { ...built, style: `${built.style}.planted{inset:0}` })).toHaveLength(1);
    expect(faultsOf("resident", { ...built, script: `${built.script};window.planted=[].at(0)` })).toHaveLength(1);
  });

  it("are held against their budgets", () => {
    const script = `window.x="${"x".repeat(BUDGET.residentScript)}"`;
    expect(faultsOf("resident", { script, style: "" })).toEqual([expect.stringContaining("resident script:")]);
    expect(faultsOf("workbench", { script: "x".repeat(BUDGET.workbenchScript + 1), style: "" })).toHaveLength(1);
  });
});

describe("the map engine", () => {
  it("lies in a file of its own, and is found where it does not belong", () => {
    const scripts = { workbench: readBuilt("workbench").script, resident: readBuilt("resident").script, scene: readScene() };
    expect(sceneFaults(scripts)).toEqual([]);
    expect(sceneFaults({ ...scripts, workbench: scripts.scene })).toHaveLength(1);
    expect(sceneFaults({ ...scripts, scene: "" })).toHaveLength(1);
    expect(sceneFaults({ ...scripts, scene: scripts.scene.padEnd(BUDGET.sceneScript + 1) })).toHaveLength(1);
  });
});
