// What a tab shows: the search engine and its results, a page with its banner, or nothing at all.
import { button, field, h, select } from "../dom.js";
import { shownIn } from "./reducer.js";
import { finds, folded } from "./search.js";

export function content(owner, state) {
  const here = shownIn(state);
  if (here.sorte === "page") return page(owner, state, here.page);
  if (here.sorte === "inconnue") return h("div", { class: "p-3" }, h("h2", { class: "h5", key: "page", "data-fallback": true }, owner.words.notFound), h("p", { class: "mb-0 text-break" }, owner.fill("notFoundAt", { address: here.texte })));
  return engine(owner, state, here);
}

function engine(owner, state, here) {
  const typed = h("input", { type: "search", class: "form-control", key: "recherche", value: here.texte, maxlength: 200, autocomplete: "off" });
  const years = yearsOf(state);
  const since = years.length > 1 && select([["", owner.words.anyYear], ...years.map((year) => [String(year), owner.fill("sinceYear", { year })])], { key: "depuis", value: here.depuis });
  const go = () => {
    if (!typed.value.trim()) return;
    owner.local.focus = "page";
    owner.act({ faire: "chercher", texte: typed.value, depuis: since ? since.value : "" });
    owner.say(owner.fill("found", { count: found(state, shownIn(owner.state)).length }));
  };
  typed.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    go();
  });
  const box = h("div", { class: "simulator-web-search", role: "search" }, field(owner.words.search, typed, { help: owner.words.searchHelp }), since && field(owner.words.period, since), button(owner.words.searchNow, go, { key: "chercher", style: "primary" }));
  const title = here.sorte === "recherche" ? owner.fill("resultsFor", { query: here.texte }) : state.moteur;
  return h("div", { class: "p-3" }, h("h2", { class: "h5", key: "page", "data-fallback": true }, title), box, here.sorte === "recherche" && results(owner, state, here));
}

function yearsOf(state) {
  return [...new Set(Object.values(state.resultats).map((one) => one.annee))].sort((one, other) => other - one);
}

function found(state, here) {
  const kept = Object.entries(state.resultats).filter(([, one]) => finds(here.texte, here.depuis, one));
  return [...kept.filter(([, one]) => one.annonce), ...kept.filter(([, one]) => !one.annonce)];
}

function results(owner, state, here) {
  const shown = found(state, here);
  if (!shown.length) return h("p", { class: "mb-0 mt-3" }, owner.words.noResult);
  const items = shown.map(([id, one]) =>
    h(
      "li",
      { class: "simulator-piece" },
      h("span", { class: "small text-break" }, one.annonce && h("strong", { class: "me-2" }, owner.words.advertisement), one.adresse),
      h("button", { type: "button", class: "btn btn-link simulator-web-link fw-semibold", key: `resultat-${id}`, onclick: () => owner.travel({ faire: "ouvrir_resultat", resultat: id }) }, one.titre),
      h("span", {}, one.resume),
      h("span", { class: "small" }, [one.type === "page" ? "" : one.type.toUpperCase(), yearsOf(state).length > 1 && one.annee].filter(Boolean).join(" · ")),
    ),
  );
  return h("ul", { class: "list-unstyled mt-3 mb-0", "aria-label": owner.words.results }, items);
}

function page(owner, state, id) {
  const one = state.pages[id];
  const links = Object.entries(one.liens).map(([key, each]) => link(owner, state, key, each));
  const files = Object.entries(one.fichiers).map(([key, each]) =>
    h(
      "li",
      { class: "simulator-piece" },
      h("span", {}, `${each.nom} (${owner.fill("kilobytes", { count: each.taille })})`),
      each.telecharge ? h("span", { class: "small fw-semibold", key: `fichier-${key}`, tabindex: "-1" }, owner.words.downloaded) : button(owner.words.download, () => owner.act({ faire: "telecharger", fichier: key }, owner.fill("nowDownloaded", { name: each.nom })), { key: `fichier-${key}`, "aria-label": `${owner.words.download} : ${each.nom}` }),
    ),
  );
  return h(
    "article",
    { class: "p-3" },
    banner(owner, state),
    h("h2", { class: "h5", key: "page", "data-fallback": true }, one.titre),
    one.texte && h("div", { class: "simulator-text mb-3", tabindex: one.texte.length > 900 ? "0" : null }, marked(one.texte, one.cherche)),
    links.length > 0 && h("ul", { class: "list-unstyled mb-3", "aria-label": owner.words.links }, links),
    files.length > 0 && h("ul", { class: "list-unstyled mb-0", "aria-label": owner.words.files }, files),
  );
}

