// A view of results: places on the map of Europe that /map draws, from WKT or from columns of degrees.
import { figure, fill, html, icon, number, short, shown, svg, table } from "./draw.js";

const WKT = "http://www.opengis.net/ont/geosparql#wktLiteral";
const LATITUDE_FIRST = /^\s*<[^>]*EPSG\/[^>]*4326>/; // GeoSPARQL 1.1, 8.5.1: without an IRI it is CRS84, longitude first
const MOST = 5000;

/** Lists of [latitude, longitude] in a WKT literal, and whether they are points; null: nothing we can read. */
function shapes(text) {
  const kind = /^\s*(?:<[^>]*>)?\s*(MULTI)?(POINT|LINESTRING|POLYGON)\b/i.exec(text)?.[2]?.toUpperCase();
  if (!kind) return null;
  const flip = LATITUDE_FIRST.test(text);
  const lists = [...text.matchAll(/\(([^()]+)\)/g)].map(([, inner]) => inner.split(",").map((pair) => {
    const [one, other] = pair.trim().split(/\s+/).map(Number);
    return flip ? [one, other] : [other, one];
  })).filter((list) => list.flat().every(Number.isFinite));
  return { kind, lists };
}

/** Where the places are in the results: rows with what is drawn of each. */
function places(yasr) {
  const rows = yasr.results?.getBindings() ?? [];
  const variables = yasr.results?.getVariables() ?? [];
  const wkt = variables.find((name) => rows.some((row) => row[name]?.datatype === WKT));
  const [lat, long] = [/lat(?:itude)?$/i, /lon(?:g|gitude)?$/i]
    .map((pattern) => variables.find((name) => pattern.test(name) && rows.some((row) => number(row[name]) !== null)));
  if (!wkt && !(lat && long)) return { found: [] };
  const names = variables.filter((name) => ![wkt, lat, long].includes(name) && rows.some((row) => row[name]));
  const label = names.find((name) => rows.some((row) => row[name] && row[name].type !== "uri")) ?? names[0];
  const item = names.find((name) => rows.some((row) => row[name]?.type === "uri"));
  const found = rows.flatMap((row) => {
    const degrees = [number(row[lat]), number(row[long])];
    const shape = wkt ? row[wkt] && shapes(row[wkt].value)
      : degrees.includes(null) ? null : { kind: "POINT", lists: [[degrees]] };
    return shape ? [{ ...shape, label: row[label], item: row[item] }] : [];
  });
  return { found, label: label ?? "" };
}

/** Pixels for degrees, as the server's own map has them: Lambert's azimuthal equal-area projection. */
const projection = ({ latitude, longitude, scale, left, top }) => {
  const [lat, long] = [latitude, longitude].map((degrees) => (degrees * Math.PI) / 180);
  return ([north, east]) => {
    const [phi, turn] = [(north * Math.PI) / 180, (east * Math.PI) / 180 - long];
    const k = Math.sqrt(2 / (1 + Math.sin(lat) * Math.sin(phi) + Math.cos(lat) * Math.cos(phi) * Math.cos(turn)));
    const x = k * Math.cos(phi) * Math.sin(turn);
    const y = k * (Math.cos(lat) * Math.sin(phi) - Math.sin(lat) * Math.cos(phi) * Math.cos(turn));
    return [(x + left) * scale, (top - y) * scale];
  };
};

/** The plugin for Yasr; `words` are in the language of the page, `outline` is fetched from this server when first drawn. */
export const map = (words, outline) => class PlacesMap {
  priority = 4;
  label = words.map;

  constructor(yasr) { this.yasr = yasr; }

  canHandleResults() { return places(this.yasr).found.length > 0; }

  async draw() {
    const { found, label } = places(this.yasr);
    const base = await outline();
    const place = projection(base);
    const inside = ([x, y]) => x >= 0 && y >= 0 && x <= base.width && y <= base.height;
    let beyond = 0;
    const marks = found.slice(0, MOST).flatMap((each) => {
      const drawn = this.#mark(each, each.lists.map((list) => list.map(place)).filter((list) => list.some(inside)));
      if (!drawn) beyond += 1;
      return drawn ?? [];
    });
    const picture = svg("svg", { class: "map", viewBox: `0 0 ${base.width} ${base.height}` },
      svg("path", { class: "land", d: base.land }), ...marks);
    const notes = [beyond ? fill(words.beyond, { number: beyond }) : "",
      found.length > MOST ? fill(words.cut, { shown: MOST, all: found.length }) : "", words.credit];
    const rows = found.map((each) => [each.item ?? each.label ?? "", each.label ?? "", this.#degrees(each)]);
    const same = table(words, ["", label, words.degrees], rows);
    this.yasr.resultsEl.replaceChildren(
      html("div", { class: "view" }, figure(words.map, picture, notes.filter(Boolean).join(" "), same)));
  }

  #degrees({ lists }) {
    const [[lat, long] = []] = lists[0] ?? [[]];
    return lat === undefined ? "" : `${lat}, ${long}`;
  }

  #mark({ kind, label, item }, lists) {
    if (lists.length === 0) return null;
    const path = lists.map((list) => `M${list.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L")}`).join("");
    const title = () => svg("title", {}, short(label ?? item));
    const drawn = kind === "POINT"
      ? lists.flat().map(([cx, cy]) => svg("circle", { class: "spot", cx, cy, r: 4.5 }, title()))
      : [svg("path", { class: kind === "POLYGON" ? "area" : "line", d: path + (kind === "POLYGON" ? "Z" : "") }, title())];
    const link = item && shown(item);
    return link instanceof Element ? drawn.map((each) => svg("a", { href: item.value, tabindex: "-1" }, each)) : drawn;
  }

  getIcon() { return icon("M8 0a5 5 0 0 0-5 5c0 4 5 11 5 11s5-7 5-11a5 5 0 0 0-5-5zm0 7a2 2 0 1 1 0-4 2 2 0 0 1 0 4z"); }
};
