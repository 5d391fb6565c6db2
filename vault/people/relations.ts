import { hexToBytes } from '@noble/hashes/utils.js';
import type { Bilingual } from '../../policy/bilingual.ts';
import type { ReasonCode } from '../../policy/reasons.ts';
import {
  delegationWords,
  type Ending,
  type RelationKind,
  type RelationState,
  type Scope,
  standing,
  wrongDelegation,
} from '../../policy/people/relations.ts';
import type { Shown } from '../../policy/masks.ts';
import { maskedName } from '../masked-name.ts';
import { childhoodOf } from './childhood.ts';
import { type Budget, takeFromBudget } from '../access/budget.ts';
import type { Control, ControlContents, WrittenRow } from '../control.ts';
import { indexTag } from '../crypto/index-tag.ts';
import { codeTag } from '../crypto/token.ts';
import { newId } from '../keys/keychain.ts';
import { notifyPerson } from '../notify.ts';
import { done, failed, type FieldError, type Outcome } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { refuseMissing } from '../read.ts';
import { openRecord } from '../subject.ts';
import { writtenIn } from '../consent/record.ts';
import { checkValue, today } from '../validate.ts';
import { refuseMadeUp } from '../watch/canary.ts';
import { append, appendAsSystem, type Unit, type Vault } from '../vault.ts';

/** What this is done for, as the log has it. */
export const purpose = 'exercise_right';
const day = 24 * 3_600_000;
/** How long a delegation waits for the other's yes. */
const answerLife = 7 * day;
/** People sought by name and number, of one who asks: nobody tries numbers here. */
const sought: Budget = { limit: 10, window: day };

/** Somebody else of the community: by id where one has it, or by the name and number one knows them by. */
export type Whom = { id: string } | { name: string; mobile: string };

export interface DelegationRequest {
  /** Who is to act. */
  delegate: Whom;
  /** For a worker with both in front of them: for whom. Oneself when left out. */
  for?: string | undefined;
  scope: readonly Scope[];
  /** The last day it is good for, `YYYY-MM-DD` in China. */
  until: string;
}

/** What is told of a delegation that was asked for. It looks the same whether or not there is such a person. */
export interface Asked {
  state: 'waiting';
  /** What it means, in words; the same that was shown before. */
  words: Bilingual;
  /** UTC milliseconds: until when the other can say yes. */
  answerBy: number;
}

/**
 * Lets somebody act for one. Given on one's own page it waits for the other to accept: so a name and number that belong
 * to nobody here, or not together (a number that was re-issued), give nothing away and give nobody anything. Recorded by
 * a worker, who has both in front of them, it waits for the person's own yes in their chat.
 */
export function giveDelegation(unit: Unit, request: DelegationRequest): Outcome<Asked> {
  const { vault, actor, now } = unit;
  const whose = request.for ?? actor.id;
  const self = whose === actor.id;
  const subject = vault.rows.get('subject', whose)?.content;
  if (subject?.kind !== 'resident') return refuseMissing(unit, 'relation.give', { purpose });
  const allowed = permitted(unit, 'relation.give', {
    self,
    ownGrid: subject.grid !== null && actor.grids.includes(subject.grid),
    minor: childhoodOf(vault, whose, now) === 'under',
  });
  if (!allowed.granted) return refuseOperation(unit, allowed, { subject: whose, purpose });
  const madeUp = refuseMadeUp(unit, 'relation.give', { subject: whose, purpose });
  if (madeUp !== undefined) return madeUp;
  const wrong = wrongDelegation(request, today(now));
  if (wrong !== null) return failed('invalid', { errors: [wrong] });
  const found = findResident(unit, request.delegate, 'delegate');
  if (!found.ok) return found;
  // Where there is nobody it waits for nobody: what is written, and what can be read of it, is the same.
  const other = found.value ?? (self ? nobodyFor(unit, whose, request.delegate) : undefined);
  if (other === whose) return failed('invalid', { errors: [{ field: 'delegate', ...yourself }] });
  // A new one would end what stands, and wait. Nothing new is told: who gave it knows that it was accepted.
  if (other !== undefined && isLive(vault, `${other}/${whose}`, now))
    return failed('invalid', { errors: [{ field: 'delegate', ...alreadyActs }] });

  const rows =
    other === undefined
      ? []
      : [
          putRelation(vault, {
            kind: 'delegate',
            actor: other,
            subject: whose,
            scope: [...request.scope],
            state: 'waiting',
            waits: self ? 'actor' : 'subject',
            by: actor.id,
            checked: self ? 'own_page' : 'in_person',
            second: null,
            asked: now,
            from: null,
            until: endOf(request.until),
            ended: null,
          }),
        ];
  if (other !== undefined) notifyPerson(unit, self ? other : whose, 'relation_waiting');
  append(unit, {
    action: 'relation.give',
    decision: 'done',
    subject: {
      subject: whose,
      purpose,
      rule: allowed.rule,
      ...(other === undefined ? { reason: 'nothing_found' } : {}),
    },
    rows,
  });
  return done({ state: 'waiting', words: inWords(request.scope, request.until), answerBy: now + answerLife });
}

