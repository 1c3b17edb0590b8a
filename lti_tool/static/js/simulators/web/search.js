// Twin of `lti_tool/interactions/simulators/web/search.py`.
const SMALL_WORDS = new Set("aux avec comment dans des est les leur mes mon nos notre par pour que qui quel quelle ses son sur une".split(" "));
const PIECE = /-?"[^"]*"|[^ \t\u00a0\u202f"]+/g;
const ENDS = /^[ \u00a0\u202f]+|[ \u00a0\u202f]+$/g;
const length = (text) => [...text].length;

export const strip = (text) => text.replace(ENDS, "");
const unquoted = (text) => text.replace(/^"+|"+$/g, "");
const bareHost = (text) => (text.startsWith("www.") ? text.slice(4) : text);

export function folded(text) {
  return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replaceAll("'", " ").replaceAll("’", " ");
}

export function straight(query) {
  return query.replace(/[«“][ \u00a0\u202f]*/g, '"').replace(/[ \u00a0\u202f]*[»”]/g, '"');
}

export function hostOf(address) {
  return bareHost(address.toLowerCase().replace(/^[a-z]+:\/\//, "").split("/")[0]);
}

export function normalised(address) {
  return bareHost(strip(address).toLowerCase().replace(/^[a-z]+:\/\//, "")).replace(/\/+$/, "");
}

export function finds(query, since, result) {
  const pieces = (query.match(PIECE) ?? []).map(folded);
  if (!pieces.some(matters)) return false;
  if (since && result.annee < Number(since)) return false;
  const text = folded(`${result.titre} ${result.resume} ${result.mots} ${result.adresse}`);
  return pieces.every((piece) => met(piece, text, result));
}

const matters = (piece) => length(piece) > 2 && !SMALL_WORDS.has(piece);

function met(piece, text, result) {
  if (piece.startsWith("-") && length(piece) > 2) return !text.includes(unquoted(piece.slice(1)));
  if (piece.startsWith("site:")) {
    const host = hostOf(result.adresse);
    const wanted = bareHost(piece.slice(5));
    return host === wanted || host.endsWith(`.${wanted}`);
  }
  if (piece.startsWith("type:")) return result.type === piece.slice(5);
  if (piece.startsWith('"')) return text.includes(unquoted(piece));
  return piece.split(" ").filter(matters).every((word) => text.includes(word));
}
