// The online procedure that `formulaire` items show: one step at a time, the errors listed first.
import { button, decide, field, h, select } from "../dom.js";
import { SimulatorElement } from "../player.js";
import { RULES, accepts } from "./reducer.js";

class Procedure extends SimulatorElement {
  rules = RULES;

  view(state) {
    if (state.envoye) return [this.head(state), h("p", { class: "alert alert-success m-3", role: "note", "data-fallback": true }, this.words.sent)];
    return [this.head(state), this.shelf(state), this.step(state)].filter(Boolean);
  }

  head(state) {
    const steps = Object.keys(state.etapes);
    const place = this.fill("place", { number: steps.indexOf(state.etape) + 1, total: steps.length, title: state.etapes[state.etape].titre });
    return h("div", { class: "simulator-bar" }, h("p", { class: "simulator-title" }, state.titre), steps.length > 1 && !state.envoye && h("p", { class: "mb-0" }, place));
  }

  // What may be read while filling in: documents, and one's own files.
  shelf(state) {
    const paper = (kind, faire, key, title, body) => ([id, one]) =>
      h(
        "li",
        { class: "simulator-piece" },
        h("span", { class: "text-break" }, title(one)),
        this.local.read === id
          ? h("div", { class: "simulator-text", key: `lu-${id}`, tabindex: "-1" }, body(one) || this.words.noPreview)
          : button(this.words.read, () => this.read(id, faire, key), { key: `lire-${id}`, "aria-label": `${this.words.read} : ${title(one)}` }),
      );
    const documents = Object.entries(state.documents).map(paper("documents", "consulter", "document", (one) => one.titre, (one) => one.texte));
    const files = Object.entries(state.fichiers).map(paper("fichiers", "apercevoir", "fichier", (one) => `${one.nom} (${this.size(one.taille)})`, (one) => one.apercu));
    if (!documents.length && !files.length) return null;
    return h(
      "details",
      { class: "px-3 pt-3", open: this.local.shelf !== false, ontoggle: (event) => (this.local.shelf = event.target.open) },
      h("summary", { key: "etagere" }, this.words.shelf),
      h("ul", { class: "list-unstyled mt-2 mb-0" }, documents, files),
    );
  }

  read(id, faire, key) {
    this.local = { ...this.local, read: id, focus: `lu-${id}` };
    this.act({ faire, [key]: id });
  }

  size(kilobytes) {
    return kilobytes >= 1000 ? this.fill("megabytes", { count: (kilobytes / 1000).toLocaleString("fr", { maximumFractionDigits: 1 }) }) : this.fill("kilobytes", { count: kilobytes });
  }

  step(state) {
    const steps = Object.keys(state.etapes);
    const mine = ([, one]) => one.etape === state.etape;
    const last = state.etape === steps.at(-1);
    return h(
      "section",
      { class: "p-3" },
      h("h2", { class: "h5 mt-0", key: "etape", tabindex: "-1", "data-fallback": true }, state.etapes[state.etape].titre),
      this.errors(state),
      Object.entries(state.champs).filter(mine).map(([id, one]) => this.input(id, one, state.erreurs[id])),
      Object.entries(state.pieces).filter(mine).map(([id, one]) => this.slot(state, id, one, state.erreurs[id])),
      h(
        "div",
        { class: "d-flex flex-wrap gap-2 mt-3" },
        state.etape !== steps[0] && button(this.words.back, () => this.move("precedent"), { key: "precedent" }),
        last ? button(this.words.send, () => this.move("envoyer"), { key: "envoyer", style: "primary" }) : button(this.words.next, () => this.move("suivant"), { key: "suivant", style: "primary" }),
        !state.brouillon && button(this.words.keep, () => this.act({ faire: "garder_brouillon" }, this.words.kept), { key: "brouillon" }),
      ),
    );
  }

  move(faire) {
    const before = this.state;
    this.local.focus = "etape";
    this.act({ faire });
    if (this.state.envoye) this.say(this.words.sent);
    else if (this.state.essais > before.essais) {
      this.focusOn("erreurs");
      this.say(this.words.refused);
    }
  }

  errors(state) {
    const found = Object.entries(state.erreurs);
    if (!found.length) return null;
    const name = (id) => (state.champs[id] ?? state.pieces[id]).libelle;
    return h("div", { class: "alert alert-danger", key: "erreurs", tabindex: "-1" }, h("p", { class: "mb-1 fw-semibold" }, this.words.refused), h("ul", { class: "mb-0" }, found.map(([id, why]) => h("li", {}, `${name(id)} : ${this.words[`why_${why}`]}`))));
  }

  input(id, one, error) {
    const label = one.requis ? one.libelle : this.fill("optional", { label: one.libelle });
    const change = (valeur) => this.act({ faire: "remplir", champ: id, valeur }, "", true);
    const common = { key: `champ-${id}`, required: one.requis, "aria-invalid": error ? "true" : null };
    if (one.sorte === "case") {
      const box = h("input", { type: "checkbox", class: "form-check-input", id: `champ-${id}`, checked: one.valeur, onchange: (event) => change(event.target.checked), ...common });
      return h("div", { class: "form-check mb-3" }, box, h("label", { class: "form-check-label", for: `champ-${id}` }, label, one.aide && h("span", { class: "form-text d-block" }, one.aide)));
    }
    let control;
    if (one.sorte === "choix") control = select([["", this.words.choose], ...Object.entries(one.choix)], { value: one.valeur, onchange: (event) => change(event.target.value), ...common });
    else if (one.sorte === "long") control = h("textarea", { class: "form-control", rows: 4, maxlength: 500, onchange: (event) => change(event.target.value), ...common }, one.valeur);
    else control = h("input", { type: "text", class: "form-control", value: one.valeur, maxlength: 500, autocomplete: "off", onchange: (event) => change(event.target.value), ...common });
    const help = [one.aide, error && this.words[`why_${error}`]].filter(Boolean).join(" ");
    return field(label, control, { help });
  }

  slot(state, id, one, error) {
    const file = state.fichiers[one.fichier];
    const label = one.requis ? one.libelle : this.fill("optional", { label: one.libelle });
    const rule = this.fill("slotRule", { types: one.types.join(", "), size: this.size(one.taille_max) });
    if (file) {
      return h("div", { class: "mb-3" }, h("p", { class: "form-label mb-1" }, label), h("span", { class: "simulator-chip" }, file.nom, button("×", () => this.act({ faire: "retirer", piece: id }, this.words.removed), { key: `retirer-${id}`, "aria-label": this.fill("remove", { name: file.nom }) })));
    }
    const options = [["", this.words.chooseFile], ...Object.entries(state.fichiers).map(([key, each]) => [key, `${each.nom} (${this.size(each.taille)})`])];
    const attach = (file) => this.attach(id, one, file);
    return decide(label, options, attach, { key: `piece-${id}`, word: this.words.confirm, "aria-invalid": error ? "true" : null, help: [one.aide, rule, this.local.bad === id && this.words.badFile, error && this.words[`why_${error}`]].filter(Boolean).join(" ") });
  }

  attach(id, slot, file) {
    if (!accepts(slot, this.state.fichiers[file])) {
      this.show({ bad: id });
      this.say(this.words.badFile);
      return;
    }
    this.local = { ...this.local, bad: null, focus: `retirer-${id}` };
    this.act({ faire: "joindre", piece: id, fichier: file }, this.words.attached);
  }
}

customElements.define("parcours-formulaire", Procedure);
