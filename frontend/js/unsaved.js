// SPDX-License-Identifier: EUPL-1.2
// <form data-guard-unsaved>: warns before leaving with text that the server has not confirmed. Nothing is kept in the
// browser: what is written here may be confidential, and browsers are shared.
const unsaved = new Set();

// Only an answer to the text as it was sent makes a form clean; what was typed meanwhile is still unsaved.
const sent = new WeakMap();
const strokes = new WeakMap();

const guarded = (element) => element.closest?.("form[data-guard-unsaved]");

export function guardUnsaved(root) {
  root.addEventListener("input", (event) => {
    const form = guarded(event.target);
    if (!form) return;
    unsaved.add(form);
    strokes.set(form, (strokes.get(form) ?? 0) + 1);
  });
  root.addEventListener("submit", (event) => unsaved.delete(event.target));
  root.addEventListener("htmx:beforeRequest", (event) => {
    const form = guarded(event.target);
    if (form) sent.set(form, strokes.get(form));
  });
  root.addEventListener("htmx:afterRequest", (event) => {
    const form = guarded(event.target);
    if (form && event.detail.successful && sent.get(form) === strokes.get(form)) unsaved.delete(form);
  });
  window.addEventListener("beforeunload", (event) => {
    for (const form of unsaved) if (!form.isConnected) unsaved.delete(form);
    if (unsaved.size > 0) event.preventDefault();
  });
}