// The words looked for in the page stand out; they are found whatever their case and accents.
function marked(text, wanted) {
  const pieces = [];
  const place = folded(wanted.trim());
  const plain = [...text].map((character) => folded(character).slice(0, 1) || character).join("");
  let at = 0;
  for (let next = place ? plain.indexOf(place) : -1; next >= 0; next = plain.indexOf(place, at)) {
    pieces.push(text.slice(at, next), h("mark", {}, text.slice(next, next + place.length)));
    at = next + place.length;
  }
  return [...pieces, text.slice(at)];
}

export function countIn(text, wanted) {
  const place = folded(wanted.trim());
  return place ? folded(text).split(place).length - 1 : 0;
}

function link(owner, state, key, each) {
  const target = state.pages[each.vers].adresse;
  return h(
    "li",
    { class: "mb-2" },
    h("button", { type: "button", class: "btn btn-link simulator-web-link", key: `lien-${key}`, onclick: () => owner.travel({ faire: "suivre", lien: key }) }, each.texte),
    h("span", { class: "d-flex flex-wrap gap-2" }, button(owner.words.inNewTab, () => owner.travel({ faire: "suivre_ailleurs", lien: key }), { key: `ailleurs-${key}`, "aria-label": `${owner.words.inNewTab} : ${each.texte}`, style: "sm btn-outline-secondary" }), !each.vu && button(owner.words.showTarget, () => owner.act({ faire: "voir_cible", lien: key }, owner.fill("target", { address: target })), { key: `cible-${key}`, "aria-label": `${owner.words.showTarget} : ${each.texte}`, style: "sm btn-outline-secondary" })),
    each.vu && h("span", { class: "small text-break", key: `cible-${key}`, tabindex: "-1" }, owner.fill("target", { address: target })),
  );
}

function banner(owner, state) {
  const { site } = state.pages[state.page];
  const one = state.sites[site];
  if (!one.bandeau.boutons || one.consentement) return null;
  const say = { accepter: owner.words.allAccepted, refuser: owner.words.allRefused };
  const buttons = one.bandeau.boutons.map((choice) => {
    if (choice === "personnaliser") return button(owner.words.customise, () => owner.show({ customising: !owner.local.customising, focus: "bandeau-personnaliser" }), { key: "bandeau-personnaliser", "aria-expanded": owner.local.customising ? "true" : "false" });
    return button(owner.words[choice === "accepter" ? "acceptAll" : "refuseAll"], () => owner.travel({ faire: "consentir", choix: choice }, say[choice]), { key: `bandeau-${choice}` });
  });
  return h(
    "section",
    { class: "simulator-piece simulator-web-banner mb-3", "aria-label": owner.words.banner },
    h("span", {}, one.bandeau.texte),
    h("span", { class: "d-flex flex-wrap gap-2" }, buttons),
    owner.local.customising && one.bandeau.boutons.includes("personnaliser") && boxes(owner, one),
  );
}

function boxes(owner, one) {
  const rows = Object.entries(one.traceurs).map(([key, each]) => {
    const id = `traceur-${key}`;
    const box = h("input", { type: "checkbox", class: "form-check-input", id, key: id, checked: each.necessaire || each.coche, disabled: each.necessaire, onchange: (event) => owner.act({ faire: "cocher", traceur: key, coche: event.target.checked }) });
    return h("div", { class: "form-check" }, box, h("label", { class: "form-check-label", for: id }, each.necessaire ? owner.fill("necessary", { title: each.titre }) : each.titre));
  });
  return h("fieldset", {}, h("legend", { class: "h6" }, owner.words.myChoices), rows, button(owner.words.keepChoices, () => owner.travel({ faire: "enregistrer_choix" }, owner.words.choicesKept), { key: "bandeau-enregistrer", style: "primary" }));
}

