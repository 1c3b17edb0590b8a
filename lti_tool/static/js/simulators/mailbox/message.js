// One message: who, what, and everything that may be done with it.
import { button, decide, h } from "../dom.js";

export function message(box, state, id) {
  const one = state.messages[id];
  const { words } = box;
  const act = (faire, more, said) => box.act({ faire, message: id, ...more }, said);
  const leave = (faire, more, said) => {
    box.local = { ...box.local, message: null, focus: `message-${id}` };
    box.act({ faire, message: id, ...more }, said);
  };
  return h(
    "article",
    { class: "p-3" },
    button(words.back, () => box.close(), { key: "retour", style: "link px-0" }),
    h("h2", { class: "h5 mt-2", key: "titre", tabindex: "-1", "data-fallback": true }, one.objet),
    h("p", { class: "mb-1" }, h("strong", {}, one.nom), " ", one.adresse_vue && h("span", { class: "text-break" }, `<${one.adresse}>`)),
    !one.adresse_vue && button(words.showAddress, () => act("voir_adresse", {}, one.adresse), { key: "adresse" }),
    one.a.length > 0 && h("p", { class: "small mb-1 mt-2" }, `${words.to} ${one.a.join(", ")}`),
    one.cc.length > 0 && h("p", { class: "small mb-1" }, `${words.copy} ${one.cc.join(", ")}`),
    h("p", { class: "small" }, one.date),
    h("div", { class: "simulator-text" }, one.texte.trim()),
    links(box, one, act),
    attachments(box, one, act),
    h(
      "div",
      { class: "d-flex flex-wrap gap-2 mt-3", role: "group", "aria-label": words.actions },
      button(words.reply, () => act("repondre", {}, words.draftOpened), { key: "repondre" }),
      button(words.replyAll, () => act("repondre_a_tous", {}, words.draftOpened), { key: "repondre-tous" }),
      button(words.forward, () => act("transferer", {}, words.draftOpened), { key: "transferer" }),
      one.signale
        ? button(words.unreport, () => act("annuler_signalement", {}, words.unreported), { key: "signaler" })
        : button(words.report, () => leave("signaler", {}, words.reported), { key: "signaler" }),
      button(words.archive, () => leave("deplacer", { dossier: "archives" }, words.archived), { key: "archiver" }),
      button(words.delete, () => leave("deplacer", { dossier: "corbeille" }, words.deleted), { key: "supprimer" }),
      button(one.lu ? words.markUnread : words.markRead, () => act("marquer", { lu: !one.lu }, words.marked), { key: "marquer" }),
      !inBook(state, one) && button(words.addContact, () => act("ajouter_contact", {}, words.contactAdded), { key: "contact" }),
    ),
    h("div", { class: "mt-3" }, moveTo(box, state, one, leave)),
  );
}

function links(box, one, act) {
  const entries = Object.entries(one.liens);
  if (!entries.length) return null;
  const { words } = box;
  const items = entries.map(([id, link]) =>
    h(
      "li",
      { class: "simulator-piece" },
      h("span", { class: "simulator-link" }, link.texte),
      link.vu && h("span", { class: "text-break small" }, `${words.target} ${link.cible}`),
      link.suivi && h("span", { class: "small fw-semibold text-break" }, box.fill("followed", { url: link.cible })),
      h(
        "span",
        { class: "d-flex flex-wrap gap-2" },
        !link.vu && button(words.showTarget, () => act("voir_cible", { lien: id }, `${words.target} ${link.cible}`), { key: `cible-${id}`, "aria-label": `${words.showTarget} : ${link.texte}` }),
        !link.suivi && button(words.follow, () => act("suivre_lien", { lien: id }, box.fill("followed", { url: link.cible })), { key: `suivre-${id}`, "aria-label": `${words.follow} : ${link.texte}` }),
      ),
    ),
  );
  return h("div", { class: "mt-3" }, h("h3", { class: "h6" }, words.links), h("ul", { class: "list-unstyled mb-0" }, items));
}

function attachments(box, one, act) {
  const entries = Object.entries(one.pieces);
  if (!entries.length) return null;
  const { words } = box;
  const items = entries.map(([id, piece]) =>
    h(
      "li",
      { class: "simulator-piece" },
      h("span", { class: "text-break" }, `${piece.nom} (${piece.taille})`),
      piece.ouverte && h("span", { class: "small simulator-text" }, piece.apercu || words.noPreview),
      piece.enregistree && h("span", { class: "small fw-semibold" }, words.saved),
      h(
        "span",
        { class: "d-flex flex-wrap gap-2" },
        !piece.ouverte && button(words.openPiece, () => act("ouvrir_piece", { piece: id }, words.pieceOpened), { key: `ouvrir-${id}`, "aria-label": `${words.openPiece} : ${piece.nom}` }),
        !piece.enregistree && button(words.savePiece, () => act("enregistrer_piece", { piece: id }, words.saved), { key: `enregistrer-${id}`, "aria-label": `${words.savePiece} : ${piece.nom}` }),
      ),
    ),
  );
  return h("div", { class: "mt-3" }, h("h3", { class: "h6" }, words.attachments), h("ul", { class: "list-unstyled mb-0" }, items));
}

function inBook(state, one) {
  return Object.values(state.carnet).some((contact) => contact.adresse === one.adresse);
}

function moveTo(box, state, one, leave) {
  const folders = Object.entries(state.dossiers).filter(([id]) => id !== one.dossier);
  const options = [["", box.words.chooseFolder], ...folders.map(([id, { titre }]) => [id, titre])];
  const move = (dossier) => leave("deplacer", { dossier }, box.fill("moved", { folder: state.dossiers[dossier].titre }));
  return decide(box.words.move, options, move, { key: "deplacer", word: box.words.confirm });
}
