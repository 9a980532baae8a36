// SPDX-License-Identifier: EUPL-1.2
// <figure data-mark-area> with a picture and an svg of 10000 by 10000: an area drawn on it fills the fields of the form
// beside it, and what is typed there is drawn. Without scripts the fields are filled by hand.
const WHOLE = 10000;
const SIDES = ["left", "top", "width", "height"];
const LEAST = 20;

const within = (value) => Math.min(Math.max(value, 0), 1) * WHOLE;
const said = (value) => (value / 100).toFixed(2).replace(".", document.documentElement.lang === "fr" ? "," : ".");

function at(event, svg) {
  const box = svg.getBoundingClientRect();
  return [within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height)];
}

function draw(rect, [x, y, width, height]) {
  const isArea = [x, y, width, height].every(Number.isFinite) && width > 0 && height > 0;
  Object.entries({ x, y, width, height }).forEach(([name, value]) => rect.setAttribute(name, isArea ? value : 0));
}

function prepare(figure, form) {
  const svg = figure.querySelector("svg");
  const fields = SIDES.map((name) => form.elements[name]);
  const typed = () => fields.map((field) => Number(field.value.replace(",", ".") || NaN) * 100);
  const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  rect.classList.add("is-being-drawn");
  svg.append(rect);
  figure.classList.add("is-drawn-on");
  draw(rect, typed());
  form.addEventListener("input", () => draw(rect, typed()));

  let start = null;
  const area = (event) => {
    const [x, y] = at(event, svg);
    return [Math.min(x, start[0]), Math.min(y, start[1]), Math.abs(x - start[0]), Math.abs(y - start[1])];
  };
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    start = at(event, svg);
  });
  svg.addEventListener("pointermove", (event) => start && draw(rect, area(event)));
  svg.addEventListener("pointercancel", () => {
    start = null;
    draw(rect, typed());
  });
  svg.addEventListener("pointerup", (event) => {
    if (!start) return;
    const sides = area(event);
    start = null;
    if (sides[2] < LEAST || sides[3] < LEAST) return draw(rect, typed());
    // Rounded down first, so that the far edge never lies beyond the page.
    fields.forEach((field, place) => (field.value = said(Math.floor(sides[place]))));
    form.dispatchEvent(new Event("input", { bubbles: true }));
    form.elements.reason.focus();
  });
}

export function drawMarks(root) {
  const figure = root.querySelector("[data-mark-area]");
  const form = root.querySelector("[data-mark-form]");
  if (figure && form) prepare(figure, form);
}
