// The file explorer that `explorateur` items show: one folder at a time, one object chosen at a time.
import { button, decide, field, h, roving } from "../dom.js";
import { SimulatorElement } from "../player.js";
import { BIN, ROOT, RULES, placeOf } from "./reducer.js";

class Explorer extends SimulatorElement {
  rules = RULES;

  view(state) {
    const here = this.where(state);
    return [this.bar(state, here), this.list(state, here), this.panel(state, here)];
  }

  // The folder shown; it may have been thrown away or moved since.
  where(state) {
    const wanted = this.local.folder ?? ROOT;
    if (wanted === ROOT || wanted === BIN) return wanted;
    return state.objets[wanted] && placeOf(state.objets, wanted) === ROOT ? wanted : ROOT;
  }

  titleOf(state, id) {
    if (id === ROOT) return state.titre;
    return id === BIN ? this.words.bin : state.objets[id].nom;
  }

  bar(state, here) {
    const path = [];
    for (let at = here; at !== ROOT && at !== BIN; at = state.objets[at].dans) path.unshift(at);
    path.unshift(here === BIN ? BIN : ROOT);
    const crumbs = path.map((id) =>
      h("li", { class: "breadcrumb-item" }, id === here ? h("span", { "aria-current": "true" }, this.titleOf(state, id)) : button(this.titleOf(state, id), () => this.go(id), { style: "link p-0", key: `chemin-${id}` })),
    );
    const thrown = Object.values(state.objets).filter((one) => one.dans === BIN).length;
    return h(
      "div",
      { class: "simulator-bar" },
      h("nav", { class: "flex-grow-1", "aria-label": this.words.path }, h("ol", { class: "breadcrumb mb-0 align-items-center" }, crumbs)),
      here !== BIN && button(this.words.newFolder, () => this.show({ asking: "nouveau", chosen: null, focus: "nom" }), { key: "nouveau" }),
      here === BIN
        ? button(this.fill("backTo", { name: state.titre }), () => this.go(ROOT), { key: "corbeille" })
        : button(`${this.words.bin} (${thrown})`, () => this.go(BIN), { key: "corbeille" }),
      here === BIN && thrown > 0 && button(this.words.emptyBin, () => this.act({ faire: "vider_corbeille" }, this.words.binEmptied), { key: "vider", style: "outline-danger" }),
    );
  }

  go(folder) {
    this.show({ folder, chosen: null, asking: null, focus: `chemin-${folder}` });
    this.say(this.fill("shown", { name: this.titleOf(this.state, folder) }));
  }

  list(state, here) {
    const held = Object.entries(state.objets)
      .filter(([, one]) => one.dans === here)
      .sort(([, a], [, b]) => (a.sorte === b.sorte ? a.nom.localeCompare(b.nom, "fr") : a.sorte === "dossier" ? -1 : 1));
    if (!held.length) return h("p", { class: "p-3 mb-0", "data-fallback": true }, this.words.empty);
    const rows = held.map(([id, one]) => h("li", {}, this.row(id, one)));
    return roving(h("ul", { class: "list-unstyled mb-0", "aria-label": this.words.content }, rows), rows, `objet-${this.local.chosen}`);
  }

  row(id, one) {
    const chosen = this.local.chosen === id;
    const details = one.sorte === "dossier" ? this.words.folder : [this.words.file, this.size(one.taille), one.date].filter(Boolean).join(" · ");
    return h(
      "button",
      { type: "button", class: "simulator-row", key: `objet-${id}`, "aria-pressed": chosen ? "true" : "false", onclick: () => this.choose(id) },
      h("span", { class: chosen ? "fw-semibold" : "" }, h("span", { "aria-hidden": "true", class: `simulator-icon simulator-icon-${one.sorte}` }), one.nom),
      h("span", { class: "small" }, details),
    );
  }

  size(kilobytes) {
    return kilobytes >= 1000 ? this.fill("megabytes", { count: (kilobytes / 1000).toLocaleString("fr", { maximumFractionDigits: 1 }) }) : this.fill("kilobytes", { count: kilobytes });
  }

  choose(id) {
    this.show({ chosen: this.local.chosen === id ? null : id, asking: null, focus: `objet-${id}` });
  }

