// Says that a file is too large, or that there are too many, as soon as they are chosen: over a slow line they would be
// sent for minutes, and for nothing. Without this script the server says so.

for (const field of document.querySelectorAll("input[data-largest]")) watch(field);

function watch(field) {
  const said = document.createElement("span");
  said.className = "error";
  said.setAttribute("role", "alert");
  field.addEventListener("change", judge);
  // The page may come back with a file that was chosen before.
  addEventListener("pageshow", judge);
  field.form?.addEventListener("submit", (event) => {
    // Buttons that save a draft go past the checks of the browser.
    if (!event.submitter?.formNoValidate || !wrongWith(field)) return;
    if (event.submitter.hasAttribute("data-sends-files")) {
      event.preventDefault();
      field.reportValidity();
    } else leaveBehind(field);
  });

  function judge() {
    const sentence = wrongWith(field);
    field.setCustomValidity(sentence);
    said.textContent = sentence;
    if (sentence) field.before(said);
    else said.remove();
  }
}

function wrongWith(field) {
  const large = [...field.files].filter((file) => isTooLarge(field, file));
  if (large.length && field.multiple) return `${large.map((file) => file.name).join(", ")}: ${field.dataset.tooLarge}`;
  if (large.length) return field.dataset.tooLarge;
  return field.files.length > Number(field.dataset.most ?? 1) ? field.dataset.tooMany : "";
}

function isTooLarge(field, file) {
  return file.size > Number(field.dataset.largest);
}

// The draft is sent with the files that fit; of too many, the server takes the first ones and says which it did not.
function leaveBehind(field) {
  const fitting = new DataTransfer();
  for (const file of field.files) if (!isTooLarge(field, file)) fitting.items.add(file);
  field.files = fitting.files;
}
