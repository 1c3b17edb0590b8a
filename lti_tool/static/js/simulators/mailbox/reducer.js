// Twin of `lti_tool/interactions/simulators/mailbox/reducer.py`.
import { IllegalAction, flag, node, oneOf, put, rule, text, without } from "../state.js";
import { RULES as DRAFT } from "./draft.js";

const RULES_LIMIT = 20;

function messageOf(state, action) {
  return oneOf(action, "message", node(state, "messages"));
}

function open(state, action) {
  const at = ["messages", messageOf(state, action)];
  return put(put(state, [...at, "ouvert"], true), [...at, "lu"], true);
}

function set(key) {
  return rule(["message"], (state, action) => put(state, ["messages", messageOf(state, action), key], true));
}

function note(kind, name, key) {
  return rule(["message", name], (state, action) => {
    const message = messageOf(state, action);
    const which = oneOf(action, name, node(state, "messages", message, kind));
    return put(state, ["messages", message, kind, which, key], true);
  });
}

function mark(state, action) {
  return put(state, ["messages", messageOf(state, action), "lu"], flag(action, "lu"));
}

function move(state, action) {
  const folder = oneOf(action, "dossier", node(state, "dossiers"));
  return put(state, ["messages", messageOf(state, action), "dossier"], folder);
}

function report(state, action) {
  const at = ["messages", messageOf(state, action)];
  return put(put(state, [...at, "signale"], true), [...at, "dossier"], "indesirables");
}

function unreport(state, action) {
  const at = ["messages", messageOf(state, action)];
  if (node(state, ...at).signale !== true) throw new IllegalAction("not reported");
  return put(put(state, [...at, "signale"], false), [...at, "dossier"], "reception");
}

function addRule(state, action) {
  const rules = node(state, "regles");
  const field = oneOf(action, "champ", ["de", "objet"]);
  const wanted = text(action, "contient").trim();
  const folder = oneOf(action, "dossier", node(state, "dossiers"));
  if (!wanted || Object.keys(rules).length >= RULES_LIMIT) throw new IllegalAction("an empty rule, or too many");
  const number = Math.max(0, ...Object.keys(rules).map((key) => Number(key.slice(1)))) + 1;
  return put(state, ["regles", `r${number}`], { champ: field, contient: wanted, dossier: folder });
}

function removeRule(state, action) {
  return without(state, ["regles", oneOf(action, "regle", node(state, "regles"))]);
}

function addContact(state, action) {
  const message = node(state, "messages", messageOf(state, action));
  const book = node(state, "carnet");
  if (Object.values(book).some((contact) => contact.adresse === message.adresse)) {
    throw new IllegalAction("already in the address book");
  }
  const number = Object.keys(book).filter((key) => key.startsWith("ajout")).length + 1;
  const contact = { nom: message.nom, adresse: message.adresse, membres: 1 };
  return put(state, ["carnet", `ajout${number}`], contact);
}

export const RULES = {
  ouvrir: rule(["message"], open),
  voir_adresse: set("adresse_vue"),
  marquer: rule(["message", "lu"], mark),
  voir_cible: note("liens", "lien", "vu"),
  suivre_lien: note("liens", "lien", "suivi"),
  ouvrir_piece: note("pieces", "piece", "ouverte"),
  enregistrer_piece: note("pieces", "piece", "enregistree"),
  deplacer: rule(["message", "dossier"], move),
  signaler: rule(["message"], report),
  annuler_signalement: rule(["message"], unreport),
  ajouter_regle: rule(["champ", "contient", "dossier"], addRule),
  supprimer_regle: rule(["regle"], removeRule),
  ajouter_contact: rule(["message"], addContact),
  ...DRAFT,
};
