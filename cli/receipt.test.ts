import { createPublicKey, verify } from 'node:crypto';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeCommunity, value } from '../tests/node-community.ts';
import { phoneNotice } from '../tests/node-vault.ts';
import type { SignedReceipt } from '../vault/consent/receipt.ts';
import { spkiOf } from '../vault/crypto/receipt-key.ts';

/** A receipt as a resident keeps it, checked by our command, by Node's own cryptography, and by openssl with jq. */
const root = dirname(import.meta.dirname);
let dir: string;
let file: string;
let pem: string;
let receipt: SignedReceipt;
const lindun = (...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'cli', 'main.ts'), ...args], { encoding: 'utf8' });
const write = (name: string, text: string): string => {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
};

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'lindun-receipt-'));
  const c = await nodeCommunity();
  const page = c.page(c.resident);
  const { history } = value(
    c.vault.ask(page, 'recordConsent', { purpose: 'phone_contact', event: 'given', notice: phoneNotice }),
  );
  receipt = value(c.vault.ask(page, 'consentReceipt', { id: history[0]?.id ?? '' }));
  const der = Buffer.from(spkiOf(c.vault.vault.receipts.publicKey)).toString('base64');
  pem = write('key.pem', `-----BEGIN PUBLIC KEY-----\n${der}\n-----END PUBLIC KEY-----\n`);
  file = write('receipt.json', JSON.stringify(receipt, null, 2));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** RFC 8785 for what a receipt holds, written without the library that the vault signs with. */
function jcs(of: unknown): string {
  if (Array.isArray(of)) return `[${of.map(jcs).join(',')}]`;
  if (typeof of !== 'object' || of === null) return JSON.stringify(of);
  const members = Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, held]) => `${JSON.stringify(name)}:${jcs(held)}`).join(',')}}`;
}

describe('lindun receipt verify', () => {
  test('says that a receipt is genuine, and what it is about', () => {
    const { status, stdout } = lindun('receipt', 'verify', file, '--key', pem);
    expect(stdout).toContain('核验通过');
    expect(stdout).toContain(receipt.receipt.privacy_notice.sha256);
    expect(status).toBe(0);
    expect(lindun('receipt', 'verify', file, '--key', receipt.signature.public_key).status).toBe(0);
  });

  test.each<[string, (text: string) => string]>([
    ['another state', (text) => text.replace('"event_state": "given"', '"event_state": "refused"')],
    ['another notice', (text) => text.replace(/"sha256": "../, '"sha256": "zz')],
    ['another time', (text) => text.replace('2026-11', '2026-12')],
    ['a field more', (text) => text.replace('"jurisdiction"', '"forged": true, "jurisdiction"')],
  ])('finds %s', (_, change) => {
    const text = readFileSync(file, 'utf8');
    expect(change(text)).not.toBe(text);
    const { status, stdout } = lindun('receipt', 'verify', write('changed.json', change(text)), '--key', pem);
    expect([status, stdout.includes('核验不通过')]).toEqual([1, true]);
  });

  test('takes no key from the receipt itself: one by another key is not genuine', () => {
    const other = Buffer.from(new Uint8Array(32).fill(9)).toString('base64');
    expect(lindun('receipt', 'verify', file, '--key', other).status).toBe(1);
    expect(lindun('receipt', 'verify', file).status).not.toBe(0);
  });

  test('tells what is no receipt, no key, or of a later form', () => {
    expect(lindun('receipt', 'verify', write('no.json', '{}'), '--key', pem).status).toBe(2);
    expect(lindun('receipt', 'verify', write('no.txt', 'hello'), '--key', pem).status).toBe(2);
    expect(lindun('receipt', 'verify', file, '--key', write('no.pem', 'hello')).status).toBe(2);
    const later = readFileSync(file, 'utf8').replace('lindun-receipt/1', 'lindun-receipt/2');
    const { status, stderr } = lindun('receipt', 'verify', write('later.json', later), '--key', pem);
    expect([status, stderr.includes('newer version')]).toEqual([2, true]);
  });
});

test('Node’s own Ed25519 accepts the signature over bytes written anew from the JSON', () => {
  const key = createPublicKey(readFileSync(pem, 'utf8'));
  const signature = Buffer.from(receipt.signature.value, 'base64');
  const { receipt: kept } = JSON.parse(readFileSync(file, 'utf8')) as SignedReceipt;
  expect(verify(null, Buffer.from(jcs(kept)), key, signature)).toBe(true);
  expect(verify(null, Buffer.from(`${jcs(kept)} `), key, signature)).toBe(false);
});

const has = (program: string): boolean => spawnSync(program, ['--help']).error === undefined;
test.skipIf(!has('jq') || !has('openssl'))('openssl and jq accept it as docs/consent-receipt.md says', () => {
  const script = `set -e; cd ${dir}
    jq -cSj .receipt receipt.json > signed
    jq -r .signature.value receipt.json | base64 -d > signature
    openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in signed -sigfile signature`;
  expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' })).toContain('Verified Successfully');
});
