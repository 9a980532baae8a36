// SPDX-License-Identifier: EUPL-1.2
// Words to the reader that come after the page: spoken by screen readers, seen by all. The words come from the page,
// in its language, as data-* of #client-notices.
const place = () => document.getElementById("client-notices");

export function say(text, kind = "") {
  const here = place();
  if (!here || !text) return;
  const notice = document.createElement("p");
  notice.className = `client-notice ${kind}`.trim();
  notice.textContent = text;
  here.replaceChildren(notice);
  if (kind !== "is-error") window.setTimeout(() => notice.remove(), 6000);
}

export function tellConnection(root) {
  const words = () => place()?.dataset ?? {};
  root.addEventListener("htmx:sendError", () => say(words().lost, "is-error"));
  root.addEventListener("htmx:timeout", () => say(words().lost, "is-error"));
  root.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    say(status === 401 || status === 403 ? words().refused : words().failed, "is-error");
  });
}

// After a refused form, the summary of errors is the first thing to read.
export function focusFirst(root) {
  root.querySelector("[data-focus]")?.focus();
}
