// The cells of a sheet: one tab stop, arrows move inside. What is typed goes to the formula bar.
import { h } from "../dom.js";
import { PLAIN, shown } from "./entries.js";
import { address, letterOf, position } from "./cells.js";

export function grid(owner, state, sheet, rows) {
  const letters = Array.from({ length: state.colonnes }, (_, index) => letterOf(index + 1));
  const head = h("tr", {}, h("td", { class: "sheet-corner" }), letters.map((letter) => h("th", { scope: "col" }, letter, Object.hasOwn(state.filtres, letter) && h("span", { class: "small fw-normal" }, ` ${owner.words.filtered}`))));
  const lines = rows.map((row) => h("tr", { "aria-rowindex": row + 1 }, h("th", { scope: "row" }, String(row)), letters.map((letter) => cell(owner, state, sheet, `${letter}${row}`))));
  const table = h(
    "table",
    { class: "sheet", role: "grid", "aria-label": state.titre, "aria-rowcount": state.lignes + 1, "aria-colcount": state.colonnes + 1 },
    h("thead", {}, head),
    h("tbody", {}, lines),
  );
  table.addEventListener("keydown", (event) => pressed(owner, event, rows, state.colonnes));
  return h("div", { class: "sheet-scroll" }, table);
}

function cell(owner, state, sheet, where) {
  const held = state.cellules[where];
  const value = sheet.value(where);
  const current = owner.cell === where;
  const isTitle = state.tableau.top && position(where)[1] === state.tableau.top && position(where)[0] <= state.tableau.right;
  const kinds = [typeof value === "number" ? "sheet-number" : "", isTitle ? "fw-semibold" : "", current ? "sheet-current" : ""];
  const text = shown(value, held?.format ?? PLAIN);
  return h(
    "td",
    {
      role: "gridcell",
      class: kinds.filter(Boolean).join(" "),
      key: `cellule-${where}`,
      tabindex: current ? "0" : "-1",
      "aria-selected": current ? "true" : "false",
      "aria-readonly": state.protege.includes(where) ? "true" : null,
      title: text.length > 14 ? text : null,
      onclick: () => owner.select(where),
      ondblclick: () => owner.edit(),
    },
    text,
  );
}

function pressed(owner, event, rows, columns) {
  const [column, row] = position(owner.cell);
  const at = rows.indexOf(row);
  const moves = {
    ArrowRight: [Math.min(column + 1, columns), row],
    ArrowLeft: [Math.max(column - 1, 1), row],
    ArrowDown: [column, rows[Math.min(at + 1, rows.length - 1)]],
    ArrowUp: [column, rows[Math.max(at - 1, 0)]],
    Home: [1, event.ctrlKey ? rows[0] : row],
    End: [columns, event.ctrlKey ? rows.at(-1) : row],
  };
  if (event.altKey || event.metaKey) return;
  if (moves[event.key]) owner.select(address(...moves[event.key]));
  else if (event.key === "Enter" || event.key === "F2") owner.edit();
  else if (event.key === "Delete" || event.key === "Backspace") owner.type("");
  else if (event.key.length === 1 && !event.ctrlKey && event.key !== " ") owner.edit(event.key);
  else return;
  event.preventDefault();
}
