// Twin of `lti_tool/interactions/simulators/spreadsheet/reducer.py`.
import { ANSWER } from "../question.js";
import { IllegalAction, node, oneOf, put, rule, text, without } from "../state.js";
import { addressesOf, holds, moved, position, rangeOf } from "./cells.js";
import { FORMATS, PLAIN, formatOf, points } from "./entries.js";
import { Sheet } from "./evaluation.js";
import { LONGEST } from "./parsing.js";
import { DOWN, FILTERS, RECKONINGS, UP, arranged, letters, ordered, rowsOf, tableOf } from "./table.js";

const COPY_COST = 8;
const FORMAT_COST = 2;
const blank = () => ({ saisie: "", format: PLAIN, change: false });
const cellsOf = (state) => node(state, "cellules");
const costing = (state, cost) => put(state, ["effort"], state.effort + cost);

function tool(state, name) {
  if (!state.outils.includes(name)) throw new IllegalAction("this tool is not here");
  return state;
}

function cell(state, action, key = "cellule") {
  const found = position(text(action, key));
  if (!found || found[0] > state.colonnes || found[1] > state.lignes) throw new IllegalAction("no such cell");
  return found;
}

function writable(state, where) {
  if (state.protege.includes(where)) throw new IllegalAction("a protected cell");
  return where;
}

function withEntry(state, where, entry) {
  const before = cellsOf(state)[where] ?? blank();
  const format = before.format === PLAIN ? formatOf(entry) : before.format;
  return put(state, ["cellules", where], { saisie: entry, format, change: before.change || before.saisie !== entry });
}

function type(state, action) {
  cell(state, action);
  const where = writable(state, action.cellule);
  const entry = text(action, "valeur", LONGEST);
  if (/[\n\t]/.test(entry)) throw new IllegalAction("one line only");
  return withEntry(state, where, entry);
}

function copy(given, action) {
  let state = given;
  const [column, row] = cell(state, action);
  const [lastColumn, lastRow] = cell(state, action, "vers");
  if ((column === lastColumn) === (row === lastRow)) throw new IllegalAction("down, up or along, not across");
  const source = cellsOf(state)[action.cellule] ?? blank();
  for (const where of addressesOf(rangeOf(`${action.cellule}:${action.vers}`))) {
    if (where === action.cellule) continue;
    const [toColumn, toRow] = position(where);
    const entry = source.saisie.startsWith("=") ? moved(source.saisie, toColumn - column, toRow - row) : source.saisie;
    if (points(entry).length > LONGEST) throw new IllegalAction("too long");
    state = withEntry(state, writable(state, where), entry);
    state = costing(put(state, ["cellules", where, "format"], source.format), COPY_COST);
  }
  return state;
}

function format(given, action) {
  let state = tool(given, "format");
  const found = rangeOf(text(action, "plage"));
  const shownAs = oneOf(action, "format", FORMATS);
  if (!found || !holds({ left: 1, top: 1, right: state.colonnes, bottom: state.lignes }, found.right, found.bottom)) throw new IllegalAction("no such range");
  for (const where of addressesOf(found)) {
    state = costing(put(state, ["cellules", where], { ...(cellsOf(state)[where] ?? blank()), format: shownAs }), FORMAT_COST);
  }
  return state;
}

function sort(state, action) {
  const table = tableOf(tool(state, "tri"));
  const colonne = oneOf(action, "colonne", letters(table));
  const sens = oneOf(action, "sens", [UP, DOWN]);
  const sheet = new Sheet(cellsOf(state));
  const [cells, cost] = arranged(cellsOf(state), table, ordered(sheet, table, colonne, sens));
  return costing(put(put(state, ["cellules"], cells), ["tri"], { colonne, sens }), cost + sheet.steps);
}

function filter(state, action) {
  const table = tableOf(tool(state, "filtre"));
  const colonne = oneOf(action, "colonne", letters(table));
  return put(state, ["filtres", colonne], { op: oneOf(action, "op", FILTERS), valeur: text(action, "valeur") });
}

function cross(state, action) {
  const known = letters(tableOf(tool(state, "croise")));
  return put(state, ["croise"], {
    lignes: oneOf(action, "lignes", known),
    colonnes: oneOf(action, "colonnes", ["", ...known]),
    valeurs: oneOf(action, "valeurs", known),
    calcul: oneOf(action, "calcul", RECKONINGS),
  });
}

function remove(state, action) {
  const table = tableOf(tool(state, "lignes"));
  if (!Number.isInteger(action.ligne) || !rowsOf(table).includes(action.ligne)) throw new IllegalAction("not a row of the table");
  if (rowsOf(table).length < 2) throw new IllegalAction("the last row");
  const [cells, cost] = arranged(cellsOf(state), table, rowsOf(table).filter((row) => row !== action.ligne));
  return costing(put(put(state, ["cellules"], cells), ["tableau", "bottom"], table.bottom - 1), cost);
}

export const RULES = {
  saisir: rule(["cellule", "valeur"], type),
  recopier: rule(["cellule", "vers"], copy),
  formater: rule(["plage", "format"], format),
  trier: rule(["colonne", "sens"], sort),
  filtrer: rule(["colonne", "op", "valeur"], filter),
  retirer_filtre: rule(["colonne"], (state, action) => without(state, ["filtres", oneOf(action, "colonne", node(state, "filtres"))])),
  croiser: rule(["lignes", "colonnes", "valeurs", "calcul"], cross),
  supprimer_ligne: rule(["ligne"], remove),
  repondre: ANSWER,
};
