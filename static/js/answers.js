// Says when answers are not saved yet, and asks before a page with such answers is left.

const form = document.querySelector("form.attempt");
const state = form?.querySelector("[data-state]");
let isUnsaved = false;

form?.addEventListener("input", () => {
  isUnsaved = true;
  state.textContent = form.dataset.unsaved;
});
form?.addEventListener("submit", () => {
  isUnsaved = false;
});
addEventListener("beforeunload", (event) => {
  if (isUnsaved) event.preventDefault();
});
