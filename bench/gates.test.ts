import { describe, expect, test } from 'vitest';
import type { EngineRow } from './compare.ts';
import { type Figure, figureOf, objectFigures, rotationFigure, taskFigures } from './figures.ts';
import { gates } from './gates.ts';
import { httpFigures } from './http.ts';
import { between, type Results, wantedPages } from './page.ts';
import { gateTable, judge, tables } from './tables.ts';

/** The gates as they were set, in the order of their list. */
const set = [
  ['Node: read 20 fields / plaintext', '≤ 10'],
  ['Node: read 1 field / plaintext', '≤ 5'],
  ['search by index / plaintext index', '≤ 8'],
  ['import / plaintext import', '≤ 9'],
  ['best npm peer / ours, read', '≥ 5'],
  ['Durable Object: read / plaintext', '≤ 6'],
  ['Durable Object: audited read / audited plaintext read', '≤ 3.5'],
  ['log append with tree / plain row', '≤ 2'],
  ['bytes / plaintext bytes', '≤ 2.1'],
  ['re-encrypt / rewrap', '≥ 8'],
  ['HTTP: audited read / unaudited plaintext read', '≥ 0.5'],
  ['a policy decision', '≤ 2 µs'],
] as const;

const rounds = [0.004, 0.004, 0.004];
const figure = (id: string, ours: number[], against?: number[]): Figure =>
  figureOf({ id, title: id }, ours, against);

const rows: EngineRow[] = [
  {
    name: 'noble',
    title: '**Lindun**',
    read20: 8,
    read1: 3,
    bytes: 2,
    text: true,
    moved: true,
    records: 100,
  },
  { name: 'cloak', title: 'cloak', page: 'https://example.org', text: true, moved: false, read20: 50 },
  { name: 'ciphersweet-row', title: 'ciphersweet', text: false, moved: true, read20: 90 },
  { title: 'absent', page: 'https://example.org/absent', absent: 'npm ci: ENOTCACHED' },
];

const results: Results = {
  residents: 100,
  rounds: 3,
  seed: 1,
  minutes: 1,
  machine: {
    cpu: 'a processor',
    cores: 2,
    gibibytes: 4,
    system: 'Linux 6.1 x64',
    load: [0, 0, 0],
    loadAfter: [1, 0, 0],
    versions: { node: '24' },
    commit: '000000000000',
  },
  node: [
    figure('read-20', rounds, [0.001, 0.001, 0.001]),
    figure('read-1-of-20', [0.01, 0.01, 0.01], [0.001, 0.001, 0.001]),
    figure('decide', [0.001, 0.001, 0.001]),
  ],
  engines: rows,
  object: [],
  http: [],
  profiles: {},
};

describe('the table of gates', () => {
  test('has every gate that was set, with its goal, in order, measured or not', () => {
    const lines = gateTable(results, 'en').split('\n').slice(2);
    expect(lines.map((line) => line.split(' | ').slice(0, 2).join(' | '))).toEqual(
      set.map(([title, goal]) => `| ${title} | ${goal}`),
    );
  });

  test('names each in Chinese as well, and none twice', () => {
    const chinese = gateTable(results, 'zh').split('\n').slice(2);
    expect(new Set(chinese).size).toBe(set.length);
    expect(new Set(gates.map(({ zh }) => zh)).size).toBe(set.length);
  });

  test('is filled from a figure that the bench makes for each of its gates', () => {
    const made = [...taskFigures, ...objectFigures, rotationFigure(1)].map(({ id }) => id);
    const ids = [...made, ...httpFigures.map(({ id }) => id), 'best-peer', 'bytes-20'];
    expect(gates.filter(({ figure: id }) => !ids.includes(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('says what is reached, what is missed and by how much, and what was not measured', () => {
    const verdicts = judge(results).map(({ figure: id, missed }) => [id, missed]);
    expect(verdicts).toContainEqual(['read-20', 4 / 10]);
    expect(verdicts).toContainEqual(['read-1-of-20', 2]);
    expect(verdicts).toContainEqual(['http-16', undefined]);
    const table = gateTable(results, 'en');
    expect(table).toContain('| Node: read 20 fields / plaintext | ≤ 10 | **4.00** | reached |');
    expect(table).toContain('| Node: read 1 field / plaintext | ≤ 5 | **10.0** | missed by 2.0× |');
    expect(table).toContain('| HTTP: audited read / unaudited plaintext read | ≥ 0.5 |  | not measured |');
    expect(table).toContain('| a policy decision | ≤ 2 µs | **1.00** µs | reached |');
  });
});

describe('the page', () => {
  test('gives the limit of each gate that is missed, and of no other', () => {
    const page = tables(results);
    for (const { title, missed, limit } of judge(results)) {
      if ((missed ?? 0) > 1) expect(page).toContain(`**${title}** is missed by 2.0×. ${limit}`);
      else expect(page).not.toContain(limit);
    }
  });

  test('shows an engine that fails its checks, and one that is not there, each with its reason', () => {
    const page = tables(results);
    expect(page).toMatch(/\| cloak \[1\] .*\*\*no: it opens in another row\*\*/);
    expect(page).toMatch(/\| ciphersweet .*\*\*no: it came back changed\*\*/);
    expect(page).toMatch(/\| absent \[2\] .*npm ci: ENOTCACHED/);
  });

  test('is what the published results make of it, and so are the READMEs', () => {
    const pages = wantedPages();
    expect(pages).toHaveLength(3);
    for (const { text, wanted } of pages) expect(text).toBe(wanted);
  });

  test('is not written where its marks are missing', () => {
    expect(() => between('no marks', 'SHOWN', 'a page')).toThrow('a page has lost its marks');
  });
});