/** An id that is nobody's, the same for whoever is sought again, however it is spelt. */
function nobodyFor({ vault, now }: Unit, whose: string, whom: Whom): string {
  const spelt = (check: 'name' | 'mobile', said: string) => {
    const checked = checkValue(check, said, now);
    return checked.ok ? checked.value.normalize('NFKC') : said;
  };
  const names = 'id' in whom ? [whom.id] : [spelt('name', whom.name), spelt('mobile', whom.mobile)];
  const tag = codeTag(vault.keys.row, JSON.stringify(['nobody', whose, ...names]));
  return newId((n) => hexToBytes(tag).slice(0, n));
}

/** Says yes to a delegation that waits for one: from now on it stands. */
export function confirmRelation(unit: Unit, request: { other: string }): Outcome<RelationItem> {
  const { vault, actor, now } = unit;
  const found = waitingFor(unit, request.other);
  const about = found === undefined ? {} : { subject: found.content.subject };
  const allowed = permitted(unit, 'relation.confirm', {
    self: found !== undefined,
    minor: found !== undefined && childhoodOf(vault, found.content.subject, now) === 'under',
    // Whoever recorded it could bind a telephone of their own, and say yes to themselves.
    saidHere:
      found !== undefined &&
      actor.contact !== null &&
      writtenIn(vault, 'relation', found.key) > writtenIn(vault, 'binding', actor.contact),
  });
  if (found === undefined || !allowed.granted) return refuseOperation(unit, allowed, { ...about, purpose });
  const content = { ...found.content, state: 'live', waits: null, from: now } as const;
  const row = putRelation(vault, content);
  for (const person of [content.subject, content.actor]) notifyPerson(unit, person, 'relation_live');
  append(unit, {
    action: 'relation.confirm',
    decision: 'done',
    subject: { ...about, purpose, rule: allowed.rule },
    rows: [row],
  });
  return done(itemOf(unit, content, actor.id));
}

/** The relation with somebody that waits for this actor's own yes, and not for too long. */
function waitingFor({ vault, actor, now }: Unit, other: string): Control<'relation'> | undefined {
  const given = vault.rows.get('relation', `${other}/${actor.id}`);
  const held = vault.rows.get('relation', `${actor.id}/${other}`);
  const mine = [
    given?.content.waits === 'subject' ? given : undefined,
    held?.content.waits === 'actor' ? held : undefined,
  ];
  return mine.find((found) => found?.content.state === 'waiting' && now < found.content.asked + answerLife);
}

export interface EndRequest {
  /** With whom; all that one has given when left out. */
  other?: string | undefined;
  /** For who watches over access: of whom. */
  of?: string | undefined;
}

/**
 * Ends delegations, one's own or all that one gave: one word, no reason, from the very next request on. Either side may,
 * and a guardian may give it up. A child under 14 does not end their guardian.
 */
