import { chosen, type EngineName, ownNames } from './engine-process.ts';
import { type Figure, figureOf, quantile, type TaskFigure } from './figures.ts';
import { goalOf } from './gates.ts';
import { absentPeers, type PeerName, peerNames, peerOf } from './peers/all.ts';
import { peerVersion } from './peers/install.ts';
import type { Measured, Running } from './rounds.ts';

/** One way to keep records of twenty fields, in the table of all of them. */
export interface EngineRow {
  /** What its process is called; none where it has none. */
  readonly name?: EngineName;
  readonly title: string;
  /** The package and its version; none for what comes with Node or is ours. */
  readonly package?: string;
  readonly page?: string;
  readonly way?: string;
  /** Why there are no figures. */
  readonly absent?: string;
  /** Of what it takes in plaintext: the medians of the rounds' own ratios, and of the bytes a record. */
  readonly read20?: number;
  readonly read1?: number;
  readonly bytes?: number;
  /** As the checks that come before timing found it. */
  readonly text?: boolean;
  readonly moved?: boolean;
  readonly records?: number;
}

const ownTitles: Readonly<Record<string, string>> = {
  wasm: '**Lindun**, libsodium as WASM',
  noble: '**Lindun**, @noble/ciphers',
};

/** All engines for records of twenty fields, the fastest first, and those that are not there last. */
export function rowsOf(
  running: readonly Running[],
  measured: Measured,
  missing: string | undefined,
): EngineRow[] {
  const plain = running.find(({ name }) => name === 'plain');
  const ratio = (name: string, task: 'readWide' | 'readWideOne'): number => {
    const other = measured['plain']?.[task] ?? [];
    return quantile(
      (measured[name]?.[task] ?? []).map((time, round) => time / (other[round] ?? Number.NaN)),
      0.5,
    );
  };
  const rows = [...ownNames, ...peerNames].map((name): EngineRow => {
    const engine = running.find((each) => each.name === name);
    const said = isPeer(name)
      ? describedPeer(name, engine !== undefined)
      : { title: ownTitles[name] ?? name };
    const described = { name, ...said };
    if (engine === undefined || plain === undefined)
      return { ...described, absent: missing ?? 'not measured' };
    const each = ({ bytes, records }: Running): number => bytes.wide / records;
    return {
      ...described,
      read20: ratio(name, 'readWide'),
      read1: ratio(name, 'readWideOne'),
      bytes: each(engine) / each(plain),
      text: engine.checks.text,
      ...(engine.checks.moved === null ? {} : { moved: engine.checks.moved }),
      records: engine.records,
    };
  });
  rows.sort((a, b) => (a.read20 ?? Number.POSITIVE_INFINITY) - (b.read20 ?? Number.POSITIVE_INFINITY));
  return [...rows, ...absentPeers.map(({ title, page, why }) => ({ title, page, absent: why }))];
}

const isPeer = (name: EngineName): name is PeerName => (peerNames as readonly string[]).includes(name);

function describedPeer(name: PeerName, installed: boolean): Omit<EngineRow, 'name'> {
  const { title, page, way, package: from } = peerOf(name);
  if (from === undefined) return { title, page, way };
  return { title, page, way, package: installed ? `${from} ${peerVersion(from)}` : from };
}

/**
 * The fastest package that gives the Chinese text back unchanged, over ours; whether it binds a ciphertext to its row is
 * not asked, although it costs. None where no package was installed.
 */
export function peerFigure(rows: readonly EngineRow[], measured: Measured): Figure[] {
  const best = rows.find((row) => row.package !== undefined && row.text === true);
  const ours = rows.find(({ name }) => name === chosen);
  const times = (row: EngineRow | undefined) => measured[row?.name ?? '']?.['readWide'] ?? [];
  if (best === undefined || ours === undefined) return [];
  const title = `read 20 fields: the fastest npm peer (${best.title}) / ours`;
  return [figureOf({ id: 'best-peer', title, rate: true }, times(ours), times(best))];
}

/** A figure over the tasks of the plain engine and of `ours`. */
export function taskTimes(figure: TaskFigure, measured: Measured, ours: string): Figure {
  const own = measured[ours];
  const other = figure.within === true ? own : measured['plain'];
  const against = figure.against === undefined ? undefined : (other?.[figure.against] ?? []);
  return figureOf(figure, own?.[figure.ours] ?? [], against);
}

/** What is stored, of ours and in plaintext. */
export function byteFigures(engines: readonly Running[]): Figure[] {
  const bytesOf = (name: string) => engines.find((engine) => engine.name === name)?.bytes;
  const [plain, ours] = [bytesOf('plain'), bytesOf(chosen)];
  if (plain === undefined || ours === undefined) return [];
  const of = (id: string, title: string, part: keyof typeof plain): Figure => {
    const goal = goalOf(id);
    const base = { id, title, ours: ours[part], against: plain[part], unit: 'bytes' as const };
    return { ...base, ratio: ours[part] / plain[part], ...(goal === undefined ? {} : { goal }) };
  };
  return [
    of('bytes-20', 'records of 20 fields with their keys and an index / plaintext with an index', 'wide'),
    of('bytes-7', 'residents of 7 fields with all keys, tags and control rows / plaintext', 'withoutLog'),
    of('bytes-log', 'the same with the log / plaintext with a plain log', 'all'),
  ];
}
