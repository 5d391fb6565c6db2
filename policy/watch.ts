import type { Bilingual } from './bilingual.ts';

/**
 * What a worker's looks at other people's records are watched for. Nothing here acts: a finding is told to the privacy
 * officer in words, who asks the worker (PIPL Art 24: nothing is decided about a person by a rule alone). Only a canary
 * stops somebody, and that is not found here (`vault/watch/canary.ts`).
 *
 * A look is *explained* when it named a case that is open, the looker's own and about that very record: a ticket in their
 * hands, an approved visit. What is left is curiosity, tidying up, calls that led to no ticket, and scraping. Each rule
 * is one sentence that an officer can say to the worker; docs/watch.md has what the rules find and what they miss.
 */

/** One look at one resident, or one search. */
export interface Seen {
  /** UTC milliseconds. */
  readonly at: number;
  readonly way: 'look' | 'miss';
  /** Which resident, as a number from 0 to 1023 out of a keyed hash: no list of people is kept, only marks. */
  readonly mark: number;
  /** An open case of the looker's own is about this record. */
  readonly explained: boolean;
}

/** What is remembered of one worker: at most 28 days of marks, and no resident's id. */
export interface WatchState {
  /** The days with something in them, oldest first: unexplained marks, and searches that found nothing. */
  readonly days: readonly WatchDay[];
  /** When the last residents were first looked at on their day, unexplained; oldest first. */
  readonly recent: readonly number[];
  /** The night that was last worked in: unexplained looks, explained ones. */
  readonly night: { readonly night: number; readonly odd: number; readonly explained: number };
  /** When each kind was told last. */
  readonly told: Readonly<Partial<Record<AlertKind, number>>>;
}

interface WatchDay {
  readonly day: number;
  readonly marks: readonly number[];
  readonly misses: number;
}

/** So many different marks there are: about twenty of the community's residents share one. */
export const marksThere = 1024;

/** A day holds no more marks than this: whoever has so many was told of long before. */
const mostInDay = 120;

const minute = 60_000;
const hour = 60 * minute;
const dayLong = 24 * hour;
/** China has one time and no summer time. */
const shanghai = 8 * hour;

/** The rules' numbers, each with why it is what it is. The simulation in tests/watch/ holds them to what they promise. */
export const limits = {
  burst: {
    // A resident who calls takes a worker four minutes; tidying a card, five. Fifteen an hour is faster than any work of theirs.
    residents: 15,
    within: hour,
  },
  slow: {
    // The busiest worker of the model sees some 30 in a week without a case. The line moves with a worker's own usual
    // week, so that an office that gets more calls is not told of each Friday, but only to where a scraper could not hide.
    residents: 55,
    ofUsual: 3,
    most: 90,
    days: 7,
  },
  spread: {
    // In four weeks nobody meets a quarter of their grid by chance. At least 80, or a small grid would be told of always.
    ofGrid: 0.25,
    atLeast: 80,
    days: 28,
  },
  even: {
    // People's pauses vary as much as they are long. Sixteen in a row that vary by less than a quarter are a timer's.
    residents: 16,
    variation: 0.25,
    // Under two minutes a steady hand is a person at a pile of forms, and `burst` looks at that.
    pause: 2 * minute,
  },
  odd: {
    // 7 to 22 o'clock is when a grid works. Whoever is on call at night has a ticket, and beside each look for it one may
    // need the flat above.
    from: 22,
    to: 7,
    looks: 6,
    forEachExplained: 1,
  },
  guessing: {
    // A number is misheard once or twice a day. The budget allows 30 searches an hour and 100 a day.
    misses: 15,
  },
} as const;

/** Nothing of one kind is told again within this: it is on the officer's page already. */
const quiet = (kind: Finding['kind']): number => (kind === 'spread' ? limits.spread.days : 7) * dayLong;

