// Twin of `lti_tool/interactions/simulators/spreadsheet/evaluation.py`: the same steps, in the same order.
import { LOOP, NAME, SYNTAX, TOO_MUCH, VALUE, ZERO, cut, isFault, valueOf, written } from "./entries.js";
import { FUNCTIONS, LAZY } from "./functions.js";
import { Cells, compared, isNumber, numberOf, scalar } from "./operands.js";
import { parse } from "./parsing.js";

const STEPS = 10_000;
const LEVELS = 160;
const LARGEST = 1e12;

export class Sheet {
  constructor(cells) {
    this.cells = cells;
    this.known = new Map();
    this.open = new Set();
    this.levels = 0;
    this.steps = 0;
  }

  value(address) {
    this.steps += 1;
    if (this.known.has(address)) return this.known.get(address);
    if (this.open.has(address)) return LOOP;
    if (!Object.hasOwn(this.cells, address)) return null;
    const { saisie, format } = this.cells[address];
    let found;
    if (!saisie.startsWith("=")) found = valueOf(saisie, format);
    else {
      this.open.add(address);
      found = this.calculated(saisie);
      this.open.delete(address);
    }
    this.known.set(address, found);
    return found;
  }

  calculated(entry) {
    const tree = parse(entry);
    return tree ? (scalar(this.evaluate(tree)) ?? 0) : SYNTAX;
  }

  evaluate(tree) {
    this.steps += 1;
    if (this.steps > STEPS || this.levels >= LEVELS) return TOO_MUCH;
    this.levels += 1;
    const found = this.node(tree);
    this.levels -= 1;
    return found;
  }

  node([head, first, second, third]) {
    if (head === "value") return first;
    if (head === "cell") return this.value(first);
    if (head === "range") return new Cells(first.map((one) => this.value(one)), second);
    if (head === "call") return this.call(first, second);
    if (head === "binary") return operated(first, scalar(this.evaluate(second)), scalar(this.evaluate(third)));
    const inner = numberOf(this.evaluate(first));
    if (isFault(inner)) return inner;
    return head === "negative" ? -inner : inner / 100;
  }

  call(name, args) {
    if (Object.hasOwn(LAZY, name)) return LAZY[name]((tree) => this.evaluate(tree), args);
    if (!Object.hasOwn(FUNCTIONS, name)) return NAME;
    const { least, most, apply } = FUNCTIONS[name];
    if (args.length < least || args.length > most) return VALUE;
    return bounded(apply(args.map((one) => this.evaluate(one))));
  }
}

function bounded(found) {
  return isNumber(found) && !(Math.abs(found) < LARGEST) ? VALUE : found;
}

function operated(sign, left, right) {
  if (isFault(left)) return left;
  if (isFault(right)) return right;
  if (sign === "&") return cut(written(left) + written(right));
  if (!"+-*/^".includes(sign)) return compared(sign, left, right);
  const one = numberOf(left);
  const other = numberOf(right);
  if (isFault(one)) return one;
  if (isFault(other)) return other;
  return bounded(arithmetic(sign, one, other));
}

function arithmetic(sign, one, other) {
  if (sign === "+") return one + other;
  if (sign === "-") return one - other;
  if (sign === "*") return one * other;
  if (sign === "/") return other ? one / other : ZERO;
  return power(one, other);
}

function power(base, exponent) {
  if (!Number.isInteger(exponent) || Math.abs(exponent) > 60) return VALUE;
  let result = 1;
  for (let index = 0; index < Math.abs(exponent); index += 1) {
    result = result * base;
    if (!(Math.abs(result) < 1e150)) return VALUE;
  }
  if (exponent >= 0) return result;
  return result ? 1 / result : ZERO;
}
