// Twin of `lti_tool/interactions/simulators/spreadsheet/operands.py`.
import { VALUE, isFault, valueOf, written } from "./entries.js";

export class Cells {
  constructor(values, width) {
    this.values = values;
    this.width = width;
  }
}

export const isNumber = (value) => typeof value === "number";
export const isText = (value) => typeof value === "string";

export function scalar(operand) {
  if (!(operand instanceof Cells)) return operand;
  return operand.values.length === 1 ? operand.values[0] : VALUE;
}

export function numberOf(operand) {
  const value = scalar(operand);
  if (value === null) return 0;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (!isText(value)) return value;
  const read = valueOf(value);
  return isNumber(read) ? read : VALUE;
}

export function truthOf(operand) {
  const value = scalar(operand);
  if (isFault(value)) return value;
  return isText(value) ? VALUE : Boolean(value);
}

export const folded = (text) => text.toLowerCase();
export const rankOf = (value) => (isNumber(value) ? 0 : isText(value) ? 1 : 2);
export const order = (one, other) => (one > other ? 1 : 0) - (one < other ? 1 : 0);

export function compare(first, second) {
  const left = beside(first, second);
  const right = beside(second, first);
  if (rankOf(left) !== rankOf(right)) return rankOf(left) < rankOf(right) ? -1 : 1;
  return isText(left) ? order(folded(left), folded(right)) : order(left, right);
}

function beside(value, other) {
  if (value !== null) return value;
  return isText(other) ? "" : typeof other === "boolean" ? false : 0;
}

export function compared(sign, left, right) {
  const found = compare(left, right);
  return { "=": found === 0, "<>": found !== 0, "<": found < 0, "<=": found <= 0, ">": found > 0, ">=": found >= 0 }[sign];
}

export function meets(value, criterion) {
  if (isFault(value) || isFault(criterion)) return isFault(value) && isFault(criterion) && value.code === criterion.code;
  let sign = "=";
  let wanted = criterion;
  if (isText(criterion)) {
    const found = /^(<>|<=|>=|=|<|>)?(.*)$/s.exec(criterion);
    sign = found[1] ?? "=";
    wanted = valueOf(found[2]);
  }
  if (isFault(wanted)) return false;
  if (sign === "=" || sign === "<>") return same(value, wanted) === (sign === "=");
  if (value === null || rankOf(value) !== rankOf(wanted)) return false;
  return compared(sign, value, wanted);
}

function same(value, wanted) {
  if (wanted === null) return value === null || value === "";
  if (isText(wanted)) return isText(value) && like(folded(value), folded(wanted));
  if (value === null) return false;
  if (isText(value) && isNumber(wanted)) return valueOf(value) === wanted;
  return rankOf(value) === rankOf(wanted) && compare(value, wanted) === 0;
}

export function like(text, pattern) {
  const [first, ...others] = pattern.split("*");
  if (!others.length) return text === pattern;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  const last = others.pop();
  for (const piece of others) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - at >= last.length && text.endsWith(last);
}

export function textOf(operand) {
  const value = scalar(operand);
  return isFault(value) ? value : written(value);
}
