import type { Bilingual } from '../../policy/bilingual.ts';
import { mayProposeNow, proposeAct, type Proposed, type Waiting } from '../approvals/approval.ts';
import type { ControlContents } from '../control.ts';
import { factsFor, saidWords } from '../facts.ts';
import { done, failed, type Outcome, unlessTampered } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { judge, refuse, refuseMissing, release, type ReleasedRecord } from '../read.ts';
import { findTicket } from './ticket.ts';
import { append, type Unit, type Vault } from '../vault.ts';

const purpose = 'name_reporter';
/** What it tells: who it was and where they live. A telephone number has a purpose and a consent of its own. */
const fields = ['name', 'address'] as const;
/** How long the one look may be taken after the approval, in milliseconds. */
const life = 3_600_000;

/**
 * Asks that the officer be told who reported a ticket, which nobody who works on it is. A second person decides. Who
 * reported through a chat that is bound to nobody has no name here, and none can be told.
 */
export function proposeUnmasking(unit: Unit, request: { ticket: string; words: string }): Outcome<Proposed> {
  const allowed = mayProposeNow(unit, 'unmask_reporter');
  if (!allowed.granted) return refuseOperation(unit, allowed, { purpose }, 'unmask_reporter.propose');
  const found = findTicket(unit, request.ticket);
  if (found === undefined) return refuseMissing(unit, 'unmask_reporter.propose', { purpose });
  if (saidWords(request.words) === '') return failed('invalid', { errors: [wordsMissing] });
  const { reporter } = found.content;
  if (unit.vault.store.records.byId('resident', reporter) === undefined) {
    const about = { case: found.key, purpose, reason: 'nobody_to_name' } as const;
    append(unit, { action: 'unmask_reporter.propose', decision: 'refused', subject: about });
    return failed('invalid', { errors: [nobodyToName] });
  }
  return proposeAct(unit, {
    act: 'unmask_reporter',
    subject: reporter,
    case: found.key,
    of: { ticket: found.key },
    words: request.words,
  });
}

const wordsMissing = {
  field: 'words',
  code: 'required',
  zh: '写明为什么要查',
  en: 'say why in words',
};

const nobodyToName = {
  field: 'ticket',
  code: 'nobody_to_name',
  zh: '报事人没有绑定身份,这里没有姓名',
  en: 'who reported it is bound to nobody: there is no name here',
};

/** Which ticket's, by its number. */
export const aboutUnmasking = ({ vault }: Unit, { of }: Waiting): Bilingual =>
  reporterOf(vault, ticketIn(of));

function reporterOf(vault: Vault, ticket: string): Bilingual {
  const number = vault.rows.get('case', ticket)?.content.number ?? 0;
  const said = String(number).padStart(4, '0');
  return { zh: `工单 ${said} 的报事人`, en: `who reported ticket ${said}` };
}

/** The ticket that a proposal names. */
const ticketIn = ({ ticket }: Waiting['of']): string => (typeof ticket === 'string' ? ticket : '');

/** Two people want it: whoever proposed it may look, once, within the hour. The reporter's own log says so. */
export function performUnmasking(unit: Unit, approval: Waiting): Outcome<unknown> {
  const { vault, now } = unit;
  const ticket = ticketIn(approval.of);
  const reporter = approval.subject ?? '';
  const content: ControlContents['unmasking'] = {
    ticket,
    reporter,
    to: approval.maker,
    until: now + life,
    read: null,
  };
  const row = vault.rows.add('unmasking', approval.id, content, vault.journal.size);
  append(unit, {
    action: 'reporter.name',
    decision: 'done',
    subject: { subject: reporter, case: ticket, purpose },
    rows: [row],
  });
  return done({});
}

/** A look that was approved, and neither taken nor over. */
export interface OpenLook {
  /** The approval's id. */
  id: string;
  about: Bilingual;
  until: number;
}

/** The looks that the actor may take now. */
export function openLooks({ vault, actor, now }: Unit): OpenLook[] {
  return vault.store.control.withMember('unmasking', 'to', actor.id).flatMap((row): OpenLook[] => {
    const found = unlessTampered(() => vault.rows.checked(row, 'unmasking'));
    if (found === undefined || found.content.read !== null || found.content.until <= now) return [];
    const { ticket, until } = found.content;
    return [{ id: found.key, about: reporterOf(vault, ticket), until }];
  });
}

/** The look that was approved: the reporter's name and address, clear, to who proposed it, once. */
export function readReporter(unit: Unit, request: { approval: string }): Outcome<ReleasedRecord> {
  const { vault, actor, now } = unit;
  const found = vault.rows.get('unmasking', request.approval);
  const allowed = permitted(unit, 'reporter.read', { maker: found?.content.to === actor.id });
  if (found === undefined || !allowed.granted) return refuseOperation(unit, allowed, { purpose });
  const { ticket, reporter, until, read } = found.content;
  const row = vault.store.records.byId('resident', reporter);
  if (row === undefined) return refuseMissing(unit, 'reporter.read', { purpose });
  const grounds = { purpose, case: ticket } as const;
  const facts = { ...factsFor(unit, row, grounds), twoPeople: read === null && now < until };
  const question = { action: 'read' as const, role: actor.role, purpose, type: 'resident', fields };
  const decision = judge(unit, question, facts);
  if (!decision.granted) return refuse(unit, 'reporter.read', row, grounds, decision);
  const content = { ...found.content, read: now };
  unit.pending.push(vault.rows.put('unmasking', found.key, content, vault.journal.size));
  return done(release(unit, 'reporter.read', row, grounds, decision));
}
