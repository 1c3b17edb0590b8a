// Twin of `lti_tool/interactions/simulators/web/reducer.py`.
import { ANSWER } from "../question.js";
import { IllegalAction, flag, node, oneOf, put, rule, text, without } from "../state.js";
import { finds, normalised, straight, strip } from "./search.js";

const TABS_LIMIT = 8;
const CONSENTS = { accepter: "accepte", refuser: "refuse" };

const visit = (sorte, { page = "", texte = "", depuis = "" } = {}) => ({ sorte, page, texte, depuis });

export function shownIn(state, tab = state.onglet) {
  const { visites, place } = node(state, "onglets", tab);
  return visites[place];
}

function pageOf(state) {
  if (!state.page) throw new IllegalAction("no page");
  return state.page;
}

function arrived(given) {
  const { sorte, page, texte, depuis } = shownIn(given);
  let state = put(given, ["page"], page);
  if (sorte === "recherche") state = put(put(state, ["derniere_recherche"], texte), ["derniere_periode"], depuis);
  return page ? put(state, ["pages", page, "vue"], true) : state;
}

function go(state, to) {
  const { visites, place } = node(state, "onglets", state.onglet);
  const kept = [...visites.slice(0, place + 1), to];
  return arrived(put(state, ["onglets", state.onglet], { visites: kept, place: kept.length - 1 }));
}

function openTab(state, first) {
  if (Object.keys(node(state, "onglets")).length >= TABS_LIMIT) throw new IllegalAction("too many tabs");
  const which = `o${state.faits + 1}`;
  const made = put(put(state, ["faits"], state.faits + 1), ["onglets", which], { visites: [first], place: 0 });
  return arrived(put(made, ["onglet"], which));
}

function address(state, action) {
  const typed = strip(text(action, "texte"));
  if (!typed) throw new IllegalAction("nothing typed");
  const wanted = normalised(typed);
  const found = Object.entries(node(state, "pages")).find(([, page]) => normalised(page.adresse) === wanted);
  if (found) return go(state, visit("page", { page: found[0] }));
  const kind = typed.includes(" ") || !typed.includes(".") ? "recherche" : "inconnue";
  return go(state, visit(kind, { texte: kind === "recherche" ? straight(typed) : typed }));
}

function search(state, action) {
  const texte = strip(text(action, "texte"));
  const depuis = text(action, "depuis", 4);
  if (!texte || (depuis && !/^[0-9]{4}$/.test(depuis))) throw new IllegalAction("nothing to look for, or no year");
  return go(state, visit("recherche", { texte: straight(texte), depuis }));
}

function openResult(state, action) {
  const here = shownIn(state);
  const result = node(state, "resultats", oneOf(action, "resultat", node(state, "resultats")));
  if (here.sorte !== "recherche" || !finds(here.texte, here.depuis, result)) throw new IllegalAction("not among the results");
  return go(state, visit("page", { page: result.page }));
}

function link(state, action) {
  const page = pageOf(state);
  return [page, oneOf(action, "lien", node(state, "pages", page, "liens"))];
}

function target(state, action) {
  const [page, which] = link(state, action);
  return visit("page", { page: node(state, "pages", page, "liens", which).vers });
}

function lookAtLink(state, action) {
  const [page, which] = link(state, action);
  return put(state, ["pages", page, "liens", which, "vu"], true);
}

function step(by) {
  return rule([], (state) => {
    const { visites, place } = node(state, "onglets", state.onglet);
    if (place + by < 0 || place + by >= visites.length) throw new IllegalAction("nothing that way");
    return arrived(put(state, ["onglets", state.onglet, "place"], place + by));
  });
}

function comeBack(state, action) {
  const which = oneOf(action, "page", node(state, "pages"));
  if (node(state, "pages", which).vue !== true && !state.favoris.includes(which)) throw new IllegalAction("never seen");
  return go(state, visit("page", { page: which }));
}

function closeTab(given, action) {
  const which = oneOf(action, "onglet", node(given, "onglets"));
  const left = Object.keys(node(given, "onglets")).filter((one) => one !== which);
  if (!left.length) throw new IllegalAction("the last tab");
  const state = without(given, ["onglets", which]);
  return state.onglet === which ? arrived(put(state, ["onglet"], left.at(-1))) : state;
}

export function bannerOf(state) {
  const { site } = node(state, "pages", pageOf(state));
  const found = node(state, "sites", site);
  if (!found.bandeau.boutons || found.consentement) throw new IllegalAction("no banner here");
  return site;
}

function decided(given, site, consent, accepted) {
  let state = given;
  for (const [key, one] of Object.entries(node(state, "sites", site, "traceurs"))) state = put(state, ["sites", site, "traceurs", key, "accepte"], accepted(one));
  return put(state, ["sites", site, "consentement"], consent);
}

function consent(state, action) {
  const site = bannerOf(state);
  const { boutons } = node(state, "sites", site, "bandeau");
  const choice = oneOf(action, "choix", Object.keys(CONSENTS).filter((one) => boutons.includes(one)));
  return decided(state, site, CONSENTS[choice], (one) => choice === "accepter" || one.necessaire);
}

function customised(state) {
  const site = bannerOf(state);
  if (!node(state, "sites", site, "bandeau").boutons.includes("personnaliser")) throw new IllegalAction("nothing to customise");
  return site;
}

function tick(state, action) {
  const site = customised(state);
  const which = oneOf(action, "traceur", node(state, "sites", site, "traceurs"));
  if (node(state, "sites", site, "traceurs", which).necessaire) throw new IllegalAction("a necessary one");
  return put(state, ["sites", site, "traceurs", which, "coche"], flag(action, "coche"));
}

function download(state, action) {
  const page = pageOf(state);
  const which = oneOf(action, "fichier", node(state, "pages", page, "fichiers"));
  return put(state, ["pages", page, "fichiers", which, "telecharge"], true);
}

function bookmark(state) {
  const page = pageOf(state);
  const kept = state.favoris.filter((one) => one !== page);
  return put(state, ["favoris"], kept.length !== state.favoris.length ? kept : [...kept, page]);
}

function give(state) {
  if (!state.donner) throw new IllegalAction("nothing to give");
  return put(state, ["donnee"], pageOf(state));
}

export const RULES = {
  aller: rule(["texte"], address),
  chercher: rule(["texte", "depuis"], search),
  ouvrir_resultat: rule(["resultat"], openResult),
  suivre: rule(["lien"], (state, action) => go(state, target(state, action))),
  suivre_ailleurs: rule(["lien"], (state, action) => openTab(state, target(state, action))),
  voir_cible: rule(["lien"], lookAtLink),
  precedent: step(-1),
  suivant: step(1),
  revenir: rule(["page"], comeBack),
  nouvel_onglet: rule([], (state) => openTab(state, visit("moteur"))),
  choisir_onglet: rule(["onglet"], (state, action) => arrived(put(state, ["onglet"], oneOf(action, "onglet", node(state, "onglets"))))),
  fermer_onglet: rule(["onglet"], closeTab),
  consentir: rule(["choix"], consent),
  cocher: rule(["traceur", "coche"], tick),
  enregistrer_choix: rule([], (state) => decided(state, customised(state), "personnalise", (one) => one.coche || one.necessaire)),
  voir_securite: rule([], (state) => put(state, ["pages", pageOf(state), "securite_vue"], true)),
  telecharger: rule(["fichier"], download),
  marquer_favori: rule([], bookmark),
  chercher_dans_page: rule(["texte"], (state, action) => put(state, ["pages", pageOf(state), "cherche"], text(action, "texte"))),
  donner_page: rule([], give),
  repondre: ANSWER,
};
