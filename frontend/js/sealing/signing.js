// SPDX-License-Identifier: EUPL-1.2
// Signing keys of authorities (Ed25519), and what they sign: the leaf that an act has in the log. docs/ledger.md says how.
import { ed25519 } from "@noble/curves/ed25519.js";
import { Fault, locked } from "./age.js";

export const SIGNING = /^COMITY-SIGNING-KEY-1[0-9A-F]{64}$/;
const START = "COMITY-SIGNING-KEY-1";

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
const utf8 = (text) => new TextEncoder().encode(text);

function join(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));

// A new key, with its own signature that it is of this authority in that log: so that nobody else can register it.
export function newSigner(log, party, authority) {
  const seed = crypto.getRandomValues(new Uint8Array(32));
  const claim = ed25519.sign(utf8(`comity/key/v1\n${log}\n${party}\n${authority}\n`), seed);
  return { secret: `${START}${hex(seed).toUpperCase()}`, public: hex(ed25519.getPublicKey(seed)), claim: hex(claim) };
}

// The file that officers keep: armored age, locked with the passphrase.
export const signerFile = (key, passphrase) => locked(`# Comity signing key: ${key.public}\n${key.secret}\n`, passphrase);

// The signature over the leaf of the act that `extra` tells of, as it stands in a receipt. The leaf is computed here, from
// what is told, and not taken from the server's word. `extra` is in its canonical form: what follows "payload": in it are the
// bytes that the leaf commits to.
export async function signed(secret, log, extra) {
  const { salt, payload } = JSON.parse(extra);
  const written = extra.slice('{"payload":'.length, extra.lastIndexOf(',"salt":'));
  if (!/^[0-9a-f]{64}$/.test(salt) || JSON.stringify(JSON.parse(written)) !== JSON.stringify(payload)) throw new Fault("failed");
  const c = await sha256(utf8("comity/leaf/v1\n"), unhex(salt), utf8(written));
  const leaf = await sha256(Uint8Array.of(0, 1), c);
  const seed = unhex(secret.slice(START.length));
  const signature = ed25519.sign(join(utf8(`comity/ack/v1\n${log}\n`), leaf), seed);
  return { public: hex(ed25519.getPublicKey(seed)), signature: hex(signature), payload };
}
