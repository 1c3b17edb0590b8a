// Twin of `lti_tool/interactions/simulators/sharing/reducer.py`.
import { IllegalAction, flag, node, oneOf, put, rule, text, without } from "../state.js";

export const RIGHTS = ["lire", "commenter", "modifier"];
export const REACHES = ["organisation", "tous"];
export const DAYS = [0, 1, 7, 30, 90];
export const ROOT = "racine";
const INVITATIONS_LIMIT = 20;
const ADDRESS = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;
const ENDS = /^[ \u00a0\u202f]+|[ \u00a0\u202f]+$/g;

const object = (state, action) => oneOf(action, "objet", node(state, "objets"));

function give(state, action) {
  const which = object(state, action);
  const person = oneOf(action, "personne", node(state, "personnes"));
  return put(state, ["objets", which, "acces", person], oneOf(action, "droit", RIGHTS));
}

function take(state, action) {
  const which = object(state, action);
  return without(state, ["objets", which, "acces", oneOf(action, "personne", node(state, "objets", which, "acces"))]);
}

function invite(state, action) {
  const which = object(state, action);
  const adresse = text(action, "adresse").replace(ENDS, "").toLowerCase();
  if (!ADDRESS.test(adresse) || state.faits >= INVITATIONS_LIMIT) throw new IllegalAction("no address, or too many invitations");
  const guest = { adresse, droit: oneOf(action, "droit", RIGHTS) };
  return put(put(state, ["faits"], state.faits + 1), ["objets", which, "invites", `invite${state.faits + 1}`], guest);
}

function uninvite(state, action) {
  const which = object(state, action);
  return without(state, ["objets", which, "invites", oneOf(action, "invite", node(state, "objets", which, "invites"))]);
}

function link(state, action) {
  const which = object(state, action);
  if (!Object.keys(node(state, "objets", which, "lien")).length) throw new IllegalAction("no link");
  return which;
}

function makeLink(state, action) {
  const which = object(state, action);
  const blank = { jours: 0, mot_de_passe: false, copie: false };
  const chosen = { portee: oneOf(action, "portee", REACHES), droit: oneOf(action, "droit", RIGHTS) };
  return put(state, ["objets", which, "lien"], { ...blank, ...node(state, "objets", which, "lien"), ...chosen });
}

function expire(state, action) {
  if (!DAYS.includes(action.jours)) throw new IllegalAction("not offered");
  return put(state, ["objets", link(state, action), "lien", "jours"], action.jours);
}

function inherit(state, action) {
  const which = object(state, action);
  if (node(state, "objets", which).dans === ROOT) throw new IllegalAction("nothing to take over");
  return put(state, ["objets", which, "herite"], flag(action, "herite"));
}

export function rightsOn(state, which) {
  const found = {};
  while (which !== ROOT) {
    const one = state.objets[which];
    for (const [person, right] of Object.entries(one.acces)) {
      if (!Object.hasOwn(found, person) || RIGHTS.indexOf(right) > RIGHTS.indexOf(found[person])) found[person] = right;
    }
    which = one.herite ? one.dans : ROOT;
  }
  return found;
}

export const RULES = {
  donner_acces: rule(["objet", "personne", "droit"], give),
  retirer_acces: rule(["objet", "personne"], take),
  inviter: rule(["objet", "adresse", "droit"], invite),
  annuler_invitation: rule(["objet", "invite"], uninvite),
  creer_lien: rule(["objet", "portee", "droit"], makeLink),
  expirer_lien: rule(["objet", "jours"], expire),
  proteger_lien: rule(["objet", "mot_de_passe"], (state, action) => put(state, ["objets", link(state, action), "lien", "mot_de_passe"], flag(action, "mot_de_passe"))),
  copier_lien: rule(["objet"], (state, action) => put(state, ["objets", link(state, action), "lien", "copie"], true)),
  supprimer_lien: rule(["objet"], (state, action) => put(state, ["objets", link(state, action), "lien"], {})),
  heriter: rule(["objet", "herite"], inherit),
};
