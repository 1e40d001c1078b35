// Saves what is written while it is written, and holds it in this tab until the server has it: a lost connection loses
// nothing. Counts words as the server does, and shows the text as its readers will see it.

const PAUSE = 2000;
const AT_LATEST = 20000;
const AGAIN_AFTER = 10000;
const CHARACTERS = "\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}";
const UNSPACED = "\u0e01-\u0e30\u0e40-\u0e44\u0e81-\u0eb0\u0ec0-\u0ec4\u1000-\u102a\u1780-\u17b3";
const BETWEEN = new RegExp(`[\\s\u2013\u2014\u2026/${CHARACTERS}\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+`, "u");

const form = document.querySelector("form.work");
const person = document.querySelector("[data-person]").dataset.person;
const shown = form.querySelector("[data-shown]");
// Files are no part of it: they go with a button only, and come back as names.
const fields = [...form.querySelectorAll("textarea, select, fieldset input:not([type=file])")];
const files = form.querySelector("input[type=file]");
let saved = valuesNow();
let pause = 0;
let since = 0;
let saving = null;
let isOver = false;
let isLeaving = false;

form.querySelector("[data-press]")?.remove();
if (shown && !shown.open) shown.querySelector(".text").replaceChildren();
putBack();
form.addEventListener("input", changed);
// What is sent by a button is saved first: so it stays in the page when it does not arrive.
form.addEventListener("submit", async (event) => {
  if (event.defaultPrevented) return;
  isLeaving = isOver || !isUnsaved();
  if (isLeaving) return;
  event.preventDefault();
  await save();
  if (isUnsaved()) await save();
  if (!isUnsaved()) form.requestSubmit(event.submitter);
});
shown?.addEventListener("toggle", preview);
addEventListener("online", save);
// The page may come back as it was left.
addEventListener("pageshow", () => {
  isLeaving = false;
  if (isUnsaved()) changed();
});
addEventListener("beforeunload", (event) => {
  if (isUnsaved() || (files?.value && !isLeaving)) event.preventDefault();
});

function valuesNow() {
  return fields.map((field) => [field.id, field.value]);
}

function isUnsaved() {
  return String(valuesNow()) !== String(saved);
}

function changed() {
  remember();
  countWords();
  state(isUnsaved() ? form.dataset.unsaved : "");
  since ||= Date.now();
  clearTimeout(pause);
  pause = setTimeout(() => {
    save();
    preview();
  }, Math.min(PAUSE, Math.max(0, since + AT_LATEST - Date.now())));
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
  const sent = valuesNow();
  try {
    const answer = await send(written());
    if (answer.number) {
      form.elements.base.value = answer.number;
      saved = sent;
      remember();
      told("");
      if (isUnsaved()) changed();
      else state(form.dataset.saved);
    } else if (answer.met) {
      stop(form.dataset.met, answer.met);
    } else {
      stop(form.dataset.refused);
    }
  } catch {
    told(form.dataset.offline);
    setTimeout(save, AGAIN_AFTER);
  }
}

// What is written, without files: they are sent once, by their owner's wish, and not each time that a word is added.
function written() {
  const data = new FormData(form);
  if (files) data.delete(files.name);
  data.delete("once");
  return data;
}

// Gives {number}, {met}, or nothing of these when the server would not; throws when it cannot be reached.
async function send(data) {
  data.set("step", "autosave");
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data) });
  if (answer.status >= 500) throw new Error(String(answer.status));
  return answer.headers.get("Content-Type")?.includes("json") ? answer.json() : {};
}

// From here on nothing is saved by itself: what was typed stays in the page and in this tab.
function stop(words, address) {
  isOver = true;
  told(words, address);
  state("");
  if (!address) return;
  saved = valuesNow();
  remember();
}

function told(words, address) {
  const line = form.querySelector("[data-told]");
  const link = Object.assign(document.createElement("a"), { href: address ?? "", textContent: form.dataset.compare });
  if (line.textContent !== words) line.replaceChildren(words, ...(address ? [" ", link] : []));
  line.hidden = !words;
}

function state(words) {
  form.querySelector("[data-state]").textContent = words;
}

function countWords() {
  const place = form.querySelector("[data-words]");
  if (place) place.textContent = wordsIn(form.elements.source.value).toLocaleString(document.documentElement.lang);
}

function wordsIn(text) {
  const spaced = text.split(BETWEEN).filter((piece) => /[\p{L}\p{N}]/u.test(piece)).length;
  const characters = text.match(new RegExp(`[${CHARACTERS}]`, "gu"))?.length ?? 0;
  const letters = text.match(new RegExp(`[${UNSPACED}]`, "gu"))?.length ?? 0;
  return spaced + characters + Math.ceil(letters / 5);
}

// The browser reads the answer as a page of ours; no HTML is made of text here.
function preview() {
  if (!shown?.open) return;
  const request = new XMLHttpRequest();
  request.responseType = "document";
  request.addEventListener("load", () => {
    const text = request.status === 200 && request.response?.querySelector("main");
    if (!text) return;
    const place = shown.querySelector(".text");
    place.lang = request.response.documentElement.lang;
    place.dir = request.response.documentElement.dir;
    place.replaceChildren(...text.childNodes);
  });
  request.open("POST", form.dataset.preview);
  request.send(new URLSearchParams(written()));
}

// What this person typed at this address and the server may not have; nothing where the browser keeps nothing.
function remember() {
  try {
    if (isUnsaved()) {
      const { base, window } = form.elements;
      const kept = { person, base: base.value, window: window.value, values: valuesNow() };
      sessionStorage.setItem(location.pathname, JSON.stringify(kept));
    } else sessionStorage.removeItem(location.pathname);
  } catch {
    // Private windows may refuse; then the warning before leaving remains.
  }
}

// Puts back what was typed on top of the version served here. What stood on another one is sent as it is: both are kept.
function putBack() {
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(location.pathname));
  } catch {
    return;
  }
  if (kept?.person !== person) return;
  const served = Object.fromEntries(saved);
  const values = kept.values.filter(([id, value]) => id in served && value !== served[id]);
  if (!values.length) {
    remember();
    return;
  }
  for (const [id, value] of values) document.getElementById(id).value = value;
  if (kept.base !== form.elements.base.value) {
    form.elements.base.value = kept.base;
    form.elements.window.value = kept.window;
  }
  told(form.dataset.restored);
  changed();
}
