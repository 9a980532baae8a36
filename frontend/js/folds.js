// SPDX-License-Identifier: EUPL-1.2
// Menus made of <details class="fold"> close on Escape and when the reader turns elsewhere.
export function closeFolds(root) {
  const open = () => root.querySelectorAll("details.fold[open]");
  const leave = (event) => {
    for (const fold of open()) if (!fold.contains(event.target)) fold.open = false;
  };
  root.addEventListener("click", leave);
  root.addEventListener("focusin", leave);
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const fold of open()) {
      fold.open = false;
      fold.querySelector("summary").focus();
    }
  });
}
