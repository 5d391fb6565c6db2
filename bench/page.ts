import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Figure, missedBy } from './figures.ts';
import type { Machine } from './machine.ts';
import type { Profile } from './profile.ts';

/** Everything one run found out. */
export interface Results {
  readonly residents: number;
  readonly rounds: number;
  readonly seed: number;
  readonly machine: Machine & { readonly loadAfter: readonly number[] };
  readonly node: readonly Figure[];
  /** Empty where it was left out. */
  readonly http: readonly Figure[];
  readonly profiles: Readonly<Record<string, Profile>>;
}

const root = dirname(import.meta.dirname);

/** The last run's results: in dist/, which git ignores, so that measuring changes no file of the repository. */
export const latest = join(root, 'dist', 'bench', 'latest.json');
/** The results that docs/performance.md shows. */
export const published = join(root, 'bench', 'results.json');
const page = join(root, 'docs', 'performance.md');

const begin = '<!-- measured: written by `npm run bench -- --publish`, from bench/results.json -->';
const end = '<!-- /measured -->';

/** Publishes the last run: its results, and the tables of the page. @throws Error when there was no run */
export function writePage(): void {
  if (!existsSync(latest)) throw new Error('nothing was measured yet: npm run bench');
  copyFileSync(latest, published);
  writeFileSync(page, withTables(readFileSync(page, 'utf8'), readResults(published)));
}

export function readResults(path: string): Results {
  return JSON.parse(readFileSync(path, 'utf8')) as Results;
}

/** The page with what stands between its two marks replaced. @throws Error when a mark is missing */
export function withTables(text: string, results: Results): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error('docs/performance.md has lost its marks');
  return `${text.slice(0, from)}${begin}\n\n${tables(results)}\n${text.slice(to)}`;
}

/** All tables of a run, in Markdown. */
export function tables(results: Results): string {
  const { machine, residents, rounds } = results;
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return [
    `Measured at commit ${machine.commit} on ${machine.cpu}, ${machine.cores} cores, ${machine.gibibytes} GiB, ` +
      `${machine.system}; ${versions.join(', ')}. ${residents} residents, medians of ${rounds} rounds. ` +
      `Load average ${machine.load[0]} before and ${machine.loadAfter[0]} after.`,
    figureTable('Node, `node:sqlite`, a file', results.node),
    ...(results.http.length > 0 ? [figureTable('workerd, over HTTP, timed from outside', results.http)] : []),
    ...Object.entries(results.profiles).map(([name, profile]) => profileTable(name, profile)),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

function figureTable(title: string, figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.title,
    amount(figure, figure.ours),
    figure.against === undefined ? '' : amount(figure, figure.against),
    figure.ratio === undefined ? '' : `**${factor(figure.ratio)}**`,
    figure.spread === undefined ? '' : figure.spread.map(factor).join('–'),
    goalOf(figure),
    verdictOf(figure),
  ]);
  return table([title, 'ours', 'other', 'ratio', 'quartiles', 'goal', ''], rows);
}

/** Which step and which kind of work the time goes into, in percent; what is less than half a percent is left empty. */
function profileTable(name: string, profile: Profile): string {
  const kinds = ['AEAD', 'hashes and MACs', 'JSON', 'SQL', 'randomness', 'garbage', 'rest'];
  const percent = (share: number): string => (share < 0.005 ? '' : String(Math.round(share * 100)));
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const steps = Object.entries(profile).sort(([, a], [, b]) => sum(Object.values(b)) - sum(Object.values(a)));
  const rows = steps.map(([step, row]) => [
    step,
    ...kinds.map((kind) => percent(row[kind] ?? 0)),
    `**${percent(sum(Object.values(row)))}**`,
  ]);
  const totals = kinds.map((kind) => `**${percent(sum(steps.map(([, row]) => row[kind] ?? 0)))}**`);
  return table([`% of an ${name}`, ...kinds, 'all'], [...rows, ['**all**', ...totals, '**100**']]);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, at) => (at === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map(line).join('\n');
}

const amount = ({ unit }: Figure, value: number): string =>
  unit === 'bytes' ? `${(value / 1024).toFixed(0)} KiB` : `${value.toFixed(value < 100 ? 1 : 0)} µs`;
const factor = (value: number): string => value.toFixed(value < 10 ? 2 : 1);

function goalOf({ goal, ratio }: Figure): string {
  if (goal === undefined) return '';
  const unit = ratio === undefined ? ' µs' : '';
  return 'atMost' in goal ? `≤ ${goal.atMost}${unit}` : `≥ ${goal.atLeast}${unit}`;
}

function verdictOf(figure: Figure): string {
  const missed = missedBy(figure);
  if (missed === undefined) return '';
  return missed <= 1 ? 'reached' : `missed by ${missed.toFixed(1)}×`;
}
