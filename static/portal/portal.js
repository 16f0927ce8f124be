// Small comforts; every page works without them.

// A form is sent once, however often its button is clicked. No event tells that sending was cancelled,
// so after a while it may be sent again.
const SENDING = 4000;
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post" || event.defaultPrevented) return;
  if (event.target.dataset.sent) {
    event.preventDefault();
    return;
  }
  event.target.dataset.sent = "true";
  setTimeout(() => delete event.target.dataset.sent, SENDING);
});
// What must be mended first has the focus; when all scripts have made their fields of the page's.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelector('.field--wrong :is(input, select, textarea):not([type="hidden"], [hidden])')?.focus();
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
  const label = button.querySelector("[data-copy-label]");
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    label.textContent = "Copied";
  } catch {
    // The browser refuses, or has no clipboard for this site: the keyboard still copies what is selected.
    if (source.select) source.select();
    else getSelection().selectAllChildren(source);
    label.textContent = "Selected: press Ctrl+C or ⌘C to copy";
  }
});
