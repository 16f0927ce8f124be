// Small comforts; every page works without them.

// A form is sent once, however often its button is clicked.
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post" || event.defaultPrevented) return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "true";
});
// A page that comes back from the browser's memory is asked for again: it may be out of date.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

// Copy buttons: <button data-copy="id of the element with the text">
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
  button.querySelector("[data-copy-label]").textContent = "Copied";
});
