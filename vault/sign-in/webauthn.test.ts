import { describe, expect, test } from 'vitest';
import { Passkey } from '../../tests/authenticator.ts';
import { checkAssertion, type PasskeyKey, readRegistration } from './webauthn.ts';

const here = { challenge: 'c2FpZCBvbmNl', origin: 'http://localhost:8787', rp: 'localhost' };

function registered(passkey: Passkey): PasskeyKey & { counter: number } {
  const made = readRegistration(passkey.create(here), here);
  if (!made.ok) throw new Error(made.fault);
  return made.value;
}

const faultOf = (checked: { ok: true } | { ok: false; fault: string }): string =>
  checked.ok ? 'ok' : checked.fault;

describe.each(['ES256', 'EdDSA'] as const)('a passkey of %s', (alg) => {
  test('is read, and what it signs is taken', () => {
    const passkey = new Passkey({ alg });
    const known = registered(passkey);
    expect(known).toMatchObject({ alg, id: passkey.id, counter: 0 });
    expect(checkAssertion(passkey.get(here), here, known)).toEqual({ ok: true, value: { counter: 1 } });
  });

  test('another one’s signature is refused', () => {
    const known = registered(new Passkey({ alg }));
    expect(faultOf(checkAssertion(new Passkey({ alg }).get(here), here, known))).toBe('wrong_signature');
  });

  test('a signature with one bit turned is refused', () => {
    const passkey = new Passkey({ alg });
    const known = registered(passkey);
    const said = passkey.get(here);
    const bytes = Buffer.from(said.signature, 'base64url');
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    const turned = { ...said, signature: bytes.toString('base64url') };
    expect(faultOf(checkAssertion(turned, here, known))).toBe('wrong_signature');
  });
});

test.each([
  ['another challenge', { challenge: 'b3RoZXI' }, 'other_challenge'],
  ['another site', { origin: 'http://localhost:8788' }, 'other_origin'],
  ['another host’s passkey', { rp: 'lindun.example' }, 'other_origin'],
])('for %s nothing is taken', (_, other, fault) => {
  const passkey = new Passkey();
  const known = registered(passkey);
  expect(faultOf(readRegistration(new Passkey().create({ ...here, ...other }), here))).toBe(fault);
  expect(faultOf(checkAssertion(passkey.get({ ...here, ...other }), here, known))).toBe(fault);
});

test('one that did not look at who holds it is refused', () => {
  expect(faultOf(readRegistration(new Passkey({ verified: false }).create(here), here))).toBe('not_verified');
  const passkey = new Passkey();
  const known = registered(passkey);
  passkey.verified = false;
  expect(faultOf(checkAssertion(passkey.get(here), here, known))).toBe('not_verified');
});

test('a counter that does not go up is a copy’s, and one that stays at nothing is none', () => {
  const passkey = new Passkey();
  const known = registered(passkey);
  const said = passkey.get(here);
  expect(faultOf(checkAssertion(said, here, { ...known, counter: 1 }))).toBe('counter_regress');
  passkey.counter = -1;
  expect(checkAssertion(passkey.get(here), here, known)).toEqual({ ok: true, value: { counter: 0 } });
  passkey.counter = -1;
  expect(faultOf(checkAssertion(passkey.get(here), here, { ...known, counter: 7 }))).toBe('counter_regress');
});

test('a registration is no sign-in, and a sign-in no registration', () => {
  const passkey = new Passkey();
  const known = registered(passkey);
  const { clientData } = passkey.create(here);
  expect(faultOf(checkAssertion({ ...passkey.get(here), clientData }, here, known))).toBe('malformed');
  const mixed = { ...passkey.create(here), clientData: passkey.get(here).clientData };
  expect(faultOf(readRegistration(mixed, here))).toBe('malformed');
});

test('what is no registration at all is refused and throws nothing', () => {
  const { clientData, attestation } = new Passkey().create(here);
  for (const cut of [0, 1, 40, 90, 150, 200])
    expect(faultOf(readRegistration({ clientData, attestation: attestation.slice(0, cut) }, here))).toBe(
      'malformed',
    );
  for (const junk of ['', '!', 'e30', '_w', 'oWhhdXRoRGF0YUA'])
    expect(faultOf(readRegistration({ clientData: junk, attestation: junk }, here))).toBe('malformed');
});
