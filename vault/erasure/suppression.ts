import { advanceTag, indexTag, type IndexTag } from '../crypto/index-tag.ts';
import type { Control, WrittenRow } from '../control.ts';
import { newId } from '../keys/keychain.ts';
import { tagInUse } from '../keys/tags.ts';
import type { Draft } from '../validate.ts';
import { appendAsSystem, type Unit, type Vault } from '../vault.ts';

/** The index whose keys the list has for itself: whoever has those of the records' index cannot read it. */
export const suppressionIndex = 'suppression.idNumber';

const numberIndex = 'resident.idNumber';
const field = 'idNumber';

/** For how long nobody is written down again from an old list: 365 days, in milliseconds. */
export const suppressionLife = 365 * 24 * 3_600_000;

/**
 * Puts somebody's identity number on the list, as a keyed hash of the keyed hash that their record is found by: the number
 * itself is nowhere. Before their tags are dropped.
 * @returns the row, for the erasure's entry; undefined where no number is held, or it is an earlier generation's
 */
export function suppress({ vault, now }: Unit, subject: string): WrittenRow | undefined {
  const found = tagInUse(vault, subject, numberIndex);
  if (found === undefined) return undefined;
  const keys = vault.keys.index(suppressionIndex);
  const content = {
    tag: indexTag(keys, found),
    base: vault.keys.index(numberIndex).length,
    generation: keys.length,
    at: now,
    until: now + suppressionLife,
    state: 'live' as const,
  };
  return vault.rows.add('suppression', newId(vault.random), content, vault.journal.size);
}

/** Whether there is a number that could be put on the list. */
export const hasNumber = ({ store }: Vault, subject: string): boolean =>
  store.tags.of(subject).some((tag) => tag.field === numberIndex);

/** The live rows of the list, with which many lines are looked at. */
export class Suppressions {
  readonly #vault: Vault;
  #live: readonly Control<'suppression'>[] | undefined;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** The row that an identity number stands in. @param number in its normal form */
  find(number: string): string | undefined {
    this.#live ??= liveSuppressions(this.#vault);
    if (this.#live.length === 0) return undefined;
    const { keys } = this.#vault;
    const tags = new Map<string, IndexTag>();
    const tagOf = (base: number, generation: number): IndexTag => {
      const name = `${base}/${generation}`;
      const made =
        tags.get(name) ??
        indexTag(
          keys.index(suppressionIndex).slice(0, generation),
          indexTag(keys.index(numberIndex).slice(0, base), number),
        );
      tags.set(name, made);
      return made;
    };
    return this.#live.find(({ content }) => content.tag === tagOf(content.base, content.generation))?.key;
  }
}

const liveSuppressions = ({ rows, store }: Vault): Control<'suppression'>[] =>
  store.control.withMember('suppression', 'state', 'live').map((row) => rows.checked(row, 'suppression'));

/** The identity number of what is to be written; empty when it has none. */
export const numberIn = (type: string, draft: Draft): string =>
  type === 'resident' ? (draft.get(field) ?? '') : '';

/** Whether another record here has this identity number. */
export const isOnFile = (vault: Vault, number: string, own = ''): boolean =>
  number !== '' &&
  vault.store.tags
    .find(numberIndex, indexTag(vault.keys.index(numberIndex), number), 2)
    .some(({ record }) => record !== own);

/** Ends the rows whose twelve months are over: nothing of the number is left then. For the alarm. */
export function sweepSuppressions(vault: Vault, now: number): void {
  for (const { key, content } of liveSuppressions(vault)) {
    if (content.until > now) continue;
    const over = { ...content, tag: null, state: 'over' as const };
    const row = vault.rows.put('suppression', key, over, vault.journal.size);
    appendAsSystem(vault, { action: 'suppression.end', decision: 'done', subject: {}, rows: [row] }, now);
  }
}

/** Gives the rows made under earlier generations of the list's key the newest one's. For the alarm. */
export function retagSuppressions(vault: Vault, now: number): void {
  const keys = vault.keys.index(suppressionIndex);
  for (const { key, content } of liveSuppressions(vault)) {
    if (content.tag === null || content.generation >= keys.length) continue;
    const tag = keys
      .slice(content.generation)
      .reduce((old, next) => advanceTag(next, old), content.tag as IndexTag);
    const row = vault.rows.put(
      'suppression',
      key,
      { ...content, tag, generation: keys.length },
      vault.journal.size,
    );
    appendAsSystem(vault, { action: 'suppression.retag', decision: 'done', subject: {}, rows: [row] }, now);
  }
}
