// Twin of `lti_tool/interactions/simulators/spreadsheet/entries.py`: the same operations, in the same order.
const LARGEST = 1e12;
export const PLAIN = "standard";
const [NUMBER, EURO, PERCENT, DATE, TEXT] = ["nombre", "euro", "pourcent", "date", "texte"];
export const FORMATS = [PLAIN, NUMBER, EURO, PERCENT, DATE, TEXT];
const NO_BREAK = "\u00a0";
const ENDS = /^[ \u00a0\u202f]+|[ \u00a0\u202f]+$/g;
const SPACE = /[ \u00a0\u202f]/g;
const NUMBER_SHAPE = /^(-?)([0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]+)(,[0-9]+)?[ \u00a0\u202f]?([%€]?)$/;
const DATE_SHAPE = /^([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{4})$/;
const DAY = 86_400_000;
const EPOCH = Date.UTC(1899, 11, 30);

export class Fault {
  constructor(code) {
    this.code = code;
  }
}

export const [NAME, VALUE, ZERO, ABSENT, REFERENCE, LOOP, TOO_MUCH, SYNTAX] = ["#NOM?", "#VALEUR!", "#DIV/0!", "#N/D", "#REF!", "#CYCLE!", "#TROP!", "#SYNTAXE!"].map((code) => new Fault(code));

export const isFault = (value) => value instanceof Fault;
export const strip = (text) => text.replace(ENDS, "");
export const points = (text) => [...text];
export const cut = (text, longest = 500) => (text.length > longest ? points(text).slice(0, longest).join("") : text);

export function valueOf(entry, shownAs = PLAIN) {
  const stripped = strip(entry);
  if (!stripped) return null;
  if (shownAs === TEXT) return entry;
  if (entry.startsWith("'")) return entry.slice(1);
  if (["VRAI", "FAUX"].includes(stripped.toUpperCase())) return stripped.toUpperCase() === "VRAI";
  return NUMBER_SHAPE.test(stripped) ? numberIn(stripped) : dateIn(stripped, entry);
}

function numberIn(text) {
  const found = NUMBER_SHAPE.exec(text);
  if (!found || text.length > 20) return text;
  let value = Number(found[1] + found[2].replace(SPACE, "") + (found[3] ?? "").replace(",", "."));
  if (found[4] === "%") value = value / 100;
  return Math.abs(value) < LARGEST ? value : VALUE;
}

function dateIn(text, entry) {
  const found = DATE_SHAPE.exec(text);
  if (!found) return entry;
  const [day, month, year] = found.slice(1).map(Number);
  if (year < 1900 || year > 2100) return entry;
  const time = Date.UTC(year, month - 1, day);
  const made = new Date(time);
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day ? (time - EPOCH) / DAY : entry;
}

export function formatOf(entry) {
  const stripped = strip(entry);
  const found = NUMBER_SHAPE.exec(stripped);
  if (found) return { "%": PERCENT, "€": EURO }[found[4]] ?? PLAIN;
  return typeof dateIn(stripped, entry) === "number" ? DATE : PLAIN;
}

export function rounded(value, digits) {
  let scale = 1;
  for (let index = 0; index < Math.abs(digits); index += 1) scale = scale * 10;
  const shifted = digits >= 0 ? Math.abs(value) * scale : Math.abs(value) / scale;
  const whole = Math.floor(shifted * (1 + 1e-15) + 0.5);
  const result = digits >= 0 ? whole / scale : whole * scale;
  return value < 0 ? -result : result;
}

export function written(value) {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "VRAI" : "FAUX";
  if (isFault(value)) return value.code;
  if (typeof value === "string") return value;
  const digits = Math.abs(value) < 1e6 ? 9 : 2;
  const text = rounded(value, digits).toFixed(digits).replace(/0+$/, "").replace(/\.$/, "");
  return (text === "-0" ? "0" : text).replace(".", ",");
}

export function shown(value, shownAs) {
  if (typeof value !== "number" || shownAs === PLAIN || shownAs === TEXT) return written(value);
  if (shownAs === DATE) return writtenDate(value);
  if (shownAs === PERCENT) return `${written(rounded(value * 100, 2))}${NO_BREAK}%`;
  const [whole, part] = rounded(Math.abs(value), 2).toFixed(2).split(".");
  const groups = whole.replace(/(?<=[0-9])(?=(?:[0-9]{3})+$)/g, NO_BREAK);
  const sign = rounded(value, 2) < 0 ? "-" : "";
  return `${sign}${groups},${part}${shownAs === EURO ? `${NO_BREAK}€` : ""}`;
}

function writtenDate(value) {
  const day = dayOf(value);
  if (!day) return written(value);
  const two = (number) => String(number).padStart(2, "0");
  return `${two(day.day)}/${two(day.month)}/${String(day.year).padStart(4, "0")}`;
}

export function dayOf(value) {
  if (!(value >= 0 && value < 80_000)) return null;
  const made = new Date(EPOCH + Math.floor(value) * DAY);
  return { year: made.getUTCFullYear(), month: made.getUTCMonth() + 1, day: made.getUTCDate() };
}