export function endRelation(unit: Unit, request: EndRequest): Outcome<{ ended: number }> {
  const { vault, actor } = unit;
  const of = request.of ?? actor.id;
  const found = endable(unit, of, request.other);
  const known = vault.rows.get('subject', of) !== undefined;
  const allowed = permitted(unit, 'relation.end', { self: of === actor.id });
  // Who asks about a stranger is told nothing of what there is.
  if (!allowed.granted) return refuseOperation(unit, allowed, { ...(known ? { subject: of } : {}), purpose });
  for (const { content } of found) {
    const why = content.state === 'waiting' ? 'refused' : 'said';
    const row = putRelation(vault, endedBy(content, why, actor.id, unit.now));
    for (const person of [content.subject, content.actor]) notifyPerson(unit, person, 'relation_ended');
    append(unit, {
      action: 'relation.end',
      decision: 'done',
      subject: { subject: content.subject, purpose, rule: allowed.rule },
      rows: [row],
    });
  }
  if (found.length === 0)
    append(unit, {
      action: 'relation.end',
      decision: 'done',
      subject: { subject: of, purpose, reason: 'nothing_found' },
    });
  return done({ ended: found.length });
}

function endable(unit: Unit, of: string, other: string | undefined): Control<'relation'>[] {
  const open = relationsOf(unit.vault, of).filter(({ content }) => content.state !== 'ended');
  const given = open.filter(({ content }) => content.subject === of && content.kind === 'delegate');
  if (other === undefined) return given;
  const held = open.filter(({ content }) => content.actor === of && content.subject === other);
  // Who watches over access ends a guardian's too, where a court has decided otherwise.
  const guardians = open.filter(({ content }) => content.subject === of && content.kind === 'guardian');
  const all = of === unit.actor.id ? given : [...given, ...guardians];
  return [...all.filter(({ content }) => content.actor === other), ...held];
}

/** A relation as one of its two people sees it. */
export interface RelationItem {
  /** The other one's id, and their name as they may be known. */
  other: string;
  name: Shown | null;
  kind: RelationKind;
  /** `given`: the other acts for oneself; `held`: one acts for the other. */
  side: 'given' | 'held';
  scope: Scope[];
  state: RelationState;
  /** Whose yes it waits for: one's own, or the other's. */
  waits: 'me' | 'other' | null;
  /** Whether it stands at this moment, and if not, why. */
  stands: boolean;
  why: ReasonCode | null;
  /** UTC milliseconds; null for a guardian. */
  until: number | null;
  from: number | null;
}

/** Who may act for one, and for whom one may act. One entry. */
export function listRelations(unit: Unit): Outcome<{ items: RelationItem[] }> {
  const { actor, vault } = unit;
  const allowed = permitted(unit, 'relation.list', { self: true });
  if (!allowed.granted) return refuseOperation(unit, allowed, { subject: actor.id, purpose });
  append(unit, {
    action: 'relation.list',
    decision: 'granted',
    subject: { subject: actor.id, purpose, rule: allowed.rule },
  });
  const shown = relationsOf(vault, actor.id).filter(({ content }) => isShown(content, actor.id, unit.now));
  return done({ items: shown.map(({ content }) => itemOf(unit, content, actor.id)) });
}

/**
 * What is over is not shown. Neither is what somebody asked for by name and number, before the other has accepted: that it
 * waits would say that there is such a person.
 */
function isShown(relation: ControlContents['relation'], of: string, now: number): boolean {
  if (relation.state !== 'waiting') return relation.state === 'live';
  if (relation.asked + answerLife <= now) return false;
  return relation.waits === (relation.subject === of ? 'subject' : 'actor');
}

function itemOf(unit: Unit, relation: ControlContents['relation'], me: string): RelationItem {
  const { kind, actor, subject, scope, state, until, from } = relation;
  const side = subject === me ? 'given' : 'held';
  const other = side === 'given' ? actor : subject;
  const why = standing(relation, unit.now, childhoodOf(unit.vault, subject, unit.now));
  const waits = relation.waits === null ? null : (relation.waits === 'subject') === (side === 'given');
  return {
    other,
    name: maskedName(unit.vault, other, 'resident').who,
    kind,
    side,
    scope,
    state,
    waits: waits === null ? null : waits ? 'me' : 'other',
    stands: why === null,
    why,
    until,
    from,
  };
}

/** All relations that somebody is in, on either side. */
export function relationsOf(vault: Vault, person: string): Control<'relation'>[] {
  const { control } = vault.store;
  const rows = [
    ...control.withMember('relation', 'subject', person),
    ...control.withMember('relation', 'actor', person),
  ];
  return rows.map((row) => vault.rows.checked(row, 'relation'));
}

