// SPDX-License-Identifier: EUPL-1.2
// Sealing and opening with age, in memory alone: nothing here is sent, stored or kept longer than the page.
import { Decrypter, Encrypter, armor, generateX25519Identity, identityToRecipient, webauthn } from "age-encryption";

const RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/;
const IDENTITY = /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/;
const STEPS = [4, 8, 16];
// 2^20 takes a gigabyte. A file that asks for more was not written by any tool we know.
const MOST_WORK = 20;
// In the first line of a key file that a passkey opens: which passkey, of which site.
const PASSKEY = /^AGE-PLUGIN-FIDO2PRF-1[02-9AC-HJ-NP-Z]+$/m;
const MAGIC = "age-encryption.org/";

// Why something could not be done; pages hold the words, by this name.
export class Fault extends Error {
  constructor(name) {
    super(name);
    this.name = name;
  }
}

// Deriving a key from a passphrase stops the page for a second or two: first let it show what it is doing.
const breathe = () => new Promise((done) => setTimeout(done, 50));

export async function newKey() {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

// The file that a person keeps: `age -d -i` takes it too, asking for the passphrase.
export const keyFile = ({ identity, recipient }, passphrase) => locked(`# public key: ${recipient}\n${identity}\n`, passphrase);

export async function locked(text, passphrase) {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  await breathe();
  return armor.encode(await encrypter.encrypt(text));
}

// A second file with the same identities, which a new passkey opens on this site in the place of the passphrase. Throws a
// Fault, `unable`, where browser or device have none that gives a key (the PRF of WebAuthn).
export async function passkeyFile(found, keyName) {
  const encrypter = new Encrypter();
  try {
    const passkey = await webauthn.createCredential({ keyName });
    encrypter.addRecipient(new webauthn.WebAuthnRecipient({ identity: passkey }));
    return `${passkey}\n${armor.encode(await encrypter.encrypt(`${found.join("\n")}\n`))}`;
  } catch {
    throw new Fault("unable");
  }
}

async function opensByPasskey(text, passkey) {
  const decrypter = new Decrypter();
  decrypter.addIdentity(new webauthn.WebAuthnIdentity({ identity: passkey }));
  const content = unarmored(text.slice(text.indexOf("-----BEGIN AGE")).trim());
  try {
    return await decrypter.decrypt(content, "text");
  } catch {
    throw new Fault("passkey");
  }
}

// What two persons compare: `printf %s age1... | sha256sum | cut -c 1-40`, in groups of four.
export async function fingerprint(recipient) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(recipient)));
  const digits = Array.from(digest.slice(0, 20), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.match(/.{4}/g).join(" ");
}

export async function isSealed(blob) {
  return (await blob.slice(0, MAGIC.length).text()) === MAGIC;
}

// What a stream gives, as a blob made of smaller ones: those the browser keeps where it likes, on the disk too, so that no
// more than one piece of a large file is in the memory of the page. `tell` hears how many bytes have come.
const PIECE = 4 * 1024 * 1024;

async function gathered(stream, tell) {
  const pieces = [];
  let held = [];
  let size = 0;
  let come = 0;
  const put = () => {
    pieces.push(new Blob(held));
    held = [];
    size = 0;
  };
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    held.push(next.value);
    size += next.value.length;
    if (size >= PIECE) {
      put();
      come += PIECE;
      tell(come);
    }
  }
  put();
  const whole = new Blob(pieces);
  // A browser that has no room for a blob says so only to whoever reads it.
  await whole.slice(0, 1).arrayBuffer();
  await whole.slice(-1).arrayBuffer();
  return whole;
}

// An encrypter to these recipients. Keys made for the purpose and thrown away bring their number to 4, 8 or 16; sorted by
// their letters, which are chance, so that the last ones are not the thrown-away ones.
async function encrypterFor(recipients) {
  const named = [...new Set(recipients)];
  const step = STEPS.find((one) => named.length <= one);
  if (named.length === 0 || !step || !named.every((one) => RECIPIENT.test(one))) throw new Fault("recipients");
  const all = [...named];
  while (all.length < step) all.push((await newKey()).recipient);
  const encrypter = new Encrypter();
  try {
    for (const one of all.sort()) encrypter.addRecipient(one);
  } catch {
    throw new Fault("recipients");
  }
  return encrypter;
}

