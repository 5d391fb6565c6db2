import { type PiaOccasion, piaKeptUntil } from '../../policy/duties/pia.ts';
import type { PurposeId } from '../../policy/purposes.ts';
import { done, failed, type Outcome, unlessTampered } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { append, type Unit } from '../vault.ts';
import { addPaper, changePaper, logPaper, type PaperWords, readPaper } from './papers.ts';

/** An impact assessment in a list. What it says is read one at a time. */
export interface PiaItem {
  id: string;
  occasion: PiaOccasion;
  purpose: PurposeId | null;
  policy: string | null;
  at: number;
  signedAt: number | null;
  /** Until when it has to be kept (PIPL Art 56), UTC milliseconds. */
  keptUntil: number;
}

export interface WritePia {
  occasion: PiaOccasion;
  purpose?: PurposeId | undefined;
  policy?: string | undefined;
  fields: PaperWords;
}

/** Writes an impact assessment. It counts once it is signed. */
export function writePia(unit: Unit, request: WritePia): Outcome<{ id: string; version: number }> {
  const { vault, actor, now } = unit;
  const allowed = permitted(unit, 'pia.write');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const added = addPaper(unit, 'pia.write', 'pia', request.fields);
  if (!added.ok) return added;
  const { id, rows, ...paper } = added.value;
  const { occasion, purpose = null, policy = null } = request;
  const content = { occasion, purpose, policy, by: actor.id, at: now, signedBy: null, signedAt: null };
  const row = vault.rows.add('pia', id, content, vault.journal.size);
  logPaper(unit, 'pia.write', id, { ...paper, rows: [...rows, row] });
  return done({ id, version: 1 });
}

/** Changes one that is not signed yet: what was signed stays as it was. */
export function changePia(
  unit: Unit,
  request: { id: string; version: number; fields: PaperWords },
): Outcome<{ id: string; version: number }> {
  const allowed = permitted(unit, 'pia.write');
  const found = unit.vault.rows.get('pia', request.id);
  if (!allowed.granted || found === undefined) return refuseOperation(unit, allowed);
  if (found.content.signedAt !== null) return failed('conflict');
  return changePaper(unit, 'pia.write', 'pia', request);
}

/** Signs one off: from now on a policy version may rest on it. */
export function signPia(unit: Unit, request: { id: string }): Outcome<PiaItem> {
  const { vault, actor, now } = unit;
  const allowed = permitted(unit, 'pia.write');
  const found = vault.rows.get('pia', request.id);
  if (!allowed.granted || found === undefined) return refuseOperation(unit, allowed, {}, 'pia.sign');
  if (found.content.signedAt !== null) return failed('conflict');
  const content = { ...found.content, signedBy: actor.id, signedAt: now };
  const row = vault.rows.put('pia', found.key, content, vault.journal.size);
  append(unit, {
    action: 'pia.sign',
    decision: 'done',
    subject: { subject: found.key, rule: allowed.rule },
    rows: [row],
  });
  return done(itemOf(found.key, content));
}

/** All of them, newest first. One entry. */
export function listPias(unit: Unit): Outcome<{ items: PiaItem[] }> {
  const { vault } = unit;
  const allowed = permitted(unit, 'pia.list');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  append(unit, { action: 'pia.list', decision: 'granted', subject: { rule: allowed.rule } });
  const items = vault.store.control
    .ofKind('pia')
    .flatMap((row) => unlessTampered(() => vault.rows.checked(row, 'pia')) ?? [])
    .map(({ key, content }) => itemOf(key, content))
    .sort((a, b) => b.at - a.at);
  return done({ items });
}

/** One, with what it says. */
export function readPia(
  unit: Unit,
  request: { id: string },
): Outcome<PiaItem & { version: number; fields: Record<string, string> }> {
  const read = readPaper(unit, 'pia', request.id);
  if (!read.ok) return read;
  const found = unit.vault.rows.get('pia', request.id);
  return found === undefined
    ? failed('denied')
    : done({ ...itemOf(found.key, found.content), ...read.value });
}

/** Whether there is a signed assessment of this id: what a policy version, or processing of a new kind, rests on. */
export const piaExists = (unit: Pick<Unit, 'vault'>, id: string): boolean =>
  (unit.vault.rows.get('pia', id)?.content.signedAt ?? null) !== null;

function itemOf(
  id: string,
  { occasion, purpose, policy, at, signedAt }: Omit<PiaItem, 'id' | 'keptUntil'>,
): PiaItem {
  return { id, occasion, purpose, policy, at, signedAt, keptUntil: piaKeptUntil(signedAt ?? at) };
}
