// Twin of `lti_tool/interactions/simulators/form/validity.py`.
const SHAPES = {
  courriel: /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/,
  telephone: /^0[1-9]([ .]?[0-9]{2}){4}$/,
  "code-postal": /^[0-9]{5}$/,
  date: /^(0[1-9]|[12][0-9]|3[01])\/(0[1-9]|1[0-2])\/[0-9]{4}$/,
  siret: /^[0-9]{3} ?[0-9]{3} ?[0-9]{3} ?[0-9]{5}$/,
  nombre: /^-?[0-9]+([,.][0-9]+)?$/,
};

function problemOf(field) {
  if (field.sorte === "case") return field.requis && !field.valeur ? "requis" : null;
  if (!field.valeur.trim()) return field.requis ? "requis" : null;
  return field.motif && !SHAPES[field.motif].test(field.valeur.trim()) ? "motif" : null;
}

export function problems(state, step) {
  const found = {};
  for (const [key, one] of Object.entries(state.champs)) {
    const problem = one.etape === step && problemOf(one);
    if (problem) found[key] = problem;
  }
  for (const [key, one] of Object.entries(state.pieces)) {
    if (one.etape === step && one.requis && !one.fichier) found[key] = "requis";
  }
  return found;
}
