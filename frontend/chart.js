// A view of results: the first column of numbers against the first other column, as bars, or as a line over time.
import { figure, fill, html, icon, number, short, svg, table } from "./draw.js";

const MOST_BARS = 60;
const MOST_POINTS = 2000;
const [WIDTH, NAMES, ROW] = [720, 250, 24];
const DATED = /#(?:date|dateTime|gYear|gYearMonth)$/;

/** Which columns can be drawn: that of the numbers, and that of what they belong to. */
function columns(yasr) {
  const rows = yasr.results?.getBindings() ?? [];
  const variables = yasr.results?.getVariables() ?? [];
  const isNumeric = (name) => !/^(?:lat|long|position)/i.test(name) && rows.some((row) => row[name])
    && rows.every((row) => !row[name] || (number(row[name]) !== null && !DATED.test(row[name].datatype)));
  const values = variables.find(isNumeric);
  const others = variables.filter((name) => name !== values && rows.some((row) => row[name]));
  const labels = others.find((name) => rows.some((row) => row[name] && row[name].type !== "uri")) ?? others[0];
  return { rows: rows.filter((row) => row[values] && row[labels]), values, labels };
}

const moment = (term) => {
  const [year, month = 1, day = 1] = term.value.replace(/^-?/, "").split(/[-T]/).map(Number);
  return year + (month - 1) / 12 + (day - 1) / 366;
};

function bars({ rows, values, labels }) {
  const numbers = rows.map((row) => number(row[values]));
  const [low, high] = [Math.min(0, ...numbers), Math.max(0, ...numbers)];
  const scale = (value) => NAMES + ((value - low) / (high - low || 1)) * (WIDTH - NAMES - 70);
  const height = rows.length * ROW + 8;
  const drawn = rows.flatMap((row, i) => {
    const [from, to] = [scale(Math.min(0, numbers[i])), scale(Math.max(0, numbers[i]))];
    return [
      svg("text", { x: 4, y: i * ROW + 20 }, short(row[labels], 38)),
      svg("rect", { class: "mark", x: from, y: i * ROW + 6, width: Math.max(1, to - from), height: ROW - 8, rx: 2 },
        svg("title", {}, `${short(row[labels])}: ${row[values].value}`)),
      svg("text", { x: to + 6, y: i * ROW + 20 }, row[values].value),
    ];
  });
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${height}` }, ...drawn);
}

function line({ rows, values, labels }) {
  const points = rows.map((row) => [moment(row[labels]), number(row[values]), row]).sort((a, b) => a[0] - b[0]);
  const [first, last] = [points[0][0], points.at(-1)[0]];
  const [low, high] = [Math.min(0, ...points.map((p) => p[1])), Math.max(...points.map((p) => p[1]), 0)];
  const x = (value) => 60 + ((value - first) / (last - first || 1)) * (WIDTH - 80);
  const y = (value) => 280 - ((value - low) / (high - low || 1)) * 260;
  return svg("svg", { viewBox: `0 0 ${WIDTH} 310` },
    svg("path", { class: "grid", d: `M60,20V280H${WIDTH - 20}` }),
    svg("text", { class: "axis", x: 56, y: 26, "text-anchor": "end" }, String(high)),
    svg("text", { class: "axis", x: 56, y: 284, "text-anchor": "end" }, String(low)),
    svg("text", { class: "axis", x: 60, y: 302 }, points[0][2][labels].value.slice(0, 10)),
    svg("text", { class: "axis", x: WIDTH - 20, y: 302, "text-anchor": "end" }, points.at(-1)[2][labels].value.slice(0, 10)),
    svg("path", { class: "line", d: `M${points.map(([at, value]) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join("L")}` }),
    ...points.map(([at, value, row]) => svg("circle", { class: "mark", cx: x(at), cy: y(value), r: 3.5 },
      svg("title", {}, `${row[labels].value}: ${row[values].value}`))));
}

/** The plugin for Yasr; `words` are in the language of the page. */
export const chart = (words) => class Chart {
  priority = 5;
  label = words.chart;

  constructor(yasr) { this.yasr = yasr; }

  canHandleResults() { return columns(this.yasr).rows.length > 0; }

  draw() {
    const found = columns(this.yasr);
    const isLine = found.rows.every((row) => DATED.test(row[found.labels].datatype ?? "")) && found.rows.length > 1;
    const rows = found.rows.slice(0, isLine ? MOST_POINTS : MOST_BARS);
    const note = rows.length < found.rows.length
      ? fill(words.cut, { shown: rows.length, all: found.rows.length }) : "";
    const title = fill(words.by, { values: found.values, labels: found.labels });
    const picture = (isLine ? line : bars)({ ...found, rows });
    const same = table(words, [found.labels, found.values], found.rows.map((r) => [r[found.labels], r[found.values]]));
    this.yasr.resultsEl.replaceChildren(html("div", { class: "view" }, figure(title, picture, note, same)));
  }

  getIcon() { return icon("M1 15V7h3v8zM6 15V1h3v14zM11 15v-5h3v5z"); }
};
