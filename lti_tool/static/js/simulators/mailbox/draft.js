// Twin of `lti_tool/interactions/simulators/mailbox/draft.py`.
import { IllegalAction, node, oneOf, put, rule, text, without } from "../state.js";

export const FIELDS = ["a", "cc", "cci"];
const RECIPIENTS_LIMIT = 20;

function opened(state, draft) {
  if (Object.keys(node(state, "brouillon")).length) throw new IllegalAction("a draft is open already");
  return put(state, ["brouillon"], draft);
}

function blank(subject = "", pieces = []) {
  return { cci: [], objet: subject, texte: "", pieces };
}

function begin(kind, recipients) {
  return rule(["message"], (state, action) => {
    const which = oneOf(action, "message", node(state, "messages"));
    const message = node(state, "messages", which);
    const prefix = kind === "transferer" ? "TR : " : "RE : ";
    const subject = message.objet.startsWith(prefix) ? message.objet : prefix + message.objet;
    const [to, copies] = recipients(message, state);
    const pieces = kind === "transferer" ? Object.values(message.pieces).map((piece) => piece.nom) : [];
    return opened(state, { sorte: kind, message: which, a: to, cc: copies, ...blank(subject, pieces) });
  });
}

function everyone(message, state) {
  const others = message.a.filter((one) => one !== state.adresse && one !== message.adresse);
  return [[message.adresse, ...others], message.cc.filter((one) => one !== state.adresse)];
}

function draftOf(state) {
  const draft = node(state, "brouillon");
  if (!Object.keys(draft).length) throw new IllegalAction("no draft is open");
  return draft;
}

function addRecipient(state, action) {
  const field = oneOf(action, "champ", FIELDS);
  const address = text(action, "adresse").trim();
  const draft = draftOf(state);
  const all = FIELDS.flatMap((name) => draft[name]);
  if (!address || all.includes(address) || all.length >= RECIPIENTS_LIMIT) throw new IllegalAction("recipient");
  return put(state, ["brouillon", field], [...draft[field], address]);
}

function removeRecipient(state, action) {
  const field = oneOf(action, "champ", FIELDS);
  const address = oneOf(action, "adresse", draftOf(state)[field]);
  return put(state, ["brouillon", field], draftOf(state)[field].filter((one) => one !== address));
}

function write(field, longest) {
  return rule(["texte"], (state, action) => {
    draftOf(state);
    return put(state, ["brouillon", field], text(action, "texte", longest));
  });
}

function attach(state, action) {
  const name = node(state, "fichiers", oneOf(action, "fichier", node(state, "fichiers"))).nom;
  const { pieces } = draftOf(state);
  if (pieces.includes(name)) throw new IllegalAction("attached already");
  return put(state, ["brouillon", "pieces"], [...pieces, name]);
}

function detach(state, action) {
  const name = oneOf(action, "nom", draftOf(state).pieces);
  return put(state, ["brouillon", "pieces"], draftOf(state).pieces.filter((one) => one !== name));
}

function send(state) {
  const draft = draftOf(state);
  if (!FIELDS.some((field) => draft[field].length)) throw new IllegalAction("nobody to send it to");
  const number = Object.keys(node(state, "envoyes")).length + 1;
  return put(put(state, ["envoyes", `e${number}`], { ...draft }), ["brouillon"], {});
}

function giveUp(state) {
  draftOf(state);
  return put(without(state, ["brouillon"]), ["brouillon"], {});
}

export const RULES = {
  ecrire: rule([], (state) => opened(state, { sorte: "ecrire", message: "", a: [], cc: [], ...blank() })),
  repondre: begin("repondre", (message) => [[message.adresse], []]),
  repondre_a_tous: begin("repondre_a_tous", everyone),
  transferer: begin("transferer", () => [[], []]),
  ajouter_destinataire: rule(["champ", "adresse"], addRecipient),
  retirer_destinataire: rule(["champ", "adresse"], removeRecipient),
  ecrire_objet: write("objet", 200),
  ecrire_texte: write("texte", 2000),
  joindre: rule(["fichier"], attach),
  detacher: rule(["nom"], detach),
  envoyer: rule([], send),
  abandonner: rule([], giveUp),
};
