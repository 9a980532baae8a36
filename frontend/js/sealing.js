// SPDX-License-Identifier: EUPL-1.2
// What pages of sealed files gain where scripts run. Keys live in memory while a page is open and nowhere else.
//
// <input type="file" data-seal-to='["age1...", ...]'>
//   whatever is chosen is sealed to these recipients before the form can be sent; what is sealed already stays as it is.
//   The form includes parties/_seal_status.html. data-seal-most: how many bytes are taken. Up to
//   data-seal-at-once a file is sealed before it goes; a larger one, in a form that sends in pieces (upload.js), is sealed as
//   it goes: then the input stays empty and has it as `sealedStream`. It is `disabled` in the page, so that nothing unsealed is sent where no
//   script runs. With data-seal-save (id of a link) the form is never sent: the link offers the sealed file to keep.
//   When all is sealed, the input fires `comity:sealed`.
// <form data-open-sealed [data-sealed-url="..."]>
//   opens a sealed file, chosen in [data-open-file] or fetched once by POST, with [data-open-identity] and
//   [data-open-passphrase]. It is fetched, which is entered as a reading, only when the key file is open.
// <form data-make-key>, <form data-make-shares>
//   make a person's or authority's key, or a recovery key and its shares; only the recipient is posted.
// <form data-passkey-copy>
//   opens a key file, of any kind, and gives a second one that a passkey opens; nothing is posted.
// <form data-make-signing-key data-key-log="..." data-key-party="..." data-key-authority="...">
//   makes an authority's signing key; only its public part is posted, and its signature that it is that authority's.
// <form data-sign data-sign-log="..." data-sign-extra="...">
//   signs the leaf of the act that the extra tells of; the public key and the signature are posted.
import { Fault, fingerprint, SealedStream, identities, isSealed, keyFile, newKey, open, passkeyFile, seal } from "./sealing/age.js";
import { split } from "./sealing/shares.js";
import { SIGNING, newSigner, signed, signerFile } from "./sealing/signing.js";

const SHORTEST_PASSPHRASE = 12;
const AT_ONCE = 256 * 1024 * 1024;
const ANY = /^(AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}|COMITY-SIGNING-KEY-1[0-9A-F]{64})$/;
const held = new WeakMap();

// The sentence of that name stands on the page, in the reader's language.
function say(element, name, more = "") {
  element.textContent = [element.dataset[name] ?? "", more].join(" ").trim();
  element.classList.toggle("field-errors", !["working", "done", "made", "streamed"].includes(name));
}

function offer(link, blob, name) {
  if (held.has(link)) URL.revokeObjectURL(held.get(link));
  held.set(link, URL.createObjectURL(blob));
  link.href = held.get(link);
  link.download = name;
  link.hidden = false;
}

// The name may tell what the file is; only its ending is kept.
function sealedName(name) {
  const ending = name.match(/\.[A-Za-z0-9]{1,8}$/);
  return `sealed${ending ? ending[0].toLowerCase() : ""}.age`;
}

async function sealed(files, { recipients, atOnce, tell }) {
  const found = new DataTransfer();
  for (const file of files) {
    if (await isSealed(file)) found.items.add(file);
    else if (file.size > atOnce) throw new Fault("heavy");
    else {
      const content = await seal(file, recipients, (come) => tell(come / file.size));
      found.items.add(new File([content], sealedName(file.name), { type: "application/octet-stream" }));
    }
  }
  return found.files;
}

