// Twin of `lti_tool/interactions/simulators/form/reducer.py`.
import { IllegalAction, flag, node, oneOf, put, rule, text, without } from "../state.js";
import { problems } from "./validity.js";

function open(state) {
  if (state.envoye) throw new IllegalAction("sent already");
  return state;
}

function fill(state, action) {
  const which = oneOf(action, "champ", node(open(state), "champs"));
  const field = node(state, "champs", which);
  if (field.etape !== state.etape) throw new IllegalAction("on another step");
  let value;
  if (field.sorte === "case") value = flag(action, "valeur");
  else if (field.sorte === "choix") value = action.valeur === "" ? "" : oneOf(action, "valeur", field.choix);
  else value = text(action, "valeur", 500);
  return without(put(state, ["champs", which, "valeur"], value), ["erreurs", which]);
}

export function accepts(slot, file) {
  return slot.types.includes(file.nom.slice(file.nom.lastIndexOf(".") + 1).toLowerCase()) && file.taille <= slot.taille_max;
}

function attach(state, action) {
  const which = oneOf(action, "piece", node(open(state), "pieces"));
  const slot = node(state, "pieces", which);
  const chosen = oneOf(action, "fichier", node(state, "fichiers"));
  if (slot.etape !== state.etape || !accepts(slot, node(state, "fichiers", chosen))) throw new IllegalAction("refused file");
  return without(put(state, ["pieces", which, "fichier"], chosen), ["erreurs", which]);
}

function detach(state, action) {
  const which = oneOf(action, "piece", node(open(state), "pieces"));
  if (!node(state, "pieces", which).fichier) throw new IllegalAction("nothing there");
  return put(state, ["pieces", which, "fichier"], "");
}

function see(kind, key) {
  return rule([key], (state, action) => put(state, [kind, oneOf(action, key, node(state, kind)), "vu"], true));
}

function refused(state, found) {
  return put(put(state, ["erreurs"], found), ["essais"], state.essais + 1);
}

function step(state, by) {
  const steps = Object.keys(node(state, "etapes"));
  const next = steps[steps.indexOf(state.etape) + by];
  return put(put(state, ["erreurs"], {}), ["etape"], next);
}

function forward(state) {
  const steps = Object.keys(node(open(state), "etapes"));
  if (state.etape === steps.at(-1)) throw new IllegalAction("the last step");
  const found = problems(state, state.etape);
  return Object.keys(found).length ? refused(state, found) : step(state, 1);
}

function back(state) {
  if (open(state).etape === Object.keys(node(state, "etapes"))[0]) throw new IllegalAction("the first step");
  return step(state, -1);
}

function send(state) {
  if (open(state).etape !== Object.keys(node(state, "etapes")).at(-1)) throw new IllegalAction("not the last step");
  const found = problems(state, state.etape);
  return Object.keys(found).length ? refused(state, found) : put(put(state, ["erreurs"], {}), ["envoye"], true);
}

export const RULES = {
  remplir: rule(["champ", "valeur"], fill),
  joindre: rule(["piece", "fichier"], attach),
  retirer: rule(["piece"], detach),
  consulter: see("documents", "document"),
  apercevoir: see("fichiers", "fichier"),
  suivant: rule([], forward),
  precedent: rule([], back),
  garder_brouillon: rule([], (state) => put(open(state), ["brouillon"], true)),
  envoyer: rule([], send),
};
