// SPDX-License-Identifier: EUPL-1.2
// Shares of a recovery key, as comity.parties.sealing.shares writes them; that module says what each byte means.
import { bech32, bech32m } from "@scure/base";

const FORM = 1;
const GROUP = 5;

function times(a, b) {
  let product = 0;
  for (let bit = 0; bit < 8; bit += 1) {
    product ^= a & -(b & 1);
    a = ((a << 1) ^ (0x11b & -(a >> 7))) & 0xff;
    b >>= 1;
  }
  return product;
}

function valueAt(x, coefficients) {
  return coefficients.reduceRight((value, coefficient) => times(value, x) ^ coefficient, 0);
}

const grouped = (text) => text.toUpperCase().match(new RegExp(`.{1,${GROUP}}`, "g")).join("-");

// `mark`: the first 20 digits of the fingerprint of the key, without blanks.
export function split(identity, { threshold, count, epoch, mark }) {
  const secret = bech32.decodeToBytes(identity.toLowerCase()).bytes;
  const rows = [secret];
  while (rows.length < threshold) rows.push(crypto.getRandomValues(new Uint8Array(secret.length)));
  const marked = mark.match(/../g).map((digits) => parseInt(digits, 16));
  const shares = [];
  for (let number = 1; number <= count; number += 1) {
    const content = Array.from(secret, (_byte, place) => valueAt(number, rows.map((row) => row[place])));
    const bytes = [FORM, threshold, count, number, epoch >> 8, epoch & 0xff, ...marked, ...content];
    const text = bech32m.encode("comity", bech32m.toWords(Uint8Array.from(bytes)), false);
    shares.push(`COMITY1-${grouped(text.slice("comity1".length))}`);
  }
  for (const row of rows) row.fill(0);
  return shares;
}