function prepareSealing(input) {
  const form = input.closest("form");
  const status = form.querySelector("[data-seal-status]");
  const bar = form.querySelector("[data-seal-progress]");
  const link = document.getElementById(input.dataset.sealSave ?? "");
  const most = Number(input.dataset.sealMost ?? Infinity);
  const atOnce = Number(input.dataset.sealAtOnce ?? AT_ONCE);
  // What was chosen last, and whether what the input holds now is sealed. Browsers may put a file back without a word.
  let latest = 0;
  let isReady = false;

  async function streamed(recipients) {
    const [file] = input.files;
    if (!form.dataset.upload || file.size <= atOnce || (await isSealed(file))) return undefined;
    return SealedStream.of(file, sealedName(file.name), recipients);
  }

  async function take() {
    const turn = (latest += 1);
    isReady = false;
    input.sealedStream = undefined;
    if (link) link.hidden = true;
    bar.hidden = true;
    if (input.files.length === 0) return say(status, "none");
    say(status, "working");
    try {
      if ([...input.files].some((file) => file.size > most)) throw new Fault("large");
      const recipients = JSON.parse(input.dataset.sealTo);
      const stream = await streamed(recipients);
      if (turn !== latest) return undefined;
      if (stream) {
        const [{ name }] = input.files;
        input.value = "";
        input.sealedStream = stream;
        isReady = true;
        return say(status, "streamed", name);
      }
      const files = await sealed([...input.files], {
        recipients,
        atOnce,
        tell: (share) => {
          if (turn !== latest) return;
          bar.hidden = false;
          bar.value = 100 * share;
        },
      });
      if (turn !== latest) return undefined;
      bar.hidden = true;
      input.files = files;
      isReady = true;
      if (link) offer(link, files[0], files[0].name);
      say(status, "done");
      input.dispatchEvent(new CustomEvent("comity:sealed", { bubbles: true }));
    } catch (error) {
      if (turn !== latest) return undefined;
      bar.hidden = true;
      // Nothing unsealed stays where it could be sent.
      input.value = "";
      say(status, error instanceof Fault ? error.name : "failed");
    }
    return undefined;
  }

  input.value = "";
  input.disabled = false;
  input.addEventListener("change", take);
  form.addEventListener(
    "submit",
    (event) => {
      if ((isReady || input.files.length === 0) && !input.dataset.sealSave) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (latest === 0) take();
    },
    true,
  );
}

async function showFingerprints(root) {
  for (const shown of root.querySelectorAll("[data-fingerprint-of]")) {
    shown.textContent = await fingerprint(shown.dataset.fingerprintOf);
  }
}

async function fetchedFrom(form) {
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken?.value ?? "" };
  const answer = await fetch(form.dataset.sealedUrl, { method: "POST", headers, credentials: "same-origin" });
  if (!answer.ok) throw new Fault("failed");
  return answer.blob();
}

// Does the work of a form here, with a key file and its passphrase, and says how it ended; nothing of it is sent.
function onSubmit(form, part, work, { keys, onFault } = {}) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const status = part("status");
    part("save").hidden = true;
    say(status, "working");
    try {
      say(status, await work(await identities(part("identity").files[0], part("passphrase").value, keys)));
    } catch (error) {
      onFault?.(error);
      say(status, error instanceof Fault ? error.name : "failed");
    }
    part("passphrase").value = "";
  });
}

function prepareOpening(form) {
  const part = (name) => form.querySelector(`[data-open-${name}]`);
  let fetched;
  const work = async (found) => {
    if (form.dataset.sealedUrl) fetched ??= await fetchedFrom(form);
    const sealed = fetched ?? part("file").files[0];
    const plain = await open(sealed, found);
    offer(part("save"), plain, (form.dataset.sealedName ?? sealed.name).replace(/\.age$/, ""));
    return "done";
  };
  const onFault = (error) => {
    if (error.name === "damaged") fetched = undefined;
  };
  onSubmit(form, part, work, { onFault });
}

function prepareCopy(form) {
  if (!globalThis.PublicKeyCredential) return;
  for (const shown of form.querySelectorAll("[data-needs-prf]")) shown.hidden = false;
  const part = (name) => form.querySelector(`[data-copy-${name}]`);
  const work = async (found) => {
    const file = await passkeyFile(found, form.dataset.keyName);
    offer(part("save"), new Blob([file], { type: "text/plain" }), form.dataset.keyFile);
    return "made";
  };
  onSubmit(form, part, work, { keys: ANY });
}

