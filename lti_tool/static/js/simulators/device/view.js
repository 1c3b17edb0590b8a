// The device that `appareil` items show: notifications first, then one page of settings at a time.
import { button, field, h, select } from "../dom.js";
import { SimulatorElement } from "../player.js";
import { RULES, WAYS } from "./reducer.js";

const APPLICATIONS = "applications";
const ACCOUNTS = "comptes";

class Device extends SimulatorElement {
  rules = RULES;

  view(state) {
    const pages = this.pages(state);
    const here = pages.some(([id]) => id === this.local.page) ? this.local.page : pages[0]?.[0];
    return [h("div", { class: "simulator-bar" }, h("p", { class: "simulator-title" }, state.titre)), this.notices(state), pages.length > 1 && this.menu(pages, here), h("section", { class: "p-3" }, this.page(state, here))].filter(Boolean);
  }

  pages(state) {
    const pages = Object.entries(state.rubriques).map(([id, { titre }]) => [id, titre]);
    if (Object.keys(state.applications).length) pages.push([APPLICATIONS, this.words.applications]);
    if (Object.keys(state.comptes).length) pages.push([ACCOUNTS, this.words.vault]);
    return pages;
  }

  menu(pages, here) {
    const items = pages.map(([id, titre]) =>
      h("li", { class: "nav-item" }, h("button", { type: "button", class: `nav-link${id === here ? " active" : ""}`, "aria-current": id === here ? "page" : null, key: `page-${id}`, onclick: () => this.show({ page: id, focus: `page-${id}` }) }, titre)),
    );
    return h("nav", { class: "simulator-menu", "aria-label": this.words.sections }, h("ul", { class: "nav nav-pills gap-1" }, items));
  }

  notices(state) {
    const entries = Object.entries(state.notifications);
    if (!entries.length) return null;
    const items = entries.map(([id, one]) =>
      h(
        "li",
        { class: "simulator-piece" },
        h("strong", {}, one.titre),
        h("span", { class: "simulator-text" }, one.texte),
        one.reponse
          ? h("span", { class: "small fw-semibold", key: `notification-${id}`, tabindex: "-1" }, this.fill("answered", { choice: one.choix[one.reponse] }))
          : h("span", { class: "d-flex flex-wrap gap-2" }, Object.entries(one.choix).map(([choice, texte]) => button(texte, () => this.reply(id, choice, texte), { key: `repondre-${id}-${choice}`, "aria-label": `${texte} (${one.titre})` }))),
      ),
    );
    return h("section", { class: "p-3 pb-0", "aria-label": this.words.notifications }, h("ul", { class: "list-unstyled mb-0" }, items));
  }

  reply(id, choice, texte) {
    this.local.focus = `notification-${id}`;
    this.act({ faire: "repondre", notification: id, choix: choice }, this.fill("answered", { choice: texte }));
  }

  page(state, here) {
    if (here === APPLICATIONS) return this.applications(state);
    if (here === ACCOUNTS) return this.accounts(state);
    const mine = ([, one]) => one.rubrique === here;
    return [
      h("h2", { class: "h6", "data-fallback": true }, state.rubriques[here]?.titre ?? state.titre),
      Object.entries(state.reglages).filter(mine).map(([id, one]) => this.setting(id, one)),
      Object.entries(state.boutons).filter(mine).map(([id, one]) => this.pressable(id, one)),
    ];
  }