/** The rules' names, in the list and in the log. */
export const alertTitles = {
  burst: { zh: '短时间看了很多人', en: 'many residents in a short time' },
  slow: { zh: '一周里陆续看了很多人', en: 'many residents over a week' },
  spread: { zh: '四周里看遍一大片', en: 'a large part of the grid in four weeks' },
  even: { zh: '间隔像定时', en: 'as regular as a timer' },
  odd: { zh: '夜里查看', en: 'looks at night' },
  guessing: { zh: '反复查不到人', en: 'many searches that found nobody' },
  disputed: { zh: '本人否认上门记下的同意', en: 'a consent at the door was disputed' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Each kind of alert, as the officer reads it. What stands in braces is counted. */
export const alertWords = {
  burst: {
    zh: '一小时内看了 {n} 位不同居民的档案,都和手里的工单、走访无关(提醒线 {limit} 位)',
    en: 'looked at {n} different residents within one hour, none for a ticket or visit in hand (the line is {limit})',
  },
  slow: {
    zh: '七天内一位一位地看了至少 {n} 位居民的档案,都和手里的工单、走访无关(提醒线 {limit} 位,平时一周约 {usual} 位)',
    en: 'looked, one by one, at {n} or more residents in seven days, none for a ticket or visit in hand (the line is {limit}; {usual} in a usual week)',
  },
  spread: {
    zh: '四周内看过的居民至少 {n} 位,约占所管网格的 {share}%,都和手里的工单、走访无关(提醒线 {limit} 位)',
    en: 'looked at {n} or more residents in four weeks, {share}% of their grids, none for a ticket or visit in hand (the line is {limit})',
  },
  even: {
    zh: '最近 {n} 位居民,每隔约 {minutes} 分钟看一位,间隔几乎一样,像定时的程序',
    en: 'looked at the last {n} residents one every {minutes} minutes, the pauses almost the same, as a timer would',
  },
  odd: {
    zh: '夜里(22点到7点)看了 {n} 次居民档案,与工单、走访有关的另有 {explained} 次,说明不了这么多(提醒线 {limit} 次)',
    en: 'looked at residents’ records {n} times at night (22 to 7); {explained} more were for a ticket or visit and do not explain so many (the line is {limit})',
  },
  guessing: {
    zh: '一天内按姓名、号码或住址查了 {n} 次,都没有查到(提醒线 {limit} 次)',
    en: 'searched {n} times in one day by name, number or address, and found nobody (the line is {limit})',
  },
  canary: {
    zh: '打开了一份只用来示警的虚构档案。没有任何工单会用到它,账号已自动暂停',
    en: 'opened a made-up record that only serves as an alarm. No work leads to it; the account was stopped',
  },
  disputed: {
    zh: '上门记下的一项同意,本人说没有同意过,已当场作废',
    en: 'wrote down a consent at the door that the person says they never gave; it ended at once',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type AlertKind = keyof typeof alertWords;
/** What the rules find, by counting; the others are one deed. */
type RuleKind = Exclude<AlertKind, 'canary' | 'disputed'>;

/** What was found: which rule, over which time, and the numbers its words name. */
export interface Finding {
  readonly kind: RuleKind;
  readonly from: number;
  readonly counts: Readonly<Record<string, number>>;
}

const nothingYet: WatchState = {
  days: [],
  recent: [],
  night: { night: 0, odd: 0, explained: 0 },
  told: {},
};

/**
 * Adds one look to what is remembered, and says what it makes of it. Costs the same however long somebody has worked.
 * What is remembered is the same object again where the look adds nothing to it.
 * @param residents counts who lives in the worker's grids; asked only where it may matter
 */
export function watch(
  before: WatchState | undefined,
  seen: Seen,
  residents: () => number,
): { state: WatchState; findings: Finding[] } {
  const remembered = remember(before ?? nothingYet, seen);
  if (seen.explained) return { state: remembered, findings: [] };
  const loud = rules.filter(({ kind }) => seen.at - (remembered.told[kind] ?? -Infinity) >= quiet(kind));
  const findings = loud.flatMap(({ finds }) => finds(remembered, seen, residents) ?? []);
  if (findings.length === 0) return { state: remembered, findings };
  const told = Object.fromEntries(findings.map(({ kind }) => [kind, seen.at]));
  return { state: { ...remembered, told: { ...remembered.told, ...told } }, findings };
}

function remember(state: WatchState, seen: Seen): WatchState {
  const night = withNight(state.night, seen);
  if (seen.explained) return { ...state, night };
  const day = Math.floor((seen.at + shanghai) / dayLong);
  const kept = state.days.filter((old) => old.day > day - limits.spread.days);
  const last = kept.at(-1);
  const today = last?.day === day ? last : { day, marks: [], misses: 0 };
  const before = today === last ? kept.slice(0, -1) : kept;
  if (seen.way === 'miss') {
    return { ...state, night, days: [...before, { ...today, misses: today.misses + 1 }] };
  }
  const isNew = !today.marks.includes(seen.mark) && today.marks.length < mostInDay;
  if (!isNew && today === last && kept.length === state.days.length && night === state.night) return state;
  if (!isNew) return { ...state, night, days: [...before, today] };
  const marks = [...today.marks, seen.mark];
  const recent = [...state.recent, seen.at].slice(-Math.max(limits.burst.residents, limits.even.residents));
  return { ...state, night, recent, days: [...before, { ...today, marks }] };
}

function withNight(last: WatchState['night'], { at, explained }: Seen): WatchState['night'] {
  if (!isNight(at)) return last;
  const night = nightOf(at);
  const before = last.night === night ? last : { night, odd: 0, explained: 0 };
  return explained ? { ...before, explained: before.explained + 1 } : { ...before, odd: before.odd + 1 };
}

/** Whether it is outside the hours in which a grid works. */
export function isNight(at: number): boolean {
  const clock = Math.floor(((at + shanghai) % dayLong) / hour);
  return clock >= limits.odd.from || clock < limits.odd.to;
}

/** From noon to noon, so that one night is one. */
const nightOf = (at: number): number => Math.floor((at + shanghai - 12 * hour) / dayLong);

type Rule = (state: WatchState, seen: Seen, residents: () => number) => Finding | undefined;

const burst: Rule = ({ recent }, { at }) => {
  const { residents: limit, within } = limits.burst;
  const first = recent.at(-limit);
  if (first === undefined || at - first > within) return undefined;
  return { kind: 'burst', from: first, counts: { n: limit, limit } };
};

const slow: Rule = ({ days }, { at }) => {
  const { residents: least, ofUsual, most, days: window } = limits.slow;
  const today = Math.floor((at + shanghai) / dayLong);
  const n = different(days.filter(({ day }) => day > today - window));
  // The three weeks before: seven days of them are a usual week.
  const earlier = days.filter(({ day }) => day <= today - window).flatMap(({ marks }) => marks).length;
  const usual = Math.round(earlier / 3);
  const limit = Math.min(Math.max(least, Math.round(ofUsual * usual)), most);
  if (n < limit) return undefined;
  return { kind: 'slow', from: startOf(today - window + 1), counts: { n, limit, usual } };
};

const spread: Rule = ({ days }, { at }, residents) => {
  const { ofGrid, atLeast, days: window } = limits.spread;
  const n = different(days);
  if (n < atLeast) return undefined;
  const there = residents();
  const limit = Math.max(atLeast, Math.round(ofGrid * there));
  if (n < limit) return undefined;
  const share = Math.round((100 * n) / Math.max(there, 1));
  const today = Math.floor((at + shanghai) / dayLong);
  return { kind: 'spread', from: startOf(today - window + 1), counts: { n, limit, share } };
};

const even: Rule = ({ recent }) => {
  const { residents: n, variation, pause } = limits.even;
  const times = recent.slice(-n);
  if (times.length < n) return undefined;
  const pauses = times.slice(1).map((time, at) => time - (times[at] ?? time));
  const mean = pauses.reduce((sum, each) => sum + each, 0) / pauses.length;
  const variance = pauses.reduce((sum, each) => sum + (each - mean) ** 2, 0) / pauses.length;
  if (mean < pause || Math.sqrt(variance) > variation * mean) return undefined;
  return { kind: 'even', from: times[0] ?? 0, counts: { n, minutes: Math.round(mean / minute) } };
};

const odd: Rule = ({ night }, { at }) => {
  const { looks, forEachExplained } = limits.odd;
  const limit = looks + forEachExplained * night.explained;
  if (!isNight(at) || night.odd < limit) return undefined;
  // A night begins at its noon; it is told from 22 o'clock.
  const from = startOf(night.night) + limits.odd.from * hour;
  return { kind: 'odd', from, counts: { n: night.odd, explained: night.explained, limit } };
};

const guessing: Rule = ({ days }, { at }) => {
  const last = days.at(-1);
  const today = Math.floor((at + shanghai) / dayLong);
  const n = last?.day === today ? last.misses : 0;
  const limit = limits.guessing.misses;
  return n < limit ? undefined : { kind: 'guessing', from: startOf(today), counts: { n, limit } };
};

const rules: readonly { kind: RuleKind; finds: Rule }[] = [
  { kind: 'burst', finds: burst },
  { kind: 'slow', finds: slow },
  { kind: 'spread', finds: spread },
  { kind: 'even', finds: even },
  { kind: 'odd', finds: odd },
  { kind: 'guessing', finds: guessing },
];

const different = (days: readonly WatchDay[]): number => new Set(days.flatMap(({ marks }) => marks)).size;

/** Midnight in China of a day, in UTC milliseconds. */
const startOf = (day: number): number => day * dayLong - shanghai;
