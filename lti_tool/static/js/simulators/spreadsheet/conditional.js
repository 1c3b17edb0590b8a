// Twin of `lti_tool/interactions/simulators/spreadsheet/conditional.py`.
import { ABSENT, REFERENCE, VALUE, ZERO, isFault } from "./entries.js";
import { Cells, compare, folded, isNumber, isText, like, meets, numberOf, rankOf, scalar, truthOf } from "./operands.js";

const cells = (operand) => (operand instanceof Cells ? operand : new Cells([operand], 1));

function kept(pairs) {
  let found = null;
  for (let at = 0; at < pairs.length; at += 2) {
    const criterion = scalar(pairs[at + 1]);
    const here = cells(pairs[at]).values.map((value) => meets(value, criterion));
    if (found && found.length !== here.length) return null;
    found = found ? found.map((one, index) => one && here[index]) : here;
  }
  return found;
}

export function countIfs(args) {
  if (args.length % 2) return VALUE;
  const found = kept(args);
  return found ? found.filter(Boolean).length : VALUE;
}

function added(values, which) {
  let total = 0;
  let count = 0;
  for (let at = 0; at < Math.min(values.length, which.length); at += 1) {
    if (which[at] && isFault(values[at])) return values[at];
    if (which[at] && isNumber(values[at])) {
      total = total + values[at];
      count += 1;
    }
  }
  return [total, count];
}

const under = (args) => added(cells(args.length === 3 ? args[2] : args[0]).values, kept(args.slice(0, 2)) ?? []);

export function sumIf(args) {
  const found = under(args);
  return isFault(found) ? found : found[0];
}

export function meanIf(args) {
  const found = under(args);
  if (isFault(found)) return found;
  return found[1] ? found[0] / found[1] : ZERO;
}

export function sumIfs(args) {
  if (args.length % 2 === 0) return VALUE;
  const { values } = cells(args[0]);
  const which = kept(args.slice(1));
  if (!which || which.length !== values.length) return VALUE;
  const found = added(values, which);
  return isFault(found) ? found : found[0];
}

function foundAt(values, wanted) {
  return values.findIndex((value) => {
    if (value === null || isFault(value) || rankOf(value) !== rankOf(wanted)) return false;
    return isText(value) && isText(wanted) ? like(folded(value), folded(wanted)) : compare(value, wanted) === 0;
  });
}

function lastNotAbove(values, wanted) {
  let found = -1;
  values.forEach((value, at) => {
    if (value === null || isFault(value) || rankOf(value) !== rankOf(wanted)) return;
    if (compare(value, wanted) <= 0) found = at;
  });
  return found;
}

export function lookUpVertically(args) {
  const wanted = scalar(args[0]);
  const table = cells(args[1]);
  const number = numberOf(args[2]);
  const close = args.length === 4 ? truthOf(args[3]) : true;
  for (const one of [wanted, number, close]) if (isFault(one)) return one;
  if (!(number >= 1 && number <= table.width)) return REFERENCE;
  const keys = table.values.filter((_, at) => at % table.width === 0);
  const at = close ? lastNotAbove(keys, wanted) : foundAt(keys, wanted);
  return at < 0 ? ABSENT : table.values[at * table.width + Math.trunc(number) - 1];
}

export function lookUp(args) {
  const wanted = scalar(args[0]);
  const where = cells(args[1]).values;
  const given = cells(args[2]).values;
  if (isFault(wanted)) return wanted;
  if (where.length !== given.length) return VALUE;
  const at = foundAt(where, wanted);
  if (at >= 0) return given[at];
  return args.length === 4 ? scalar(args[3]) : ABSENT;
}
