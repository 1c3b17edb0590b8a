// The rights that `partage` items show: the files, then who may do what on the one chosen.
import { button, decide, field, h, roving, select } from "../dom.js";
import { SimulatorElement } from "../player.js";
import { DAYS, REACHES, RIGHTS, ROOT, RULES, rightsOn } from "./reducer.js";

class Sharing extends SimulatorElement {
  rules = RULES;

  view(state) {
    const chosen = state.objets[this.local.chosen] ? this.local.chosen : null;
    return [h("div", { class: "simulator-bar" }, h("p", { class: "simulator-title" }, state.titre)), this.list(state, chosen), chosen && this.rights(state, chosen)];
  }

  list(state, chosen) {
    const rows = Object.entries(state.objets).map(([id, one]) => {
      const where = one.dans === ROOT ? "" : this.fill("inside", { name: state.objets[one.dans].nom });
      return h(
        "li",
        {},
        h(
          "button",
          { type: "button", class: "simulator-row", key: `objet-${id}`, "aria-pressed": chosen === id ? "true" : "false", onclick: () => this.show({ chosen: id, focus: "droits" }) },
          h("span", {}, h("span", { "aria-hidden": "true", class: `simulator-icon simulator-icon-${one.sorte}` }), one.nom),
          h("span", { class: "small" }, [this.words[one.sorte], where].filter(Boolean).join(" · ")),
        ),
      );
    });
    return roving(h("ul", { class: "list-unstyled mb-0", "aria-label": this.words.files }, rows), rows, `objet-${chosen}`);
  }

  rights(state, id) {
    const one = state.objets[id];
    return h(
      "section",
      { class: "p-3 simulator-panel" },
      h("h2", { class: "h5", key: "droits", "data-fallback": true }, this.fill("rightsOn", { name: one.nom })),
      this.people(state, id, one),
      this.add(state, id, one),
      this.guests(id, one),
      this.link(id, one),
      one.dans !== ROOT && this.inheritance(state, id, one),
    );
  }

  people(state, id, one) {
    const rights = Object.entries(rightsOn(state, id));
    if (!rights.length) return h("p", {}, this.words.nobody);
    const items = rights.map(([person, right]) => {
      const { nom, externe } = state.personnes[person];
      const own = Object.hasOwn(one.acces, person);
      const go = (droit) => this.act({ faire: "donner_acces", objet: id, personne: person, droit }, this.fill("given", { name: nom, right: this.words[droit] }));
      return h(
        "li",
        { class: "simulator-piece" },
        h("span", { key: `personne-${person}`, tabindex: "-1" }, h("strong", {}, nom), externe && ` (${this.words.outside})`, ` : ${this.words[right]}`, !own && ` (${this.words.takenOver})`),
        decide(this.fill("rightOf", { name: nom }), this.options(), go, { key: `droit-${person}`, word: this.words.confirm, value: own ? one.acces[person] : right }),
        own && button(this.words.take, () => this.take(id, person, nom), { key: `retirer-${person}`, "aria-label": `${this.words.take} : ${nom}` }),
      );
    });
    return h("ul", { class: "list-unstyled", "aria-label": this.words.people }, items);
  }

  options() {
    return RIGHTS.map((right) => [right, this.words[right]]);
  }

  take(id, person, nom) {
    this.local.focus = "droits";
    this.act({ faire: "retirer_acces", objet: id, personne: person }, this.fill("taken", { name: nom }));
  }

  add(state, id, one) {
    const others = Object.entries(state.personnes).filter(([person]) => !Object.hasOwn(one.acces, person));
    if (!others.length) return null;
    const who = select(others.map(([person, { nom, adresse }]) => [person, `${nom} · ${adresse}`]), { key: "qui" });
    const right = select(this.options(), { key: "quel-droit" });
    const go = () => this.act({ faire: "donner_acces", objet: id, personne: who.value, droit: right.value }, this.fill("given", { name: state.personnes[who.value].nom, right: this.words[right.value] }));
    return h("fieldset", { class: "simulator-piece" }, h("legend", { class: "h6 mb-0" }, this.words.add), field(this.words.who, who), field(this.words.right, right), button(this.words.give, go, { key: "donner" }));
  }

