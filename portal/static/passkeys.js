/* Passkeys: asks the browser for one and sends its answer with the form of the button. */
(() => {
  "use strict";
  if (!window.PublicKeyCredential) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const words = (buffer) => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((known) => ({ ...known, id: bytes(known.id) }));

  const asked = async (options) => {
    options.challenge = bytes(options.challenge);
    if (options.user) {
      options.user.id = bytes(options.user.id);
      options.excludeCredentials = named(options.excludeCredentials);
      return navigator.credentials.create({ publicKey: options });
    }
    options.allowCredentials = named(options.allowCredentials);
    return navigator.credentials.get({ publicKey: options });
  };

  const told = ({ id, rawId, type, response }) => {
    const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
    const given = parts.filter((part) => response[part]).map((part) => [part, words(response[part])]);
    return JSON.stringify({ id, rawId: words(rawId), type, response: Object.fromEntries(given) });
  };

  for (const note of document.querySelectorAll("[data-without-passkeys]")) note.hidden = true;
  for (const button of document.querySelectorAll("[data-passkey]")) {
    button.hidden = false;
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      const refused = button.parentElement.querySelector("[data-refused]");
      refused.hidden = true;
      try {
        const credential = await asked(JSON.parse(button.dataset.passkey));
        button.form.elements[button.dataset.into].value = told(credential);
      } catch {
        refused.hidden = false;
        return;
      }
      button.form.requestSubmit();
    });
  }
})();