async function sealingKey(passphrase) {
  const key = await newKey();
  return { file: await keyFile(key, passphrase), fields: { recipient: key.recipient }, mark: await fingerprint(key.recipient) };
}

async function signingKey(passphrase, { keyLog, keyParty, keyAuthority }) {
  const key = newSigner(keyLog, keyParty, keyAuthority);
  const fields = { public: key.public, claim: key.claim };
  return { file: await signerFile(key, passphrase), fields, mark: key.public.match(/.{4}/g).join(" ") };
}

const prepareMaking = (make) => (form) => {
  const part = (name) => form.querySelector(`[data-key-${name}]`);
  part("make").addEventListener("click", async () => {
    const status = part("status");
    const passphrase = part("passphrase").value;
    if (passphrase.length < SHORTEST_PASSPHRASE) return say(status, "short");
    if (passphrase !== part("again").value) return say(status, "differ");
    say(status, "working");
    try {
      const made = await make(passphrase, form.dataset);
      offer(part("save"), new Blob([made.file], { type: "text/plain" }), form.dataset.keyFile);
      for (const [name, value] of Object.entries(made.fields)) form.elements[name].value = value;
      say(status, "made", made.mark);
      part("passphrase").value = "";
      part("again").value = "";
    } catch {
      say(status, "failed");
    }
    return undefined;
  });
};

function prepareSigning(form) {
  const part = (name) => form.querySelector(`[data-sign-${name}]`);
  part("make").addEventListener("click", async () => {
    const status = part("status");
    const [file] = part("identity").files;
    if (!file) return say(status, "file");
    say(status, "working");
    try {
      const [key] = await identities(file, part("passphrase").value, SIGNING);
      const { payload, ...made } = await signed(key, form.dataset.signLog, form.dataset.signExtra);
      form.elements.key.value = made.public;
      form.elements.signature.value = made.signature;
      say(status, "made", `${payload.act}, ${payload.by}, ${payload.at}`);
    } catch (error) {
      say(status, error instanceof Fault ? error.name : "failed");
    }
    part("passphrase").value = "";
    return undefined;
  });
}

function prepareShares(form) {
  const part = (name) => form.querySelector(`[data-shares-${name}]`);
  part("make").addEventListener("click", async () => {
    const status = part("status");
    say(status, "working");
    try {
      const key = await newKey();
      const mark = await fingerprint(key.recipient);
      const [threshold, count] = form.elements.quorum.value.split("/").map(Number);
      const epoch = Number(form.dataset.epoch);
      const shares = split(key.identity, { threshold, count, epoch, mark: mark.replaceAll(" ", "").slice(0, 20) });
      form.elements.recipient.value = key.recipient;
      part("list").replaceChildren(...shares.map((share, place) => sheet(part("sheet"), share, place + 1, mark)));
      part("made").hidden = false;
      say(status, "made", mark);
    } catch {
      say(status, "failed");
    }
  });
}

function sheet(template, share, number, mark) {
  const made = template.content.cloneNode(true);
  made.querySelector("[data-number]").textContent = String(number);
  made.querySelector("[data-share]").textContent = share;
  made.querySelector("[data-mark]").textContent = mark;
  return made;
}

const PARTS = {
  "input[data-seal-to]": prepareSealing,
  "form[data-open-sealed]": prepareOpening,
  "form[data-passkey-copy]": prepareCopy,
  "form[data-make-key]": prepareMaking(sealingKey),
  "form[data-make-signing-key]": prepareMaking(signingKey),
  "form[data-sign]": prepareSigning,
  "form[data-make-shares]": prepareShares,
};

function start() {
  if (!globalThis.crypto?.subtle) return;
  for (const shown of document.querySelectorAll("[data-needs-sealing][hidden]")) shown.hidden = false;
  for (const [selector, prepare] of Object.entries(PARTS)) {
    for (const element of document.querySelectorAll(selector)) prepare(element);
  }
  showFingerprints(document);
}

start();