/**
 * Ends what somebody could do for others, when their record is erased; each of the others is told, and has an entry of it.
 * What others could do for them goes with their own rows. To be called before anything of the erasure is written.
 */
export function endActing(vault: Vault, person: string, now: number): void {
  for (const { content } of relationsOf(vault, person)) {
    if (content.actor !== person || content.state === 'ended') continue;
    const row = putRelation(vault, endedBy(content, 'erased', null, now));
    notifyPerson({ vault, now }, content.subject, 'relation_ended');
    const subject = { subject: content.subject, purpose };
    appendAsSystem(vault, { action: 'relation.end', decision: 'done', subject, rows: [row] }, now);
  }
}

export function endedBy(
  relation: ControlContents['relation'],
  why: Ending,
  by: string | null,
  now: number,
): ControlContents['relation'] {
  return { ...relation, state: 'ended', waits: null, ended: { why, by, at: now } };
}

/** Writes a relation. @returns the row, for the entry that has to be the next one */
export function putRelation(vault: Vault, relation: ControlContents['relation']): WrittenRow {
  const { actor, subject } = relation;
  return vault.rows.put('relation', `${actor}/${subject}`, relation, vault.journal.size);
}

/**
 * The resident that is meant. By name and number both have to be of one record: whoever got a number that was somebody
 * else's has another name.
 * @returns undefined where there is no such person
 */
export function findResident(unit: Unit, whom: Whom, field: string): Outcome<string | undefined> {
  const { vault } = unit;
  if ('id' in whom) {
    const kind = vault.rows.get('subject', whom.id)?.content.kind;
    return done(kind === 'resident' ? whom.id : undefined);
  }
  const name = checkValue('name', whom.name, unit.now);
  const mobile = checkValue('mobile', whom.mobile, unit.now);
  const wrong = (at: string, check: typeof name): FieldError[] =>
    check.ok ? [] : [{ field: `${field}.${at}`, code: check.code, zh: check.zh, en: check.en }];
  if (!name.ok || !mobile.ok)
    return failed('invalid', { errors: [...wrong('name', name), ...wrong('mobile', mobile)] });
  const budget = takeFromBudget(unit, `relation/${unit.actor.id}`, sought);
  if (!budget.ok) {
    append(unit, {
      action: 'relation.give',
      decision: 'refused',
      subject: { purpose, reason: 'over_budget' },
    });
    return failed('too_many_requests', { retryAfter: budget.retryAfter });
  }
  const index = 'resident.mobile';
  const tag = indexTag(vault.keys.index(index), mobile.value);
  const hits = vault.store.tags.find(index, tag, 20).filter((hit) => {
    vault.rows.checkTag(index, tag, hit.record, hit.mac);
    const row = vault.store.records.byId('resident', hit.record);
    const known = row && openRecord(vault, row, ['name']).get('name');
    return known?.normalize('NFKC') === name.value.normalize('NFKC');
  });
  return done(hits.length === 1 ? hits[0]?.record : undefined);
}

/** The end of a day in China, in UTC milliseconds. */
const endOf = (until: string): number => Date.parse(`${until}T00:00:00+08:00`) + day;

const inWords = (scope: readonly Scope[], until: string): Bilingual => {
  const [year = '', month = '', date = ''] = until.split('-');
  return delegationWords(scope, { zh: `${year}年${Number(month)}月${Number(date)}日`, en: until });
};

/** Whether a delegation stands now, whatever its scope. */
function isLive({ rows }: Vault, key: string, now: number): boolean {
  const relation = rows.get('relation', key)?.content;
  return relation?.kind === 'delegate' && relation.state === 'live' && (relation.until ?? now) > now;
}

const alreadyActs = {
  code: 'already_acts',
  zh: '这位已经在替您办事了。要改范围或日期,请先结束原来的,再重新委托',
  en: 'this person acts for you already: to change what they may do or until when, end that first',
};
const yourself = {
  code: 'same_person',
  zh: '不用委托自己',
  en: 'nobody needs to act for themselves',
};
