// Twin of `lti_tool/interactions/simulators/spreadsheet/functions.py`.
import { countIfs, lookUp, lookUpVertically, meanIf, sumIf, sumIfs } from "./conditional.js";
import { VALUE, ZERO, cut, dayOf, isFault, points, rounded } from "./entries.js";
import { Cells, isNumber, isText, numberOf, textOf, truthOf } from "./operands.js";

const fn = (least, most, apply) => ({ least, most, apply });
const each = (arg) => (arg instanceof Cells ? arg.values : [arg]);

function numbers(args) {
  const found = [];
  for (const arg of args) {
    for (const value of arg instanceof Cells ? arg.values : [numberOf(arg)]) {
      if (isFault(value)) return value;
      if (isNumber(value)) found.push(value);
    }
  }
  return found;
}

function ofNumbers(apply) {
  return fn(1, 20, (args) => {
    const found = numbers(args);
    return isFault(found) ? found : apply(found);
  });
}

function added(found) {
  let total = 0;
  for (const one of found) total = total + one;
  return total;
}

function product(found) {
  let total = 1;
  for (const one of found) {
    total = total * one;
    if (!(Math.abs(total) < 1e150)) return VALUE;
  }
  return total;
}

function mapped(least, most, read, apply) {
  return fn(least, most, (args) => {
    const found = args.map(read);
    return found.find(isFault) ?? apply(...found);
  });
}

const math = (least, most, apply) => mapped(least, most, numberOf, apply);
const texts = (least, most, apply) => mapped(least, most, textOf, apply);

function datePart(part) {
  return math(1, 1, (value) => dayOf(value)?.[part] ?? VALUE);
}

function concatenated(args) {
  const pieces = [];
  for (const arg of args) {
    for (const value of each(arg)) {
      const piece = textOf(value);
      if (isFault(piece)) return piece;
      pieces.push(piece);
    }
  }
  return cut(pieces.join(""));
}

function slice(take) {
  return fn(1, 2, (args) => {
    const text = textOf(args[0]);
    const count = args.length > 1 ? numberOf(args[1]) : 1;
    if (isFault(text)) return text;
    if (isFault(count)) return count;
    return count >= 0 ? take(points(text), Math.trunc(count)).join("") : VALUE;
  });
}

function counted(test) {
  return fn(1, 20, (args) => args.flatMap(each).filter(test).length);
}

function all(args, stop) {
  let found = !stop;
  for (const arg of args) {
    for (const value of each(arg)) {
      if (arg instanceof Cells && (value === null || isText(value))) continue;
      const truth = truthOf(value);
      if (isFault(truth)) return truth;
      if (truth === stop) found = stop;
    }
  }
  return found;
}

function not(args) {
  const truth = truthOf(args[0]);
  return isFault(truth) ? truth : !truth;
}

export const LAZY = {
  SI(evaluate, args) {
    if (args.length < 2 || args.length > 3) return VALUE;
    const test = truthOf(evaluate(args[0]));
    if (isFault(test)) return test;
    if (test) return evaluate(args[1]);
    return args.length === 3 ? evaluate(args[2]) : false;
  },
  SIERREUR(evaluate, args) {
    if (args.length !== 2) return VALUE;
    const found = evaluate(args[0]);
    return isFault(found) ? evaluate(args[1]) : found;
  },
};

export const FUNCTIONS = {
  SOMME: ofNumbers(added),
  PRODUIT: ofNumbers(product),
  MOYENNE: ofNumbers((found) => (found.length ? added(found) / found.length : ZERO)),
  MIN: ofNumbers((found) => (found.length ? Math.min(...found) : 0)),
  MAX: ofNumbers((found) => (found.length ? Math.max(...found) : 0)),
  NB: counted(isNumber),
  NBVAL: counted((value) => value !== null),
  "NB.VIDE": counted((value) => value === null || value === ""),
  "NB.SI": fn(2, 2, countIfs),
  "NB.SI.ENS": fn(2, 12, countIfs),
  "SOMME.SI": fn(2, 3, sumIf),
  "SOMME.SI.ENS": fn(3, 13, sumIfs),
  "MOYENNE.SI": fn(2, 3, meanIf),
  RECHERCHEV: fn(3, 4, lookUpVertically),
  RECHERCHEX: fn(3, 4, lookUp),
  ET: fn(1, 20, (args) => all(args, false)),
  OU: fn(1, 20, (args) => all(args, true)),
  NON: fn(1, 1, not),
  ARRONDI: math(1, 2, (value, digits = 0) => (digits > -7 && digits < 10 ? rounded(value, Math.trunc(digits)) : VALUE)),
  ENT: math(1, 1, Math.floor),
  ABS: math(1, 1, Math.abs),
  MOD: math(2, 2, (one, other) => (other ? one - other * Math.floor(one / other) : ZERO)),
  ANNEE: datePart("year"),
  MOIS: datePart("month"),
  JOUR: datePart("day"),
  CONCAT: fn(1, 20, concatenated),
  CONCATENER: fn(1, 20, concatenated),
  MAJUSCULE: texts(1, 1, (text) => cut(text.toUpperCase())),
  MINUSCULE: texts(1, 1, (text) => text.toLowerCase()),
  SUPPRESPACE: texts(1, 1, (text) => text.split(" ").filter(Boolean).join(" ")),
  NBCAR: texts(1, 1, (text) => points(text).length),
  GAUCHE: slice((found, count) => found.slice(0, count)),
  DROITE: slice((found, count) => (count < found.length ? found.slice(found.length - count) : found)),
};