  setting(id, one) {
    const change = (valeur, said) => this.act({ faire: "regler", reglage: id, valeur }, this.fill("set", { title: one.titre, value: said }));
    if (one.sorte === "bascule") return this.toggle(`reglage-${id}`, one.titre, one.valeur, (on) => change(on, on ? this.words.on : this.words.off), one.aide);
    if (one.sorte === "choix") {
      const control = select(Object.entries(one.choix), { key: `reglage-${id}`, value: one.valeur, onchange: (event) => change(event.target.value, one.choix[event.target.value]) });
      return field(one.titre, control, { help: one.aide });
    }
    const control = h("input", { type: "number", class: "form-control", key: `reglage-${id}`, value: one.valeur, min: one.mini, max: one.maxi, step: 1 });
    control.addEventListener("change", () => {
      const value = Number(control.value);
      if (Number.isInteger(value) && value >= one.mini && value <= one.maxi) change(value, control.value);
      else {
        control.value = one.valeur;
        this.say(this.fill("bounds", { least: one.mini, most: one.maxi }));
      }
    });
    return field(one.titre, control, { help: [one.aide, this.fill("bounds", { least: one.mini, most: one.maxi })].filter(Boolean).join(" ") });
  }

  toggle(key, title, on, change, help = "") {
    const control = h("input", { type: "checkbox", role: "switch", class: "form-check-input", key, checked: Boolean(on), onchange: (event) => change(event.target.checked) });
    const id = `bascule-${key}`;
    control.id = id;
    return h("div", { class: "form-check form-switch" }, control, h("label", { class: "form-check-label", for: id }, title, help && h("span", { class: "form-text d-block" }, help)));
  }

  pressable(id, one) {
    return h(
      "div",
      { class: "mt-3" },
      button(one.titre, () => this.act({ faire: "lancer", bouton: id }, this.fill("done", { title: one.titre })), { key: `bouton-${id}` }),
      one.fait > 0 && h("span", { class: "ms-2 small fw-semibold" }, this.words.doneShort),
      one.aide && h("div", { class: "form-text" }, one.aide),
    );
  }

  applications(state) {
    const cards = Object.entries(state.applications).map(([id, one]) =>
      h(
        "li",
        { class: "simulator-piece" },
        h("strong", { key: `application-${id}`, tabindex: "-1" }, one.nom),
        one.aide && h("span", { class: "small" }, one.aide),
        !one.installee && h("span", { class: "small fw-semibold" }, this.words.uninstalled),
        one.installee && Object.entries(one.droits).map(([right, { titre, accorde }]) => this.toggle(`droit-${id}-${right}`, titre, accorde, (on) => this.act({ faire: "autoriser", application: id, droit: right, accorde: on }, this.fill("set", { title: titre, value: on ? this.words.allowed : this.words.denied })))),
        one.installee && h("span", { class: "d-flex flex-wrap gap-2 align-items-center" }, one.a_jour ? h("span", { class: "small" }, this.words.upToDate) : button(this.words.update, () => this.onApplication("mettre_a_jour", id, this.words.updated), { key: `jour-${id}`, "aria-label": `${this.words.update} : ${one.nom}` }), button(this.words.uninstall, () => this.onApplication("desinstaller", id, this.words.uninstalled), { key: `oter-${id}`, "aria-label": `${this.words.uninstall} : ${one.nom}` })),
      ),
    );
    return [h("h2", { class: "h6", "data-fallback": true }, this.words.applications), h("ul", { class: "list-unstyled mb-0" }, cards)];
  }

  onApplication(faire, id, said) {
    this.local.focus = `application-${id}`;
    this.act({ faire, application: id }, said);
  }

  accounts(state) {
    const cards = Object.entries(state.comptes).map(([id, one]) => {
      const choose = select([["", this.words.chooseWay], ...WAYS.map((way) => [way, this.words[`way_${way}`]])], { key: `compte-${id}`, value: one.facon, onchange: (event) => event.target.value && this.act({ faire: "changer_mot_de_passe", compte: id, facon: event.target.value }, this.words.passwordChanged) });
      return h(
        "li",
        { class: "simulator-piece" },
        h("strong", {}, one.site),
        h("span", { class: "small text-break" }, one.identifiant),
        one.alerte && h("span", { class: "small fw-semibold" }, one.alerte),
        field(this.fill("changePassword", { site: one.site }), choose),
      );
    });
    return [h("h2", { class: "h6", "data-fallback": true }, this.words.vault), h("ul", { class: "list-unstyled mb-0" }, cards)];
  }
}

customElements.define("parcours-appareil", Device);
