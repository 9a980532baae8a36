// SPDX-License-Identifier: EUPL-1.2
// <button data-confirm="Withdraw this request?">: asks before the form goes. The act itself is decided by the server.
export function watchConfirmations(root) {
  const ask = (event) => {
    const asked = event.target.closest?.("[data-confirm]");
    if (!asked || window.confirm(asked.dataset.confirm)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  // Captured, so that it comes before what htmx listens for on the button itself.
  root.addEventListener("click", ask, true);
}
