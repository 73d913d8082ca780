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

// A grid of gifts: the difference to the paper, a block pasted from a spreadsheet, Enter goes down.

const tiyn = (text) => {
  const plain = text.replace(/[\s\u00a0₸]/g, "").replace(",", ".");
  if (plain === "") return 0;
  return /^\d{1,11}(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : NaN;
};

for (const grid of document.querySelectorAll("[data-batch]")) {
  const form = grid.closest("form");
  const told = form.querySelector("[data-batch-difference]");
  const cells = (name) => [...grid.querySelectorAll(`[name$="-${name}"]`)];
  const columns = grid.dataset.batch.split(" ");
  const compare = () => {
    let sum = 0;
    for (const cell of cells("amount")) sum += tiyn(cell.value);
    const difference = sum - tiyn(form.elements.control_total.value);
    told.textContent = Number.isNaN(difference) ? "–" : shown(difference / 100);
    told.classList.toggle("is-zero", difference === 0 && sum > 0);
  };
  form.addEventListener("input", compare);
  compare();

  grid.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.type === "checkbox") return;
    event.preventDefault();
    const column = cells(event.target.name.split("-").pop());
    column[column.indexOf(event.target) + 1]?.focus();
  });

  grid.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    if (!/[\t\n]/.test(text.trim())) return;
    const name = event.target.name.split("-").pop();
    const from = columns.indexOf(name);
    const first = cells(name).indexOf(event.target);
    if (from < 0 || first < 0) return;
    const lines = text.split(/\r?\n/).filter((line) => line.trim());
    // What has no row goes to the field below, from where the server takes it.
    const room = cells(name).length - first;
    event.preventDefault();
    lines.slice(0, room).forEach((line, down) => {
      line.split("\t").forEach((part, right) => {
        const cell = cells(columns[from + right])[first + down];
        if (columns[from + right] && cell) cell.value = part.trim();
      });
    });
    if (lines.length > room) form.elements.pasted.value = lines.slice(room).join("\n");
    compare();
  });
}

// Who gave before is suggested while a name is typed; without scripts it is typed out.
const SUGGEST_AFTER_MS = 150;

for (const field of document.querySelectorAll("[data-suggest]")) {
  let waiting;
  const suggest = async () => {
    const typed = field.value.trim();
    if (typed.length < 2) return;
    const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(typed)}`);
    if (!answer.ok || field.value.trim() !== typed) return;
    const names = await answer.json();
    // A name that is typed out needs no list: an open one would swallow the Enter that saves.
    const options = (names.includes(typed) ? [] : names).map((name) => {
      const option = document.createElement("option");
      option.value = name;
      return option;
    });
    field.list.replaceChildren(...options);
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(suggest, SUGGEST_AFTER_MS);
  });
}
