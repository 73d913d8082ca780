// Sums that follow the typing. Without scripts the server says the same when the form is sent.

const pieces = (text) => {
  const digits = text.replace(/[\s\u00a0]/g, "");
  return digits === "" ? 0 : /^\d{1,6}$/.test(digits) ? Number(digits) : NaN;
};
const shown = (number) => number.toLocaleString(document.documentElement.lang);

for (const grid of document.querySelectorAll("[data-counting]")) {
  const total = grid.querySelector("[data-counting-total]");
  const add = () => {
    let sum = 0;
    for (const field of grid.querySelectorAll("[data-tenge]")) {
      sum += pieces(field.value) * Number(field.dataset.tenge);
    }
    total.textContent = Number.isNaN(sum) ? "–" : shown(sum);
  };
  grid.addEventListener("input", add);
  add();
}
