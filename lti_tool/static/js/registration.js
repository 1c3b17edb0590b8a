// Tells the platform that the registration is over (LTI Dynamic Registration 1.0, 3.7): Moodle then goes
// back to its list of tools. Not at once, so that what is left to do can be read; and never against the
// reader's will: « Garder cette page ouverte » stops the countdown (WCAG 2.2.1).
const READING_SECONDS = 12;
const listeners = [window.opener, window.parent].filter((other) => other && other !== window);

// The message carries nothing, so that any origin may hear it.
const close = () => listeners.forEach((other) => other.postMessage({ subject: "org.imsglobal.lti.close" }, "*"));

if (listeners.length > 0) {
  document.querySelector("[data-alone]").hidden = true;
  document.querySelector("[data-closing]").hidden = false;
  const countdown = setTimeout(close, READING_SECONDS * 1000);
  document.querySelector("[data-close]").addEventListener("click", () => {
    clearTimeout(countdown);
    close();
  });
  document.querySelector("[data-stay]").addEventListener("click", (event) => {
    clearTimeout(countdown);
    document.querySelector("[data-countdown]").hidden = true;
    event.currentTarget.hidden = true;
  });
}
