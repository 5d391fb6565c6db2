import { drawFrom } from '../../demo/seed/draw.ts';
import { type Finding, marksThere, type Seen, watch, type WatchState } from '../../policy/watch.ts';

/**
 * A made-up half year of grid workers, for the detectors of `policy/watch.ts` to be measured with. Nothing of it was
 * taken from a community: docs/watch.md says which numbers are assumed, and what follows if they are wrong.
 */

const minute = 60_000;
const hour = 60 * minute;
export const dayLong = 24 * hour;
/** Monday, 2 March 2026, midnight in China. */
export const start = Date.UTC(2026, 2, 1, 16);
/** The residents of one grid: over 20,000 in 30 grids. */
export const inGrid = 670;

/** The numbers of the model. A rate is a mean; the days are those of the half year, from 0. */
export const assumed = {
  days: 182,
  workers: 30,
  /** The slowest and the busiest worker, as a factor on everything. */
  busiest: { least: 0.6, most: 1.7 },
  ticketsADay: 3,
  /** Looks at the reporter for each ticket, and how often one at somebody else without a case (the flat above). */
  looksATicket: 3,
  besideTicket: 0.3,
  callsADay: 2,
  /** Of the calls so many are misheard at first: a search that finds nobody. */
  misheard: 0.25,
  /** Cards put in order on an afternoon, in one of so many days. */
  tidying: { every: 10, least: 6, most: 14, pause: 6 * minute },
  /** The dogs' vaccination month: this many dog cards more a day. */
  dogs: { from: 31, to: 60, aDay: 2 },
  /** On call in one of ten nights. */
  onCall: { every: 10, tickets: 1.2 },
  /** Days of a cloudburst: so many tickets, from 6 o'clock to midnight. */
  storms: { days: [121, 122, 136, 150, 151], tickets: 18 },
  /** Door to door, with an approved list; now and then somebody opens who is not on it. */
  campaigns: { days: [43, 99], length: 10, aDay: 20, notOnList: 0.1 },
  /** A care visit to so many old people living alone, one day a week. */
  care: 8,
} as const;

type Event = Omit<Seen, 'mark'> & { resident: number };

/** One worker's half year, or an attacker's, in the order of time. */
function honest(seed: number, worker: number): Event[] {
  const draw = drawFrom(seed, worker);
  const chance = () => draw.between(0, 0xff_ffff) / 0x100_0000;
  const poisson = (mean: number): number => {
    let n = 0;
    for (let left = chance(); left > Math.exp(-mean); left *= chance()) n += 1;
    return n;
  };
  const { least, most } = assumed.busiest;
  const factor = least * (most / least) ** (worker / (assumed.workers - 1));
  const events: Event[] = [];
  const someone = () => draw.between(0, inGrid - 1);
  const look = (at: number, explained: boolean, resident = someone()) =>
    events.push({ at, way: 'look', explained, resident });
  /** A pause that varies as people's do: from a third of the mean to thrice it. */
  const pause = (mean: number) => mean * 3 ** (chance() + chance() - 1);
  const ticket = (at: number) => {
    const reporter = someone();
    for (let n = 0, time = at; n < assumed.looksATicket; n += 1, time += pause(20 * minute)) {
      look(time, true, reporter);
    }
    for (let n = poisson(assumed.besideTicket); n > 0; n -= 1) look(at + pause(10 * minute), false);
  };
  const call = (at: number) => {
    if (chance() < assumed.misheard) events.push({ at, way: 'miss', explained: false, resident: 0 });
    look(at + minute, false);
  };
  const working = (midnight: number) =>
    midnight + (chance() < 0.45 ? 8.5 + 3.5 * chance() : 13.5 + 4 * chance()) * hour;

  for (let day = 0; day < assumed.days; day += 1) {
    const midnight = start + day * dayLong;
    const storm = (assumed.storms.days as readonly number[]).includes(day);
    if (storm) {
      for (let n = poisson(assumed.storms.tickets * factor); n > 0; n -= 1)
        ticket(midnight + (6 + 18 * chance()) * hour);
    }
    if (day % assumed.onCall.every === worker % assumed.onCall.every) {
      for (let n = poisson(assumed.onCall.tickets); n > 0; n -= 1)
        ticket(midnight + (22 + 9 * chance()) * hour);
    }
    // Monday to Friday, and every other Saturday.
    const works = day % 7 < 5 || day % 14 === 5;
    if (!works || storm) continue;
    for (let n = poisson(assumed.ticketsADay * factor); n > 0; n -= 1) ticket(working(midnight));
    for (let n = poisson(assumed.callsADay * factor); n > 0; n -= 1) call(working(midnight));
    if (chance() < factor / assumed.tidying.every) {
      let at = midnight + 14 * hour;
      for (let n = draw.between(assumed.tidying.least, assumed.tidying.most); n > 0; n -= 1) {
        look(at, false);
        at += pause(assumed.tidying.pause);
      }
    }
    if (day >= assumed.dogs.from && day < assumed.dogs.to) {
      for (let n = poisson(assumed.dogs.aDay * factor); n > 0; n -= 1) look(working(midnight), false);
    }
    for (const from of assumed.campaigns.days) {
      if (day < from || day >= from + assumed.campaigns.length) continue;
      for (let n = poisson(assumed.campaigns.aDay); n > 0; n -= 1)
        look(working(midnight), chance() >= assumed.campaigns.notOnList);
    }
    if (day % 7 === worker % 5) for (let n = 0; n < assumed.care; n += 1) look(working(midnight), true);
  }
  return events.toSorted((a, b) => a.at - b.at);
}

