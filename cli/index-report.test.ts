import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fieldsOf, type RecordType, recordTypes } from '../policy/fields.ts';
import { value } from '../tests/node-community.ts';
import { openNodeVault } from '../tests/node-vault.ts';
import { adviceOn, valuesToTry } from './index-advice.ts';
import { figuresOf, indexFigures } from './index-figures.ts';
import { reportIndexes, type IndexReport } from './index-report.ts';
import { objectFile } from './open.ts';

const root = dirname(import.meta.dirname);
let dir: string;
let report: IndexReport;

/** A name that nobody else has. */
const nameOf = (n: number): string => `王${String.fromCharCode(0x5000 + n)}`;

/**
 * A data directory with 300 residents of three grids. Sixty are called 王伟 and twenty 李娜, everybody else has a name of
 * their own; a hundred pairs share a door; two have one telephone number.
 */
beforeAll(async () => {
  dir = fs.mkdtempSync(join(tmpdir(), 'lindun-index-'));
  const data = join(dir, 'data', 'lindun-community');
  fs.mkdirSync(data, { recursive: true });
  fs.mkdirSync(join(dir, 'run'));
  fs.writeFileSync(join(dir, 'run', 'workerd.capnp'), '(name = "COMMUNITIES", text = "hengda")');
  const vault = await openNodeVault({ path: join(data, objectFile('lindun-community', 'hengda')) });
  const grids = [1, 2, 3].map((id) => ({ id, kind: 'basic' as const, buildings: [id] }));
  vault.ask(vault.administrator, 'setUpCommunity', { name: '恒大城社区', grids });
  const lines = Array.from({ length: 300 }, (_, n) => {
    const door = n < 200 ? Math.floor(n / 2) : n;
    const grid = (door % 3) + 1;
    return {
      kind: 'record' as const,
      type: 'resident' as const,
      grid,
      fields: {
        name: n < 60 ? '王伟' : n < 80 ? '李娜' : nameOf(n),
        mobile: String(13_800_000_000 + (n === 299 ? 298 : n)),
        address: `${grid}-1-${101 + door}`,
      },
    };
  });
  value(vault.ask(vault.administrator, 'importBatch', lines));
  vault.sql.database.close();
  [report] = reportIndexes(dir) as [IndexReport];
}, 60_000);
afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));

const line = (index: string) => {
  const found = report.indexes.find((each) => each.index === index);
  if (found === undefined) throw new Error(index);
  return found;
};

describe('lindun index report, over a directory with planted skew', () => {
  test('counts what each index gives away: records, values, one to one and one to several, the largest', () => {
    expect(line('resident.name')).toMatchObject({
      records: 300,
      tagged: 300,
      distinct: 222,
      single: 220,
      shared: 2,
      sharedRecords: 80,
      largest: [60, 20, 1, 1, 1],
      underTen: 29.33,
    });
    expect(line('resident.mobile')).toMatchObject({
      distinct: 299,
      single: 298,
      shared: 1,
      sharedRecords: 2,
    });
  });

  test('says of the skewed one that it can be guessed, and of the even one not', () => {
    expect(line('resident.name').advice.map(({ code }) => code)).toEqual(['skewed', 'tried_out']);
    expect(line('resident.mobile').advice.map(({ code }) => code)).toEqual(['tried_out']);
  });

  test('says how many stand out by the shape of their tags within their grid', () => {
    const [shape] = report.shapes;
    expect(shape).toMatchObject({ type: 'resident', records: 300 });
    // The two with one telephone number live in different grids, where nobody else shares one.
    expect(shape?.alone).toBeGreaterThanOrEqual(2);
    expect(shape?.alone).toBeLessThan(60);
  });

  test('holds no name, number or id of anybody, and needs no key', () => {
    const said = JSON.stringify(report);
    expect(said).not.toMatch(/王|李|1380000|[0-9a-hjkmnp-tv-z]{26}/);
    expect(fs.existsSync(join(dir, 'keys'))).toBe(false);
  });

  test('as a command: a table with what to do, JSON for programs, and words where there is nothing to read', () => {
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [join(root, 'cli', 'main.ts'), 'index', 'report', ...args], {
        encoding: 'utf8',
        timeout: 60_000,
      });
    const table = run('--dir', dir);
    expect(table.status).toBe(0);
    expect(table.stdout).toMatch(/resident\.name +300\/300 +222 +220 +2 \(80\) +60 20 1 1 1 +29\.33% +/);
    expect(table.stdout).toContain('! resident.name 最大的几组明显比别的大');
    expect(table.stdout).toContain('docs/indexes.md');
    const json = JSON.parse(run('--dir', dir, '--json').stdout) as { communities: IndexReport[] };
    expect(json.communities).toEqual([report]);
    const nothing = run('--dir', join(dir, 'run'));
    expect([nothing.status, nothing.stdout]).toEqual([2, '']);
    expect(nothing.stderr).toMatch(/里没有社区的数据\n.*there is no community's data/);
  });
});

