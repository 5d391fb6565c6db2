import { Command } from 'commander';
import { type Advice, adviceOn, guessesASecond, triesOf } from './index-advice.ts';
import {
  figuresOf,
  indexFigures,
  type IndexFigures,
  type Placed,
  type ShapeFigures,
} from './index-figures.ts';
import { findCommunities } from './directory.ts';
import { asFault } from './fault.ts';
import { printable } from './finding.ts';
import { reading, type Snapshot } from './open.ts';
import { padded } from './table.ts';

export interface IndexLine extends IndexFigures {
  /** Values that somebody with the index key would have to try; null where nobody does. */
  readonly values: number | null;
  readonly advice: readonly Advice[];
}

export interface IndexReport {
  readonly community: string;
  readonly indexes: readonly IndexLine[];
  readonly shapes: readonly ShapeFigures[];
}

/**
 * Counts what the indexes of a data directory tell somebody who has it and no key. It needs no key itself: what it prints
 * is what they see.
 * @throws Fault as `verifyDirectory` does
 */
export function reportIndexes(dir: string): IndexReport[] {
  return findCommunities(dir).communities.map(({ community, data }) => {
    return reading(data, (snapshot) => {
      const { indexes, shapes } = figuresOf(snapshot.rows('index_tag'), placedIn(snapshot));
      const all = [...indexes, ...keyedRows(snapshot)];
      return { community, indexes: all.map(lineOf), shapes };
    });
  });
}

function lineOf(figures: IndexFigures): IndexLine {
  const index = printable(figures.index);
  return { ...figures, index, values: triesOf(index), advice: adviceOn(figures) };
}

function placedIn(snapshot: Snapshot): Map<string, Placed> {
  const grids = new Map<string, number>();
  for (const { kind, key, content } of snapshot.rows('control')) {
    const grid = kind === 'subject' ? gridIn(content) : undefined;
    if (grid !== undefined) grids.set(key, grid);
  }
  const records = new Map<string, Placed>();
  for (const { id, type, subject } of snapshot.owners())
    records.set(id, { id, type, grid: grids.get(subject) ?? null });
  return records;
}

/** Reads a grid out of a subject's row; what is no such row any more, `verify` finds. */
function gridIn(content: string): number | undefined {
  const grid = /"grid":(\d{1,4})[,}]/.exec(content)?.[1];
  return grid === undefined ? undefined : Number(grid);
}

/** The indexes whose tags stand in control rows, each in one: a chat contact's, and an erased person's number. */
const rowIndexes = { binding: 'binding.contact', suppression: 'suppression.idNumber' } as const;

/** Their figures. */
function keyedRows(snapshot: Snapshot): IndexFigures[] {
  const counted = new Map<string, number>();
  for (const { kind } of snapshot.rows('control'))
    if (Object.hasOwn(rowIndexes, kind)) counted.set(kind, (counted.get(kind) ?? 0) + 1);
  return Object.entries(rowIndexes).flatMap(([kind, index]) => {
    const n = counted.get(kind) ?? 0;
    return n === 0 ? [] : [indexFigures(index, n, Array<number>(n).fill(1))];
  });
}

/** `lindun index`: what the search indexes give away. */
export function indexCommand(): Command {
  return new Command('index')
    .description('查找用的索引 / the indexes that searches use')
    .addCommand(
      new Command('report')
        .description(
          '索引让没有密钥的人看出什么 / what the indexes tell somebody who has the database and no key',
        )
        .option('--dir <folder>', '数据所在 / where the data lies', '.lindun')
        .option('--json', '一个 JSON 对象 / one JSON object')
        .action(report),
    );
}

/** Exit code 2 when the directory cannot be read. What it finds is for people to weigh: no code of its own. */
function report({ dir, json }: { dir: string; json?: true }): void {
  try {
    const communities = reportIndexes(dir);
    process.stdout.write(json ? `${JSON.stringify({ communities })}\n` : communities.map(text).join('\n'));
  } catch (error) {
    const fault = asFault(error);
    if (fault === undefined) throw error;
    const { code, words } = fault;
    process.exitCode = 2;
    if (json) process.stdout.write(`${JSON.stringify({ error: { code, ...words } })}\n`);
    else process.stderr.write(`${words.zh}\n${words.en}\n`);
  }
}

function text({ community, indexes, shapes }: IndexReport): string {
  const head = [
    '索引 index',
    '有值 tagged',
    '不同值 values',
    '一值一份 single',
    '一值多份 shared',
    '最大几组 largest',
    '前十占 top 10',
    '位 bits',
    '有密钥试遍 with the key',
  ];
  const rows = indexes.map((line) => [
    line.index,
    `${line.tagged}/${line.records}`,
    String(line.distinct),
    String(line.single),
    `${line.shared} (${line.sharedRecords})`,
    line.largest.join(' '),
    `${line.underTen}%`,
    line.entropy.toFixed(1),
    timeOf(line.values),
  ]);
  const advice = indexes.flatMap((line) =>
    line.advice.flatMap(({ zh, en }) => [`! ${line.index} ${zh}。`, `  ${line.index} ${en}.`]),
  );
  return [
    `社区 / community ${community}`,
    ...padded([head, ...rows]),
    '',
    ...shapes.flatMap(shapeText),
    ...(advice.length === 0 ? [] : ['', ...advice]),
    '',
    '每一栏是什么意思、该做什么:docs/indexes.md / what each column means, and what to do: docs/indexes.md',
    '',
  ].join('\n');
}

function shapeText({ type, records, alone, fewerThanFive }: ShapeFigures): string[] {
  const name = printable(type);
  return [
    `${name}:${records} 份里有 ${alone} 份的索引形状独一份,${fewerThanFive} 份同样的不到五份(同网格、几份同值)`,
    `${name}: of ${records}, ${alone} have a shape of tags of their own, ${fewerThanFive} one that fewer than five have`,
  ];
}

/** How long trying all values takes one graphics card that has the key. */
function timeOf(values: number | null): string {
  if (values === null) return '试不完 never';
  const seconds = values / guessesASecond;
  if (seconds < 1) return '<1 s';
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  return seconds < 86_400 * 2 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 86_400)} d`;
}
