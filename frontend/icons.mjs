// SPDX-License-Identifier: EUPL-1.2
// The icons in use, as one sprite: `{% icon "lock" %}` draws the symbol of that name.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

// Our name -> name in Bootstrap Icons (MIT). Our names say what is meant, so that a drawing can change in one place.
const ICONS = {
  account: "person-circle",
  acting: "person-badge",
  add: "plus-lg",
  "arrow-start": "arrow-left",
  "arrow-end": "arrow-right",
  assembly: "people",
  attachment: "paperclip",
  bookmark: "bookmark",
  calendar: "calendar-event",
  check: "check-lg",
  clock: "clock",
  close: "x-lg",
  copy: "copy",
  dossier: "folder2-open",
  down: "chevron-down",
  edit: "pencil-square",
  eye: "eye",
  filter: "funnel",
  forward: "arrow-right-circle",
  home: "house",
  inbox: "inbox",
  information: "info-circle-fill",
  key: "key",
  language: "translate",
  law: "journal-text",
  link: "link-45deg",
  lock: "lock-fill",
  menu: "list",
  "open-lock": "unlock",
  party: "building",
  print: "printer",
  question: "question-circle",
  reply: "reply",
  request: "file-earmark-text",
  search: "search",
  send: "send",
  "sign-out": "box-arrow-right",
  stop: "x-octagon-fill",
  success: "check-circle-fill",
  sealed: "shield-lock-fill",
  task: "list-check",
  thread: "chat-left-text",
  "tone-attention": "exclamation-triangle-fill",
  "tone-closed": "dash-square-fill",
  "tone-done": "check-square-fill",
  "tone-neutral": "circle",
  "tone-progress": "circle-half",
  "tone-waiting": "pause-circle",
  warning: "exclamation-triangle-fill",
};

export async function sprite(from, to) {
  const symbols = await Promise.all(
    Object.entries(ICONS).map(async ([name, file]) => {
      const svg = await readFile(path.join(from, `${file}.svg`), "utf8");
      const body = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/\s*\n\s*/g, "");
      return `<symbol id="${name}" viewBox="0 0 16 16">${body}</symbol>`;
    }),
  );
  const head = '<svg xmlns="http://www.w3.org/2000/svg">\n<!-- Drawings from Bootstrap Icons, MIT licence. Built from frontend/icons.mjs. -->\n';
  await writeFile(to, `${head}${symbols.join("\n")}\n</svg>\n`);
}
