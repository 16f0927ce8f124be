// A search that is still under way when somebody is chosen knows nothing of the choice: it must not take it away.
document.getElementById("user-results").addEventListener("change", () => htmx.trigger("#user-search", "htmx:abort"));
