// SPDX-License-Identifier: EUPL-1.2
// Builds everything a page loads into src/comity/web/static/comity/dist/, under stable names;
// the static files storage of the server adds the hashes.
import { copyFile, mkdir, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import rtlcss from "rtlcss";
import * as sass from "sass";
import { sprite } from "./icons.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(here, "node_modules");
const out = path.join(here, "../src/comity/web/static/comity/dist");
const KIB = 1024;
const LIMITS = { "comity.css": 200 * KIB, "comity.rtl.css": 200 * KIB, "comity.js": 100 * KIB, "sealing.js": 176 * KIB };

const FONTS = {
  "source-serif-4": ["latin-wght-normal", "latin-ext-wght-normal"],
  "source-sans-3": ["latin-wght-normal", "latin-ext-wght-normal", "latin-wght-italic", "latin-ext-wght-italic"],
};

async function fonts() {
  await mkdir(path.join(out, "fonts"), { recursive: true });
  for (const [family, faces] of Object.entries(FONTS)) {
    const from = path.join(modules, "@fontsource-variable", family);
    await copyFile(path.join(from, "LICENSE"), path.join(out, "fonts", `${family}.LICENSE.txt`));
    for (const face of faces) {
      const name = `${family}-${face}.woff2`;
      await copyFile(path.join(from, "files", name), path.join(out, "fonts", name));
    }
  }
}

async function styles() {
  // Expanded first: the directives of Bootstrap for right-to-left are comments, and compressing would drop them.
  const { css } = sass.compile(path.join(here, "scss/comity.scss"), {
    style: "expanded",
    loadPaths: [modules],
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  const minify = async (source) =>
    (await esbuild.transform(source, { loader: "css", minify: true, legalComments: "none" })).code;
  await writeFile(path.join(out, "comity.css"), await minify(css));
  await writeFile(path.join(out, "comity.rtl.css"), await minify(rtlcss.process(css)));
}

async function scripts() {
  await esbuild.build({
    entryPoints: { comity: path.join(here, "js/comity.js"), sealing: path.join(here, "js/sealing.js") },
    outdir: out,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2021"],
    legalComments: "none",
  });
}

async function weigh() {
  for (const [name, limit] of Object.entries(LIMITS)) {
    const { size } = await stat(path.join(out, name));
    console.log(`${name}  ${(size / KIB).toFixed(1)} KiB of ${limit / KIB}`);
    if (size > limit) throw new Error(`${name} is heavier than its limit`);
  }
}

await rm(out, { recursive: true, force: true });
await fonts();
await Promise.all([styles(), scripts()]);
await sprite(path.join(modules, "bootstrap-icons/icons"), path.join(out, "../icons.svg"));
await weigh();
