// Twin of `lti_tool/interactions/simulators/spreadsheet/cells.py`.
export const MAX_COLUMNS = 12;
export const MAX_ROWS = 60;
const LOST = "#REF!";
const ADDRESS = /^([A-L])([1-9]|[1-5][0-9]|60)$/;
const REFERENCE = /(?<![A-Za-z0-9_.$])(\$?)([A-Za-z])(\$?)([1-9][0-9]?)(?![A-Za-z0-9_(.])/g;

export const letterOf = (column) => String.fromCharCode(64 + column);
export const columnOf = (letter) => letter.charCodeAt(0) - 64;
export const address = (column, row) => `${letterOf(column)}${row}`;

export function position(text) {
  const found = ADDRESS.exec(text);
  return found ? [columnOf(found[1]), Number(found[2])] : null;
}

export function rangeOf(text) {
  const colon = text.indexOf(":");
  const one = position(colon < 0 ? text : text.slice(0, colon));
  const other = colon < 0 ? one : position(text.slice(colon + 1) || text.slice(0, colon));
  if (!one || !other) return null;
  const [left, right] = [Math.min(one[0], other[0]), Math.max(one[0], other[0])];
  const [top, bottom] = [Math.min(one[1], other[1]), Math.max(one[1], other[1])];
  return { left, top, right, bottom };
}

export const holds = (range, column, row) => range.left <= column && column <= range.right && range.top <= row && row <= range.bottom;

export function addressesOf(range) {
  const found = [];
  for (let row = range.top; row <= range.bottom; row += 1) for (let column = range.left; column <= range.right; column += 1) found.push(address(column, row));
  return found;
}

export function moved(formula, columns, rows) {
  const change = (_, fixedColumn, letter, fixedRow, number) => {
    const column = columnOf(letter.toUpperCase()) + (fixedColumn ? 0 : columns);
    const row = Number(number) + (fixedRow ? 0 : rows);
    const inside = column >= 1 && column <= MAX_COLUMNS && row >= 1 && row <= MAX_ROWS;
    return inside ? `${fixedColumn}${letterOf(column)}${fixedRow}${row}` : LOST;
  };
  return formula
    .split('"')
    .map((part, index) => (index % 2 ? part : part.replace(REFERENCE, change)))
    .join('"');
}
