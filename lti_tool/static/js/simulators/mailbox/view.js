// The mailbox that `courriel` items show. One thing at a time: the list, a message, or a draft.
import { button, field, h, roving, select } from "../dom.js";
import { SimulatorElement } from "../player.js";
import { composer } from "./composer.js";
import { message } from "./message.js";
import { RULES } from "./reducer.js";

class Mailbox extends SimulatorElement {
  rules = RULES;

  resumed() {
    this.local = { folder: "reception" };
  }

  view(state) {
    if (Object.keys(state.brouillon).length) return [this.bar(state), composer(this, state)];
    const open = state.messages[this.local.message];
    if (open) return [this.bar(state), message(this, state, this.local.message)];
    if (this.local.folder === "regles") return [this.bar(state), this.filters(state)];
    return [this.bar(state), this.list(state, this.local.folder ?? "reception")];
  }

  restart() {
    super.restart();
    this.show({ folder: "reception", message: null, focus: "dossier" });
  }

  bar(state) {
    const folders = Object.entries(state.dossiers).map(([id, { titre }]) => {
      const unread = Object.values(state.messages).filter((one) => one.dossier === id && !one.lu).length;
      return [id, unread ? `${titre} (${unread})` : titre];
    });
    const drafting = Object.keys(state.brouillon).length > 0;
    const choose = select([...folders, ["regles", this.words.rules]], {
      key: "dossier",
      value: this.local.folder,
      disabled: drafting,
      onchange: (event) => this.show({ folder: event.target.value, message: null, focus: "dossier" }),
    });
    return h(
      "div",
      { class: "simulator-bar" },
      h("p", { class: "simulator-title" }, state.adresse),
      field(this.words.folder, choose, { hidden: true }),
      !drafting && button(this.words.write, () => this.act({ faire: "ecrire" }, this.words.draftOpened), { style: "primary", key: "ecrire" }),
    );
  }

  list(state, folder) {
    const sent = folder === "envoyes" ? Object.entries(state.envoyes) : [];
    const held = Object.entries(state.messages).filter(([, one]) => one.dossier === folder);
    if (!held.length && !sent.length) return h("p", { class: "p-3 mb-0", "data-fallback": true }, this.words.emptyFolder);
    const rows = held.map(([id, one]) => h("li", {}, this.row(id, one)));
    const list = h("ul", { class: "list-unstyled mb-0 simulator-list", "aria-label": this.words.messages }, rows);
    const done = sent.map(([, one]) =>
      h("li", { class: "simulator-row" }, h("strong", {}, one.objet || this.words.noSubject), h("span", {}, [...one.a, ...one.cc, ...one.cci].join(", "))),
    );
    list.append(...done);
    return rows.length ? roving(list, rows, `message-${this.local.last}`) : list;
  }

  row(id, one) {
    return h(
      "button",
      { type: "button", class: `simulator-row${one.lu ? "" : " fw-semibold"}`, key: `message-${id}`, onclick: () => this.open(id) },
      h("span", { class: "d-flex justify-content-between gap-2" }, h("span", {}, one.nom), h("span", { class: "text-nowrap" }, one.date)),
      h("span", {}, !one.lu && h("span", { class: "visually-hidden" }, `${this.words.unread} `), one.objet),
      Object.keys(one.pieces).length > 0 && h("span", { class: "small fw-normal" }, this.words.hasAttachment),
    );
  }

  open(id) {
    this.local = { ...this.local, message: id, last: id, focus: "titre" };
    this.act({ faire: "ouvrir", message: id });
  }

  close(announcement = "") {
    this.show({ message: null, focus: `message-${this.local.last}` });
    this.say(announcement);
  }

  filters(state) {
    const rules = Object.entries(state.regles).map(([id, rule]) =>
      h(
        "li",
        { class: "d-flex justify-content-between align-items-center gap-2 mb-2" },
        this.fill("ruleSentence", { field: this.words[`field_${rule.champ}`], text: rule.contient, folder: state.dossiers[rule.dossier].titre }),
        button(this.words.remove, () => this.act({ faire: "supprimer_regle", regle: id }, this.words.ruleRemoved), { key: `supprimer-${id}` }),
      ),
    );
    const on = select([["de", this.words.field_de], ["objet", this.words.field_objet]], { key: "regle-champ" });
    const wanted = h("input", { type: "text", class: "form-control", key: "regle-texte", maxlength: 200 });
    const to = select(Object.entries(state.dossiers).map(([id, { titre }]) => [id, titre]), { key: "regle-dossier" });
    const add = () => {
      if (!wanted.value.trim()) return wanted.focus();
      this.act({ faire: "ajouter_regle", champ: on.value, contient: wanted.value.trim(), dossier: to.value }, this.words.ruleAdded);
    };
    return h(
      "section",
      { class: "p-3" },
      h("h2", { class: "h5 mt-0", "data-fallback": true }, this.words.rules),
      rules.length ? h("ul", { class: "list-unstyled" }, rules) : h("p", {}, this.words.noRule),
      field(this.words.ruleOn, on),
      field(this.words.ruleContains, wanted),
      field(this.words.ruleTo, to),
      button(this.words.addRule, add, { style: "primary", key: "ajouter-regle" }),
    );
  }
}

customElements.define("parcours-courriel", Mailbox);
