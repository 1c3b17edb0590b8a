// Building pages: elements from plain values. Texts are set as text, never as markup.

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "key") element.dataset.key = value; // where the focus comes back after a new drawing
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  if (tag === "select" && attributes.value !== undefined) element.value = attributes.value;
  return element;
}

export function button(label, onclick, { key = label, style = "outline-secondary", ...attributes } = {}) {
  return h("button", { type: "button", class: `btn btn-${style}`, key, onclick, ...attributes }, label);
}

let fields = 0;

export function field(label, control, { help = null, hidden = false } = {}) {
  const id = `champ-${(fields += 1)}`;
  control.id = id;
  if (help) control.setAttribute("aria-describedby", `${id}-aide`);
  return h(
    "div",
    { class: "mb-3" },
    h("label", { for: id, class: hidden ? "visually-hidden" : "form-label" }, label),
    control,
    help && h("div", { class: "form-text", id: `${id}-aide` }, help),
  );
}

export function select(options, attributes = {}) {
  const { value, ...others } = attributes;
  const items = options.map(([id, label]) => h("option", { value: id, selected: id === value }, label));
  return h("select", { class: "form-select", ...others }, items);
}

// A list that acts once its button is pressed: arrows pass over the options without doing anything.
export function decide(label, options, go, { key, word, help = null, ...attributes }) {
  const choose = select(options, { key, ...attributes });
  const done = button(word, () => choose.value && go(choose.value), { key: `${key}-valider`, "aria-label": `${word} : ${label}` });
  return h("div", { class: "simulator-decide" }, field(label, choose, { help }), done);
}

// One tab stop for a list: arrows, Home and End move inside it.
export function roving(list, items, current) {
  const buttons = items.map((item) => (item.matches("button") ? item : item.querySelector("button")));
  const chosen = Math.max(0, buttons.findIndex((one) => one.dataset.key === current));
  buttons.forEach((one, index) => one.setAttribute("tabindex", index === chosen ? "0" : "-1"));
  list.addEventListener("keydown", (event) => {
    const here = buttons.indexOf(event.target);
    const moves = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: buttons.length - 1 };
    const next = buttons[moves[event.key]];
    if (here < 0 || !next) return;
    event.preventDefault();
    buttons.forEach((one) => one.setAttribute("tabindex", one === next ? "0" : "-1"));
    next.focus();
  });
  return list;
}
