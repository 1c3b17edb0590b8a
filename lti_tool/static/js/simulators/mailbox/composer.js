// Writing a message.
import { button, decide, field, h } from "../dom.js";
import { FIELDS } from "./draft.js";

export function composer(box, state) {
  const { words } = box;
  const draft = state.brouillon;
  const written = (faire) => (event) => box.act({ faire, texte: event.target.value }, "", true);
  const subject = h("input", { type: "text", class: "form-control", key: "objet", value: draft.objet, maxlength: 200, onchange: written("ecrire_objet") });
  const body = h("textarea", { class: "form-control", key: "texte", rows: 6, maxlength: 2000, onchange: written("ecrire_texte") });
  body.value = draft.texte;
  const send = () => {
    if (!FIELDS.some((name) => draft[name].length)) return box.say(words.nobody);
    box.local = { ...box.local, focus: "dossier" };
    box.act({ faire: "envoyer" }, words.sent);
  };
  return h(
    "section",
    { class: "p-3" },
    h("h2", { class: "h5 mt-0", key: "nouveau", tabindex: "-1", "data-fallback": true }, words.newMessage),
    FIELDS.map((name) => recipients(box, state, name)),
    field(words.subject, subject),
    field(words.body, body),
    attached(box, state),
    h(
      "div",
      { class: "d-flex flex-wrap gap-2" },
      button(words.send, send, { style: "primary", key: "envoyer" }),
      button(words.giveUp, () => box.act({ faire: "abandonner" }, words.givenUp), { key: "abandonner" }),
    ),
  );
}

function recipients(box, state, name) {
  const { words } = box;
  const chosen = state.brouillon[name];
  const taken = FIELDS.flatMap((each) => state.brouillon[each]);
  const people = Object.values(state.carnet).filter((one) => !taken.includes(one.adresse));
  const label = (one) => (one.membres > 1 ? box.fill("group", { name: one.nom, count: one.membres }) : `${one.nom} · ${one.adresse}`);
  const add = (address) => {
    box.local.focus = `ajouter-${name}`;
    box.act({ faire: "ajouter_destinataire", champ: name, adresse: address }, box.fill("added", { address }));
  };
  const contacts = [["", words.chooseContact], ...people.map((one) => [one.adresse, label(one)])];
  const typed = h("input", {
    type: "text",
    class: "form-control",
    key: `adresse-${name}`,
    inputmode: "email",
    autocomplete: "off",
    onchange: (event) => event.target.value.trim() && add(event.target.value.trim()),
  });
  const chips = chosen.map((address) =>
    h(
      "li",
      { class: "simulator-chip" },
      h("span", { class: "text-break" }, box.nameOf?.(address) ?? address),
      button("×", () => box.act({ faire: "retirer_destinataire", champ: name, adresse: address }, box.fill("removed", { address })), { key: `retirer-${name}-${address}`, "aria-label": box.fill("removeRecipient", { address }) }),
    ),
  );
  return h(
    "fieldset",
    { class: "mb-3" },
    h("legend", { class: "form-label" }, words[`field_${name}`]),
    chips.length > 0 && h("ul", { class: "list-unstyled d-flex flex-wrap gap-2 mb-2" }, chips),
    people.length > 0 && decide(`${words[`field_${name}`]} : ${words.contacts}`, contacts, add, { key: `ajouter-${name}`, word: words.confirm }),
    field(`${words[`field_${name}`]} : ${words.otherAddress}`, typed),
  );
}

function attached(box, state) {
  const { words } = box;
  const names = state.brouillon.pieces;
  const files = Object.entries(state.fichiers).filter(([, one]) => !names.includes(one.nom));
  if (!names.length && !files.length) return null;
  const options = [["", words.chooseFile], ...files.map(([id, one]) => [id, `${one.nom} (${one.taille})`])];
  const attach = (fichier) => box.act({ faire: "joindre", fichier }, words.fileAttached);
  const list = names.map((nom) =>
    h("li", { class: "simulator-chip" }, nom, button("×", () => box.act({ faire: "detacher", nom }, words.fileDetached), { key: `detacher-${nom}`, "aria-label": box.fill("detach", { name: nom }) })),
  );
  return h("div", { class: "mb-3" }, list.length > 0 && h("ul", { class: "list-unstyled d-flex flex-wrap gap-2" }, list), files.length > 0 && decide(words.attach, options, attach, { key: "joindre", word: words.confirm }));
}
