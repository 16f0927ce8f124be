// Comforts of lists of assets, as cards or in a table; they work without them. Without them, a choice
// that stands under two headings is taken away by its chip.

const results = () => document.getElementById("results");
const BOX = 'input[type="checkbox"][name="assets"]';
const boxes = () => [...document.querySelectorAll(BOX)];

// A picture that isn't there leaves its icon to be seen.
const hide = (image) => image.classList.add("asset-thumbnail__image--missing");
document.addEventListener(
  "error",
  (event) => event.target.matches?.(".asset-thumbnail__image") && hide(event.target),
  true,
);
document.querySelectorAll(".asset-thumbnail__image").forEach((image) => {
  if (image.complete && !image.naturalWidth) hide(image);
});

// Selecting: all of the page, a range with shift, and how many there are.
let last = null;
function tell() {
  const all = document.querySelector("[data-select-all]");
  if (!all) return;
  const chosen = boxes().filter((box) => box.checked).length;
  all.checked = chosen > 0 && chosen === boxes().length;
  all.indeterminate = chosen > 0 && !all.checked;
  document.querySelector("[data-select-count]").textContent = chosen ? `${chosen} selected` : "Select all on this page";
}
document.addEventListener("click", (event) => {
  if (!event.target.matches(BOX)) return;
  const list = boxes();
  const here = list.indexOf(event.target);
  const from = list.indexOf(last);
  if (event.shiftKey && from >= 0) {
    list.slice(Math.min(here, from), Math.max(here, from) + 1).forEach((box) => (box.checked = event.target.checked));
  }
  last = event.target;
  tell();
});
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-select-all]")) return;
  boxes().forEach((box) => (box.checked = event.target.checked));
  tell();
});
tell();

// A panel with what is wrong stands in the page. Here it opens above it, as the person left it.
function reopen() {
  const panel = document.querySelector(".selection__panel:not([popover])");
  if (!panel || !boxes().some((box) => box.checked)) return;
  panel.popover = "auto";
  document.querySelector(`[popovertarget="${panel.id}"]`).click();
  panel.querySelector("[aria-invalid]")?.focus();
}
reopen();

// What was wrong is no news once the panel is closed; searches keep the one of collections, with all that is in it.
document.addEventListener(
  "toggle",
  ({ target, newState }) => {
    if (newState !== "closed" || !target.matches(".selection__panel")) return;
    target.querySelectorAll(".field__errors").forEach((errors) => errors.remove());
    target.querySelectorAll(".field--wrong").forEach((field) => field.classList.remove("field--wrong"));
    target.querySelectorAll("[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
  },
  true,
);

// Enter in a panel means the panel's own button, not the first of the form; a search answers as one types.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches(".selection__panel input")) return;
  event.preventDefault();
  if (event.target.type === "search") return;
  event.target.closest(".selection__panel").querySelector('[type="submit"]').click();
});

// A choice under several headings is one choice.
document.addEventListener(
  "change",
  ({ target }) => {
    if (!target.matches?.(".facet__choice input")) return;
    document.querySelectorAll(".facet__choice input").forEach((twin) => {
      if (twin.name === target.name && twin.value === target.value) twin.checked = target.checked;
    });
  },
  true,
);

// Where a chip was that a key or a screen reader has pressed. A finger needs no focus: it would call up the keyboard.
let removed = -1;
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const isKey = detail.requestConfig.triggeringEvent?.detail === 0;
  removed = isKey ? [...document.querySelectorAll(".chip")].indexOf(detail.elt) : -1;
});
// The next chip takes its place, or "Clear all" after them, or the search when none is left.
function goOn() {
  if (removed < 0) return;
  const next = document.querySelectorAll(".chips a")[removed] ?? document.getElementById("id_keyword");
  removed = -1;
  next.focus();
}

// Addresses stay short, and what was unfolded stays so.
const unfolded = new Set();
document.addEventListener(
  "toggle",
  ({ target }) => target.matches?.(".facet__more") && unfolded[target.open ? "add" : "delete"](target.id),
  true,
);
document.addEventListener("htmx:configRequest", ({ detail }) => {
  for (const name of ["keyword", "sort"]) {
    if (!detail.parameters[name]) delete detail.parameters[name];
  }
  const { formData } = detail;
  for (const name of new Set(formData.keys())) {
    const values = new Set(formData.getAll(name));
    formData.delete(name);
    values.forEach((value) => formData.append(name, value));
  }
});
document.addEventListener("htmx:afterSettle", () => {
  unfolded.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  tell();
  goOn();
});
