// Pointing at a zone of the picture ticks its native input, which stays the form's only field.

function inputOf(fieldset, zone) {
  return fieldset.querySelector(`input[value="${zone.dataset.zone}"]`);
}

function showChosen(fieldset) {
  for (const zone of fieldset.querySelectorAll("[data-zone]")) {
    zone.classList.toggle("chosen", inputOf(fieldset, zone).checked);
  }
}

for (const fieldset of document.querySelectorAll("[data-zones]")) {
  for (const zone of fieldset.querySelectorAll("[data-zone]")) {
    zone.addEventListener("click", () => inputOf(fieldset, zone).click());
  }
  fieldset.addEventListener("change", () => showChosen(fieldset));
  showChosen(fieldset);
}