// Seals a blob to these recipients, as a blob; `tell` hears how many bytes there are so far.
export async function seal(blob, recipients, tell) {
  const encrypter = await encrypterFor(recipients);
  return gathered(await encrypter.encrypt(blob.stream()), tell);
}

// A file that is sealed while it is read from front to back, with no more than one piece in memory: it has the name, the
// size and the slices of the sealed file. The last piece is kept, to be given again over a line that broke; a reading from
// the beginning anew is sealed anew, so that no byte is ever sealed in two ways with one key.
export class SealedStream {
  static async of(file, name, recipients) {
    const made = new SealedStream();
    Object.assign(made, { file, name, encrypter: await encrypterFor(recipients) });
    await made.begin();
    return made;
  }

  async begin() {
    const stream = await this.encrypter.encrypt(this.file.stream());
    this.size = stream.size(this.file.size);
    this.reader = stream.getReader();
    this.rest = new Uint8Array();
    this.held = { start: 0, bytes: new Uint8Array() };
  }

  slice(start, end) {
    return { arrayBuffer: async () => (await this.bytes(start, Math.min(end, this.size))).slice().buffer };
  }

  async bytes(start, end) {
    let heldEnd = this.held.start + this.held.bytes.length;
    if (start >= this.held.start && start < heldEnd) return this.held.bytes.subarray(start - this.held.start);
    if (start === 0 && heldEnd > 0) {
      await this.begin();
      heldEnd = 0;
    }
    if (start !== heldEnd) throw new Error("it is sealed from front to back");
    const bytes = new Uint8Array(end - start);
    for (let filled = 0; filled < bytes.length; ) {
      if (this.rest.length === 0) {
        const next = await this.reader.read();
        if (next.done) throw new Error("the file became shorter");
        this.rest = next.value;
      }
      const part = this.rest.subarray(0, bytes.length - filled);
      bytes.set(part, filled);
      filled += part.length;
      this.rest = this.rest.subarray(part.length);
    }
    this.held = { start, bytes };
    return bytes;
  }
}

function unarmored(text) {
  try {
    return armor.decode(text);
  } catch {
    throw new Fault("identity");
  }
}

// The lines of a key file that are keys, identities if no other form is named; throws a Fault: identity, passphrase, passkey.
export async function identities(file, passphrase, form = IDENTITY) {
  let text = await file.text();
  const passkey = text.match(PASSKEY);
  if (passkey) text = await opensByPasskey(text, passkey[0]);
  const content = text.trimStart().startsWith("-----BEGIN AGE")
    ? unarmored(text.trim())
    : text.startsWith(MAGIC) && new Uint8Array(await file.arrayBuffer());
  if (content) {
    const head = new TextDecoder("latin1").decode(content.slice(0, 100));
    const work = head.match(/^age-encryption\.org\/v1\n-> scrypt \S+ ([1-9][0-9]?)\n/);
    if (!work || Number(work[1]) > MOST_WORK) throw new Fault("identity");
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase);
    await breathe();
    try {
      text = await decrypter.decrypt(content, "text");
    } catch {
      throw new Fault("passphrase");
    }
  }
  const found = text.split(/\s*\n/).filter((line) => form.test(line));
  if (found.length === 0) throw new Fault("identity");
  return found;
}

// Opens a sealed blob with these identities; throws a Fault: sealed, other (sealed to somebody else, or damaged before its
// content), damaged.
export async function open(blob, found) {
  if (!(await isSealed(blob))) throw new Fault("sealed");
  const decrypter = new Decrypter();
  for (const one of found) decrypter.addIdentity(one);
  let plain;
  try {
    plain = await decrypter.decrypt(blob.stream());
  } catch {
    throw new Fault("other");
  }
  try {
    return await gathered(plain, () => {});
  } catch {
    throw new Fault("damaged");
  }
}
