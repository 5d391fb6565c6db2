import type { Bilingual } from '../../policy/bilingual.ts';
import {
  mostDays,
  type Orderable,
  orderable,
  orderKinds,
  type OrderKind,
  orderNumber,
} from '../../policy/cases/orders.ts';
import { mayProposeNow, proposeAct, type Proposed, type Waiting } from '../approvals/approval.ts';
import type { Control, ControlContents } from '../control.ts';
import { saidWords } from '../facts.ts';
import type { Entry } from '../journal.ts';
import { done, failed, type FieldError, type Outcome, unlessTampered } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { irrecoverableAt } from '../keys/rotation.ts';
import { addSubject } from '../subject.ts';
import { append, appendAsSystem, type Unit, type Vault } from '../vault.ts';

const purpose = 'emergency_order';
const day = 24 * 3_600_000;
/** For how long a hosted database can be put back to an earlier point, in days: the latest that a copy may open. */
const recovery = 30;

export interface OrderProposal {
  /** Of the paper it rests on: 济防指〔2026〕3号. */
  number: string;
  kind: OrderKind;
  grids: readonly number[];
  /** The fewest, of `orderable`. */
  fields: readonly Orderable[];
  /** For how many days from its approval. */
  days: number;
  words: string;
}

/** An order, and what came of it. */
export type Order = Pick<
  ControlContents['order'],
  | 'number'
  | 'kind'
  | 'grids'
  | 'fields'
  | 'from'
  | 'until'
  | 'state'
  | 'read'
  | 'collected'
  | 'deleted'
  | 'ended'
> & { id: string; mine: boolean };

/** Proposes an order; nothing is in force before a second person has approved it. */
export function proposeOrder(unit: Unit, request: OrderProposal): Outcome<Proposed> {
  const allowed = mayProposeNow(unit, 'emergency_order');
  if (!allowed.granted) return refuseOperation(unit, allowed, { purpose }, 'emergency_order.propose');
  const number = orderNumber(request.number);
  const errors = wrongOrder(unit, request);
  if (!number.ok) errors.unshift({ field: 'number', code: number.code, zh: number.zh, en: number.en });
  if (!number.ok || errors.length > 0) return failed('invalid', { errors });
  const { kind, days, words } = request;
  const [grids, fields] = [[...request.grids], [...request.fields]];
  return proposeAct(unit, {
    act: 'emergency_order',
    of: { number: number.value, kind, grids, fields, days },
    words,
  });
}

function wrongOrder(unit: Unit, { grids, fields, days, words }: OrderProposal): FieldError[] {
  const known = unit.vault.rows.get('community', 'self')?.content.grids ?? [];
  const errors: FieldError[] = [];
  if (grids.length === 0 || grids.some((grid) => !known.some(({ id }) => id === grid)))
    errors.push({ field: 'grids', code: 'no_such_grid', zh: '没有这个网格', en: 'there is no such grid' });
  if (fields.length === 0 || fields.some((field) => !orderable.includes(field)))
    errors.push({
      field: 'fields',
      code: 'not_orderable',
      zh: '这项信息不能列入',
      en: 'no order names this field',
    });
  if (!Number.isInteger(days) || days < 1 || days > mostDays)
    errors.push({
      field: 'days',
      code: 'too_long',
      zh: `最多 ${mostDays} 天`,
      en: `${mostDays} days at most`,
    });
  if (saidWords(words) === '')
    errors.push({ field: 'words', code: 'required', zh: '写明为什么要', en: 'say why it is needed' });
  return errors;
}

/** What the proposal says it is to be; it was checked when it was made, and its row has a MAC. */
const orderIn = ({ of }: Waiting) =>
  of as unknown as { number: string; kind: OrderKind; grids: number[]; fields: Orderable[]; days: number };

export function aboutOrder(_: Unit, approval: Waiting): Bilingual {
  const { number, kind, grids, days } = orderIn(approval);
  const { zh, en } = orderKinds[kind];
  return {
    zh: `${zh}应急令 ${number},第 ${grids.join('、')} 网格,${days} 天`,
    en: `${en} order ${number}, grids ${grids.join(', ')}, ${days} days`,
  };
}

