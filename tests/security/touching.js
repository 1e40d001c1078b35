// Opens each document in a frame of its own, touches everything in it, and gives what ran: [document, what, where].
async (documents) => {
  const EVENTS = (
    "mouseover mouseenter mousemove mousedown mouseup mouseout click dblclick auxclick contextmenu pointerover pointerdown " +
    "wheel keydown keyup focus focusin blur input beforeinput change select submit reset formdata toggle beforetoggle " +
    "error load loadstart play pageshow copy cut paste dragstart scroll close cancel animationstart animationend " +
    "transitionend beginEvent endEvent repeatEvent slotchange start finish"
  ).split(" ");
  const TEXT_THAT_RUNS = ["javascript:", "data:", "vbscript:", "blob:"];
  const ADDRESSES = ["href", "src", "action", "formaction", "data", "xlink:href", "srcdoc"];
  const AT_ONCE = 8;
  const PATIENCE = 3000;
  const LATENESS = 30;

  const told = new Map();
  const nameOf = new Map();
  function note(name, what, element) {
    const place = element && (call("closest", element, "[data-vector]")?.dataset.vector ?? element.outerHTML?.slice(0, 200));
    const line = [name, what, place ?? ""];
    told.set(String(line), line);
  }

  // Documents call these; an alert to the page around a frame is one of somebody's.
  window.told = (inner) => note(nameOf.get(inner.frameElement), "ran", inner.event?.target ?? inner.document.currentScript);
  window.alert = () => note("some document", "ran in the page around it", null);
  const watch = "<script>alert = confirm = prompt = print = () => parent.told(window)</scr" + "ipt>";

  async function open([name, html]) {
    const frame = document.createElement("iframe");
    nameOf.set(frame, name);
    const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
    frame.srcdoc = /^<!doctype html>/i.test(html) ? html.replace(/^<!doctype html>/i, "$&" + watch) : watch + html;
    document.body.append(frame);
    await Promise.race([loaded, later(PATIENCE)]);
    touch(name, frame.contentWindow);
    await later(LATENESS);
    frame.remove();
  }

  function touch(name, inner) {
    // Nobody leaves the page, so that all of it is touched; links that run text are followed none the less.
    inner.addEventListener("click", (event) => runsText(event.target) || event.preventDefault(), true);
    inner.addEventListener("submit", (event) => event.preventDefault(), true);
    for (const element of inner.document.querySelectorAll("*")) {
      for (const attribute of call("getAttributeNames", element)) {
        const value = call("getAttribute", element, attribute);
        if (attribute.startsWith("on") && typeof element[attribute] === "function") note(name, attribute, element);
        if (ADDRESSES.includes(attribute) && isTextThatRuns(value)) note(name, value.slice(0, 60), element);
      }
      for (const kind of EVENTS) {
        EventTarget.prototype.dispatchEvent.call(element, new inner.Event(kind, { cancelable: true }));
      }
      if (runsText(element)) element.dispatchEvent(new inner.MouseEvent("click", { cancelable: true, bubbles: true }));
    }
  }

  function runsText(target) {
    const link = target?.nodeType === Node.ELEMENT_NODE ? call("closest", target, "a, area") : null;
    return !!link && ["href", "xlink:href"].some((name) => isTextThatRuns(call("getAttribute", link, name)));
  }

  // As the browser itself reads an address.
  function isTextThatRuns(address) {
    try {
      return address !== null && TEXT_THAT_RUNS.includes(new URL(address, "https://site.invalid/").protocol);
    } catch {
      return false;
    }
  }

  // A form may hold fields called like the methods of an element.
  const call = (method, element, ...rest) => Element.prototype[method].call(element, ...rest);
  const later = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  const waiting = [...documents];
  const work = async () => {
    while (waiting.length) await open(waiting.shift());
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return [...told.values()];
};
