import type { Resident, Wide } from './data.ts';

/** What is timed. An engine need not have all; a figure is one engine's task against another's. */
export const tasks = [
  'readWide',
  'readWideOne',
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
] as const;
export type Task = (typeof tasks)[number];

/** How many residents one `import` brings in, and how many rows `treeRows` and `bareRows` write in a transaction. */
export const batch = 50;

/** What an engine is given: the same for every engine, in the same order. */
export interface BenchData {
  readonly residents: readonly Resident[];
  readonly wide: readonly Wide[];
}

/** A way to keep residents, over a database file of its own. */
export interface Engine {
  readonly name: string;
  /** Each does its work once. `turn` grows by one from call to call and picks the record. */
  readonly tasks: Readonly<Partial<Record<Task, (turn: number) => void>>>;
  /** A resident's fields as the engine gives them back. */
  fieldsOf(id: string): Readonly<Record<string, string>>;
  wideOf(id: string): readonly string[];
  /**
   * Puts the ciphertext of one resident into the row of another, tries to read it there, and puts it back; the same
   * for a wide record. Undefined for an engine that keeps plaintext.
   * @returns whether the moved ciphertext was refused each time
   */
  readonly refusesMoved: (() => boolean) | undefined;
  /** Bytes of the packed database just after the import: all of it, and all but the log. */
  bytes(): { all: number; withoutLog: number };
}

/**
 * What every engine has to show before it is timed: speed at keeping something else is no speed.
 * @throws Error that names the engine and the check, and no value
 */
export function checkEngine(engine: Engine, data: BenchData): void {
  for (const { id, fields } of data.residents) {
    const back = engine.fieldsOf(id);
    const same = Object.entries(fields).every(([name, value]) => back[name] === value);
    if (!same) throw new Error(`${engine.name}: a resident came back changed`);
  }
  for (const { id, values } of data.wide) {
    const back = engine.wideOf(id);
    if (back.length !== values.length || values.some((value, at) => back[at] !== value)) {
      throw new Error(`${engine.name}: a wide record came back changed`);
    }
  }
  if (engine.refusesMoved?.() === false) {
    throw new Error(`${engine.name}: a ciphertext opened in another row`);
  }
}

/** The element that a turn picks: round and round, in steps that do not follow the file's order. */
export function pickFor<T>(list: readonly T[], turn: number): T {
  const picked = list[(turn * 7919) % list.length];
  if (picked === undefined) throw new RangeError('nothing to pick from');
  return picked;
}