/** How a scraper goes about it. */
export interface Scraper {
  /** Milliseconds from one resident to the next. */
  every: number;
  /** Hours of the day in which they look; all when left out. */
  hours?: readonly [from: number, to: number];
  /** Varies each pause by up to this share of it. */
  jitter?: number;
  /** Monday to Friday alone. */
  weekdays?: true;
  days: number;
}

/** Looks at one resident after the other, nobody twice until all were seen. Starts on a Monday at nine. */
export function scraping(scraper: Scraper, seed = 1): Event[] {
  const draw = drawFrom(seed, 999);
  const events: Event[] = [];
  const first = start + 9 * hour;
  let resident = draw.between(0, inGrid - 1);
  for (let at = first; at < first + scraper.days * dayLong;) {
    const since = at - start;
    const clock = (since % dayLong) / hour;
    const [from, to] = scraper.hours ?? [0, 24];
    const day = Math.floor(since / dayLong);
    if (clock >= from && clock < to && (scraper.weekdays !== true || day % 7 < 5)) {
      events.push({ at, way: 'look', explained: false, resident });
      resident = (resident + 1) % inGrid;
    }
    const jitter = scraper.jitter ?? 0;
    at += scraper.every * (1 + (jitter * draw.between(-1000, 1000)) / 1000);
  }
  return events;
}

/** Two people's looks under one name: a worker who does their work, and scrapes beside it. */
export const together = (...all: Event[][]): Event[] => all.flat().toSorted((a, b) => a.at - b.at);

export interface Told extends Finding {
  at: number;
  /** The how-manieth unexplained look it was. */
  after: number;
}

/** Every alert that a stretch of looks makes. */
export function alertsOf(events: readonly Event[]): Told[] {
  let state: WatchState | undefined;
  let after = 0;
  return events.flatMap(({ resident, ...event }) => {
    if (!event.explained && event.way === 'look') after += 1;
    const seen = { ...event, mark: markOf(resident) };
    const watched = watch(state, seen, () => inGrid);
    state = watched.state;
    return watched.findings.map((finding) => ({ ...finding, at: event.at, after }));
  });
}

/** Stands for the keyed hash: any residents may share a mark. */
const markOf = (resident: number): number => (Math.imul(resident + 1, 0x9e3779b1) >>> 8) % marksThere;

/** The honest half years of everybody. */
export const honestWorkers = (seed: number): Event[][] =>
  Array.from({ length: assumed.workers }, (_, worker) => honest(seed, worker));

export const minutes = (n: number): number => n * minute;

export const seeds = [1, 2, 3] as const;

/** Who tries what, in the order of docs/watch.md. Each begins on a Monday at nine. */
export const scrapers: readonly (Scraper & { zh: string; en: string })[] = [
  {
    zh: '每20分钟一位,昼夜不停,一周',
    en: 'every 20 min, day and night, a week',
    every: minutes(20),
    days: 7,
  },
  { zh: '同上,间隔随机±50%', en: 'the same, pauses ±50%', every: minutes(20), jitter: 0.5, days: 7 },
  { zh: '每40分钟一位,间隔随机', en: 'every 40 min, pauses ±50%', every: minutes(40), jitter: 0.5, days: 7 },
  {
    zh: '每2小时一位,间隔随机,四周',
    en: 'every 2 h, pauses ±50%, four weeks',
    every: minutes(120),
    jitter: 0.5,
    days: 28,
  },
  {
    zh: '每20分钟一位,只在上班时间,间隔随机,四周',
    en: 'every 20 min in working hours, ±50%, four weeks',
    ...office(20, 28),
  },
  {
    zh: '每40分钟一位,只在上班时间,间隔随机,四周',
    en: 'every 40 min in working hours, ±50%, four weeks',
    ...office(40, 28),
  },
  {
    zh: '每2小时一位,只在上班时间,间隔随机,半年',
    en: 'every 2 h in working hours, ±50%, half a year',
    ...office(120, 182),
  },
];

function office(every: number, days: number): Scraper {
  return { every: minutes(every), jitter: 0.5, hours: [9, 17.5], weekdays: true, days };
}
