import { type ActName, approvalLife, lapses, mayPropose } from '../../policy/cases/approvals.ts';
import { roleNow } from '../access/actor.ts';
import type { Control, ControlContents, Plain, WrittenRow } from '../control.ts';
import { newId } from '../keys/keychain.ts';
import { done, type Outcome, unlessTampered } from '../outcome.ts';
import { permitted, type Permitted, refuseOperation } from '../access/permit.ts';
import { saidWords } from '../facts.ts';
import { append, appendAsSystem, type Unit, type Vault } from '../vault.ts';

export interface Proposal {
  act: ActName;
  /** Whom it is about, who then reads every step of it in their own log. */
  subject?: string | undefined;
  /** The case it belongs to, so that it is found with it. */
  case?: string | undefined;
  /** What is to be done: the act's own arguments, ids and numbers alone. Words belong into `words`. */
  of: Readonly<Record<string, Plain>>;
  /** Why, as somebody said it: sealed in the log's entry and nowhere else. */
  words?: string | undefined;
}

export interface Proposed {
  approval: string;
  /** UTC milliseconds; afterwards it has lapsed. */
  until: number;
}

/** A proposal that waits for its second person, as `acts.ts` performs it. */
export type Waiting = ControlContents['approval'] & { id: string };

/**
 * Proposes what takes two people. The caller has seen that the thing could be done; that it may be, a second person says
 * (`decide-approval.ts`).
 */
export function proposeAct(unit: Unit, proposal: Proposal): Outcome<Proposed> {
  const { vault, actor, now } = unit;
  const { act, of, words, subject = null } = proposal;
  const about = aboutOf({ subject, ...(proposal.case === undefined ? {} : { case: proposal.case }) });
  const allowed = mayProposeNow(unit, act);
  if (!allowed.granted) return refuseOperation(unit, allowed, about, `${act}.propose`);
  const said = saidWords(words);
  const id = newId(vault.random);
  const until = now + approvalLife;
  const content: ControlContents['approval'] = {
    act,
    ...about,
    subject,
    of,
    maker: actor.id,
    role: actor.role,
    state: 'waiting',
    second: null,
    at: now,
    until,
  };
  const row = vault.rows.add('approval', id, content, vault.journal.size);
  append(unit, {
    action: `${act}.propose`,
    decision: 'done',
    subject: { ...about, rule: allowed.rule, ...(said === '' ? {} : { words: said }) },
    rows: [row],
  });
  return done({ approval: id, until });
}

/** Whether the actor may propose this: to be asked before anything is looked at that a refusal would tell of. */
export const mayProposeNow = (unit: Unit, act: ActName): Permitted =>
  permitted(unit, 'approval.propose', { namesRole: mayPropose(act, unit.actor.role) });

/** Writes what became of a proposal. @returns the row, for the next entry */
export function settleApproval(
  vault: Vault,
  found: Control<'approval'>,
  end: Pick<ControlContents['approval'], 'state' | 'second'>,
): WrittenRow {
  return vault.rows.put('approval', found.key, { ...found.content, ...end }, vault.journal.size);
}

/** Why a waiting proposal lapses at this moment, or null. */
export function lapseOf(vault: Vault, { content }: Control<'approval'>, now: number) {
  const { act, maker, role, until } = content;
  return lapses(act, { was: role, is: roleNow(vault, maker) }, { until, now });
}

/** Lets a proposal lapse. Time did it, or the end of somebody's role: it is nobody's act. */
export function lapse(
  vault: Vault,
  found: Control<'approval'>,
  reason: NonNullable<ReturnType<typeof lapseOf>>,
  now: number,
): void {
  const { content } = found;
  const row = settleApproval(vault, found, { state: 'lapsed', second: null });
  const subject = { ...aboutOf(content), reason };
  appendAsSystem(vault, { action: `${content.act}.lapse`, decision: 'done', subject, rows: [row] }, now);
}

/** What an entry of a proposal says it is about. */
export function aboutOf(content: Pick<ControlContents['approval'], 'subject' | 'case'>) {
  return {
    ...(content.subject === null ? {} : { subject: content.subject }),
    ...(content.case === undefined ? {} : { case: content.case }),
  };
}

/** All proposals that wait, oldest first; those that are not as they were written are left to `lindun verify`. */
export function waitingApprovals(vault: Vault): Control<'approval'>[] {
  return vault.store.control
    .withMember('approval', 'state', 'waiting')
    .flatMap((row) => unlessTampered(() => vault.rows.checked(row, 'approval')) ?? [])
    .sort((a, b) => a.content.at - b.content.at);
}

/** Lets everything lapse that has waited too long, or whose maker is it no more. For the alarm. */
export function lapseApprovals(vault: Vault, now: number): void {
  for (const found of waitingApprovals(vault)) {
    const reason = lapseOf(vault, found, now);
    if (reason !== null) lapse(vault, found, reason, now);
  }
}
