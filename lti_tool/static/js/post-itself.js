// Sends the page's marked form once the page is whole: a page sent step by step ends with its form, and a
// download must not cut its loading short. Without scripts, the form's button is there.
addEventListener("load", () => {
  setTimeout(() => document.querySelector("form[data-post-itself]")?.submit(), 0);
});
