// Offers names for an @ and a beginning, steered by the keys of ARIA's combobox. Without it, names are typed.

const made = (tag, more) => Object.assign(document.createElement(tag), more);
const BEGUN = /(?:^|[^\p{L}\p{N}@/._+-])@([^\s@][^\n@]{0,39})$/u;

for (const form of document.querySelectorAll("form[data-names]")) offerNames(form, form.elements.source);

function offerNames(form, text) {
  const list = made("ul", { id: "names", className: "names", hidden: true, role: "listbox", ariaLabel: "@" });
  const said = made("span", { className: "vh", role: "status" });
  text.after(list, said);
  Object.assign(text, { ariaAutoComplete: "list", ariaHasPopup: "listbox" });
  text.setAttribute("aria-controls", "names");
  let pause = 0;
  let asked = "";
  let chosen = -1;

  text.addEventListener("input", () => {
    clearTimeout(pause);
    asked = begun();
    if (asked) pause = setTimeout(ask, 200);
    else close();
  });
  text.addEventListener("blur", close);
  text.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose((chosen + step + list.children.length) % list.children.length);
    else if (chosen >= 0 && ["Enter", "Tab"].includes(event.key)) take(list.children[chosen]);
    else if (event.key !== "Escape") return;
    else close();
    event.preventDefault();
  });

  function begun() {
    return BEGUN.exec(text.value.slice(0, text.selectionStart))?.[1] ?? "";
  }

  async function ask() {
    const words = asked;
    const query = new URLSearchParams({ spot: form.elements.spot.value, q: words });
    const answer = await fetch(`${form.dataset.names}?${query}`).catch(() => {});
    const names = answer?.ok ? await answer.json() : [];
    if (words !== asked || words !== begun()) return;
    close();
    if (!names.length) return;
    list.replaceChildren(...names.map(optionOf));
    list.hidden = false;
    said.textContent = form.dataset.found.replace("#", names.length);
  }

  function optionOf({ name, of, written }, place) {
    const option = made("li", { id: `name-${place}`, role: "option" });
    option.dataset.written = written;
    option.append(name, " ", made("span", { className: "small", textContent: of }));
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      take(option);
    });
    return option;
  }

  function choose(place) {
    chosen = place;
    [...list.children].forEach((option, number) => (option.ariaSelected = number === place));
    text.setAttribute("aria-activedescendant", `name-${place}`);
    list.children[place].scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    const end = text.selectionStart;
    text.setRangeText(`${option.dataset.written} `, end - begun().length, end, "end");
    close();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function close() {
    list.hidden = true;
    chosen = -1;
    said.textContent = "";
    text.removeAttribute("aria-activedescendant");
  }
}
