// Up and Down buttons for `interactions/sequencing.html`. The selects stay the form's only fields:
// they are hidden, and kept in step with what is seen. They stay empty until the first move, so that
// a page sent by accident is refused instead of being marked wrong.

function elementsOf(fieldset) {
  return [...fieldset.querySelectorAll("[data-element]")];
}

function select(element) {
  return element.querySelector("select");
}

function button(element, move) {
  return element.querySelector(`[data-move="${move}"]`);
}

function sortByEnteredPositions(fieldset) {
  const elements = elementsOf(fieldset);
  const positions = elements.map((element) => Number(select(element).value));
  const complete = positions.every((position) => position > 0) && new Set(positions).size === positions.length;
  if (!complete) {
    return false;
  }
  const list = elements[0].parentElement;
  elements.sort((one, other) => Number(select(one).value) - Number(select(other).value));
  list.append(...elements);
  return true;
}

function writePositions(fieldset) {
  elementsOf(fieldset).forEach((element, index) => {
    select(element).value = String(index + 1);
  });
}

function updateButtons(fieldset) {
  const elements = elementsOf(fieldset);
  elements.forEach((element, index) => {
    button(element, "up").disabled = index === 0;
    button(element, "down").disabled = index === elements.length - 1;
  });
}

function announce(fieldset, element) {
  const elements = elementsOf(fieldset);
  const words = {
    element: element.querySelector("[data-label]").textContent.trim(),
    position: elements.indexOf(element) + 1,
    total: elements.length,
  };
  const status = fieldset.querySelector("[data-sequencing-status]");
  status.textContent = fieldset.dataset.moved.replace(/\{(\w+)\}/g, (_, name) => words[name]);
}

function move(fieldset, element, direction) {
  if (direction === "up") {
    element.previousElementSibling?.before(element);
  } else {
    element.nextElementSibling?.after(element);
  }
  writePositions(fieldset);
  updateButtons(fieldset);
  // Moving an element in the page drops the focus; at either end only the other button is left.
  const pressed = button(element, direction);
  (pressed.disabled ? button(element, direction === "up" ? "down" : "up") : pressed).focus();
  announce(fieldset, element);
}

function replaceLabel(element) {
  // The select is hidden: a label that points to it would name nothing.
  const label = element.querySelector("[data-label]");
  const text = document.createElement("span");
  text.dataset.label = "";
  text.textContent = label.textContent;
  label.replaceWith(text);
}

function enhance(fieldset) {
  const answered = sortByEnteredPositions(fieldset);
  for (const element of elementsOf(fieldset)) {
    replaceLabel(element);
    select(element).classList.add("d-none");
    if (!answered) {
      select(element).value = "";
    }
    for (const direction of ["up", "down"]) {
      button(element, direction).hidden = false;
      button(element, direction).addEventListener("click", () => move(fieldset, element, direction));
    }
  }
  fieldset.querySelector("[data-sequencing-list]").classList.add("list-group-numbered");
  fieldset.querySelector("[data-sequencing-plain]").hidden = true;
  fieldset.querySelector("[data-sequencing-enhanced]").hidden = false;
  updateButtons(fieldset);
}

document.querySelectorAll("[data-sequencing]").forEach(enhance);
