import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EngineRow } from './compare.ts';
import type { Figure } from './figures.ts';
import type { GrowthResults } from './growth.ts';
import type { Machine } from './machine.ts';
import type { Profile } from './profile.ts';
import { shortTable, tables } from './tables.ts';

/** Everything one run found out. */
export interface Results {
  readonly residents: number;
  readonly rounds: number;
  readonly seed: number;
  /** How long all of it took. */
  readonly minutes: number;
  readonly machine: Machine & { readonly loadAfter: readonly number[] };
  readonly node: readonly Figure[];
  readonly engines: readonly EngineRow[];
  /** Empty where it was left out, as the next. */
  readonly object: readonly Figure[];
  readonly http: readonly Figure[];
  readonly growth?: GrowthResults;
  readonly profiles: Readonly<Record<string, Profile>>;
}

const root = dirname(import.meta.dirname);

/** The last run's results: in dist/, which git ignores, so that measuring changes no file of the repository. */
export const latest = join(root, 'dist', 'bench', 'latest.json');
/** The results that the pages show. */
export const published = join(root, 'bench', 'results.json');

const begin = '<!-- measured: written by `npm run bench -- --publish`, from bench/results.json -->';
const end = '<!-- /measured -->';

/** Where results are shown, and how much of them. */
const pages: Readonly<Record<string, (results: Results) => string>> = {
  'docs/performance.md': tables,
  'README.md': (results) => `${shortTable(results, 'en')}\n`,
  'README.zh-CN.md': (results) => `${shortTable(results, 'zh')}\n`,
};
const notYet = 'Not measured yet.\n';

/** Publishes the last run, or writes the pages of the published one again. @throws Error when there was neither */
export function writePages(): void {
  if (existsSync(latest)) copyFileSync(latest, published);
  if (!existsSync(published)) throw new Error('nothing was measured yet: npm run bench');
  for (const { path, wanted } of wantedPages()) writeFileSync(path, wanted);
}

/** Each page, and what it has to be with the published results; with none, that nothing was measured. */
export function wantedPages(): { path: string; text: string; wanted: string }[] {
  const results = existsSync(published) ? readResults(published) : undefined;
  return Object.entries(pages).map(([name, show]) => {
    const path = join(root, name);
    const text = readFileSync(path, 'utf8');
    return { path, text, wanted: between(text, results === undefined ? notYet : show(results), name) };
  });
}

export function readResults(path: string): Results {
  return JSON.parse(readFileSync(path, 'utf8')) as Results;
}

/** A page with what stands between its two marks replaced. @throws Error when a mark is missing */
export function between(text: string, shown: string, name: string): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${name} has lost its marks`);
  return `${text.slice(0, from)}${begin}\n\n${shown}\n${text.slice(to)}`;
}
