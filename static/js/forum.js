// Keeps what is typed in the forum while it is typed, and in this tab until the server has it; shows how it will look;
// goes from post to post by keys.

const PAUSE = 2000;
const AT_LATEST = 20000;
const AGAIN_AFTER = 10000;
const NOT_TYPED = ["csrf_token", "once", "base", "step"];

const form = document.querySelector("form[data-drafts]");
const shown = form?.querySelector("[data-shown]");
const texts = form ? [...form.querySelectorAll("textarea[name]")] : [];
let saved = form && typed();
let pause = 0;
let since = 0;
let saving = null;
let isOver = false;
let isLeaving = false;

if (form) startKeeping();
startKeys(document.querySelector("[data-keys]"));

function startKeeping() {
  putBack();
  if (shown) {
    shown.hidden = false;
    shown.addEventListener("toggle", preview);
  }
  form.addEventListener("input", changed);
  // What is sent is saved first: so it stays when it does not arrive.
  form.addEventListener("submit", async (event) => {
    clearTimeout(pause);
    isLeaving = isOver || !isUnsaved();
    if (isLeaving) return;
    event.preventDefault();
    await save();
    if (isUnsaved() && !isOver) await save();
    if (isOver || !isUnsaved()) form.requestSubmit(event.submitter);
  });
  // To answer or quote another post loads the page anew; the draft comes with it.
  for (const link of document.querySelectorAll("[data-writes]")) {
    link.addEventListener("click", async (event) => {
      if (isOver || !isUnsaved() || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      await save();
      location.assign(link.href);
    });
  }
  addEventListener("online", save);
  addEventListener("pageshow", () => {
    isLeaving = false;
    if (isUnsaved()) changed();
  });
  addEventListener("beforeunload", (event) => {
    if (isUnsaved() && !isLeaving) event.preventDefault();
  });
}

// All but files: those go with a button only.
function written() {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  data.delete("once");
  return new URLSearchParams(data);
}

function typed() {
  return [...written()].filter(([name]) => !NOT_TYPED.includes(name)).join("\n");
}

function isUnsaved() {
  return typed() !== saved;
}

function changed() {
  remember();
  if (isOver) return;
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
  const sent = typed();
  const data = written();
  data.set("step", "autosave");
  try {
    const answer = await fetch(form.dataset.drafts, { method: "POST", body: data });
    if (answer.status >= 500) throw new Error(String(answer.status));
    const isRead = answer.headers.get("Content-Type")?.includes("json");
    const { number, met } = isRead ? await answer.json() : {};
    if (met || number === undefined) {
      isOver = true;
      told(met ? form.dataset.met : form.dataset.refused);
      state("");
      return;
    }
    form.elements.base.value = number;
    saved = sent;
    remember();
    told("");
    if (isUnsaved()) changed();
    else state(form.dataset.saved);
  } catch {
    told(form.dataset.offline);
    setTimeout(save, AGAIN_AFTER);
  }
}

function told(words) {
  const line = form.querySelector("[data-told]");
  if (line.textContent !== words) line.textContent = words;
  line.hidden = !words;
}

function state(words) {
  form.querySelector("[data-state]").textContent = words;
}

// The browser reads the answer as a page of ours; no HTML is made of text here.
function preview() {
  if (!shown?.open || !form.elements.source.value.trim()) return;
  const request = new XMLHttpRequest();
  request.responseType = "document";
  request.addEventListener("load", () => {
    const page = request.status === 200 && request.response;
    const main = page && page.querySelector("main");
    if (!main) return;
    const place = shown.querySelector(".text");
    place.lang = page.documentElement.lang;
    place.dir = page.documentElement.dir;
    place.replaceChildren(...main.childNodes);
  });
  request.open("POST", form.dataset.preview);
  request.send(written());
}

// What this person typed here and the server may not have; nothing where the browser keeps nothing.
function remember() {
  const { person } = form.dataset;
  try {
    const here = Object.fromEntries(texts.map((text) => [text.name, text.value]));
    if (isUnsaved()) sessionStorage.setItem(location.pathname, JSON.stringify({ person, here }));
    else sessionStorage.removeItem(location.pathname);
  } catch {
    // Private windows may refuse; then the warning before leaving remains.
  }
}

function putBack() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(location.pathname));
    if (kept?.person !== form.dataset.person) return;
    const lost = texts.filter((text) => kept.here[text.name] && !text.value.includes(kept.here[text.name]));
    for (const text of lost) {
      const words = kept.here[text.name];
      text.value = text.value.trim() ? `${text.value}\n\n${words}` : words;
    }
    if (lost.length) changed();
  } catch {
    // As above.
  }
}

// Keys of one letter can be switched off, since they get in the way of whoever steers by speech.
function startKeys(help) {
  if (!help) return;
  const tick = help.querySelector("input");
  help.hidden = false;
  try {
    tick.checked = localStorage.getItem("forum-keys") !== "off";
    tick.addEventListener("change", () => localStorage.setItem("forum-keys", tick.checked ? "on" : "off"));
  } catch {
    // Then they are on.
  }
  document.addEventListener("keydown", (event) => {
    const step = { j: 1, k: -1 }[event.key];
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (!step || !tick.checked || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    go([...document.querySelectorAll("article.post")], step);
  });
}

function go(posts, step) {
  const held = posts.findIndex((post) => post.contains(document.activeElement));
  const above = posts.filter((post) => post.getBoundingClientRect().top < 8).length - 1;
  const from = held >= 0 ? held : above + (step < 0 ? 1 : 0);
  const next = posts[from + step];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView();
}