  panel(state, here) {
    if (this.local.asking === "nouveau") return this.ask(this.words.newFolder, "", (nom) => this.act({ faire: "nouveau_dossier", dans: here, nom }, this.fill("created", { name: nom })));
    const id = this.local.chosen;
    const one = state.objets[id];
    if (!one || one.dans !== here) return null;
    if (this.local.asking === "renommer") return this.ask(this.fill("rename", { name: one.nom }), one.nom, (nom) => this.act({ faire: "renommer", objet: id, nom }, this.fill("renamed", { name: nom })));
    const act = (faire, said, more = {}) => this.act({ faire, objet: id, ...more }, said);
    const actions =
      here === BIN
        ? [button(this.words.restore, () => act("restaurer", this.words.restored), { key: "restaurer", style: "primary" })]
        : [
            button(this.words.open, () => this.open(id, one), { key: "ouvrir", style: "primary" }),
            button(this.words.renameAction, () => this.show({ asking: "renommer", focus: "nom" }), { key: "renommer" }),
            button(this.words.compress, () => act("compresser", this.words.compressed), { key: "compresser" }),
            button(this.words.delete, () => act("supprimer", this.words.deleted), { key: "supprimer" }),
          ];
    return h(
      "section",
      { class: "p-3 simulator-panel", "aria-label": this.fill("actionsOn", { name: one.nom }) },
      h("h3", { class: "h6", "data-fallback": true }, one.nom),
      here !== BIN && one.sorte === "fichier" && one.ouvert && h("p", { class: "simulator-text" }, one.archive.length ? this.fill("holds", { names: one.archive.join(", ") }) : one.apercu || this.words.noPreview),
      h("div", { class: "d-flex flex-wrap gap-2" }, actions),
      here !== BIN && h("div", { class: "mt-3" }, this.targets(state, id, one, "deplacer", this.words.move), one.sorte === "fichier" && this.targets(state, id, one, "copier", this.words.copy)),
    );
  }

  open(id, one) {
    if (one.sorte === "dossier") {
      this.local = { ...this.local, folder: id, chosen: null, focus: `chemin-${id}` };
      this.act({ faire: "ouvrir", objet: id }, this.fill("shown", { name: one.nom }));
    } else {
      this.act({ faire: "ouvrir", objet: id }, one.archive.length ? this.fill("holds", { names: one.archive.join(", ") }) : one.apercu || this.words.noPreview);
    }
  }

  targets(state, id, one, faire, label) {
    const inside = (at) => {
      for (; at !== ROOT && at !== BIN; at = state.objets[at].dans) if (at === id) return true;
      return false;
    };
    const folders = Object.entries(state.objets).filter(([key, each]) => each.sorte === "dossier" && placeOf(state.objets, key) === ROOT && key !== one.dans && !inside(key));
    const options = [["", this.words.chooseFolder], ...(one.dans === ROOT ? [] : [[ROOT, state.titre]]), ...folders.map(([key]) => [key, this.pathTo(state, key)])];
    const go = (vers) => this.act({ faire, objet: id, vers }, this.fill(faire === "copier" ? "copied" : "moved", { name: one.nom, folder: this.titleOf(state, vers) }));
    return decide(label, options, go, { key: faire, word: this.words.confirm });
  }

  pathTo(state, id) {
    const names = [];
    for (let at = id; at !== ROOT && at !== BIN; at = state.objets[at].dans) names.unshift(state.objets[at].nom);
    return names.join(" › ");
  }

  ask(label, value, then) {
    const input = h("input", { type: "text", class: "form-control", key: "nom", value, maxlength: 120, autocomplete: "off" });
    const go = () => {
      const before = this.journal.length;
      this.local = { ...this.local, asking: null };
      then(input.value);
      if (this.journal.length === before) {
        this.show({ asking: this.local.chosen ? "renommer" : "nouveau", focus: "nom" });
        this.say(this.words.badName);
      }
    };
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        go();
      }
    });
    return h(
      "div",
      { class: "p-3 simulator-panel" },
      field(label, input, { help: this.words.nameHelp }),
      h("div", { class: "d-flex gap-2" }, button(this.words.validate, go, { style: "primary", key: "valider" }), button(this.words.cancel, () => this.show({ asking: null }), { key: "annuler" })),
    );
  }
}

customElements.define("parcours-explorateur", Explorer);
