// Twin of `lti_tool/interactions/simulators/spreadsheet/table.py`.
import { IllegalAction, node } from "../state.js";
import { address, columnOf, holds, letterOf, moved } from "./cells.js";
import { PLAIN, isFault, shown, strip, valueOf, written } from "./entries.js";
import { Sheet } from "./evaluation.js";
import { folded, isNumber, isText, order, rankOf } from "./operands.js";

export const [UP, DOWN] = ["croissant", "decroissant"];
export const FILTERS = ["egal", "contient", "au_moins", "au_plus"];
export const RECKONINGS = ["somme", "nombre", "moyenne"];
export const TOTAL = "total";
const FORMULA_COST = 8;

export function tableOf(state) {
  const found = node(state, "tableau");
  if (!Object.keys(found).length) throw new IllegalAction("no table");
  return found;
}

export function letters(table) {
  return Array.from({ length: table.right - table.left + 1 }, (_, index) => letterOf(table.left + index));
}

export function rowsOf(table) {
  return Array.from({ length: table.bottom - table.top }, (_, index) => table.top + 1 + index);
}

export function arranged(cells, table, rows) {
  const isRow = (where) => Number(where.slice(1)) > table.top && holds(table, columnOf(where), Number(where.slice(1)));
  const kept = Object.fromEntries(Object.entries(cells).filter(([where]) => !isRow(where)));
  let cost = 0;
  rows.forEach((row, index) => {
    const place = table.top + 1 + index;
    for (let column = table.left; column <= table.right; column += 1) {
      let cell = cells[address(column, row)];
      if (!cell) continue;
      cost += 1;
      if (place !== row && cell.saisie.startsWith("=")) {
        cost += FORMULA_COST;
        cell = { ...cell, saisie: moved(cell.saisie, 0, place - row) };
      }
      kept[address(column, place)] = cell;
    }
  });
  return [kept, cost];
}

export function ordered(sheet, table, column, way) {
  const keyed = rowsOf(table).map((row) => [sortKey(sheet.value(`${column}${row}`)), row]);
  const filled = keyed.filter(([key]) => key !== null);
  const turn = way === DOWN ? -1 : 1;
  filled.sort(([one], [other]) => turn * (order(one[0], other[0]) || order(one[1], other[1])));
  return [...filled, ...keyed.filter(([key]) => key === null)].map(([, row]) => row);
}

function sortKey(value) {
  if (value === null || value === "") return null;
  if (isFault(value)) return [3, value.code];
  if (isText(value)) return [1, folded(value).normalize("NFD").replace(/[\u0300-\u036f]/g, "")];
  return [rankOf(value), Number(value)];
}

const formatAt = (cells, where) => (Object.hasOwn(cells, where) ? cells[where].format : PLAIN);

export function visibleRows(state, sheet, table) {
  const cells = node(state, "cellules");
  const filters = Object.entries(node(state, "filtres"));
  return rowsOf(table).filter((row) => filters.every(([column, one]) => passes(sheet.value(`${column}${row}`), formatAt(cells, `${column}${row}`), one.op, one.valeur)));
}

function passes(value, shownAs, op, wanted) {
  if (op === "egal") return folded(strip(shown(value, shownAs))) === folded(strip(wanted));
  if (op === "contient") return folded(shown(value, shownAs)).includes(folded(strip(wanted)));
  const limit = valueOf(wanted);
  if (!isNumber(value) || !isNumber(limit)) return false;
  return op === "au_moins" ? value >= limit : value <= limit;
}

export function crossed(state, sheet, table) {
  const asked = node(state, "croise");
  const groups = new Map();
  if (!asked.calcul) return {};
  const cells = node(state, "cellules");
  const label = (where) => strip(shown(sheet.value(where), formatAt(cells, where))) || "—";
  for (const row of rowsOf(table)) {
    const line = label(`${asked.lignes}${row}`);
    const into = asked.colonnes ? [TOTAL, label(`${asked.colonnes}${row}`)] : [TOTAL];
    const value = sheet.value(`${asked.valeurs}${row}`);
    for (const one of [line, TOTAL]) {
      if (!groups.has(one)) groups.set(one, new Map());
      for (const other of into) {
        if (!groups.get(one).has(other)) groups.get(one).set(other, []);
        if (isNumber(value)) groups.get(one).get(other).push(value);
        else if (asked.calcul === "nombre" && value !== null) groups.get(one).get(other).push(0);
      }
    }
  }
  return Object.fromEntries([...groups].map(([one, line]) => [one, Object.fromEntries([...line].map(([other, found]) => [other, RECKONED[asked.calcul](found)]))]));
}

function added(numbers) {
  let total = 0;
  for (const one of numbers) total = total + one;
  return total;
}

const RECKONED = {
  somme: added,
  nombre: (numbers) => numbers.length,
  moyenne: (numbers) => (numbers.length ? added(numbers) / numbers.length : ""),
};

export function lookedAt(state) {
  const cells = node(state, "cellules");
  const sheet = new Sheet(cells);
  const filled = Object.keys(cells).filter((where) => cells[where].saisie !== "");
  const valeurs = Object.fromEntries(filled.map((where) => [where, plain(sheet.value(where))]));
  const textes = Object.fromEntries(filled.map((where) => [where, shown(sheet.value(where), cells[where].format)]));
  if (!Object.keys(node(state, "tableau")).length) return { ...state, valeurs, textes };
  const table = tableOf(state);
  const kept = visibleRows(state, sheet, table);
  const column = (letter, rows) => rows.map((row) => shown(sheet.value(`${letter}${row}`), formatAt(cells, `${letter}${row}`)));
  const columns = (rows) => Object.fromEntries(letters(table).map((letter) => [letter, column(letter, rows)]));
  return {
    ...state,
    valeurs,
    textes,
    nombre: rowsOf(table).length,
    nombre_affiche: kept.length,
    donnees: columns(rowsOf(table)),
    affichees: columns(kept),
    croise: { ...state.croise, resultat: crossed(state, sheet, table) },
  };
}

const plain = (value) => (isFault(value) ? written(value) : value);
