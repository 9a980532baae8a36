// SPDX-License-Identifier: EUPL-1.2
// What pages gain where scripts run. Every page works without them, save signing in with a passkey.
import htmx from "htmx.org/dist/htmx.esm.js";
import { watchConfirmations } from "./confirm.js";
import { showCopyButtons } from "./copy.js";
import { closeFolds } from "./folds.js";
import { drawMarks } from "./marks.js";
import { focusFirst, tellConnection } from "./notices.js";
import { preparePasskeys } from "./passkey.js";
import { guardUnsaved } from "./unsaved.js";
import { sendFilesInPieces } from "./upload.js";

window.htmx = htmx;

watchConfirmations(document);
closeFolds(document);
guardUnsaved(document);
sendFilesInPieces(document);
tellConnection(document);

const ready = (root) => {
  showCopyButtons(root);
  preparePasskeys(root);
};

const start = () => {
  ready(document);
  drawMarks(document);
  focusFirst(document);
};

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
document.addEventListener("htmx:load", (event) => ready(event.detail.elt));
