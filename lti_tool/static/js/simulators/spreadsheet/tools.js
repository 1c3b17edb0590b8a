// What is done to the sheet besides typing: one panel at a time, opened by its button.
import { button, field, h, select } from "../dom.js";
import { address, position } from "./cells.js";
import { FORMATS, shown } from "./entries.js";
import { DOWN, FILTERS, RECKONINGS, UP, letters } from "./table.js";

export function tools(owner, state) {
  const { words } = owner;
  const offered = [
    ["recopier", words.copy],
    ["format", words.format],
    ["tri", words.sort],
    ["filtre", words.filter],
    ["croise", words.cross],
    ["lignes", words.removeRow],
  ].filter(([name]) => name === "recopier" || state.outils.includes(name));
  const buttons = offered.map(([name, label]) =>
    button(label, () => owner.show({ tool: owner.local.tool === name ? null : name, focus: `outil-${name}` }), { key: `outil-${name}`, "aria-expanded": owner.local.tool === name ? "true" : "false" }),
  );
  const panel = PANELS[owner.local.tool]?.(owner, state);
  return [h("div", { class: "d-flex flex-wrap gap-2 p-2", role: "group", "aria-label": words.tools }, buttons), panel && h("div", { class: "p-3 simulator-panel" }, panel)];
}

export function titleOf(state, letter) {
  const title = state.cellules[`${letter}${state.tableau.top}`];
  return title?.saisie || letter;
}

const columnsOf = (state) => letters(state.tableau).map((letter) => [letter, titleOf(state, letter)]);

// A list that keeps its choice from one drawing to the next, without being an action.
function kept(owner, name, options, first = options[0][0]) {
  const value = options.some(([id]) => id === owner.local[name]) ? owner.local[name] : first;
  owner.local[name] = value;
  return select(options, { key: name, value, onchange: (event) => owner.show({ [name]: event.target.value, focus: name }) });
}

function copy(owner, state) {
  const [column, row] = position(owner.cell);
  const down = Array.from({ length: state.lignes - row }, (_, index) => address(column, row + 1 + index));
  const along = Array.from({ length: state.colonnes - column }, (_, index) => address(column + 1 + index, row));
  const options = [...down, ...along].map((one) => [one, one]);
  if (!options.length) return h("p", { class: "mb-0" }, owner.words.nothingBelow);
  const choose = kept(owner, "vers", options);
  const go = () => owner.attempt({ faire: "recopier", cellule: owner.cell, vers: owner.local.vers }, owner.fill("copied", { from: owner.cell, to: owner.local.vers }));
  return [field(owner.fill("copyTo", { from: owner.cell }), choose), button(owner.words.copyNow, go, { key: "recopier", style: "primary" })];
}

function format(owner, state) {
  const [column] = position(owner.cell);
  const whole = `${address(column, state.tableau.top ? Math.min(state.tableau.top + 1, state.lignes) : 1)}:${address(column, state.lignes)}`;
  const where = kept(owner, "plage", [[owner.cell, owner.fill("theCell", { cell: owner.cell })], [whole, owner.fill("theColumn", { column: owner.cell[0] })]]);
  const how = kept(owner, "sorte", FORMATS.map((one) => [one, owner.words[`format_${one}`]]));
  const go = () => owner.attempt({ faire: "formater", plage: owner.local.plage, format: owner.local.sorte }, owner.words.formatted);
  return [field(owner.words.where, where), field(owner.words.showAs, how), button(owner.words.apply, go, { key: "formater", style: "primary" })];
}

function sort(owner, state) {
  const column = kept(owner, "colonne", columnsOf(state), currentColumn(owner, state));
  const go = (sens) => owner.attempt({ faire: "trier", colonne: owner.local.colonne, sens }, owner.fill("sorted", { column: titleOf(state, owner.local.colonne), way: owner.words[sens] }));
  return [
    field(owner.words.column, column),
    h("div", { class: "d-flex flex-wrap gap-2" }, button(owner.words.sortUp, () => go(UP), { key: "trier-croissant", style: "primary" }), button(owner.words.sortDown, () => go(DOWN), { key: "trier-decroissant", style: "primary" })),
  ];
}

function filter(owner, state) {
  const column = kept(owner, "colonne", columnsOf(state), currentColumn(owner, state));
  const letter = owner.local.colonne;
  const op = kept(owner, "op", FILTERS.map((one) => [one, owner.words[`filter_${one}`]]));
  const held = [...new Set(owner.rows(state).filter((row) => row > state.tableau.top && row <= state.tableau.bottom).map((row) => shown(owner.sheet.value(`${letter}${row}`), state.cellules[`${letter}${row}`]?.format ?? "standard")))];
  const value =
    owner.local.op === "egal"
      ? kept(owner, "valeur", Object.hasOwn(state.filtres, letter) ? [[state.filtres[letter].valeur, state.filtres[letter].valeur]] : held.map((one) => [one, one || owner.words.emptyCell]))
      : h("input", { type: "text", class: "form-control", key: "valeur", value: owner.local.valeur ?? "", maxlength: 200, autocomplete: "off", oninput: (event) => (owner.local.valeur = event.target.value) });
  const go = () => {
    owner.attempt({ faire: "filtrer", colonne: letter, op: owner.local.op, valeur: owner.local.valeur ?? "" });
    owner.say(owner.counted());
  };
  const off = () => {
    owner.attempt({ faire: "retirer_filtre", colonne: letter });
    owner.say(owner.counted());
  };
  return [
    field(owner.words.column, column),
    field(owner.words.keep, op),
    field(owner.words.value, value),
    h("div", { class: "d-flex flex-wrap gap-2" }, button(owner.words.filterNow, go, { key: "filtrer", style: "primary" }), Object.hasOwn(state.filtres, letter) && button(owner.words.unfilter, off, { key: "retirer-filtre" })),
  ];
}

function currentColumn(owner, state) {
  const letter = owner.cell[0];
  return letters(state.tableau).includes(letter) ? letter : letters(state.tableau)[0];
}

function cross(owner, state) {
  const columns = columnsOf(state);
  const parts = [
    field(owner.words.crossRows, kept(owner, "croise-lignes", columns)),
    field(owner.words.crossColumns, kept(owner, "croise-colonnes", [["", owner.words.none], ...columns])),
    field(owner.words.crossValues, kept(owner, "croise-valeurs", columns, columns.at(-1)[0])),
    field(owner.words.crossHow, kept(owner, "croise-calcul", RECKONINGS.map((one) => [one, owner.words[`reckon_${one}`]]))),
  ];
  const go = () => {
    const { "croise-lignes": lignes, "croise-colonnes": colonnes, "croise-valeurs": valeurs, "croise-calcul": calcul } = owner.local;
    owner.attempt({ faire: "croiser", lignes, colonnes, valeurs, calcul }, owner.words.crossed);
  };
  return [...parts, button(owner.words.crossNow, go, { key: "croiser", style: "primary" })];
}

function removeRow(owner, state) {
  const row = position(owner.cell)[1];
  const { top, bottom } = state.tableau;
  if (row <= top || row > bottom) return h("p", { class: "mb-0" }, owner.words.notARow);
  const go = () => owner.attempt({ faire: "supprimer_ligne", ligne: row }, owner.fill("rowRemoved", { row }));
  return button(owner.fill("removeThisRow", { row }), go, { key: "supprimer-ligne", style: "outline-danger" });
}

const PANELS = { recopier: copy, format, tri: sort, filtre: filter, croise: cross, lignes: removeRow };
