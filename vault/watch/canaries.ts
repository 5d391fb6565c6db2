import type { ControlContents } from '../control.ts';
import { indexTag } from '../crypto/index-tag.ts';
import { newId } from '../keys/keychain.ts';
import { done, failed, type Outcome } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { addSubject } from '../subject.ts';
import { normalise, today } from '../validate.ts';
import { append, type Unit } from '../vault.ts';
import { storeRecord } from '../write.ts';
import { makeUp, type MadeUp } from './made-up.ts';

/** A canary as the officer sees it: where it is and since when. What it is called nobody is told, herself included. */
export interface CanaryState {
  id: string;
  grid: number;
  made: number;
  state: 'live' | 'retired';
}

type Row = ControlContents['canary'];

/** Makes up a resident, alone in a household, and puts both among those of a grid. */
export function makeCanary(unit: Unit, request: { grid: number }): Outcome<CanaryState> {
  const { vault, now } = unit;
  const allowed = permitted(unit, 'canary.make');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const grid = vault.rows.get('community', 'self')?.content.grids.find(({ id }) => id === request.grid);
  if (grid === undefined) return wrongGrid('no_such_grid', '没有这个网格', 'there is no such grid');
  if (grid.buildings.length === 0)
    return wrongGrid('no_building', '这个网格没有住宅楼', 'nobody lives in this grid');
  const fields = somebodyNew(unit, grid.buildings);
  const [id, household] = [newId(vault.random), newId(vault.random)];
  const row: Row = { of: 'resident', with: household, grid: grid.id, made: now, state: 'live' };
  put(
    unit,
    allowed.rule,
    'household',
    household,
    { ...row, of: 'household', with: id },
    { address: fields.address, size: '1' },
  );
  put(unit, allowed.rule, 'resident', id, row, { ...fields, household, householdRole: 'head' });
  return done({ id, grid: grid.id, made: now, state: 'live' });
}

/** Values that nobody here has: whoever searches for somebody does not come upon a canary. */
function somebodyNew(unit: Unit, buildings: readonly number[]): MadeUp {
  const { vault } = unit;
  const isTaken = (field: string, value: string) =>
    vault.store.tags.find(field, indexTag(vault.keys.index(field), value), 1).length > 0;
  for (;;) {
    const made = makeUp(vault.random, buildings, Number(today(unit.now).slice(0, 4)));
    const known = [
      isTaken('resident.name', made.name),
      isTaken('resident.mobile', made.mobile),
      isTaken('resident.idNumber', made.idNumber),
      isTaken('resident.address', made.address),
    ];
    if (!known.includes(true)) return made;
  }
}

/** One subject with its record and the row that says what it is: one entry. */
function put(
  unit: Unit,
  rule: string,
  type: 'resident' | 'household',
  id: string,
  content: Row,
  fields: Readonly<Record<string, string>>,
): void {
  const { vault } = unit;
  const checked = normalise(type, fields, unit.now);
  if (!checked.ok) throw new Error(`a made-up ${type} has a wrong value`);
  const rows = [
    addSubject(vault, id, { kind: type, grid: content.grid }),
    vault.rows.add('canary', id, content, vault.journal.size),
  ];
  const stored = storeRecord(vault, { id, type, subject: id, version: 1 }, checked.draft, {
    newSubject: true,
  });
  append(unit, {
    action: 'canary.make',
    decision: 'done',
    subject: { subject: id, rule },
    records: [stored.record],
    rows: [...rows, ...stored.rows],
    digests: stored.digests,
  });
}

/** All canaries there are and were, newest first. */
export function listCanaries(unit: Unit): Outcome<{ items: CanaryState[] }> {
  const { rows, store } = unit.vault;
  const allowed = permitted(unit, 'canary.list');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  append(unit, { action: 'canary.list', decision: 'granted', subject: { rule: allowed.rule } });
  const items = store.control
    .ofKind('canary')
    .map((row) => rows.checked(row, 'canary'))
    .filter(({ content }) => content.of === 'resident')
    .map(({ key, content: { grid, made, state } }) => ({ id: key, grid, made, state }))
    .sort((a, b) => b.made - a.made);
  return done({ items });
}

/** Takes a canary out of its grid: no list has it and opening it stops nobody. It is never counted as a resident. */
export function retireCanary(unit: Unit, request: { canary: string }): Outcome<CanaryState> {
  const { rows, journal } = unit.vault;
  const allowed = permitted(unit, 'canary.retire');
  const found = rows.get('canary', request.canary)?.content;
  if (!allowed.granted || found?.of !== 'resident') return refuseOperation(unit, allowed);
  for (const id of [found.with, request.canary]) {
    const content = rows.get('canary', id)?.content;
    const kind = rows.get('subject', id)?.content.kind;
    if (content === undefined || kind === undefined) continue;
    const seq = journal.size;
    append(unit, {
      action: 'canary.retire',
      decision: 'done',
      subject: { subject: id, rule: allowed.rule },
      rows: [
        rows.put('canary', id, { ...content, state: 'retired' }, seq),
        rows.put('subject', id, { kind, grid: null }, seq),
      ],
    });
  }
  const { grid, made } = found;
  return done({ id: request.canary, grid, made, state: 'retired' });
}

function wrongGrid(code: string, zh: string, en: string) {
  return failed('invalid', { errors: [{ field: 'grid', code, zh, en }] });
}
