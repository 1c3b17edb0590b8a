// Twin of `lti_tool/interactions/simulators/question.py`, and how the question is shown.
import { button, field, h } from "./dom.js";
import { IllegalAction, node, oneOf, put, rule, text } from "./state.js";

export const ANSWER = rule(["texte"], (state, action) => {
  const asked = node(state, "question");
  if (!Object.keys(asked).length) throw new IllegalAction("nothing is asked");
  return put(state, ["reponse"], Object.keys(asked.choix).length ? oneOf(action, "texte", asked.choix) : text(action, "texte"));
});

export function question(owner, state) {
  if (!Object.keys(state.question).length) return null;
  const { libelle, aide, choix } = state.question;
  const answer = (texte) => owner.act({ faire: "repondre", texte }, owner.words.answered, true);
  const choices = Object.entries(choix);
  return choices.length ? chosen(state, libelle, aide, choices, answer) : typed(owner, state, libelle, aide, answer);
}

function typed(owner, state, libelle, aide, answer) {
  const input = h("input", { type: "text", class: "form-control", key: "reponse", value: state.reponse, maxlength: 200, autocomplete: "off" });
  const keep = () => input.value !== owner.state.reponse && answer(input.value);
  input.addEventListener("change", keep);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    keep();
  });
  return h("div", { class: "p-3 simulator-panel" }, field(libelle, input, { help: aide || null }), button(owner.words.answer, () => answer(owner.board.querySelector("[data-key=reponse]").value), { key: "repondre", style: "primary" }));
}

function chosen(state, libelle, aide, choices, answer) {
  const radios = choices.map(([id, texte]) => {
    const input = h("input", { type: "radio", class: "form-check-input", name: "reponse-scene", id: `reponse-${id}`, key: `reponse-${id}`, checked: state.reponse === id, onchange: () => answer(id) });
    return h("div", { class: "form-check" }, input, h("label", { class: "form-check-label", for: `reponse-${id}` }, texte));
  });
  return h("fieldset", { class: "p-3 simulator-panel" }, h("legend", { class: "h6" }, libelle), aide && h("p", { class: "form-text" }, aide), radios);
}
