// SPDX-License-Identifier: EUPL-1.2
// <form data-passkey="get|create">: asks the device for a passkey and posts its answer in the field `credential`.
// The options come from the page (data-options: id of a JSON block) or from the server (data-options-url).
const bytes = (text) => {
  const padded = text.replace(/-/g, "+").replace(/_/g, "/").padEnd(Math.ceil(text.length / 4) * 4, "=");
  return Uint8Array.from(atob(padded), (c) => c.charCodeAt(0));
};

const text = (buffer) => {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const known = (list) => list?.map((item) => ({ ...item, id: bytes(item.id) }));

async function create(options, passwordless) {
  const publicKey = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  publicKey.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  publicKey.excludeCredentials = known(publicKey.excludeCredentials);
  publicKey.authenticatorSelection = {
    ...publicKey.authenticatorSelection,
    residentKey: passwordless ? "required" : "discouraged",
    requireResidentKey: passwordless,
  };
  if (passwordless) publicKey.authenticatorSelection.userVerification = "required";
  const made = await navigator.credentials.create({ publicKey });
  return {
    ...described(made),
    response: {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports?.() ?? [],
    },
  };
}

async function get(options) {
  const publicKey = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  publicKey.allowCredentials = known(publicKey.allowCredentials);
  const found = await navigator.credentials.get({ publicKey });
  const { clientDataJSON, authenticatorData, signature, userHandle } = found.response;
  return {
    ...described(found),
    response: {
      clientDataJSON: text(clientDataJSON),
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      userHandle: userHandle ? text(userHandle) : null,
    },
  };
}

const described = (credential) => ({
  type: credential.type,
  id: credential.id,
  rawId: text(credential.rawId),
  authenticatorAttachment: credential.authenticatorAttachment,
  clientExtensionResults: credential.getClientExtensionResults(),
});

async function options(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.dataset.optionsUrl, {
    headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json());
}

async function ask(form) {
  const given = await options(form);
  if (form.dataset.passkey === "get") return get(given.request_options ?? given);
  const passwordless = form.querySelector("[name=passwordless]")?.checked ?? true;
  return create(given.creation_options ?? given, passwordless);
}

export function preparePasskeys(root) {
  if (!window.PublicKeyCredential) return;
  for (const form of root.querySelectorAll("form[data-passkey]")) {
    for (const shown of form.querySelectorAll("[data-needs-passkey][hidden]")) shown.hidden = false;
    const failed = form.querySelector("[data-passkey-failed]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await ask(form));
      } catch {
        failed.hidden = false;
        return;
      }
      form.submit();
    });
  }
}
