// Reloads the page when a file of the content changes. Asked, not pushed: nothing to keep open.
const EVERY_MS = 1000;
let known = null;

async function look() {
  try {
    const answer = await fetch("/etat", { cache: "no-store" });
    const stamp = await answer.text();
    if (known !== null && stamp !== known) {
      location.replace(location.href);
      return;
    }
    known = stamp;
  } catch {
    // the server was stopped: go on asking, it may come back
  }
  setTimeout(look, EVERY_MS);
}

look();
