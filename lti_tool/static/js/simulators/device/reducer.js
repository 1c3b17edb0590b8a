// Twin of `lti_tool/interactions/simulators/device/reducer.py`.
import { IllegalAction, flag, node, oneOf, put, rule } from "../state.js";

export const WAYS = ["genere", "reprend", "varie"];
const PRESSES_LIMIT = 20;

function set(state, action) {
  const which = oneOf(action, "reglage", node(state, "reglages"));
  const setting = node(state, "reglages", which);
  let value;
  if (setting.sorte === "bascule") value = flag(action, "valeur");
  else if (setting.sorte === "choix") value = oneOf(action, "valeur", setting.choix);
  else value = whole(action, setting.mini, setting.maxi);
  return put(put(state, ["reglages", which, "valeur"], value), ["reglages", which, "change"], true);
}

function whole(action, least, most) {
  if (!Number.isInteger(action.valeur) || action.valeur < least || action.valeur > most) throw new IllegalAction("out of bounds");
  return action.valeur;
}

function answer(state, action) {
  const which = oneOf(action, "notification", node(state, "notifications"));
  const asked = node(state, "notifications", which);
  if (asked.reponse) throw new IllegalAction("answered already");
  return put(state, ["notifications", which, "reponse"], oneOf(action, "choix", asked.choix));
}

function press(state, action) {
  const which = oneOf(action, "bouton", node(state, "boutons"));
  const done = node(state, "boutons", which).fait;
  if (done >= PRESSES_LIMIT) throw new IllegalAction("pressed enough");
  return put(state, ["boutons", which, "fait"], done + 1);
}

function application(state, action) {
  const which = oneOf(action, "application", node(state, "applications"));
  if (node(state, "applications", which).installee !== true) throw new IllegalAction("not installed any more");
  return which;
}

function allow(state, action) {
  const which = application(state, action);
  const right = oneOf(action, "droit", node(state, "applications", which, "droits"));
  return put(state, ["applications", which, "droits", right, "accorde"], flag(action, "accorde"));
}

function update(state, action) {
  const which = application(state, action);
  if (node(state, "applications", which).a_jour === true) throw new IllegalAction("up to date already");
  return put(state, ["applications", which, "a_jour"], true);
}

function changePassword(state, action) {
  const which = oneOf(action, "compte", node(state, "comptes"));
  return put(state, ["comptes", which, "facon"], oneOf(action, "facon", WAYS));
}

export const RULES = {
  regler: rule(["reglage", "valeur"], set),
  repondre: rule(["notification", "choix"], answer),
  lancer: rule(["bouton"], press),
  autoriser: rule(["application", "droit", "accorde"], allow),
  mettre_a_jour: rule(["application"], update),
  desinstaller: rule(["application"], (state, action) => put(state, ["applications", application(state, action), "installee"], false)),
  changer_mot_de_passe: rule(["compte", "facon"], changePassword),
};
