// SPDX-License-Identifier: EUPL-1.2
// <button class="copy" data-copy="OTP-7K3F-9QXD" hidden>: shown where the clipboard can be reached.
import { say } from "./notices.js";

export function showCopyButtons(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("button[data-copy][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      say(button.dataset.copied);
    });
  }
}
