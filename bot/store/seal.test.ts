import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keyFrom, sealerOf } from './seal.ts';

const key = new Uint8Array(32).fill(7);
const sealer = sealerOf(key);

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'lindun-seal-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('what is sealed opens again, whatever JSON has, and bytes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(sealer.open('t', 'r', sealer.seal('t', 'r', value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (value) => {
      expect(sealer.open('t', 'r', sealer.seal('t', 'r', value))).toEqual(value);
    }),
  );
});

test('a box opens in no other table or row, under no other key, and not when a bit of it is another', () => {
  const box = sealer.seal('inbox', '1', '狗没拴绳');
  expect(() => sealer.open('inbox', '2', box)).toThrow('does not open');
  expect(() => sealer.open('outbox', '1', box)).toThrow('does not open');
  expect(() => sealer.open('inbo', 'x1', box)).toThrow('does not open');
  expect(() => sealerOf(new Uint8Array(32).fill(8)).open('inbox', '1', box)).toThrow('does not open');
  for (let at = 0; at < box.length; at += 1) {
    const other = Uint8Array.from(box);
    other[at] = (other[at] ?? 0) ^ 1;
    expect(() => sealer.open('inbox', '1', other)).toThrow('does not open');
  }
  expect(() => sealer.open('inbox', '1', box.subarray(0, 10))).toThrow('does not open');
  expect(() => sealerOf(new Uint8Array(31))).toThrow(RangeError);
});

test('the same words never give the same box, and a box does not tell how short they are', () => {
  const [one, two] = [sealer.seal('t', 'r', '是'), sealer.seal('t', 'r', '不是的')];
  expect(one).not.toEqual(sealer.seal('t', 'r', '是'));
  expect(one.length).toBe(two.length);
  expect(Buffer.from(two).includes('不是的')).toBe(false);
});

test('a name is the same each time, and another for each use, part and key', () => {
  const names = [
    sealer.name('dedup', 'a', 'b'),
    sealer.name('dedup', 'ab', ''),
    sealer.name('chat', 'a', 'b'),
    sealerOf(new Uint8Array(32).fill(8)).name('dedup', 'a', 'b'),
  ];
  expect(new Set(names).size).toBe(4);
  expect(sealer.name('dedup', 'a', 'b')).toBe(names[0]);
  for (const name of names) expect(name).toMatch(/^[0-9a-f]{32}$/);
});

test('a key is made once, only its owner reads it, and what is no key is refused', () => {
  const file = join(dir, 'key', 'bot.key');
  const made = keyFrom(file);
  expect(keyFrom(file)).toEqual(made);
  expect(made.some((byte) => byte !== 0)).toBe(true);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(dir, 'key')).mode & 0o777).toBe(0o700);
  expect(readFileSync(file, 'latin1')).toMatch(/^[0-9a-f]{64}\n$/);
  writeFileSync(file, 'short');
  expect(() => keyFrom(file)).toThrow('not 64 hex digits');
});