describe('what the figures ask for', () => {
  test('an index over few values is said to be none', () => {
    const advice = adviceOn(indexFigures('resident.address', 300, [100, 100, 100]));
    expect(advice.map(({ code }) => code)).toContain('few_values');
    expect(adviceOn(indexFigures('resident.address', 300, Array<number>(300).fill(1)))).not.toContainEqual(
      expect.objectContaining({ code: 'few_values' }),
    );
  });

  test('a plate that two records have is to be compared; a name or an address is not', () => {
    const codes = (index: string) => adviceOn(indexFigures(index, 4, [2, 1, 1])).map(({ code }) => code);
    expect(codes('vehicle.plate')).toContain('several');
    expect(codes('resident.idNumber')).toContain('several');
    expect(codes('resident.name')).not.toContain('several');
  });

  test('a random id is never tried out, and for every indexed field it is said how many values there are', () => {
    expect(adviceOn(indexFigures('resident.household', 300, Array<number>(100).fill(3)))).toEqual([]);
    for (const type of Object.keys(recordTypes) as RecordType[])
      for (const [name, spec] of Object.entries(fieldsOf(type)))
        if (spec.indexed === true) expect(valuesToTry[spec.check], `${type}.${name}`).toBeDefined();
  });

  test('of an index that nobody has a tag of, and of tags whose record is gone, it counts what is there', () => {
    expect(indexFigures('dog.chip', 0, [])).toMatchObject({
      tagged: 0,
      distinct: 0,
      underTen: 0,
      entropy: 0,
    });
    const { indexes, shapes } = figuresOf(
      [{ field: 'dog.chip', generation: 1, tag: 'a', record: 'gone' }],
      new Map(),
    );
    expect(indexes).toMatchObject([{ index: 'dog.chip', tagged: 1, records: 0 }]);
    expect(shapes).toEqual([]);
  });

  test('while an index is given another key, each record is counted once', () => {
    const of = (record: string, generation: number) => ({
      field: 'dog.chip',
      generation,
      tag: `${record}${generation}`,
      record,
    });
    const turning = figuresOf([of('a', 1), of('b', 1), of('c', 1), of('a', 2)], new Map());
    expect(turning.indexes).toMatchObject([{ tagged: 3, distinct: 3 }]);
    const nearly = figuresOf([of('a', 1), of('b', 1), of('a', 2), of('b', 2)], new Map());
    expect(nearly.indexes).toMatchObject([{ tagged: 2, distinct: 2 }]);
  });

  test('bits: 300 of one name tell none, 256 names evenly eight', () => {
    expect(indexFigures('resident.name', 300, [300]).entropy).toBe(0);
    expect(indexFigures('resident.name', 256, Array<number>(256).fill(1)).entropy).toBe(8);
  });
});
