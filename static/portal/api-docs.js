// Draws the API's definition. A token typed in under Authorize stays in this page only.
SwaggerUIBundle({
  url: document.getElementById("api-docs").dataset.definition,
  dom_id: "#api-docs",
  deepLinking: true,
  validatorUrl: null,
});
