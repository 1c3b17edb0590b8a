// Twin of `lti_tool/interactions/simulators/spreadsheet/parsing.py`.
import { addressesOf, position, rangeOf } from "./cells.js";
import { REFERENCE, points } from "./entries.js";

export const LONGEST = 200;
const DEEPEST = 20;
const LEVELS = [["=", "<>", "<=", ">=", "<", ">"], ["&"], ["+", "-"], ["*", "/"], ["^"]];
const TOKEN =
  /[ \u00a0\u202f\t]*(?:([0-9]+(?:,[0-9]+)?)|"((?:[^"]|"")*)"|(#REF!)|(\$?[A-Za-z]\$?[0-9]{1,2}(?![A-Za-z0-9_.(])(?::\$?[A-Za-z]\$?[0-9]{1,2}(?![A-Za-z0-9_.(]))?)|([A-Za-zÀ-ÿ][A-Za-zÀ-ÿ0-9_.]*)|(<>|<=|>=|[-+*/^&=<>%();]))/y;
const [NUMBER, TEXT, LOST, CELLS, NAME, SIGN] = [1, 2, 3, 4, 5, 6];

class Unreadable extends Error {}

const known = new Map();

export function parse(formula) {
  if (!known.has(formula)) {
    if (known.size > 2048) known.clear();
    known.set(formula, read(formula));
  }
  return known.get(formula);
}

function read(formula) {
  if (points(formula).length > LONGEST) return null;
  try {
    const reader = new Reader(tokens(formula.slice(1)));
    const tree = reader.level(0);
    reader.end();
    return tree;
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

function tokens(given) {
  const text = given.replace(/[ \u00a0\u202f\t]+$/, "");
  const found = [];
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match) throw new Unreadable();
    const kind = [6, 5, 4, 3, 2, 1].find((group) => match[group] !== undefined);
    found.push([kind, match[kind]]);
  }
  return found;
}

class Reader {
  constructor(found) {
    this.tokens = found;
    this.at = 0;
    this.depth = 0;
  }

  sign() {
    const [kind, text] = this.tokens[this.at] ?? [0, ""];
    return kind === SIGN ? text : "";
  }

  skip(sign) {
    if (this.sign() !== sign) throw new Unreadable();
    this.at += 1;
  }

  end() {
    if (this.at !== this.tokens.length) throw new Unreadable();
  }

  level(which) {
    if (which === LEVELS.length) return this.unary();
    let left = this.level(which + 1);
    for (let sign = this.sign(); LEVELS[which].includes(sign); sign = this.sign()) {
      this.at += 1;
      left = ["binary", sign, left, this.level(which + 1)];
    }
    return left;
  }

  unary() {
    this.depth += 1;
    if (this.depth > DEEPEST) throw new Unreadable();
    const sign = this.sign();
    let tree;
    if (sign === "-" || sign === "+") {
      this.at += 1;
      const inner = this.unary();
      tree = sign === "-" ? ["negative", inner] : inner;
    } else {
      tree = this.primary();
      while (this.sign() === "%") {
        this.at += 1;
        tree = ["percent", tree];
      }
    }
    this.depth -= 1;
    return tree;
  }

  primary() {
    if (this.at >= this.tokens.length) throw new Unreadable();
    const [kind, text] = this.tokens[this.at];
    this.at += 1;
    if (kind === NUMBER) {
      if (text.length > 16) throw new Unreadable();
      return ["value", Number(text.replace(",", "."))];
    }
    if (kind === TEXT) return ["value", text.replaceAll('""', '"')];
    if (kind === LOST) return ["value", REFERENCE];
    if (kind === CELLS) return reference(text.toUpperCase().replaceAll("$", ""));
    if (kind === NAME) return this.named(text.toUpperCase());
    if (text !== "(") throw new Unreadable();
    const inner = this.level(0);
    this.skip(")");
    return inner;
  }

  named(name) {
    if (["VRAI", "FAUX"].includes(name) && this.sign() !== "(") return ["value", name === "VRAI"];
    if (this.sign() !== "(") return ["call", name, []];
    this.at += 1;
    const args = [];
    if (this.sign() !== ")") {
      args.push(this.level(0));
      while (this.sign() === ";") {
        this.at += 1;
        args.push(this.level(0));
      }
    }
    this.skip(")");
    return ["call", name, args];
  }
}

function reference(text) {
  if (!text.includes(":")) return position(text) ? ["cell", text] : ["value", REFERENCE];
  const found = rangeOf(text);
  return found ? ["range", addressesOf(found), found.right - found.left + 1] : ["value", REFERENCE];
}
