// Upgrades <select data-combobox> to a text field that filters the options as one types
// (ARIA Authoring Practices, combobox with list autocomplete). The select stays what is posted.
// The last option, Other, is always offered: whatever one looks for may be missing from the list.

function upgrade(select) {
  const options = [...select.options].filter((option) => option.value);
  const input = document.createElement("input");
  const list = document.createElement("ul");
  const wrapper = document.createElement("div");
  wrapper.className = "combobox";
  list.className = "combobox__list";
  list.id = `${select.id}-list`;
  list.role = "listbox";
  list.hidden = true;
  input.type = "text";
  input.id = `${select.id}-search`;
  input.autocomplete = "off";
  input.placeholder = "Type to search";
  input.role = "combobox";
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-autocomplete", "list");
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  const label = document.querySelector(`label[for="${select.id}"]`);
  label.htmlFor = input.id;
  list.setAttribute("aria-label", label.textContent.trim());
  wrapper.append(input, list);
  select.after(wrapper);
  select.hidden = true;
  select.required = false;

  const chosen = () => (select.value ? select.selectedOptions[0].text : "");
  let active = -1;

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function activate(index) {
    const entries = [...list.children];
    active = Math.max(0, Math.min(index, entries.length - 1));
    entries.forEach((entry, at) => entry.setAttribute("aria-selected", String(at === active)));
    entries[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", entries[active].id);
  }

  function choose(value) {
    select.value = value;
    input.value = chosen();
    select.dispatchEvent(new Event("change", { bubbles: true }));
    close();
  }

  function open(text) {
    const wanted = text.trim().toLowerCase();
    const last = options.at(-1);
    const begins = (option) => option.text.toLowerCase().startsWith(wanted);
    const holds = (option) => !begins(option) && option.text.toLowerCase().includes(wanted);
    const found = [...options.filter(begins), ...options.filter(holds)];
    if (!found.includes(last)) found.push(last);
    list.replaceChildren(
      ...found.map((option) => {
        const entry = document.createElement("li");
        entry.className = "combobox__option";
        entry.id = `${list.id}-${option.value}`;
        entry.role = "option";
        entry.textContent = option.text;
        entry.dataset.value = option.value;
        entry.setAttribute("aria-selected", "false");
        return entry;
      }),
    );
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    input.removeAttribute("aria-activedescendant");
    active = -1; // the arrow keys move into the list; Enter without them takes the first
  }

  input.value = chosen();
  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", () => open(""));
  input.addEventListener("input", () => open(input.value));
  input.addEventListener("blur", () => {
    input.value = chosen();
    close();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) open("");
      else activate(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      choose(list.children[Math.max(0, active)].dataset.value);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      input.value = chosen();
      close();
    }
  });
  // mousedown, not click: the field must not lose the focus first
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const entry = event.target.closest("[data-value]");
    if (entry) choose(entry.dataset.value);
  });
}

document.querySelectorAll("select[data-combobox]").forEach(upgrade);