/** Puts it in force. Its notes will be sealed under a key of its own, so that they can be destroyed together. */
export function beginOrder(unit: Unit, approval: Waiting): Outcome<unknown> {
  const { vault, now, actor } = unit;
  const { number, kind, grids, fields, days } = orderIn(approval);
  const content: ControlContents['order'] = {
    number,
    kind,
    grids,
    fields,
    from: now,
    until: now + days * day,
    maker: approval.maker,
    second: actor.id,
    state: 'live',
    read: 0,
    collected: 0,
    deleted: null,
    ended: null,
  };
  const owner = addSubject(vault, approval.id, { kind: 'order', grid: null });
  const row = vault.rows.add('order', approval.id, content, vault.journal.size);
  const about = { case: approval.id, purpose };
  append(unit, { action: 'order.begin', decision: 'done', subject: about, rows: [owner, row] });
  return done({});
}

/** Orders in force and ended ones with their report, newest first. One entry. */
export function listOrders(unit: Unit): Outcome<{ items: Order[] }> {
  const { vault, actor } = unit;
  const allowed = permitted(unit, 'order.list');
  if (!allowed.granted) return refuseOperation(unit, allowed, { purpose });
  const all = vault.store.control
    .ofKind('order')
    .flatMap((row) => unlessTampered(() => vault.rows.checked(row, 'order')) ?? [])
    .sort((a, b) => b.content.from - a.content.from);
  append(unit, { action: 'order.list', decision: 'granted', subject: { purpose, rule: allowed.rule } });
  return done({ items: all.map((found) => orderOf(found, actor.grids)) });
}

function orderOf({ key, content }: Control<'order'>, own: readonly number[]): Order {
  const { number, kind, grids, fields, from, until, state, read, collected, deleted, ended } = content;
  const mine = grids.some((grid) => own.includes(grid));
  return { id: key, number, kind, grids, fields, from, until, state, read, collected, deleted, ended, mine };
}

/** The officer ends an order before its time. */
export function endOrder(unit: Unit, request: { order: string; words: string }): Outcome<Order> {
  const { vault, actor } = unit;
  const allowed = permitted(unit, 'order.end');
  const found = vault.rows.get('order', request.order);
  if (!allowed.granted || found === undefined) return refuseOperation(unit, allowed, { purpose });
  const words = saidWords(request.words);
  const missing = { field: 'words', code: 'required', zh: '写明为什么提前结束', en: 'say why it ends early' };
  if (words === '') return failed('invalid', { errors: [missing] });
  if (found.content.state === 'ended') return failed('conflict');
  const ended = end(vault, found, { at: unit.now, early: true }, (entry) =>
    append(unit, {
      ...entry,
      subject: { ...entry.subject, ...(entry.action === 'order.end' ? { words } : {}) },
    }),
  );
  return done(orderOf(ended, actor.grids));
}

/** Ends what is over: at the alarm, and before anything else is asked for. */
export function endOrders(vault: Vault, now: number): void {
  for (const row of vault.store.control.withMember('order', 'state', 'live')) {
    const found = unlessTampered(() => vault.rows.checked(row, 'order'));
    if (found !== undefined && found.content.until <= now)
      end(vault, found, { at: now, early: false }, (entry) => appendAsSystem(vault, entry, now));
  }
}

/**
 * Destroys what was collected: the key it was sealed with, the log key of the entries that wrote it, and the records. Then
 * reports: how many were read, collected and destroyed.
 */
function end(
  vault: Vault,
  found: Control<'order'>,
  ended: { at: number; early: boolean },
  log: (entry: Omit<Entry, 'actor' | 'role' | 'via' | 'request'>) => number,
): Control<'order'> {
  const { rows, store, journal } = vault;
  const notes = store.control.withMember('order_note', 'order', found.key);
  for (const { key } of notes) rows.drop('order_note', key);
  store.records.dropOf(found.key);
  const until = irrecoverableAt(ended.at, recovery);
  const erasure = rows.put('erasure', found.key, { at: ended.at, reason: 'order_over', until }, journal.size);
  const about = { case: found.key, purpose, reason: 'order_over' } as const;
  log({ action: 'erase', decision: 'done', subject: about, rows: [erasure] });
  for (const use of ['data', 'log'] as const) store.keys.destroy(found.key, use);
  journal.forgetKey(found.key);
  const content = { ...found.content, state: 'ended' as const, deleted: notes.length, ended };
  const row = rows.put('order', found.key, content, journal.size);
  const report = `read ${content.read}, collected ${content.collected}, deleted ${notes.length}`;
  const subject = { case: found.key, purpose, ...(ended.early ? {} : { words: report }) };
  log({ action: 'order.end', decision: 'done', subject, rows: [row] });
  return { ...found, content };
}
