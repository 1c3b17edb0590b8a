// Sends the page's only form at once. Without scripts, its button is there.
document.querySelector("form[data-post-itself]")?.submit();
