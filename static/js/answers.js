// Holds answers in this tab until the server has them: a lost connection, and a way back, lose nothing.
// Says what is not saved yet, asks before such answers are left, and marks in the list of questions what is answered.

const form = document.querySelector("form.attempt");
const person = document.querySelector("[data-person]")?.dataset.person;
const isChoice = (field) => field.type === "radio" || field.type === "checkbox";
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);
let isUnsaved = false;

if (form) {
  const said = putBack();
  keep();
  say(...said, isUnsaved && form.dataset.unsaved);
  form.addEventListener("input", () => {
    keep();
    say(isUnsaved && form.dataset.unsaved);
  });
  form.addEventListener("submit", () => {
    isUnsaved = false;
  });
  // The page may come back as it was left, when what was sent has not arrived.
  addEventListener("pageshow", keep);
  addEventListener("beforeunload", (event) => {
    if (isUnsaved) event.preventDefault();
  });
} else {
  // The result of this attempt: the server has all of it.
  remember([]);
}

// The answers by question, as the server served them or as they stand now. Like the server, it knows no space around them.
function answersIn(form, isServed) {
  const answers = {};
  for (const field of fieldsOf(form)) {
    answers[field.name] ??= [];
    const isGiven = !isChoice(field) || (isServed ? field.defaultChecked : field.checked);
    const text = (isServed && !isChoice(field) ? field.defaultValue : field.value).trim();
    if (isGiven && text) answers[field.name].push(text);
  }
  return answers;
}

function fieldsOf(form) {
  return [...form.querySelectorAll(".question input")];
}

// Remembers each answer that differs from what the server served, together with that.
function keep() {
  const served = answersIn(form, true);
  const given = answersIn(form, false);
  const changes = Object.keys(given)
    .filter((name) => !isSame(given[name], served[name]))
    .map((name) => ({ name, served: served[name], given: given[name] }));
  isUnsaved = changes.length > 0;
  remember(changes);
  for (const link of document.querySelectorAll(".numbers a")) {
    const isAnswered = given[link.getAttribute("href").slice(1)]?.length > 0;
    link.classList.toggle("given", isAnswered);
    link.ariaLabel = isAnswered ? `${link.textContent}, ${form.dataset.answered}` : null;
  }
}

// Puts remembered answers back, except where the server has another one since; gives what is to be said of it.
function putBack() {
  const served = answersIn(form, true);
  const changes = remembered().filter(({ name, given }) => name in served && !isSame(given, served[name]));
  const isStale = (change) => served[change.name].length > 0 && !isSame(change.served, served[change.name]);
  const stale = changes.filter(isStale);
  const fresh = changes.filter((change) => !isStale(change));
  for (const { name, given } of fresh) {
    for (const field of fieldsOf(form).filter((field) => field.name === name)) {
      if (isChoice(field)) field.checked = given.includes(field.value);
      else field.value = given[0] ?? "";
    }
  }
  return [fresh.length > 0 && form.dataset.restored, stale.length > 0 && form.dataset.newer];
}

function say(...sentences) {
  form.querySelector("[data-state]").textContent = sentences.filter(Boolean).join(" ");
}

// What this person changed at this address; nothing where the browser keeps nothing, or where somebody else sat here.
function remembered() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(location.pathname));
    return kept?.person === person ? kept.changes : [];
  } catch {
    return [];
  }
}

function remember(changes) {
  try {
    if (changes.length) sessionStorage.setItem(location.pathname, JSON.stringify({ person, changes }));
    else sessionStorage.removeItem(location.pathname);
  } catch {
    // Private windows may refuse; then the warning before leaving remains.
  }
}
