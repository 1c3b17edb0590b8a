// What every simulator's element shares: the journal, its drafts, drawing, focus and announcements.
//
// The hidden field `journal` is the answer; the server replays it and believes nothing else.
import { IllegalAction, reduce } from "./state.js";
import { h } from "./dom.js";

export const RESTART = "recommencer";
const MAX_ACTIONS = 300;
const EFFORT_LIMIT = 10_000; // of sorting and copying; the server refuses a journal that costs more
const SAVE_AFTER_MS = 800;
const RETRY_AFTER_MS = 5000;

export class SimulatorElement extends HTMLElement {
  rules = {};

  connectedCallback() {
    this.form = this.closest("form");
    this.field = this.querySelector("[name=journal]");
    this.first = JSON.parse(this.querySelector("[data-scene]").textContent);
    this.words = JSON.parse(this.querySelector("[data-words]")?.textContent ?? "{}");
    this.status = h("p", { class: "visually-hidden", role: "status" });
    this.board = h("div", { class: "simulator" });
    this.append(this.board, this.status);
    this.state = this.first;
    this.journal = [];
    this.spent = 0;
    this.local = {}; // what is shown (an open panel…); it is no action and is never sent
    for (const action of JSON.parse(this.field.value || "[]")) {
      try {
        this.state = this.after(action);
      } catch (error) {
        if (!(error instanceof IllegalAction)) throw error;
        break;
      }
      this.journal.push(action);
    }
    this.resumed?.();
    // A button drawn anew between press and release would never be clicked: the drawing waits.
    this.board.addEventListener("pointerdown", () => (this.pressed = true));
    this.board.addEventListener("click", () => (this.pressed = false), true);
    for (const ended of ["pointerup", "pointercancel"]) addEventListener(ended, () => setTimeout(() => this.released()));
    this.draw();
    addEventListener("pagehide", () => this.save(true));
    this.querySelector("noscript")?.remove();
  }

  after(action) {
    const state = action.faire === RESTART ? this.first : reduce(this.rules, this.state, action);
    const spent = this.spent + Math.max(0, (state.effort ?? 0) - (this.state.effort ?? 0));
    if (spent > EFFORT_LIMIT) throw new IllegalAction("too much work for one journal");
    this.spent = spent;
    return state;
  }

  released() {
    this.pressed = false;
    if (this.waiting && !this.typing()) this.draw();
  }

  // What is being typed in a field is not in the state yet: a drawing would lose it.
  typing() {
    const active = document.activeElement;
    return this.board.contains(active) && "defaultValue" in active && active.value !== active.defaultValue;
  }

  // One thing that the person does. `announcement` is read aloud; the sentence must say what changed.
  act(action, announcement = "", coalesce = false) {
    if (this.journal.length >= MAX_ACTIONS) {
      this.say(this.words.full);
      return;
    }
    try {
      this.state = this.after(action);
    } catch (error) {
      if (!(error instanceof IllegalAction)) throw error;
      this.draw();
      return;
    }
    const last = this.journal.at(-1);
    // Typing a text again replaces the typing before it: the journal stays short.
    if (coalesce && last && last.faire === action.faire && this.sameTarget(last, action)) this.journal.pop();
    this.journal.push(action);
    this.field.value = JSON.stringify(this.journal);
    this.planSave();
    this.draw();
    this.say(announcement);
  }

  sameTarget(one, other) {
    return Object.keys(one).every((key) => ["texte", "valeur", "formule"].includes(key) || one[key] === other[key]);
  }

  restart() {
    this.local = {};
    this.act({ faire: RESTART }, this.words.restarted);
  }

  show(changes) {
    this.local = { ...this.local, ...changes };
    this.draw();
  }

  draw() {
    this.waiting = Boolean(this.pressed);
    if (this.waiting) return;
    const active = document.activeElement;
    const inside = this.board.contains(active);
    const key = inside ? active.closest("[data-key]")?.dataset.key : null;
    const selection = inside && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
    const restart = h(
      "div",
      { class: "text-end mt-3" },
      h("button", { type: "button", class: "btn btn-link", key: "recommencer", onclick: () => this.restart() }, this.words.restart),
    );
    const shown = [this.view(this.state), this.journal.length > 0 && restart].flat(Infinity);
    this.board.replaceChildren(...shown.filter(Boolean)); // what is not there draws nothing
    if (inside) this.focusOn(this.local.focus ?? key, selection);
    delete this.local.focus;
  }

  focusOn(key, selection) {
    const wanted = [...this.board.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key && !one.disabled);
    const target = wanted ?? this.board.querySelector("[data-fallback]") ?? this.board;
    if (target === this.board || target.matches("h2, h3, div, section")) target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: Boolean(wanted) });
    if (selection && target.type === "text" && wanted) target.setSelectionRange(...selection);
  }

  // A sentence of `words` with its {names} replaced.
  fill(word, values) {
    return this.words[word].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  say(sentence) {
    if (sentence) this.status.textContent = sentence;
  }

  planSave(delay = SAVE_AFTER_MS) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
  }

  async save(leaving = false) {
    clearTimeout(this.timer);
    const url = this.dataset.saveUrl;
    if (!url || this.field.value === this.saved || !this.journal.length) return;
    const value = this.field.value;
    const body = new URLSearchParams({
      bearer: this.form.elements.bearer.value,
      epreuve: this.form.elements.epreuve.value,
      journal: value,
    });
    try {
      const answer = await fetch(url, { method: "POST", body, keepalive: leaving && value.length < 60000 });
      if (answer.ok) this.saved = value;
      else if (answer.status >= 500) this.planSave(RETRY_AFTER_MS);
    } catch {
      this.planSave(RETRY_AFTER_MS); // the network is down: the field still holds everything
    }
  }
}
