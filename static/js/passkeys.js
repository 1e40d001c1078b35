// Signs in with a passkey, or makes one, where the browser can. Without this script the forms for it stay hidden.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (window.PublicKeyCredential && navigator.credentials) offer(form);
}

function offer(form) {
  const isNew = form.dataset.passkey === "make";
  const options = read(form.dataset.options);
  const trouble = form.querySelector("[data-trouble]");
  let filling = new AbortController();
  form.hidden = false;
  document.querySelector("[data-without-passkeys]")?.remove();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    filling.abort();
    trouble.hidden = true;
    const asked = { publicKey: options };
    await answer(isNew ? navigator.credentials.create(asked) : navigator.credentials.get(asked));
  });
  if (!isNew) fillIn();

  // Browsers that can list passkeys among the addresses they remember.
  async function fillIn() {
    if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    const asked = { publicKey: options, mediation: "conditional", signal: filling.signal };
    navigator.credentials.get(asked).then(send, () => {});
  }

  async function answer(asked) {
    try {
      send(await asked);
    } catch {
      trouble.hidden = false;
    }
  }

  function send(credential) {
    form.elements.credential.value = JSON.stringify(written(credential));
    form.submit();
  }
}

function read(told) {
  const options = JSON.parse(told);
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const known of options.excludeCredentials ?? []) known.id = bytes(known.id);
  return options;
}

function written({ id, rawId, type, response }) {
  const told = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) told[name] = text(response[name]);
  }
  return { id, rawId: text(rawId), type, response: told, clientExtensionResults: {} };
}
