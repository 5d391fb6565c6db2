import { isPending, rights } from '../../policy/rights/rights.ts';
import type { Control } from '../control.ts';
import { done, type Outcome } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { decideOn, levelsOf, refuse, refuseMissing, type ReleasedRecord, show, whyOf } from '../read.ts';
import { append, type Unit } from '../vault.ts';
import { purpose, type RightView, viewOf } from './request.ts';

/** A request as who may decide it sees it in the list: whose it is by identifier, and nothing of what it says. */
export interface RightItem extends RightView {
  subject: string;
  grid: number | null;
  version: number;
  /** Who has it in hand. */
  hand: 'mine' | 'other' | null;
}

export interface RightList {
  /** Pending first, overdue before all; then what was decided, the newest first. */
  items: RightItem[];
  /** How many that are over are not listed. */
  remaining: number;
}

/** How many of those that are over stand in the list. */
const mostDecided = 50;

/** One's own requests; for who may decide them those of their grids, or all. One entry. */
export function listRights(unit: Unit, request: { mine: boolean }): Outcome<RightList> {
  const { actor, vault } = unit;
  const self = request.mine;
  const allowed = permitted(unit, 'right.list', { self, ownGrid: !self && actor.grids.length > 0 });
  if (!allowed.granted)
    return refuseOperation(unit, allowed, {
      ...(self && actor.role === 'resident' ? { subject: actor.id } : {}),
      purpose,
    });
  const found = self ? vault.store.control.ofSubject('right', actor.id) : vault.store.control.ofKind('right');
  const all = found
    .map((row) => vault.rows.checked(row, 'right'))
    .filter((one) => self || actor.role === 'privacy_officer' || isForWorker(unit, one));
  const pending = all.filter(({ content }) => isPending(content.state));
  const over = all.filter(({ content }) => !isPending(content.state));
  pending.sort((a, b) => a.content.due - b.content.due);
  over.sort(
    (a, b) => (b.content.decided?.at ?? b.content.opened) - (a.content.decided?.at ?? a.content.opened),
  );
  append(unit, {
    action: 'right.list',
    decision: 'granted',
    subject: { ...(self ? { subject: actor.id } : {}), purpose, rule: allowed.rule },
  });
  const items = [...pending, ...over.slice(0, mostDecided)].map((one) => itemOf(unit, one));
  return done({ items, remaining: Math.max(0, over.length - mostDecided) });
}

/** What a worker of its grid may decide, once a second person has agreed where one has to. */
const isForWorker = ({ actor }: Unit, { content }: Control<'right'>): boolean =>
  content.grid !== null &&
  actor.grids.includes(content.grid) &&
  content.state !== 'waiting' &&
  (rights[content.right].decides as readonly string[]).includes(actor.role);

function itemOf(unit: Unit, { key, version, content }: Control<'right'>): RightItem {
  const { subject, grid, assignee } = content;
  const hand = assignee === null ? null : assignee === unit.actor.id ? 'mine' : 'other';
  return { ...viewOf(unit, key, content), subject, grid, version, hand };
}

/** A request with its words: for whom it is about, and for who has it in hand. */
export type ReadRight = RightItem & { fields: ReleasedRecord['fields'] };

/** Reads one request. What somebody said for it is opened as a record's fields are: decide, open, append. */
export function readRight(unit: Unit, request: { id: string }): Outcome<ReadRight> {
  const { vault, actor } = unit;
  const found = vault.rows.get('right', request.id);
  if (found === undefined) return refuseMissing(unit, 'right.read', { purpose });
  const { content, key } = found;
  const self = content.subject === actor.id;
  const row = vault.store.records.byId('request', key) ?? {
    id: key,
    type: 'request',
    subject: content.subject,
    version: 0,
  };
  const grounds = { purpose: self ? ('own_record' as const) : purpose, case: key };
  const decision = decideOn(unit, row, grounds);
  if (!decision.granted) return refuse(unit, 'right.read', row, grounds, decision);
  const fields = 'blob' in row ? show(unit, row, decision).fields : {};
  append(unit, {
    action: 'right.read',
    decision: 'granted',
    subject: { subject: content.subject, ...levelsOf(fields), ...whyOf(grounds, decision) },
    records: row.version > 0 ? [{ type: 'request', id: key, version: row.version }] : [],
  });
  return done({ ...itemOf(unit, found), fields });
}
