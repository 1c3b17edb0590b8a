// `launch/read_back.html`: fill in what the platform kept for us and post the message again. Without an
// answer the field stays empty, and the tool explains what to do.

import { get } from "./platform_storage.js";

const form = document.querySelector("#message");
const { target, origin, key } = form.dataset;

try {
  form.elements.stockage.value = await get({ target, origin }, key);
} catch {
  form.elements.stockage.value = "";
}
form.submit();
