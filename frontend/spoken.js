// Yasr's own views and controls, which are in English, in the language of the page.
import { fill } from "./draw.js";

const SAME_TOKENS = { first: "_START_", last: "_END_", shown: "_TOTAL_", all: "_MAX_" }; // of DataTables

/** DataTables' words; see its reference, "language". */
function tableWords(words) {
  const page = { first: words.firstPage, previous: words.previousPage, next: words.nextPage, last: words.lastPage };
  return {
    info: fill(words.range, SAME_TOKENS),
    infoEmpty: words.none,
    infoFiltered: fill(words.filtered, SAME_TOKENS),
    emptyTable: words.none,
    zeroRecords: words.none,
    thousands: "\u202f",
    paginate: { first: "«", previous: "‹", next: "›", last: "»" },
    aria: {
      orderable: `: ${words.sort}`,
      orderableReverse: `: ${words.reverse}`,
      orderableRemove: `: ${words.unsort}`,
      paginate: page,
    },
  };
}

function tableView(Table, words) {
  Table.defaults.tableConfig.language = tableWords(words);
  return class extends Table {
    label = words.table;
    helpReference = undefined;
    draw(settings) {
      super.draw(settings);
      this.dataTable.table().container().querySelector("nav")?.setAttribute("aria-label", words.pages);
    }
    drawControls() {
      super.drawControls();
      const [exact, shorten] = this.tableControls.querySelectorAll(".switch .label");
      exact.textContent = words.exact;
      shorten.textContent = words.shorten;
      this.tableFilterField.placeholder = words.filter;
      this.tableFilterField.setAttribute("aria-label", words.filter);
      this.tableControls.querySelector(".pageSizerLabel").textContent = `${words.size} `;
      this.tableSizeField.setAttribute("aria-label", words.size);
      this.tableSizeField.querySelector('option[value="-1"]').textContent = words.all;
    }
    download(filename) {
      return { ...super.download(filename), title: words.download };
    }
  };
}

function responseView(Response, words) {
  return class extends Response {
    label = words.response;
    helpReference = undefined;
    showLess(setValue) {
      super.showLess(setValue);
      const [more, download] = this.overLay?.querySelectorAll("button") ?? [];
      if (!more) return;
      more.title = more.textContent = words.whole;
      download.title = download.querySelector("span").textContent = words.download;
    }
    download(filename) {
      const offered = super.download(filename);
      return offered && { ...offered, title: words.download };
    }
  };
}

function verdictView(Verdict, words) {
  return class extends Verdict {
    draw() {
      super.draw();
      const isTrue = this.yasr.results.getBoolean();
      this.yasr.resultsEl.querySelector(".booleanResult span").textContent = isTrue ? words.yes : words.no;
    }
  };
}

/** A kind of Yasr that says everything in `words`. */
export function spoken(Yasr, words) {
  Yasr.registerPlugin("table", tableView(Yasr.plugins.table, words));
  Yasr.registerPlugin("response", responseView(Yasr.plugins.response, words));
  Yasr.registerPlugin("boolean", verdictView(Yasr.plugins.boolean, words));
  const seconds = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 3 });
  return class extends Yasr {
    drawPluginSelectors() {
      super.drawPluginSelectors();
      for (const button of this.pluginSelectorsEl.querySelectorAll("button")) button.removeAttribute("aria-label");
    }
    updateResponseInfo() {
      super.updateResponseInfo();
      const [rows, time] = [this.results?.getBindings()?.length, this.results?.getResponseTime()];
      const parts = [
        rows === undefined ? "" : fill(words.rows, { number: seconds.format(rows) }),
        time ? fill(words.time, { seconds: seconds.format(time / 1000) }) : "",
      ];
      this.dataElement.textContent = parts.filter(Boolean).join(" · ");
    }
    drawDownloadIcon() {
      super.drawDownloadIcon();
      this.downloadBtn.setAttribute("aria-label", words.download);
    }
    updateExportHeaders() {
      super.updateExportHeaders();
      if (this.downloadBtn?.classList.contains("disabled")) this.downloadBtn.title = words.unsaved;
    }
    fillFallbackBox(name) {
      this.emptyFallbackElement();
      const [wanted, drawn] = [this.getSelectedPlugin(), this.plugins[name]];
      if (!drawn || drawn.hideFromSelection || !wanted) return;
      const told = document.createElement("p");
      told.textContent = fill(words.instead, { wanted: wanted.label, shown: drawn.label });
      this.fallbackInfoEl.append(told);
    }
    drawDocumentationButton() {} // it leads to pages about other installations
    updateHelpButton() {}
  };
}
