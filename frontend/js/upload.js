// SPDX-License-Identifier: EUPL-1.2
// <form data-upload="address">: sends its file in pieces first (tus 1.0.0), goes on where a broken line left it, and
// then posts the form with the name of the upload in place of the file. Without scripts the form takes the file itself.
const TUS = { "Tus-Resumable": "1.0.0" };
const WAITS = [1000, 3000, 9000];

const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const wait = (milliseconds) => new Promise((done) => window.setTimeout(done, milliseconds));

class Refused extends Error {}

async function answered(address, options, token) {
  const headers = { ...TUS, "X-CSRFToken": token, ...options.headers };
  const answer = await fetch(address, { ...options, headers, credentials: "same-origin", redirect: "error" });
  if (answer.ok) return answer;
  // What the server says in plain text is meant for the reader; whatever else it says is a page.
  const isSaid = answer.headers.get("Content-Type")?.startsWith("text/plain");
  throw answer.status === 409 || answer.status >= 500 ? new Error(answer.statusText) : new Refused(isSaid ? await answer.text() : "");
}

async function begun(form, file, token) {
  const name = base64(new TextEncoder().encode(file.name));
  const headers = { "Upload-Length": file.size, "Upload-Metadata": `filename ${name}` };
  return (await answered(form.dataset.upload, { method: "POST", headers }, token)).headers.get("Location");
}

async function piece(address, file, offset, size, token) {
  const body = await file.slice(offset, offset + size).arrayBuffer();
  const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": offset };
  if (crypto.subtle) headers["Upload-Checksum"] = `sha256 ${base64(new Uint8Array(await crypto.subtle.digest("SHA-256", body)))}`;
  const answer = await answered(address, { method: "PATCH", headers, body }, token);
  return Number(answer.headers.get("Upload-Offset"));
}

async function sent(form, file, state, tell) {
  const token = form.elements.csrfmiddlewaretoken.value;
  state.address ??= await begun(form, file, token);
  let failures = 0;
  for (let offset = -1; offset < file.size; ) {
    try {
      if (offset < 0) {
        const head = await answered(state.address, { method: "HEAD" }, token);
        offset = Number(head.headers.get("Upload-Offset"));
      } else {
        offset = await piece(state.address, file, offset, Number(form.dataset.piece), token);
        failures = 0;
      }
      tell(offset);
    } catch (error) {
      if (error instanceof Refused || failures >= WAITS.length) throw error;
      await wait(WAITS[failures++]);
      offset = -1;
    }
  }
  return state.address.split("/").at(-2);
}

const states = new WeakMap();

async function upload(form, file) {
  const place = form.querySelector("[data-upload-progress]");
  const said = place.querySelector("[data-upload-said]");
  const bar = place.querySelector("progress");
  const button = form.querySelector("button[type=submit]");
  const known = states.get(form);
  const state = known?.file === file ? known : { file };
  states.set(form, state);
  place.hidden = false;
  button.disabled = true;
  said.textContent = "";
  try {
    form.elements.upload.value = await sent(form, file, state, (offset) => {
      bar.value = (100 * offset) / file.size;
    });
    said.textContent = form.dataset.done;
    form.elements.file.value = "";
    form.submit();
  } catch (error) {
    said.textContent = (error instanceof Refused && error.message) || form.dataset.broken;
    if (error instanceof Refused) states.delete(form);
    button.disabled = false;
  }
}

export function sendFilesInPieces(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    // What is under seal and large is sealed as it goes (sealing.js).
    const file = form.dataset?.upload && (form.elements.file.sealedStream ?? form.elements.file.files[0]);
    // An empty file is refused by the form itself.
    if (!file || file.size === 0) return;
    event.preventDefault();
    upload(form, file);
  });
}
