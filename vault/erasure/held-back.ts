import type { ImportLine } from '../imports.ts';
import { newId } from '../keys/keychain.ts';
import { failed, type FieldError } from '../outcome.ts';
import type { Draft } from '../validate.ts';
import { append, type Unit } from '../vault.ts';
import type { ErasureRows, HeldBecause } from './rows.ts';
import { isOnFile, numberIn, Suppressions } from './suppression.ts';

/** Why something is not to be stored, and the row of the suppression list where it is that. */
export interface Hold {
  why: HeldBecause;
  suppression: string | null;
}

/**
 * Looks at what is to be written before it is: whether it would bring back somebody who was erased, or is of a number that
 * somebody else here has. The three look the same to whoever writes; which of them it is, the officer alone learns.
 */
export class HeldBack {
  readonly #unit: Unit;
  readonly #suppressions: Suppressions;
  readonly #inBatch = new Set<string>();
  /** Held back, by their ids. */
  readonly #lines = new Map<string, Hold>();
  #erased: ReadonlySet<string> | undefined;

  constructor(unit: Unit) {
    this.#unit = unit;
    this.#suppressions = new Suppressions(unit.vault);
  }

  /** A line of an import. What refers to one that was held back before it is held back with it. */
  line(line: ImportLine, draft: Draft): Hold | undefined {
    const own = line.kind === 'consent' ? undefined : line.id;
    const names =
      line.kind === 'record' ? line.keeper : line.kind === 'ticket' ? line.reporter : line.subject;
    const before = names === undefined ? undefined : this.#lines.get(names);
    const hold =
      before ??
      ([own, names].some((id) => id !== undefined && this.#isErased(id))
        ? { why: 'erased' as const, suppression: null }
        : line.kind === 'record'
          ? this.number(line.type, draft)
          : undefined);
    if (hold !== undefined && own !== undefined) this.#lines.set(own, hold);
    return hold;
  }

  #isErased(id: string): boolean {
    this.#erased ??= new Set(this.#unit.vault.store.control.ofKind('erasure').map(({ key }) => key));
    return this.#erased.has(id);
  }

  /** @param own the record that is being changed */
  number(type: string, draft: Draft, own?: string): Hold | undefined {
    const number = numberIn(type, draft);
    if (number === '') return undefined;
    const suppression = this.#suppressions.find(number);
    if (suppression !== undefined) return { why: 'suppressed', suppression };
    const twice = this.#inBatch.has(number);
    this.#inBatch.add(number);
    return twice || isOnFile(this.#unit.vault, number, own)
      ? { why: 'on_file', suppression: null }
      : undefined;
  }
}

/** Flags it to the officer. Nothing of what it said is kept: she asks who sent it. */
export function flag(
  unit: Unit,
  { why, suppression }: Hold,
  { how, line = null }: { how: ErasureRows['held_back']['how']; line?: number | null },
): void {
  const { vault, now, actor } = unit;
  const content = {
    why,
    suppression,
    at: now,
    by: actor.id,
    how,
    line,
    state: 'open' as const,
    officer: null,
    decided: null,
  };
  const row = vault.rows.add('held_back', newId(vault.random), content, vault.journal.size);
  append(unit, {
    action: 'held_back.flag',
    decision: 'refused',
    subject: { purpose: 'record_keeping', reason: 'held_back' },
    rows: [row],
  });
}

/** Does not store it, flags it, and says so to whoever writes at a desk: not why, and nothing of whom. */
export function heldBack(unit: Unit, hold: Hold, how: 'create' | 'update'): ReturnType<typeof failed> {
  flag(unit, hold, { how });
  return failed('invalid', { errors: [heldBackError] });
}

const heldBackError: FieldError = {
  field: 'fields.idNumber',
  code: 'held_back',
  zh: '这份档案先放一放:已经请隐私官核对,核对完她会告诉您',
  en: 'this is held back: the privacy officer has been asked to look at it, and will tell you',
};
