// The browser that `navigateur` items show: tabs, the address bar, one panel, then what the tab shows.
import { button, field, h } from "../dom.js";
import { SimulatorElement } from "../player.js";
import { question } from "../question.js";
import { content, countIn } from "./page.js";
import { RULES, shownIn } from "./reducer.js";

class Browser extends SimulatorElement {
  rules = RULES;

  view(state) {
    return [
      h("div", { class: "simulator-bar" }, h("p", { class: "simulator-title" }, state.titre), this.tabs(state)),
      this.addressBar(state),
      this.panel(state),
      content(this, state),
      this.hand(state),
      question(this, state),
    ].filter(Boolean);
  }

  titleOf(state, tab) {
    const here = shownIn(state, tab);
    if (here.sorte === "page") return state.pages[here.page].titre;
    return { moteur: state.moteur, recherche: this.fill("resultsFor", { query: here.texte }), inconnue: this.words.notFound }[here.sorte];
  }

  // An action that changes what is shown: the new title gets the focus and is read.
  travel(action, said = "") {
    this.local = { ...this.local, customising: false, panel: null, focus: "page" };
    this.act(action);
    this.say([said, this.titleOf(this.state, this.state.onglet)].filter(Boolean).join(" "));
  }

  tabs(state) {
    const ids = Object.keys(state.onglets);
    const items = ids.map((id) =>
      h(
        "li",
        { class: "simulator-chip" },
        h("button", { type: "button", class: `btn btn-link p-0${id === state.onglet ? " fw-semibold" : ""}`, "aria-current": id === state.onglet ? "true" : null, key: `onglet-${id}`, onclick: () => this.travel({ faire: "choisir_onglet", onglet: id }) }, this.titleOf(state, id)),
        ids.length > 1 && button("×", () => this.travel({ faire: "fermer_onglet", onglet: id }, this.words.tabClosed), { key: `fermer-${id}`, "aria-label": this.fill("closeTab", { title: this.titleOf(state, id) }) }),
      ),
    );
    return h("nav", { class: "d-flex flex-wrap gap-2 align-items-center", "aria-label": this.words.tabs }, h("ul", { class: "list-unstyled d-flex flex-wrap gap-2 mb-0" }, items), button(this.words.newTab, () => this.travel({ faire: "nouvel_onglet" }), { key: "nouvel-onglet" }));
  }

  addressBar(state) {
    const here = shownIn(state);
    const shown = here.sorte === "page" ? state.pages[here.page].adresse : here.sorte === "inconnue" ? here.texte : "";
    const typed = h("input", { type: "text", class: "form-control", key: "adresse", value: shown, maxlength: 200, autocomplete: "off", autocapitalize: "off", spellcheck: "false", inputmode: "url" });
    const go = () => typed.value.trim() && this.travel({ faire: "aller", texte: typed.value });
    typed.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      go();
    });
    const { visites, place } = state.onglets[state.onglet];
    const isPage = here.sorte === "page";
    const marked = isPage && state.favoris.includes(here.page);
    const toggle = (panel, label) => button(label, () => this.open(panel), { key: `panneau-${panel}`, "aria-expanded": this.local.panel === panel ? "true" : "false" });
    return h(
      "div",
      { class: "p-3 pb-0", role: "group", "aria-label": this.words.bar },
      field(this.words.address, typed),
      h(
        "div",
        { class: "d-flex flex-wrap gap-2 mb-3" },
        button(this.words.go, go, { key: "aller", style: "primary" }),
        button(this.words.back, () => this.travel({ faire: "precedent" }), { key: "precedent", disabled: place === 0 }),
        button(this.words.forward, () => this.travel({ faire: "suivant" }), { key: "suivant", disabled: place === visites.length - 1 }),
        toggle("historique", this.words.history),
        toggle("favoris", this.words.bookmarks),
        isPage && button(this.words.bookmark, () => this.act({ faire: "marquer_favori" }, marked ? this.words.unmarked : this.words.marked), { key: "favori", "aria-pressed": marked ? "true" : "false" }),
        isPage && toggle("securite", this.words.security),
        isPage && toggle("chercher", this.words.find),
      ),
    );
  }

  open(panel) {
    const opening = this.local.panel !== panel;
    this.local = { ...this.local, panel: opening ? panel : null, focus: `panneau-${panel}` };
    if (opening && panel === "securite") this.act({ faire: "voir_securite" }, this.words.securityShown);
    else this.draw();
  }

  panel(state) {
    const made = { historique: () => this.list(this.words.history, this.seen(state)), favoris: () => this.list(this.words.bookmarks, state.favoris), securite: () => this.security(state), chercher: () => this.find(state) }[this.local.panel];
    const shown = made?.();
    return shown && h("section", { class: "p-3 simulator-panel" }, shown);
  }

  seen(state) {
    return Object.keys(state.pages).filter((id) => state.pages[id].vue);
  }

  list(title, ids) {
    if (!ids.length) return [h("h2", { class: "h6" }, title), h("p", { class: "mb-0" }, this.words.nothing)];
    const items = ids.map((id) => h("li", {}, h("button", { type: "button", class: "btn btn-link simulator-web-link", key: `revenir-${id}`, onclick: () => this.travel({ faire: "revenir", page: id }) }, this.state.pages[id].titre), h("span", { class: "small text-break d-block" }, this.state.pages[id].adresse)));
    return [h("h2", { class: "h6" }, title), h("ul", { class: "list-unstyled mb-0" }, items)];
  }

  security(state) {
    if (!state.page) return null;
    const site = state.sites[state.pages[state.page].site];
    const rows = [
      [this.words.domain, site.domaine],
      [this.words.connection, site.chiffre ? this.words.encrypted : this.words.notEncrypted],
      [this.words.owner, site.titulaire || this.words.unknown],
      ...(site.alerte ? [[this.words.warning, site.alerte]] : []),
    ];
    return [h("h2", { class: "h6" }, this.words.security), h("dl", { class: "mb-0" }, rows.map(([name, value]) => [h("dt", {}, name), h("dd", { class: "text-break" }, value)]))];
  }

  find(state) {
    if (!state.page) return null;
    const one = state.pages[state.page];
    const typed = h("input", { type: "text", class: "form-control", key: "dans-page", value: one.cherche, maxlength: 200, autocomplete: "off" });
    const go = () => {
      this.act({ faire: "chercher_dans_page", texte: typed.value });
      this.say(this.fill("matches", { count: countIn(one.texte, typed.value) }));
      this.board.querySelector("mark")?.scrollIntoView({ block: "center" });
    };
    typed.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      go();
    });
    return [field(this.words.findWhat, typed), button(this.words.findNow, go, { key: "trouver", style: "primary" }), one.cherche && h("p", { class: "mb-0 mt-2" }, this.fill("matches", { count: countIn(one.texte, one.cherche) }))];
  }

  hand(state) {
    if (!state.donner) return null;
    const given = state.donnee && h("p", { class: "mb-0 mt-2 fw-semibold text-break" }, this.fill("given", { title: state.pages[state.donnee].titre, address: state.pages[state.donnee].adresse }));
    return h("div", { class: "p-3 simulator-panel" }, button(state.donner, () => this.act({ faire: "donner_page" }, this.fill("given", { title: state.pages[this.state.page].titre, address: "" })), { key: "donner", style: "primary", disabled: !state.page }), given);
  }
}

customElements.define("parcours-navigateur", Browser);
