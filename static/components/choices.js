// Long groups of choices get a field that leaves those that hold what one types.
document.querySelectorAll("[data-choices-search]").forEach((search) => {
  const choices = [...search.parentElement.querySelectorAll(".field__check")];
  search.hidden = false;
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    choices.forEach((choice) => (choice.hidden = !choice.textContent.toLowerCase().includes(wanted)));
  });
  search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
});
