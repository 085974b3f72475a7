// Makes what the pages show beyond their own files: the editor, and the outlines of countries for the map.
// node build.mjs FOLDER: writes editor.js, editor.css and europe.json there.
import { createRequire } from "node:module";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { feature } from "topojson-client";

const folder = process.argv[2] ?? "../src/lupaus/web/pages/assets";
mkdirSync(folder, { recursive: true });

// A policy without inline styles blocks two of Yasgui's. The first is a style element for the columns' handles: its rules
// stand in editor.css, and an empty element takes its place, because the last one is removed when a handle is let go.
// The second underlines a word in a hint.
const PATCHES = [
  ['var o = document.createElement("style");', 'var o = document.createElement("meta");'],
  ["o.appendChild(document.createTextNode(n)), e.appendChild(o)", "e.appendChild(o)"],
  ["<strong style='text-decoration:underline'>", "<strong>"],
  // Values are escaped before they are put into markup, not parsed as markup and cleaned.
  ["!n ? sanitize_default(t.value) : this.getCellContent", "!n ? escape$1(t.value) : this.getCellContent"],
  ["let n = sanitize_default(e.value), r = n", "let n = escape$1(e.value), r = n"],
];
const withoutInlineStyles = {
  name: "without-inline-styles",
  setup: ({ onLoad }) => onLoad({ filter: /yasgui\.esm\.js$/ }, ({ path }) => {
    const contents = PATCHES.reduce((text, [before, after]) => {
      if (text.split(before).length !== 2) throw new Error(`${before} is not once in ${path}: look at it anew`);
      return text.replace(before, () => after);
    }, readFileSync(path, "utf8"));
    return { contents, loader: "js" };
  }),
};

await build({
  plugins: [withoutInlineStyles],
  entryPoints: { editor: "editor.js" },
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  legalComments: "eof", // the licences travel with the code
  loader: { ".svg": "dataurl", ".woff2": "dataurl", ".woff": "dataurl", ".ttf": "dataurl" },
  outdir: folder,
  logLevel: "warning",
});

// Natural Earth, 1:50m, public domain, as world-atlas packs it. The map is drawn by the server, which projects them.
const require = createRequire(import.meta.url);
const atlas = JSON.parse(readFileSync(require.resolve("world-atlas/countries-50m.json"), "utf8"));
const [west, south, east, north] = [-32, 27, 50, 72];
const near = ([x, y]) => x > west && x < east && y > south && y < north;
const thin = (ring) => ring.map(([x, y]) => [Math.round(x * 50) / 50, Math.round(y * 50) / 50])
  .filter(([x, y], i, all) => i === 0 || x !== all[i - 1][0] || y !== all[i - 1][1]);
const countries = feature(atlas, atlas.objects.countries).features.map(({ id, properties, geometry }) => {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const rings = polygons.map(([outer]) => thin(outer)).filter((ring) => ring.length > 3 && ring.some(near));
  return { id: id ?? "", name: properties.name, rings };
}).filter(({ rings }) => rings.length > 0);
writeFileSync(join(folder, "europe.json"), JSON.stringify(countries));
