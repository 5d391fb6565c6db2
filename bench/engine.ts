import type { Resident, Wide } from './data.ts';
import type { Soon } from './peers/peer.ts';

/** What is timed. An engine need not have all; a figure is one engine's task against another's. */
export const tasks = [
  'readWide',
  'readWideOne',
  'findWide',
  'read',
  'readOne',
  'find',
  'auditedRead',
  'auditedReadOne',
  'auditedFind',
  'create',
  'auditedCreate',
  'update',
  'auditedUpdate',
  'import',
  'logRow',
  'treeRows',
  'bareRows',
  'decide',
  'decideAny',
  'rewrap',
  'reencrypt',
  'list1',
  'list10',
  'list50',
  'proof',
] as const;
export type Task = (typeof tasks)[number];

/** How many residents one `import` brings in, and how many rows `treeRows` and `bareRows` write in a transaction. */
export const batch = 50;

/** What an engine is given: the same for every engine, in the same order. */
export interface BenchData {
  readonly residents: readonly Resident[];
  readonly wide: readonly Wide[];
}

/** Does its task once. `turn` grows by one from call to call and picks the record. */
export type Work = (turn: number) => Soon<void>;

/** Bytes of a packed database: after residents were imported, with and without the log; and what wide records added. */
export interface Bytes {
  readonly all: number;
  readonly withoutLog: number;
  readonly wide: number;
}

/** A way to keep records of twenty fields, over a database file of its own. */
export interface WideEngine {
  readonly name: string;
  readonly tasks: Readonly<Partial<Record<Task, Work>>>;
  /** How many wide records it keeps. */
  readonly records: number;
  wideOf(id: string): Soon<readonly string[]>;
  /**
   * Puts the ciphertext of one record into the row of another, tries to read it there, and puts it back. Undefined for an
   * engine that keeps plaintext.
   * @returns whether the moved ciphertext was refused each time
   */
  readonly refusesMoved: (() => Soon<boolean>) | undefined;
  readonly bytes: Bytes;
}

/** One that keeps residents too. */
export interface Engine extends WideEngine {
  /** A resident's fields as the engine gives them back. */
  fieldsOf(id: string): Readonly<Record<string, string>>;
}

/** What an engine that is only compared with turned out to do with what it was given. */
export interface Checks {
  /** Whether every Chinese text came back as it went in. */
  readonly text: boolean;
  /** Whether a ciphertext that was moved to another row was refused; null where nothing is encrypted. */
  readonly moved: boolean | null;
}

/**
 * Speed at keeping something else is no speed. Looks at every record that the engine keeps.
 */
export async function checkWide(engine: WideEngine, data: BenchData): Promise<Checks> {
  let text = true;
  for (const { id, values } of data.wide.slice(0, engine.records)) {
    const back = await engine.wideOf(id);
    if (back.length !== values.length || values.some((value, at) => back[at] !== value)) text = false;
  }
  return { text, moved: (await engine.refusesMoved?.()) ?? null };
}

/**
 * What plaintext and our own engines have to show before they are timed.
 * @throws Error that names the engine and the check, and no value
 */
export async function checkEngine(engine: Engine, data: BenchData): Promise<Checks> {
  for (const { id, fields } of data.residents) {
    const back = engine.fieldsOf(id);
    const same = Object.entries(fields).every(([name, value]) => back[name] === value);
    if (!same) throw new Error(`${engine.name}: a resident came back changed`);
  }
  const checks = await checkWide(engine, data);
  if (!checks.text) throw new Error(`${engine.name}: a wide record came back changed`);
  if (checks.moved === false) throw new Error(`${engine.name}: a ciphertext opened in another row`);
  return checks;
}

/** The element that a turn picks: round and round, in steps that do not follow the file's order. */
export function pickFor<T>(list: readonly T[], turn: number): T {
  const picked = list[(turn * 7919) % list.length];
  if (picked === undefined) throw new RangeError('nothing to pick from');
  return picked;
}
