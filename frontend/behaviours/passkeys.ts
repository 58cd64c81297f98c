/**
 * Passkeys: `form[data-passkey]` shows itself where the browser has them, and before it is sent asks the device for one.
 * `data-passkey`: login (options are fetched from data-passkey-url), confirm or add (options in data-passkey-options, as
 * WebAuthn's JSON form). The answer goes into the field `credential`; when the device gives none, the form's
 * `[data-passkey-error]` says so.
 */
import { behaviour } from "./connect";

type Json = Record<string, any>;

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

function text(buffer: ArrayBuffer | null): string | undefined {
  if (!buffer) return undefined;
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const known = (credential: Json): Json => ({ ...credential, id: bytes(credential.id) });

async function created(options: Json): Promise<Json> {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: (options.excludeCredentials ?? []).map(known),
    // Found by the device itself when signing in, so that nobody has to type an address first.
    authenticatorSelection: { ...options.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" },
  } as unknown as PublicKeyCredentialCreationOptions;
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    clientDataJSON: text(response.clientDataJSON),
    attestationObject: text(response.attestationObject),
    transports: response.getTransports?.() ?? [],
    made,
  };
}

async function given(options: Json): Promise<Json> {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: (options.allowCredentials ?? []).map(known),
  } as unknown as PublicKeyCredentialRequestOptions;
  const made = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAssertionResponse;
  return {
    clientDataJSON: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: text(response.userHandle),
    made,
  };
}

async function optionsOf(form: HTMLFormElement): Promise<Json> {
  if (form.dataset.passkeyOptions) return JSON.parse(form.dataset.passkeyOptions).publicKey;
  const answer = await fetch(form.dataset.passkeyUrl ?? form.action, {
    headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
  });
  if (!answer.ok) throw new Error(`no options: ${answer.status}`);
  return (await answer.json()).request_options.publicKey;
}

async function credential(form: HTMLFormElement): Promise<string> {
  const options = await optionsOf(form);
  const { made, ...response } = await (form.dataset.passkey === "add" ? created(options) : given(options));
  const key = made as PublicKeyCredential;
  return JSON.stringify({
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    authenticatorAttachment: key.authenticatorAttachment,
    clientExtensionResults: key.getClientExtensionResults(),
    response,
  });
}

behaviour<HTMLFormElement>("form[data-passkey]", (form, signal) => {
  if (!window.PublicKeyCredential) return;
  form.hidden = false;
  const problem = form.querySelector<HTMLElement>("[data-passkey-error]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (problem) problem.hidden = true;
    credential(form).then((answer) => {
      (form.elements.namedItem("credential") as HTMLInputElement).value = answer;
      form.submit();
    }, () => {
      if (problem) problem.hidden = false;
    });
  }, { signal });
});
