// Twin of `lti_tool/interactions/simulators/explorer/reducer.py`.
import { IllegalAction, node, oneOf, put, rule, text, without } from "../state.js";

const OBJECTS_LIMIT = 200;
export const ROOT = "racine";
export const BIN = "corbeille";
const FORBIDDEN_IN_NAMES = /[/\\:*?"<>|\n\t]/;

const objectsOf = (state) => node(state, "objets");

export function placeOf(objects, which) {
  let seen = 0;
  while (which !== ROOT && which !== BIN) {
    which = objects[which].dans;
    seen += 1;
    if (seen > OBJECTS_LIMIT) throw new IllegalAction("a folder inside itself");
  }
  return which;
}

function here(state, action, key = "objet") {
  const which = oneOf(action, key, objectsOf(state));
  if (placeOf(objectsOf(state), which) === BIN) throw new IllegalAction("in the bin");
  return which;
}

function folder(state, action, key) {
  if (action[key] === ROOT) return ROOT;
  const which = here(state, action, key);
  if (objectsOf(state)[which].sorte !== "dossier") throw new IllegalAction("not a folder");
  return which;
}

function nameIn(state, action, parent, apart = "") {
  const name = text(action, "nom", 120).trim();
  if (!name || name === "." || name === ".." || FORBIDDEN_IN_NAMES.test(name)) throw new IllegalAction("an unusable name");
  free(objectsOf(state), name, parent, apart);
  return name;
}

function free(objects, name, parent, apart = "") {
  for (const [key, one] of Object.entries(objects)) {
    if (one.dans === parent && key !== apart && one.nom.toLowerCase() === name.toLowerCase()) throw new IllegalAction("this name is taken");
  }
}

function added(state, prefix, fields) {
  if (Object.keys(objectsOf(state)).length >= OBJECTS_LIMIT) throw new IllegalAction("too many objects");
  const number = state.faits + 1;
  const blank = { taille: 0, date: "", apercu: "", ouvert: false, avant: ROOT, archive: [] };
  return put(put(state, ["faits"], number), ["objets", `${prefix}${number}`], { ...blank, ...fields });
}

function rename(state, action) {
  const which = here(state, action);
  return put(state, ["objets", which, "nom"], nameIn(state, action, objectsOf(state)[which].dans, which));
}

function move(state, action) {
  const which = here(state, action);
  const target = folder(state, action, "vers");
  const objects = objectsOf(state);
  for (let above = target; above !== ROOT; above = objects[above].dans) {
    if (above === which) throw new IllegalAction("into itself");
  }
  if (objects[which].dans === target) throw new IllegalAction("there already");
  free(objects, objects[which].nom, target);
  return put(state, ["objets", which, "dans"], target);
}

function copy(state, action) {
  const which = here(state, action);
  const target = folder(state, action, "vers");
  const source = objectsOf(state)[which];
  if (source.sorte !== "fichier") throw new IllegalAction("only files are copied");
  if (source.dans === target) throw new IllegalAction("there already");
  free(objectsOf(state), source.nom, target);
  return added(state, "copie", { ...source, dans: target, ouvert: false });
}

function newFolder(state, action) {
  const parent = folder(state, action, "dans");
  return added(state, "nouveau", { nom: nameIn(state, action, parent), dans: parent, sorte: "dossier" });
}

function throwAway(state, action) {
  const which = here(state, action);
  const changed = put(state, ["objets", which, "avant"], objectsOf(state)[which].dans);
  return put(changed, ["objets", which, "dans"], BIN);
}

function restore(state, action) {
  const objects = objectsOf(state);
  const which = oneOf(action, "objet", objects);
  if (objects[which].dans !== BIN) throw new IllegalAction("not in the bin");
  let back = objects[which].avant;
  if (back !== ROOT && (!Object.hasOwn(objects, back) || placeOf(objects, back) === BIN)) back = ROOT;
  free(objects, objects[which].nom, back);
  return put(state, ["objets", which, "dans"], back);
}

function empty(state) {
  const objects = objectsOf(state);
  const gone = Object.keys(objects).filter((key) => placeOf(objects, key) === BIN);
  if (!gone.length) throw new IllegalAction("the bin is empty");
  return gone.reduce((kept, key) => without(kept, ["objets", key]), state);
}

function isInside(objects, key, which) {
  for (; key !== ROOT && key !== BIN; key = objects[key].dans) if (key === which) return true;
  return false;
}

function compress(state, action) {
  const objects = objectsOf(state);
  const which = here(state, action);
  const one = objects[which];
  const inside = Object.keys(objects).filter((key) => isInside(objects, key, which));
  const dot = one.nom.lastIndexOf(".");
  const stem = one.sorte === "fichier" && dot >= 0 ? one.nom.slice(0, dot) : one.nom;
  free(objects, `${stem}.zip`, one.dans);
  const size = inside.reduce((sum, key) => sum + objects[key].taille, 0);
  const names = inside.filter((key) => objects[key].sorte === "fichier").map((key) => objects[key].nom).sort();
  return added(state, "archive", { nom: `${stem}.zip`, dans: one.dans, sorte: "fichier", taille: Math.floor((size + 1) / 2), archive: names });
}

export const RULES = {
  ouvrir: rule(["objet"], (state, action) => put(state, ["objets", here(state, action), "ouvert"], true)),
  renommer: rule(["objet", "nom"], rename),
  deplacer: rule(["objet", "vers"], move),
  copier: rule(["objet", "vers"], copy),
  nouveau_dossier: rule(["dans", "nom"], newFolder),
  supprimer: rule(["objet"], throwAway),
  restaurer: rule(["objet"], restore),
  vider_corbeille: rule([], empty),
  compresser: rule(["objet"], compress),
};
