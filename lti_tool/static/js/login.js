// `launch/login.html`: does this browser keep our cookie in a frame? Else, does the platform offer its
// storage? Else the activity needs a tab of its own, and only now is it possible to begin again there.

import { put } from "./platform_storage.js";

const step = document.querySelector("#connexion");
const { url, cookie, target, origin, key, secret } = step.dataset;

function keepsCookies() {
  try {
    return document.cookie.split("; ").includes(`${cookie}=1`);
  } catch {
    return false; // a sandboxed frame has no cookies at all
  }
}

function offerNewTab() {
  const offer = document.querySelector("#nouvel-onglet");
  step.hidden = true;
  offer.hidden = false;
  offer.querySelector("form").addEventListener("submit", () => {
    const said = document.querySelector("#ouvert");
    said.textContent = said.dataset.words;
    // After the form has left: the platform accepts these parameters once.
    setTimeout(() => { offer.querySelector("button").disabled = true; });
  });
}

async function decide() {
  if (keepsCookies()) {
    location.replace(url);
    return;
  }
  try {
    if (!target) {
      throw new Error("no storage");
    }
    await put({ target, origin }, key, secret);
    location.replace(url);
  } catch {
    offerNewTab();
  }
}

decide();
