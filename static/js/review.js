// Saves a review while it is written, and holds it in this tab until the server has it: a lost connection loses nothing.
// Shows the hints that the server gives to what was saved.

const PAUSE = 2000;
const AT_LATEST = 20000;
const AGAIN_AFTER = 10000;
const NOT_WRITTEN = ["csrf_token", "once", "base", "step"];

const form = document.querySelector("form.review");
const person = document.querySelector("[data-person]").dataset.person;
let saved = valuesNow();
// What was sent last: when its answer is lost, the server has it and this window does not know.
let sent = null;
let pause = 0;
let since = 0;
let saving = null;
let isOver = false;

putBack();
form.addEventListener("input", changed);
// What is sent by a button is saved first: so it stays in the page when it does not arrive.
form.addEventListener("submit", async (event) => {
  if (isOver || !isUnsaved()) return;
  event.preventDefault();
  await save();
  if (isUnsaved()) await save();
  if (isOver || !isUnsaved()) form.requestSubmit(event.submitter);
});
addEventListener("online", save);
// The page may come back as it was left.
addEventListener("pageshow", () => {
  if (isUnsaved()) changed();
});
addEventListener("beforeunload", (event) => {
  if (isUnsaved() && !isOver) event.preventDefault();
});

function valuesNow() {
  const written = [...new FormData(form)].filter(([name]) => !NOT_WRITTEN.includes(name));
  return Object.fromEntries(written.map(([name, value]) => [name, value.replaceAll("\r\n", "\n")]));
}

function isSame(one, other) {
  return Object.keys({ ...one, ...other }).every((name) => (one[name] ?? "") === (other[name] ?? ""));
}

function isUnsaved() {
  return !isSame(valuesNow(), saved);
}

function changed() {
  remember();
  markChosen();
  if (isOver) return;
  state(isUnsaved() ? form.dataset.unsaved : "");
  since ||= Date.now();
  clearTimeout(pause);
  pause = setTimeout(save, Math.min(PAUSE, Math.max(0, since + AT_LATEST - Date.now())));
}

function save() {
  saving ??= trySaving().finally(() => {
    saving = null;
  });
  return saving;
}

async function trySaving() {
  if (isOver || !isUnsaved()) return;
  since = 0;
  const before = sent;
  sent = valuesNow();
  const now = sent;
  remember();
  try {
    const answer = await send(new FormData(form));
    if (answer.met && before && isSame(answer.met, before)) {
      form.elements.base.value = answer.base;
      saved = before;
      changed();
    } else if (answer.met) {
      stop(form.dataset.met);
    } else if (answer.base) {
      form.elements.base.value = answer.base;
      saved = now;
      remember();
      told("");
      hint(answer.hints);
      if (isUnsaved()) changed();
      else state(form.dataset.saved);
    } else {
      stop(form.dataset.refused);
    }
  } catch {
    told(form.dataset.offline);
    setTimeout(save, AGAIN_AFTER);
  }
}

// Gives {base, hints}, {base, met}, or nothing of these when the server would not; throws when it cannot be reached.
async function send(data) {
  data.delete("once");
  data.set("step", "autosave");
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data) });
  if (answer.status >= 500) throw new Error(String(answer.status));
  return answer.headers.get("Content-Type")?.includes("json") ? answer.json() : {};
}

// From here on nothing is saved by itself: what was typed stays in the page and in this tab.
function stop(words) {
  isOver = true;
  told(words);
  state("");
}

function told(words) {
  const line = form.querySelector("[data-told]");
  if (line.textContent !== words) line.textContent = words;
  line.hidden = !words;
}

function state(words) {
  form.querySelector("[data-state]").textContent = words;
}

function hint(sentences) {
  for (const line of form.querySelectorAll("[data-hint]")) {
    line.textContent = sentences[line.dataset.hint] ?? "";
    line.hidden = !line.textContent;
  }
}

function markChosen() {
  const values = valuesNow();
  for (const link of form.querySelectorAll(".numbers a")) {
    const isChosen = link.hash.replace("#criterion-", "level-") in values;
    link.classList.toggle("given", isChosen);
    link.ariaLabel = isChosen ? `${link.textContent}, ${form.dataset.chosen}` : null;
  }
}

// What this person wrote at this address and the server may not have; nothing where the browser keeps nothing.
function remember() {
  try {
    if (isUnsaved()) {
      const kept = { person, base: form.elements.base.value, sent, values: valuesNow() };
      sessionStorage.setItem(location.pathname, JSON.stringify(kept));
    } else sessionStorage.removeItem(location.pathname);
  } catch {
    // Private windows may refuse; then the warning before leaving remains.
  }
}

// Puts back what was typed on top of what is served here. What stood on something else is sent so, and meets it.
function putBack() {
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(location.pathname));
  } catch {
    return;
  }
  if (kept?.person !== person) return;
  const values = Object.entries(kept.values).filter(([name, value]) => value !== (saved[name] ?? ""));
  if (!values.length) {
    remember();
    return;
  }
  for (const [name, value] of values) if (form.elements[name]) form.elements[name].value = value;
  if (!kept.sent || !isSame(kept.sent, saved)) form.elements.base.value = kept.base;
  told(form.dataset.restored);
  changed();
}
