import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/**
 * A reader written from docs/format.md in another language, over another library, opens the vectors. Where
 * Debian's Python or its `cryptography` is missing the tests are skipped, and say so; with
 * LINDUN_REQUIRE_FOREIGN=1, as in CI, they fail instead.
 */

const python = '/usr/bin/python3';
const reader = fileURLToPath(new URL('foreign/read_format.py', import.meta.url));
const file = fileURLToPath(new URL('vectors/format.json', import.meta.url));

interface Answer {
  readonly cases: number;
  readonly refused: number;
  readonly wrong: readonly string[];
}
type Case = Record<string, unknown> & { name: string };
type Vectors = Record<string, Case[]>;

function read(path: string): { status: number | null; answer: Answer } {
  const { status, stdout, stderr, error } = spawnSync(python, [reader, path], { encoding: 'utf8' });
  if (error !== undefined || stdout === '') throw new Error(`the reader gave no answer: ${error ?? stderr}`);
  return { status, answer: JSON.parse(stdout) as Answer };
}

const missing = spawnSync(python, ['-c', 'import cryptography'], { encoding: 'utf8' }).status !== 0;
const skipped = missing && process.env['LINDUN_REQUIRE_FOREIGN'] !== '1';
const why = skipped ? ' (SKIPPED: needs Debian’s python3 and python3-cryptography)' : '';

describe.skipIf(skipped)(`the reader in Python${why}`, () => {
  const vectors = () => JSON.parse(readFileSync(file, 'utf8')) as Vectors;
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lindun-format-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function readChanged(change: (all: Vectors) => void) {
    const all = vectors();
    change(all);
    const path = join(folder, 'changed.json');
    writeFileSync(path, JSON.stringify(all));
    return read(path);
  }

  test('opens every vector that opens and refuses every other', () => {
    const { about: _, ...sections } = vectors();
    const cases = Object.values(sections).flat();
    expect(read(file)).toEqual({
      status: 0,
      answer: { cases: cases.length, refused: cases.filter((c) => 'refused' in c).length, wrong: [] },
    });
    expect(cases.length).toBeGreaterThan(100);
  });

  test('can fail: it names a vector whose output is another, in every section', () => {
    const outputs: [string, string][] = [
      ['hchacha20', 'subkey'],
      ['lp', 'bytes'],
      ['padding', 'text'],
      ['record', 'digest'],
      ['record', 'fields'],
      ['chunks', 'opened'],
      ['wrap', 'opened'],
      ['ring', 'opened'],
      ['part', 'opened'],
      ['row', 'digest'],
      ['row', 'mac'],
      ['tagSet', 'digest'],
      ['tag', 'tags'],
      ['commitment', 'commitment'],
      ['logSeed', 'seed'],
      ['token', 'hash'],
      ['code', 'tag'],
    ];
    expect(new Set(outputs.map(([section]) => section))).toEqual(
      new Set(Object.keys(vectors()).filter((section) => section !== 'about')),
    );
    for (const [section, output] of outputs) {
      let name = '';
      const { status, answer } = readChanged((all) => {
        const changed = all[section]?.find((c) => output in c);
        if (changed === undefined) throw new Error(`${section} has no ${output}`);
        name = changed.name;
        changed[output] = typeof changed[output] === 'string' ? '00'.repeat(32) : {};
      });
      expect({ status, wrong: answer.wrong }).toEqual({ status: 1, wrong: [`${section}: ${name}`] });
    }
  });

  test('can fail: it names each vector it refuses once that is said to open', () => {
    const expected: string[] = [];
    const { status, answer } = readChanged((all) => {
      for (const [section, cases] of Object.entries(all)) {
        if (section === 'about') continue;
        for (const c of cases.filter(({ refused }) => refused === true)) {
          delete c['refused'];
          expected.push(`${section}: ${c.name}`);
        }
      }
    });
    expect(status).toBe(1);
    expect(expected.length).toBeGreaterThan(50);
    expect(new Set(answer.wrong)).toEqual(new Set(expected));
    expect(answer.wrong).toHaveLength(expected.length);
  });

  test('can fail: on a section that is missing and on one it does not know', () => {
    const { status, answer } = readChanged((all) => {
      delete all['wrap'];
      all['another'] = [];
    });
    expect({ status, wrong: answer.wrong }).toEqual({
      status: 1,
      wrong: ['section another', 'section wrap'],
    });
  });
});
