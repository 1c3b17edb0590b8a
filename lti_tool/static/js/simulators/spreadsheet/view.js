// The sheet that `tableur` items show: the formula bar, the tools, the cells, what is asked.
import { field, h } from "../dom.js";
import { SimulatorElement } from "../player.js";
import { question } from "../question.js";
import { address, position } from "./cells.js";
import { shown, written } from "./entries.js";
import { Sheet } from "./evaluation.js";
import { grid } from "./grid.js";
import { RULES } from "./reducer.js";
import { TOTAL, crossed, rowsOf, tableOf, visibleRows } from "./table.js";
import { titleOf, tools } from "./tools.js";

class Spreadsheet extends SimulatorElement {
  rules = RULES;

  get cell() {
    return this.local.cell ?? "A1";
  }

  hasTable(state) {
    return Object.keys(state.tableau).length > 0;
  }

  // The rows shown: those of the table that filters let through, and every other one.
  rows(state) {
    const all = Array.from({ length: state.lignes }, (_, index) => index + 1);
    if (!this.hasTable(state)) return all;
    const table = tableOf(state);
    const kept = visibleRows(state, this.sheet, table);
    return all.filter((row) => row <= table.top || row > table.bottom || kept.includes(row));
  }

  view(state) {
    this.sheet = new Sheet(state.cellules);
    const rows = this.rows(state);
    if (!rows.includes(position(this.cell)[1])) this.local.cell = address(position(this.cell)[0], rows[0]);
    return [
      h("div", { class: "simulator-bar" }, h("p", { class: "simulator-title" }, state.titre)),
      this.bar(state),
      ...tools(this, state),
      grid(this, state, this.sheet, rows),
      this.hasTable(state) && Object.keys(state.filtres).length > 0 && h("p", { class: "px-3 py-2 mb-0 fw-semibold" }, this.counted()),
      Object.keys(state.croise).length > 0 && this.pivot(state),
      question(this, state),
    ].filter(Boolean);
  }

  draw() {
    const before = this.board.querySelector(".sheet-scroll");
    const [left, top] = before ? [before.scrollLeft, before.scrollTop] : [0, 0];
    super.draw();
    const after = this.board.querySelector(".sheet-scroll");
    if (!after) return;
    after.scrollTo(left, top);
    if (this.local.cell) after.querySelector(".sheet-current")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  bar(state) {
    const where = this.cell; // typing belongs to this cell, wherever one goes next
    const entry = state.cellules[where]?.saisie ?? "";
    const locked = state.protege.includes(where);
    const input = h("input", { type: "text", class: "form-control font-monospace", key: "barre", value: entry, maxlength: 200, autocomplete: "off", autocapitalize: "off", spellcheck: "false", readonly: locked });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.commit(where, input, this.below());
      else if (event.key === "Escape") {
        input.value = entry;
        this.select(where);
      } else return;
      event.preventDefault();
    });
    // Once the focus has moved on: what is drawn anew then keeps it. (`change` misses a first letter.)
    input.addEventListener("blur", () => setTimeout(() => this.commit(where, input)));
    return h("div", { class: "px-3 pt-3" }, field(this.fill("contentOf", { cell: where }), input, { help: locked ? this.words.protected : this.words.barHelp }));
  }

  below() {
    const rows = this.rows(this.state);
    const [column, row] = position(this.cell);
    return address(column, rows[Math.min(rows.indexOf(row) + 1, rows.length - 1)]);
  }

  // What is in the bar becomes the cell's; Enter then goes to the cell below.
  commit(where, input, next = null) {
    const before = this.state.cellules[where]?.saisie ?? "";
    if (next) this.local = { ...this.local, cell: next, focus: `cellule-${next}` };
    if (input.value === before || input.readOnly) {
      if (next) this.draw();
      return;
    }
    this.attempt({ faire: "saisir", cellule: where, valeur: input.value });
    this.say(this.fill("now", { cell: where, value: this.read(where) }));
  }

  read(where) {
    return shown(this.sheet.value(where), this.state.cellules[where]?.format ?? "standard") || this.words.emptyCell;
  }

  select(cell) {
    this.show({ cell, focus: `cellule-${cell}` });
  }

  edit(first = null) {
    const input = this.board.querySelector("[data-key=barre]");
    if (first !== null && !input.readOnly) input.value = first;
    input.focus();
    input.setSelectionRange(input.value.length, input.value.length);
  }

  type(valeur) {
    if (!(this.state.cellules[this.cell]?.saisie ?? "")) return;
    this.attempt({ faire: "saisir", cellule: this.cell, valeur });
    this.say(this.fill("now", { cell: this.cell, value: this.read(this.cell) }));
  }

  // An action that the sheet may refuse: then say why.
  attempt(action, announcement = "") {
    const before = this.journal.length;
    this.act(action, announcement);
    if (this.journal.length === before) this.say(this.words.refused);
  }

  counted() {
    const table = tableOf(this.state);
    const shownRows = visibleRows(this.state, new Sheet(this.state.cellules), table).length;
    return this.fill("rowsShown", { shown: shownRows, all: rowsOf(table).length });
  }

  pivot(state) {
    const result = crossed(state, this.sheet, tableOf(state));
    const order = (names) => [...names.filter((name) => name !== TOTAL).sort((one, other) => one.localeCompare(other, "fr", { numeric: true })), TOTAL];
    const columns = state.croise.colonnes ? order([...new Set(Object.values(result).flatMap(Object.keys))]) : [TOTAL];
    const label = (name) => (name === TOTAL ? this.words.total : name);
    const number = (value) => (typeof value === "number" ? written(Math.round(value * 100) / 100) : "");
    const caption = this.fill("crossCaption", { how: this.words[`reckon_${state.croise.calcul}`], values: titleOf(state, state.croise.valeurs), rows: titleOf(state, state.croise.lignes) });
    return h(
      "div",
      { class: "p-3 overflow-auto", tabindex: "0", role: "region", "aria-label": this.words.crossResult },
      h(
        "table",
        { class: "table table-sm mb-0" },
        h("caption", { class: "caption-top" }, caption),
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, titleOf(state, state.croise.lignes)), columns.map((one) => h("th", { scope: "col", class: "text-end" }, label(one))))),
        h("tbody", {}, order(Object.keys(result)).map((line) => h("tr", {}, h("th", { scope: "row" }, label(line)), columns.map((one) => h("td", { class: "text-end" }, number(result[line][one])))))),
      ),
    );
  }
}

customElements.define("parcours-tableur", Spreadsheet);
