/** Builds one script and one style sheet for each portal: `vite build --mode resident`, `vite build --mode workbench`.
 *
 * Two builds instead of one with two entries: each portal has its own oldest browser, and a chunk shared by both would
 * be written for neither. Django reads `<portal>.manifest.json` to learn the hashed names (foundation/design/assets.py).
 */
import { defineConfig } from "vitest/config";

/** Oldest browsers, as lightningcss writes them (major << 16 | minor << 8), and the syntax their scripts may use. */
const PORTALS = {
  resident: { css: { chrome: 80 << 16, safari: (13 << 16) | (1 << 8) }, minify: ["chrome80", "safari13.1"], script: "es2019" },
  workbench: { css: { chrome: 111 << 16, safari: (16 << 16) | (4 << 8) }, minify: ["chrome111", "safari16.4"], script: "es2022" },
} as const;

export default defineConfig(({ mode }) => {
  const portal = mode === "workbench" ? "workbench" : "resident";
  return {
    base: "./", // files find each other beside themselves, wherever the site is served
    publicDir: "frontend/public",
    css: { transformer: "lightningcss", lightningcss: { targets: PORTALS[portal].css } },
    build: {
      outDir: "src/linli/foundation/design/static/design",
      emptyOutDir: portal === "resident",
      assetsDir: "",
      manifest: `${portal}.manifest.json`,
      target: PORTALS[portal].script,
      cssTarget: [...PORTALS[portal].minify], // minifying writes `inset` and media ranges back in where it may
      cssMinify: "lightningcss",
      modulePreload: false,
      rolldownOptions: { input: `frontend/${portal}.ts` },
    },
    test: {
      environment: "jsdom",
      environmentOptions: { jsdom: { url: "http://127.0.0.1:8000/" } },
      include: ["frontend/**/*.test.ts", "tests/frontend/**/*.test.ts"],
      restoreMocks: true,
    },
  };
});
