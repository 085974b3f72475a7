// What the views of results share: elements, numbers read from terms, and the same values as a table.
const SVG = "http://www.w3.org/2000/svg";
const NUMERIC = /#(?:integer|decimal|double|float|long|int|short|byte|nonNegativeInteger|positiveInteger|gYear)$/;

function made(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

export const html = (name, attributes = {}, ...children) => made(document.createElement(name), attributes, children);
export const svg = (name, attributes = {}, ...children) => made(document.createElementNS(SVG, name), attributes, children);

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

/** A number for a term that is one; null for every other. */
export function number(term) {
  if (!term || !NUMERIC.test(term.datatype ?? "")) return null;
  const read = Number(term.value);
  return Number.isFinite(read) ? read : null;
}

/** A term in few words: the end of an IRI, a literal as it is. */
export function short(term, most = 200) {
  if (!term) return "";
  const text = term.type === "uri" ? term.value.replace(/[/#]$/, "").replace(/^.*[/#]/, "") || term.value : term.value;
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

const linked = (term) => term?.type === "uri" && /^https?:/.test(term.value);

/** A term as text, and as a link where it has an address that a browser may follow. */
export const shown = (term) => (linked(term) ? html("a", { href: term.value }, short(term)) : short(term));

/** The values of a picture as a table, folded. `rows` are arrays of terms or of texts. */
export function table(words, columns, rows) {
  const head = html("tr", {}, ...columns.map((name) => html("th", { scope: "col" }, name)));
  const cell = (value) => html("td", {}, typeof value === "string" ? value : shown(value));
  const body = rows.map((row) => html("tr", {}, ...row.map(cell)));
  return html("details", {},
    html("summary", {}, words.same),
    html("div", { class: "scroll" }, html("table", {}, html("thead", {}, head), html("tbody", {}, ...body))));
}

/** A picture with its title, what must be said of it, and the table. */
export function figure(title, picture, note, rows) {
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", title);
  return html("figure", { class: "drawn" },
    html("figcaption", {}, html("strong", {}, title), note ? ` – ${note}` : ""),
    html("div", { class: "figure", tabindex: "0", role: "region", "aria-label": title }, picture),
    rows);
}

/** The sign on the button of a view. */
export function icon(path) {
  const box = html("div", { class: "svgImg" });
  box.append(svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { fill: "currentColor", d: path })));
  return box;
}
