import {
  emergencyFields,
  type EmergencyKind,
  mostPeople,
  reviewLife,
  viewLife,
} from '../../policy/cases/emergency.ts';
import { takeFromBudget } from '../access/budget.ts';
import { indexTag } from '../crypto/index-tag.ts';
import { saidWords } from '../facts.ts';
import { newId } from '../keys/keychain.ts';
import { notifyPerson } from '../notify.ts';
import { done, failed, type FieldError, type Outcome, Tampered } from '../outcome.ts';
import { permitted, type Permitted, refuseOperation } from '../access/permit.ts';
import { decideOn, refuse, release, type ReleasedRecord } from '../read.ts';
import type { RecordRow } from '../storage/schema.ts';
import { checkValue } from '../validate.ts';
import { append, type Unit } from '../vault.ts';
import { putView } from './views.ts';

export interface BreakGlass {
  kind: EmergencyKind;
  /** What is going on, in words. */
  reason: string;
  /** Residents by their ids, and whoever lives behind these doors, such as 3-2-501. */
  people?: readonly string[] | undefined;
  addresses?: readonly string[] | undefined;
}

export interface OpenedGlass {
  /** Null where nobody was found: nothing is open then, and nothing to review. */
  id: string | null;
  people: ReleasedRecord[];
  /** UTC milliseconds: until when it is open, and until when it is to be reviewed. */
  until: number;
  due: number;
}

const purpose = 'emergency';
/** No emergency is refused for its number; a token in wrong hands must not empty the community by them. */
const budget = { limit: 10, window: 3_600_000 };

/**
 * Opens at once, to whoever says what is going on, the few fields that help of the few people it is about, wherever they
 * live. Nobody is asked before; everybody concerned is told, and the officer reviews it within a day.
 */
export function breakGlass(unit: Unit, request: BreakGlass): Outcome<OpenedGlass> {
  const { vault, actor, now } = unit;
  const allowed = permitted(unit, 'emergency.open');
  if (!allowed.granted) return refuseOperation(unit, allowed, { purpose });
  const reason = saidWords(request.reason);
  if (reason === '') return failed('invalid', { errors: [reasonMissing] });
  const found = peopleIn(unit, request);
  if (!found.ok) return failed('invalid', { errors: found.errors });
  const taken = takeFromBudget(unit, `emergency/${actor.id}`, budget);
  if (!taken.ok) return overBudget(unit, allowed, taken.retryAfter);
  const times = { until: now + viewLife, due: now + reviewLife };
  const { rows } = found;
  if (rows.length === 0) {
    const subject = { purpose, rule: allowed.rule, reason: 'nothing_found', words: reason } as const;
    append(unit, { action: 'emergency.open', decision: 'done', subject });
    return done({ id: null, people: [], ...times });
  }

  const id = newId(vault.random);
  const first = vault.journal.size;
  const content = {
    kind: request.kind,
    opener: actor.id,
    role: actor.role,
    subjects: rows.map(({ subject }) => subject),
    beyond: rows.filter(({ subject }) => !isOwnGrid(unit, subject)).length,
    at: now,
    until: times.until,
    verdict: 'unreviewed' as const,
    reviewer: null,
    // One entry a person follows, and each has the words.
    said: rows.map((_, at) => first + at),
  };
  for (const row of rows) notifyPerson(unit, row.subject, 'emergency_view');
  unit.pending.push(...putView(vault, id, content, now));
  const people = rows.flatMap((row) => {
    const grounds = { purpose, reason } as const;
    const decision = decideOn(unit, row, { ...grounds, fields: emergencyFields });
    if (decision.granted) return [release(unit, 'emergency.open', row, grounds, decision)];
    refuse(unit, 'emergency.open', row, grounds, decision);
    return [];
  });
  return done({ id, people, ...times });
}

function overBudget(unit: Unit, { rule }: Permitted, retryAfter: number) {
  const subject = { purpose, rule, reason: 'over_budget' } as const;
  append(unit, { action: 'emergency.open', decision: 'refused', subject });
  return failed('too_many_requests', { retryAfter });
}

function isOwnGrid({ vault, actor }: Unit, subject: string): boolean {
  const grid = vault.rows.get('subject', subject)?.content.grid ?? null;
  return grid !== null && actor.grids.includes(grid);
}

const reasonMissing: FieldError = {
  field: 'reason',
  code: 'required',
  zh: '写一句出了什么事',
  en: 'say in a sentence what is going on',
};
const tooMany: FieldError = {
  field: 'people',
  code: 'too_many',
  zh: `一次最多看 ${mostPeople} 个人`,
  en: `${mostPeople} people at a time at most`,
};
const nobodyNamed: FieldError = {
  field: 'people',
  code: 'required',
  zh: '写上要看谁,或门牌如 3-2-501',
  en: 'name whom it is about, or a door such as 3-2-501',
};

/** Whom it is about: those who are named, and those who live behind the doors that are named. Somebody unknown is nobody. */
function peopleIn(
  unit: Unit,
  { people = [], addresses = [] }: BreakGlass,
): { ok: true; rows: RecordRow[] } | { ok: false; errors: FieldError[] } {
  if (people.length + addresses.length === 0) return { ok: false, errors: [nobodyNamed] };
  const { records } = unit.vault.store;
  const found = new Map<string, RecordRow>();
  const errors: FieldError[] = [];
  for (const id of people) {
    const row = records.byId('resident', id);
    if (row !== undefined) found.set(row.id, row);
  }
  for (const [at, address] of addresses.entries()) {
    const checked = checkValue('address', address, unit.now);
    if (!checked.ok)
      errors.push({ field: `addresses.${at}`, code: checked.code, zh: checked.zh, en: checked.en });
    else for (const row of behindDoor(unit, checked.value)) found.set(row.id, row);
  }
  if (errors.length > 0) return { ok: false, errors };
  if (found.size > mostPeople) return { ok: false, errors: [tooMany] };
  return { ok: true, rows: [...found.values()] };
}

/** The residents whose address it is, one more than may be named at most. */
function behindDoor({ vault }: Unit, address: string): RecordRow[] {
  const field = 'resident.address';
  const tag = indexTag(vault.keys.index(field), address);
  return vault.store.tags.find(field, tag, mostPeople + 1).map((hit) => {
    vault.rows.checkTag(field, tag, hit.record, hit.mac);
    const row = vault.store.records.byId('resident', hit.record);
    if (row === undefined) throw new Tampered(`resident ${hit.record}`);
    return row;
  });
}