  guests(id, one) {
    const address = h("input", { type: "text", class: "form-control", key: "adresse-invite", inputmode: "email", autocomplete: "off", maxlength: 200 });
    const right = select(this.options(), { key: "droit-invite" });
    const go = () => {
      const before = this.journal.length;
      this.act({ faire: "inviter", objet: id, adresse: address.value, droit: right.value }, this.fill("invited", { address: address.value }));
      if (this.journal.length === before) this.say(this.words.badAddress);
    };
    const items = Object.entries(one.invites).map(([key, guest]) =>
      h("li", { class: "simulator-chip" }, `${guest.adresse} : ${this.words[guest.droit]}`, button("×", () => this.act({ faire: "annuler_invitation", objet: id, invite: key }, this.words.uninvited), { key: `annuler-${key}`, "aria-label": this.fill("uninvite", { address: guest.adresse }) })),
    );
    return h("fieldset", { class: "simulator-piece" }, h("legend", { class: "h6 mb-0" }, this.words.invite), items.length > 0 && h("ul", { class: "list-unstyled d-flex flex-wrap gap-2 mb-0" }, items), field(this.words.address, address), field(this.words.guestRight, right), button(this.words.inviteNow, go, { key: "inviter" }));
  }

  link(id, one) {
    const made = Object.keys(one.lien).length > 0;
    const reach = select(REACHES.map((each) => [each, this.words[`reach_${each}`]]), { key: "portee", value: one.lien.portee });
    const right = select(this.options(), { key: "droit-lien", value: one.lien.droit });
    const go = () => this.act({ faire: "creer_lien", objet: id, portee: reach.value, droit: right.value }, this.fill("linkMade", { reach: this.words[`reach_${reach.value}`], right: this.words[right.value] }));
    const days = (jours) => this.act({ faire: "expirer_lien", objet: id, jours: Number(jours) }, this.words[`days_${jours}`]);
    const box = h("input", { type: "checkbox", role: "switch", class: "form-check-input", id: "lien-protege", key: "lien-protege", checked: one.lien.mot_de_passe, onchange: (event) => this.act({ faire: "proteger_lien", objet: id, mot_de_passe: event.target.checked }, event.target.checked ? this.words.protected : this.words.open) });
    return h(
      "fieldset",
      { class: "simulator-piece" },
      h("legend", { class: "h6 mb-0" }, this.words.link),
      h("span", { class: "fw-semibold" }, made ? this.fill("linkIs", { reach: this.words[`reach_${one.lien.portee}`], right: this.words[one.lien.droit] }) : this.words.noLink),
      field(this.words.reach, reach),
      field(this.words.linkRight, right),
      button(made ? this.words.changeLink : this.words.makeLink, go, { key: "lien" }),
      made && decide(this.words.expires, DAYS.map((each) => [String(each), this.words[`days_${each}`]]), days, { key: "jours", word: this.words.confirm, value: String(one.lien.jours) }),
      made && h("div", { class: "form-check form-switch" }, box, h("label", { class: "form-check-label", for: "lien-protege" }, this.words.password)),
      made && h("span", { class: "d-flex flex-wrap gap-2" }, button(this.words.copy, () => this.act({ faire: "copier_lien", objet: id }, this.words.copied), { key: "copier" }), button(this.words.remove, () => this.act({ faire: "supprimer_lien", objet: id }, this.words.removed), { key: "supprimer-lien" })),
    );
  }

  inheritance(state, id, one) {
    const change = (on) => this.act({ faire: "heriter", objet: id, herite: on }, on ? this.words.inherits : this.words.apart);
    const box = h("input", { type: "checkbox", role: "switch", class: "form-check-input", id: "herite", key: "herite", checked: one.herite, onchange: (event) => change(event.target.checked) });
    return h("div", { class: "form-check form-switch" }, box, h("label", { class: "form-check-label", for: "herite" }, this.fill("takeOver", { name: state.objets[one.dans].nom })));
  }
}

customElements.define("parcours-partage", Sharing);
