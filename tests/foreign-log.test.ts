import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { noteSigner } from '../vault/log/note.ts';
import { formatProof, parseProof, verifyProof, type Proof } from '../vault/log/proof.ts';
import { sampleLeaf } from './sample-log.ts';
import { buildGoVerifier } from './foreign/go.ts';
import { makeLogVectors } from './vectors/make-log.ts';

const vectorPath = new URL('vectors/log.json', import.meta.url).pathname;
const vectorText = readFileSync(vectorPath, 'utf8');
const vectors = JSON.parse(vectorText) as { origin: string; vkey: string; proof: string; sizes: unknown[] };

describe('the vectors of the log', () => {
  it('are what their maker writes, for 200 sizes', () => {
    expect(makeLogVectors()).toEqual(JSON.parse(vectorText));
    expect(vectors.sizes.length).toBe(200);
    expect(vectorText.length).toBeLessThan(1_500_000);
  });

  it('hold a proof that our own verifier accepts', () => {
    expect(verifyProof(vectors.proof, vectors)).toMatchObject({
      ok: true,
      value: { index: 1000, size: 2049, actor: { actor: 'w6' }, subject: { subject: 's10' } },
    });
  });
});

const folder = mkdtempSync(join(tmpdir(), 'lindun-foreign-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("Go's note and tlog", () => {
  let missing: string | undefined;
  let program = '';
  beforeAll(() => {
    const built = buildGoVerifier(folder);
    if ('missing' in built) missing = built.missing;
    else program = built.program;
  }, 300_000);

  const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(program, args, { encoding: 'utf8' });
  const file = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const checkProof = (text: string, ...more: string[]): ReturnType<typeof run> =>
    run('check-proof', file('a.tlog-proof', text), vectors.vkey, ...more);
  const parts = (): Proof => {
    const parsed = parseProof(vectors.proof);
    if (!parsed.ok) throw new Error(parsed.failure);
    return parsed.value;
  };

  it('verify signature, inclusion and consistency at 200 sizes, and every tile', (context) => {
    if (missing !== undefined) return context.skip(missing);
    const { status, stdout, stderr } = run('check-vectors', vectorPath);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^verified 200 sizes up to \d+: signatures, roots, inclusion, consistency; \d+ tiles\n$/,
    );
  });

  it('refuse vectors of which one character was changed', (context) => {
    if (missing !== undefined) return context.skip(missing);
    const changes: [from: RegExp, to: string, reason: RegExp][] = [
      [/("inclusion": \[\s*")../, '$1//', /size 2: inclusion: .*invalid/],
      [/("consistency": \[\s*")../, '$1//', /size \d+: consistency: .*invalid/],
      [/("sha256": ")./, '$1x', /tile 0\/000 is missing or has other bytes/],
      [/("note": "lindun\/sample\/1\\n)1/, '$12', /size 1: invalid signature/],
      [/("leaf0": "..)./, '$1f', /leaf 0 is not the one/],
      [/("vkey": "[^"]{30})./, '$1/', /the verifier key is not the seed's/],
    ];
    for (const [from, to, reason] of changes) {
      const changed = vectorText.replace(from, to);
      expect(changed).not.toBe(vectorText);
      const { status, stderr } = run('check-vectors', file('changed.json', changed));
      expect(status, String(from)).toBe(1);
      expect(stderr).toMatch(reason);
    }
  });

  it('verify a proof from its file and the key alone, and show what was opened', (context) => {
    if (missing !== undefined) return context.skip(missing);
    const { status, stdout, stderr } = checkProof(vectors.proof);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('验证通过 verified: lindun/sample/1, entry 1000 of 2049\n');
    expect(stdout).toContain('"action":"record.read"');
    expect(stdout).toContain('谁 actor: {"actor":"w6","request":"r1000","via":"desk"}\n');
    expect(stdout).toContain(
      '关于 subject: {"purpose":"handle_ticket","subject":"s10","words":"电话联系"}\n',
    );
  });

  it('verify a checkpoint that two of the log’s keys signed by either of them, and by no third', (context) => {
    if (missing !== undefined) return context.skip(missing);
    const proof = parts();
    const next = noteSigner(vectors.origin, new Uint8Array(32).fill(9));
    const text = `${proof.checkpoint.split('\n\n')[0]}\n`;
    const line = next.sign(text).slice(text.length + 1);
    const both = formatProof({ ...proof, checkpoint: `${proof.checkpoint}${line}` });
    const stranger = noteSigner(vectors.origin, new Uint8Array(32).fill(8));
    for (const [vkey, status] of [
      [vectors.vkey, 0],
      [next.vkey, 0],
      [stranger.vkey, 1],
    ] as const) {
      expect(run('check-proof', file('both.tlog-proof', both), vkey).status).toBe(status);
      expect(verifyProof(both, { vkey, origin: vectors.origin }).ok).toBe(status === 0);
    }
  });

  it('verify a proof without a leaf in it together with the leaf', (context) => {
    if (missing !== undefined) return context.skip(missing);
    const { index, hashes, checkpoint } = parts();
    const bare = formatProof({ index, hashes, checkpoint });
    expect(checkProof(bare, file('leaf', sampleLeaf(1000))).status).toBe(0);
    expect(checkProof(bare, file('leaf', sampleLeaf(1001))).status).toBe(1);
    expect(checkProof(bare).stderr).toContain('no leaf');
    expect(checkProof(vectors.proof, file('leaf', sampleLeaf(1001))).status).toBe(1);
  });

  it('refuse exactly the spoilt proofs that our own verifier refuses', (context) => {
    if (missing !== undefined) return context.skip(missing);
    const proof = parts();
    const { extra } = proof;
    if (extra?.actor === undefined || extra.subject === undefined) throw new Error('nothing opened');
    const { actor, subject, leaf } = extra;
    const first = proof.hashes[0] ?? new Uint8Array(32);
    const spoilt: Record<string, string> = {
      'another index': formatProof({ ...proof, index: 999 }),
      'a hash changed': formatProof({
        ...proof,
        hashes: proof.hashes.with(0, first.with(5, (first[5] ?? 0) ^ 4)),
      }),
      'a hash dropped': formatProof({ ...proof, hashes: proof.hashes.slice(1) }),
      'a hash added': formatProof({ ...proof, hashes: [...proof.hashes, first] }),
      'a leaf changed': formatProof({ ...proof, extra: { leaf: leaf.with(20, 0x78) } }),
      'another size': vectors.proof.replace('\n2049\n', '\n2050\n'),
      'another origin': vectors.proof.replace('\nlindun/sample/1\n', '\nlindun/sample/2\n'),
      'another signer': vectors.proof.replace(/\n\n[^]*$/, `\n\n${resigned(proof.checkpoint)}`),
      'another actor': formatProof({
        ...proof,
        extra: { leaf, subject, actor: { ...actor, part: { ...actor.part, actor: 'w1' } } },
      }),
      'another subject salt': formatProof({
        ...proof,
        extra: { leaf, actor, subject: { ...subject, salt: subject.salt.with(0, 0) } },
      }),
      'no signature': vectors.proof.slice(0, vectors.proof.lastIndexOf('—')),
    };
    for (const [what, text] of Object.entries(spoilt)) {
      expect(verifyProof(text, vectors).ok, what).toBe(false);
      const { status, stdout, stderr } = checkProof(text);
      expect([status, stdout], what).toEqual([1, '']);
      expect(stderr, what).toMatch(/^验证不通过 refused: /);
    }
  });

  it('say how they are called when they are called wrongly', (context) => {
    if (missing !== undefined) return context.skip(missing);
    expect(run().status).toBe(2);
    expect(run('check-proof', 'x').status).toBe(2);
  });
});

/** The same checkpoint, signed by somebody with the log's name and another key. */
function resigned(checkpoint: string): string {
  return noteSigner(vectors.origin, new Uint8Array(32)).sign(
    checkpoint.slice(0, checkpoint.lastIndexOf('\n\n') + 1),
  );
}
