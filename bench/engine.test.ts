import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nobleAead } from '../vault/crypto/noble.ts';
import { makeResidents, makeWide } from './data.ts';
import { checkEngine, type Engine, type Task, tasks, type WideEngine } from './engine.ts';
import { noticeText } from './engine-process.ts';
import { objectFigures, rotationFigure, taskFigures } from './figures.ts';
import { openPlain } from './plain.ts';
import { openRotation } from './rotation.ts';
import { openSealed } from './sealed.ts';
import { openSql } from './sql.ts';

const data = { residents: makeResidents(40, 1), wide: makeWide(20, 2) };
const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lindun-bench-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const room = () => openSql(join(folder, 'database'));
const parts = () => ({ room: room(), aead: nobleAead, notice: noticeText() });
const sealed = () => openSealed(parts(), data);

const engines: readonly (readonly [string, () => Promise<Engine>])[] = [
  ['plain', () => Promise.resolve(openPlain(room(), data))],
  ['sealed', sealed],
];

async function workAll(engine: WideEngine): Promise<void> {
  for (const task of Object.keys(engine.tasks) as Task[]) {
    for (const turn of [1, 2, 3]) await engine.tasks[task]?.(turn);
  }
}

describe.each(engines)('the %s engine', (_, open) => {
  test('passes the checks that come before its timing', async () => {
    await expect(checkEngine(await open(), data)).resolves.toMatchObject({ text: true });
  });

  test('does each of its tasks more than once', async () => {
    await expect(workAll(await open())).resolves.toBeUndefined();
  });

  test('says how many bytes it added for the wide records and for the residents', async () => {
    const { bytes } = await open();
    expect(bytes.wide).toBeGreaterThan(20 * 20 * 9);
    expect(bytes.all).toBeGreaterThan(bytes.withoutLog);
  });
});

test('every task that a figure is made of is one that the engines know', async () => {
  const known = new Set<string>(tasks);
  const plain = new Set(Object.keys(openPlain(room(), data).tasks));
  for (const { ours, against, within } of [...taskFigures, ...objectFigures, rotationFigure(1)]) {
    expect(known).toContain(ours);
    if (against !== undefined && within !== true) expect(plain).toContain(against);
  }
});

describe('the turn of a month', () => {
  test('leaves every record as it was, over several months and a resealing', async () => {
    const rotation = await openRotation(parts(), data);
    for (let turn = 1; turn < 15; turn += 1) await rotation.tasks.rewrap?.(turn);
    await rotation.tasks.reencrypt?.(1);
    await rotation.tasks.rewrap?.(15);
    for (const { id, values } of data.wide) expect(await rotation.wideOf(id)).toEqual(values);
  });
});

describe('the checks', () => {
  test('find an engine that gives Chinese text back as latin1', async () => {
    const plain = openPlain(room(), data);
    const mangled = (fields: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, latin1(String(value))]));
    const resident: Engine = { ...plain, fieldsOf: (id) => mangled(plain.fieldsOf(id)) };
    const wide: Engine = { ...plain, wideOf: async (id) => (await plain.wideOf(id)).map(latin1) };
    await expect(checkEngine(resident, data)).rejects.toThrow('plain: a resident came back changed');
    await expect(checkEngine(wide, data)).rejects.toThrow('plain: a wide record came back changed');
  });

  test('find an engine that drops the last field of a record', async () => {
    const plain = openPlain(room(), data);
    const short: Engine = { ...plain, wideOf: async (id) => (await plain.wideOf(id)).slice(0, -1) };
    await expect(checkEngine(short, data)).rejects.toThrow('plain: a wide record came back changed');
  });

  test('find an engine that opens a ciphertext in another row', async () => {
    const loose: Engine = { ...openPlain(room(), data), refusesMoved: () => false };
    await expect(checkEngine(loose, data)).rejects.toThrow('plain: a ciphertext opened in another row');
  });

  test('see a sealed engine refuse the moved ciphertext, and open its own afterwards', async () => {
    const engine = await sealed();
    expect(await engine.refusesMoved?.()).toBe(true);
    await expect(checkEngine({ ...engine, refusesMoved: undefined }, data)).resolves.toBeDefined();
  });

  test('see rare characters and combining marks among what has to come back', () => {
    const text = makeWide(200, 3)
      .flatMap(({ values }) => values)
      .join('');
    for (const mark of ['𬱖', '䶮', '\u0301', '\u3099', '\u{E0100}']) expect(text).toContain(mark);
  });
});
