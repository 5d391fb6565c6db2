import { alertTitles } from '../../policy/watch.ts';
import {
  alertsOf,
  assumed,
  dayLong,
  honestWorkers,
  scrapers,
  scraping,
  seeds,
  start,
  type Told,
  together,
} from './model.ts';

/** What the honest half years of one seed came to. */
export interface Honest {
  seed: number;
  looks: number;
  unexplainedAWeek: number;
  /** Each worker's alerts. */
  alerts: Told[][];
}

const months = assumed.days / (365.25 / 12);

export function honestResults(): Honest[] {
  return seeds.map((seed) => {
    const workers = honestWorkers(seed);
    const all = workers.flat();
    const unexplained = all.filter(({ explained, way }) => !explained && way === 'look').length;
    return {
      seed,
      looks: all.length,
      unexplainedAWeek: unexplained / assumed.workers / (assumed.days / 7),
      alerts: workers.map(alertsOf),
    };
  });
}

/** False alarms a worker a month, over everybody. */
export const rate = ({ alerts }: Honest): number => alerts.flat().length / assumed.workers / months;

/** Of the one worker who had the most. */
export const worst = ({ alerts }: Honest): number => Math.max(...alerts.map(({ length }) => length)) / months;

/** Each scraper alone under a name, and beside the work of an average worker. */
export function scraperResults() {
  const average = honestWorkers(1)[assumed.workers / 2] ?? [];
  return scrapers.map((scraper) => ({
    scraper,
    alone: alertsOf(scraping(scraper)),
    beside: alertsOf(together(scraping(scraper), average)),
  }));
}

/** The two tables of docs/watch.md. */
export function renderResults(): string {
  const kinds = Object.keys(alertTitles).filter((kind) => kind !== 'disputed');
  const count = (alerts: Told[][], kind: string) => alerts.flat().filter((told) => told.kind === kind).length;
  const honest = honestResults().map((result) =>
    line([
      String(result.seed),
      String(result.looks),
      result.unexplainedAWeek.toFixed(1),
      ...kinds.map((kind) => String(count(result.alerts, kind))),
      rate(result).toFixed(2),
      worst(result).toFixed(2),
    ]),
  );
  const first = (alerts: Told[]): string => {
    const [told] = alerts;
    if (told === undefined) return 'never';
    return `\`${told.kind}\`, look ${told.after}, ${((told.at - start) / dayLong - 9 / 24).toFixed(1)} days`;
  };
  const attacks = scraperResults().map(({ scraper, alone, beside }) =>
    line([scraper.en, first(alone), first(beside)]),
  );
  return [
    line([
      'seed',
      'looks and misses',
      'unexplained looks a worker a week',
      ...kinds.map((kind) => `\`${kind}\``),
      'alerts a worker a month',
      'of the worst worker',
    ]),
    line(Array.from({ length: kinds.length + 5 }, () => '---:')),
    ...honest,
    '',
    line(['scraper', 'alone: first told by', 'beside an average worker’s own work']),
    line(['---', '---', '---']),
    ...attacks,
  ].join('\n');
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
