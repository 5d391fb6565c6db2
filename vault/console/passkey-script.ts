/**
 * The two scripts there are for passkeys, which no form can do: each asks the browser, writes what it says into its form's
 * fields, and sends the form. They send nothing themselves and know nothing but what stands in their page.
 */
const shared = `
const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const hex = (said) => Uint8Array.from(said.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const form = document.getElementById('passkey');
const failed = document.getElementById('passkey-failed');
const none = document.getElementById('passkey-none');
const can = 'PublicKeyCredential' in window && window.isSecureContext && !/^[\\d.]+$|:/.test(location.hostname);
form.hidden = !can;
if (none) none.hidden = can;
const send = (fields) => {
  for (const [name, said] of Object.entries(fields)) form.elements[name].value = said;
  form.submit();
};
const asking = (ask) => form.addEventListener('submit', (event) => {
  event.preventDefault();
  failed.hidden = true;
  ask(form.dataset).then(send, () => { failed.hidden = false; });
});
`;

export const getPasskey = `${shared}
asking(async ({ challenge, rp }) => {
  const made = await navigator.credentials.get({
    publicKey: { challenge: bytes(challenge), rpId: rp, userVerification: 'required', timeout: 120000 },
  });
  const { clientDataJSON, authenticatorData, signature } = made.response;
  return { id: made.id, clientData: text(clientDataJSON), authenticator: text(authenticatorData), signature: text(signature) };
});
const number = document.getElementById('number');
if (/^#\\d{9}$/.test(location.hash) && number.value === '') number.value = location.hash.slice(1);
`;

export const makePasskey = `${shared}
asking(async ({ challenge, rp, handle, exclude, name, title }) => {
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: bytes(challenge),
      rp: { id: rp, name: title },
      user: { id: hex(handle), name, displayName: name },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }, { type: 'public-key', alg: -8 }],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: exclude.split(' ').filter((id) => id !== '').map((id) => ({ type: 'public-key', id: bytes(id) })),
      attestation: 'none',
      timeout: 120000,
    },
  });
  return { clientData: text(made.response.clientDataJSON), attestation: text(made.response.attestationObject) };
});
`;
