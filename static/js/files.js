// Says that a file is too large as soon as it is chosen: over a slow line it would be sent for minutes, and for nothing.
// Without this script the server says so.

for (const field of document.querySelectorAll("input[data-largest]")) watch(field);

function watch(field) {
  const said = document.createElement("span");
  said.className = "error";
  said.setAttribute("role", "alert");
  field.addEventListener("change", judge);
  // The page may come back with a file that was chosen before.
  addEventListener("pageshow", judge);
  field.form?.addEventListener("submit", (event) => {
    // Buttons that save a draft go past the checks of the browser; the draft is sent, the file stays behind.
    if (event.submitter?.formNoValidate && isTooLarge(field)) field.value = "";
  });

  function judge() {
    const sentence = isTooLarge(field) ? field.dataset.tooLarge : "";
    field.setCustomValidity(sentence);
    said.textContent = sentence;
    if (sentence) field.before(said);
    else said.remove();
  }
}

function isTooLarge(field) {
  return [...field.files].some((file) => file.size > Number(field.dataset.largest));
}
