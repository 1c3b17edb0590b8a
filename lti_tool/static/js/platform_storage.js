// LTI Client Side postMessages 0.1: a few bytes kept by the platform's page when the browser keeps no
// cookie for us. Messages go to one origin, that of the platform's sign-on address, and only an answer
// from there, to the very message that we sent, is heard.

const PATIENCE_MS = 1500;

function frameOf(name) {
  const host = window.parent === window ? window.opener : window.parent;
  return name === "_parent" ? host : host?.frames[name];
}

function ask({ target, origin }, message) {
  return new Promise((resolve, reject) => {
    const frame = frameOf(target);
    const id = crypto.randomUUID();
    const finish = (settle, value) => {
      clearTimeout(timer);
      removeEventListener("message", hear);
      settle(value);
    };
    const hear = (event) => {
      const answer = event.data;
      const ours = event.origin === origin && event.source === frame && answer?.message_id === id;
      if (!ours || answer.subject !== `${message.subject}.response`) {
        return;
      }
      finish(answer.error ? reject : resolve, answer.error ?? answer.value);
    };
    const timer = setTimeout(() => finish(reject, new Error("no answer")), PATIENCE_MS);
    addEventListener("message", hear);
    if (frame) {
      frame.postMessage({ ...message, message_id: id }, origin);
    } else {
      finish(reject, new Error("no such frame"));
    }
  });
}

/** Ask the platform to keep a value; throws when it does not say that it did. */
export async function put(place, key, value) {
  if ((await ask(place, { subject: "lti.put_data", key, value })) !== value) {
    throw new Error("not kept");
  }
}

/** The value that the platform kept; throws when there is none. */
export async function get(place, key) {
  const value = await ask(place, { subject: "lti.get_data", key });
  if (typeof value !== "string") {
    throw new Error("nothing kept");
  }
  return value;
}
