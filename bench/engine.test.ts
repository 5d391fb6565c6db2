import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nobleAead } from '../vault/crypto/noble.ts';
import { makeResidents, makeWide } from './data.ts';
import { checkEngine, type Engine, type Task } from './engine.ts';
import { openPlain } from './plain.ts';
import { openSealed } from './sealed.ts';

const data = { residents: makeResidents(40, 1), wide: makeWide(20, 2) };
const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lindun-bench-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const engines: readonly (readonly [string, () => Promise<Engine>])[] = [
  ['plain', () => Promise.resolve(openPlain(join(folder, 'plain'), data))],
  ['sealed', () => openSealed(join(folder, 'sealed'), data, nobleAead)],
];

describe.each(engines)('the %s engine', (_, open) => {
  test('passes the checks that come before its timing', async () => {
    const engine = await open();
    expect(() => checkEngine(engine, data)).not.toThrow();
  });

  test('does each of its tasks more than once', async () => {
    const { tasks } = await open();
    for (const task of Object.keys(tasks) as Task[]) {
      expect(() => [1, 2, 3].forEach((turn) => tasks[task]?.(turn))).not.toThrow();
    }
  });
});

describe('the checks', () => {
  test('find an engine that gives Chinese text back as latin1', () => {
    const plain = openPlain(join(folder, 'plain'), data);
    const mangled = (fields: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, latin1(String(value))]));
    const resident: Engine = { ...plain, fieldsOf: (id) => mangled(plain.fieldsOf(id)) };
    const wide: Engine = { ...plain, wideOf: (id) => plain.wideOf(id).map(latin1) };
    expect(() => checkEngine(resident, data)).toThrow('plain: a resident came back changed');
    expect(() => checkEngine(wide, data)).toThrow('plain: a wide record came back changed');
  });

  test('find an engine that drops the last field of a record', () => {
    const plain = openPlain(join(folder, 'plain'), data);
    const short: Engine = { ...plain, wideOf: (id) => plain.wideOf(id).slice(0, -1) };
    expect(() => checkEngine(short, data)).toThrow('plain: a wide record came back changed');
  });

  test('find an engine that opens a ciphertext in another row', () => {
    const plain = openPlain(join(folder, 'plain'), data);
    const loose: Engine = { ...plain, refusesMoved: () => false };
    expect(() => checkEngine(loose, data)).toThrow('plain: a ciphertext opened in another row');
  });

  test('see a sealed engine refuse the moved ciphertext, and open its own afterwards', async () => {
    const sealed = await openSealed(join(folder, 'sealed'), data, nobleAead);
    expect(sealed.refusesMoved?.()).toBe(true);
    expect(() => checkEngine({ ...sealed, refusesMoved: undefined }, data)).not.toThrow();
  });
});
