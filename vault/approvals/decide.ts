import { type ActName, type ApprovalState, approvalOf, mayDecide } from '../../policy/cases/approvals.ts';
import type { Bilingual } from '../../policy/bilingual.ts';
import type { Shown } from '../../policy/masks.ts';
import type { Role } from '../../policy/roles.ts';
import { acts } from './acts.ts';
import { aboutOf, lapse, lapseOf, settleApproval, waitingApprovals } from './approval.ts';
import { maskedName } from '../masked-name.ts';
import type { Control } from '../control.ts';
import { saidWords } from '../facts.ts';
import { done, failed, type Outcome, unlessTampered } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { type OpenLook, openLooks } from '../tickets/unmask.ts';
import { append, type Unit } from '../vault.ts';

/** A proposal as those see it who may decide on it, and who made it. */
export interface ApprovalItem {
  id: string;
  act: ActName;
  title: Bilingual;
  /** Which one, without a word about a person: a ticket's number, an order's. */
  about: Bilingual;
  state: ApprovalState;
  /** The actor made it. */
  mine: boolean;
  /** Who proposed it; the name masked, null for whoever has none here. */
  maker: { role: Role; name: Shown | null };
  /** Why, in their words. */
  words: string | null;
  /** UTC milliseconds. */
  at: number;
  until: number;
}

export interface DecideRequest {
  approval: string;
  decision: 'approve' | 'refuse';
  /** Why, in words. */
  words?: string | undefined;
}

export interface Decided {
  id: string;
  act: ActName;
  state: Exclude<ApprovalState, 'waiting'>;
  /** Why it lapsed. */
  reason: 'too_late' | 'maker_lost_role' | null;
}

/**
 * The second person's word. What both are, is looked up now: the actor's role was when they were authenticated, the maker's
 * is here. What was approved is done in the same transaction, so that nothing is approved and not done, or the other way
 * round.
 */
export function decideApproval(unit: Unit, request: DecideRequest): Outcome<Decided> {
  const { vault, actor, now } = unit;
  const found = vault.rows.get('approval', request.approval);
  const act = found?.content.act;
  const allowed = permitted(unit, 'approval.decide', {
    maker: found?.content.maker === actor.id,
    namesRole: act !== undefined && mayDecide(act, actor.role),
  });
  if (found === undefined || !allowed.granted)
    return refuseOperation(unit, allowed, found === undefined ? {} : aboutOf(found.content));
  if (found.content.state !== 'waiting') return refuseDecided(unit, found);
  const lapsed = lapseOf(vault, found, now);
  if (lapsed !== null) {
    lapse(vault, found, lapsed, now);
    return done({ id: found.key, act: found.content.act, state: 'lapsed', reason: lapsed });
  }
  const approved = request.decision === 'approve';
  if (approved) {
    const performed = acts[found.content.act].perform(unit, { id: found.key, ...found.content });
    if (!performed.ok) return performed;
  }
  const state = approved ? 'approved' : 'refused';
  const row = settleApproval(vault, found, { state, second: actor.id });
  const words = saidWords(request.words);
  append(unit, {
    action: `${found.content.act}.${request.decision}`,
    decision: 'done',
    subject: { ...aboutOf(found.content), rule: allowed.rule, ...(words === '' ? {} : { words }) },
    rows: [row],
  });
  return done({ id: found.key, act: found.content.act, state, reason: null });
}

function refuseDecided(unit: Unit, { content }: Control<'approval'>) {
  append(unit, {
    action: 'approval.decide',
    decision: 'refused',
    subject: { ...aboutOf(content), reason: 'already_decided' },
  });
  return failed('conflict');
}

/** What waits for the actor's word, and what the actor has proposed that still waits. One entry. */
export function listApprovals(unit: Unit): Outcome<{ items: ApprovalItem[]; looks: OpenLook[] }> {
  const { vault, actor, now } = unit;
  const allowed = permitted(unit, 'approval.list');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const concerns = ({ content }: Control<'approval'>): boolean =>
    content.maker === actor.id || mayDecide(content.act, actor.role);
  const items = waitingApprovals(vault)
    .filter((found) => concerns(found) && lapseOf(vault, found, now) === null)
    .map((found) => itemOf(unit, found));
  append(unit, { action: 'approval.list', decision: 'granted', subject: { rule: allowed.rule } });
  return done({ items, looks: openLooks(unit) });
}

function itemOf(unit: Unit, { key, content }: Control<'approval'>): ApprovalItem {
  const { act, state, maker, role, at, until } = content;
  return {
    id: key,
    act,
    title: approvalOf(act).title,
    about: acts[act].about(unit, { id: key, ...content }),
    state,
    mine: maker === unit.actor.id,
    maker: { role, name: maskedName(unit.vault, maker).who },
    words: wordsOf(unit, key),
    at,
    until,
  };
}

/** Why it was proposed: the words are in the entry that its row was written in. */
function wordsOf({ vault }: Unit, approval: string): string | null {
  const seq = vault.store.control.get('approval', approval)?.seq;
  const row = seq === undefined ? undefined : vault.store.log.get(seq);
  const entry = row && unlessTampered(() => vault.journal.open(row));
  return entry?.subject.words ?? null;
}
