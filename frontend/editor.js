// The editor on /sparql. The page works without it: this puts a better text field and result table in their places.
import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";
import "./editor.css";
import { chart } from "./chart.js";
import { fill } from "./draw.js";
import { map } from "./map.js";
import { spoken } from "./spoken.js";

const LONGEST_ADDRESS = 6000; // browsers and proxies take longer ones, but not all of them

const form = document.querySelector("form.ask");
const field = form.querySelector("textarea");
const answer = document.getElementById("result");
const words = { ...form.dataset, ...answer.dataset };
const { Yasqe } = Yasgui;
const Yasr = spoken(Yasgui.Yasr, words);

function address(query, more = {}) {
  return `/sparql?${new URLSearchParams({ query, ...more })}`;
}

/** The outline under maps, from this server, once. */
let outlined = null;
function outline() {
  outlined ??= fetch("/assets/outline.json").then((response) => response.json());
  return outlined;
}

Yasr.registerPlugin("chart", chart(words));
Yasr.registerPlugin("map", map(words, outline));
Yasr.defaults.pluginOrder = ["table", "chart", "map", "response"];

/** Completion from the description of the dataset: no other host is asked. */
function completer(name, valid, entries) {
  return {
    name,
    bulk: false,
    autoShow: false,
    isValidCompletionPosition: valid,
    preProcessToken: (yasqe, token) => token,
    get: async (yasqe, token) => {
      const typed = (token?.string ?? "").replace(/^</, "").toLowerCase();
      const found = entries.filter((entry) =>
        entry.name.toLowerCase().includes(typed) || entry.label.toLowerCase().includes(typed));
      return found.slice(0, 50).map((entry) => entry.name);
    },
    postProcessSuggestion: (yasqe, token, name) => name,
  };
}

function start(known) {
  /** Declares our prefixes that a query uses and does not declare; while a list is open, a change would close it. */
  const declare = (yasqe) => {
    const declared = yasqe.getPrefixesFromQuery();
    const used = new Set([...yasqe.getValue().matchAll(/(?<![\w<:/])([a-z]\w*):[A-Za-z]/g)].map((found) => found[1]));
    for (const prefix of used) {
      if (known.prefixes[prefix] && !(prefix in declared)) yasqe.addPrefixes({ [prefix]: known.prefixes[prefix] });
    }
  };
  const isClassPlace = Yasqe.Autocompleters.class.isValidCompletionPosition;
  const isPropertyPlace = Yasqe.Autocompleters.property.isValidCompletionPosition;
  Yasqe.defaults.autocompleters = ["variables"]; // the others ask hosts that are not ours
  Yasqe.registerAutocompleter(completer("lupaus-class", isClassPlace, known.classes));
  Yasqe.registerAutocompleter(completer("lupaus-property", isPropertyPlace, known.properties));

  const place = document.createElement("div");
  place.className = "editor";
  field.after(place);
  const yasqe = new Yasqe(place, {
    value: field.value,
    persistenceId: null,
    showQueryButton: false,
    createShareableLink: (each) => location.origin + address(each.getValue()),
    consumeShareLink: null,
    resizeable: false,
    editorHeight: "20rem",
    screenReaderLabel: words.label,
    extraKeys: {
      ...Yasqe.defaults.extraKeys,
      Tab: false, // the keyboard can leave (WCAG 2.1.2)
      "Shift-Tab": false,
      "Ctrl-Space": () => yasqe.autocomplete(),
      "Ctrl-Enter": () => yasqe.query().catch(() => {}), // told by complain
    },
    requestConfig: {
      endpoint: `${location.origin}/sparql`,
      method: (each) => (each.getValue().length < LONGEST_ADDRESS ? "GET" : "POST"),
      headers: {},
      args: [...form.querySelectorAll("input[type=hidden]")].filter((each) => each.name !== "lang")
        .map((each) => ({ name: each.name, value: each.value })),
    },
  });
  const share = place.querySelector(".yasqe_share");
  share.title = words.share;
  share.setAttribute("aria-label", words.share);
  yasqe.getScrollerElement().tabIndex = 0; // it scrolls, so the keyboard must reach it (WCAG 2.1.1)
  document.querySelector("label[for=query]").addEventListener("click", () => yasqe.focus());
  let yasr = null;
  let marked = null;

  function clear() {
    if (marked !== null) yasqe.removeLineClass(marked, "background", "wrong");
    marked = null;
    answer.replaceChildren();
    yasr = null;
  }

  function complain(problem) {
    const box = document.createElement("section");
    box.className = "problem";
    box.setAttribute("role", "alert");
    const title = document.createElement("h2");
    title.textContent = problem.title ?? words.failed;
    const detail = document.createElement("p");
    detail.textContent = problem.detail ?? "";
    box.append(title, detail);
    if (problem.line) {
      const where = document.createElement("p");
      where.className = "quiet";
      where.textContent = fill(words.where, problem);
      box.append(where);
      marked = problem.line - 1;
      yasqe.addLineClass(marked, "background", "wrong");
      yasqe.setCursor({ line: marked, ch: Math.max(0, (problem.column ?? 1) - 1) });
      yasqe.focus();
    }
    answer.append(box);
  }

  function offer(query, kind) {
    const list = document.getElementById("downloads");
    list.replaceChildren(...(known.formats[kind] ?? []).map((name) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = address(query, { format: name });
      link.textContent = name;
      link.setAttribute("download", `lupaus.${name}`);
      item.append(link);
      return item;
    }));
  }

  /** Things of ours open here, on whatever host this copy runs. */
  function keepHere(root) {
    for (const link of root.querySelectorAll(`a[href^="${known.base}"]`)) {
      link.setAttribute("href", `/${link.getAttribute("href").slice(known.base.length)}`);
      link.removeAttribute("target");
    }
  }

  yasqe.on("queryBefore", () => declare(yasqe));
  yasqe.on("query", () => { clear(); form.setAttribute("aria-busy", "true"); });
  yasqe.on("queryResponse", (_, response, duration) => {
    form.removeAttribute("aria-busy");
    const query = yasqe.getValue();
    if (response instanceof Error) {
      let problem;
      try { problem = JSON.parse(response.message); } catch { problem = { detail: response.message }; }
      complain(problem);
      return;
    }
    const title = document.createElement("h2");
    title.id = "answer";
    title.textContent = words.answer;
    const box = document.createElement("div");
    answer.append(title, box);
    yasr = new Yasr(box, { persistenceId: null, prefixes: known.prefixes });
    yasr.on("drawn", () => keepHere(box));
    yasr.setResponse(response, duration);
    new MutationObserver(() => keepHere(box)).observe(box, { childList: true, subtree: true });
    keepHere(box);
    const isGraph = ["CONSTRUCT", "DESCRIBE"].includes(yasqe.getQueryType());
    offer(query, isGraph ? "graph" : yasqe.getQueryType() === "ASK" ? "boolean" : "solutions");
    if (query.length < LONGEST_ADDRESS) history.replaceState(null, "", address(query));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    yasqe.query().catch(() => {}); // told by complain
  });
  field.hidden = true; // last: whatever fails above leaves the form as it was
  field.disabled = true;
  document.documentElement.dataset.editor = "ready";
  place.yasqe = yasqe; // for whoever wants to drive it
}

(async () => {
const response = await fetch(words.known).catch(() => null);
if (response?.ok) start(await response.json());
})();
