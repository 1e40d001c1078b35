// Opens the definition of a glossary word beside it. Without this script the word leads to the list at the end of the text.

const bubble = document.createElement("div");
const canOpen = "popover" in bubble;

if (canOpen) {
  bubble.className = "bubble";
  bubble.popover = "auto";
  bubble.setAttribute("role", "note");
  document.addEventListener("click", openDefinition);
}

function openDefinition(event) {
  const word = event.target.closest?.("a.term");
  if (!word || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const name = document.getElementById(decodeURIComponent(word.hash.slice(1)));
  if (!name) return;
  event.preventDefault();
  const text = name.closest("[data-content]");
  bubble.lang = text?.lang ?? "";
  bubble.dir = text?.dir ?? "";
  const title = document.createElement("b");
  title.textContent = name.textContent;
  const definition = document.createElement("span");
  definition.append(...name.nextElementSibling.cloneNode(true).childNodes);
  bubble.replaceChildren(title, definition);
  word.after(bubble);
  bubble.showPopover();
  placeBeside(word.getBoundingClientRect());
}

// Under the word, or above it where there is no room; never beyond the edges.
function placeBeside(word) {
  const margin = 8;
  const { offsetWidth: width, offsetHeight: height } = bubble;
  const left = Math.max(margin, Math.min(word.left, document.documentElement.clientWidth - width - margin));
  const isRoomBelow = word.bottom + height + margin < innerHeight;
  const top = isRoomBelow ? word.bottom + margin : Math.max(margin, word.top - height - margin);
  bubble.style.left = `${left + scrollX}px`;
  bubble.style.top = `${top + scrollY}px`;
}
