import { authenticate, settle } from './access/actor.ts';
import { checkpointNow, ownLog, proveConsistency, proveEntry, searchLog } from './audit/entries.ts';
import { addAttachment } from './attachments/add.ts';
import { blurAttachment, showAttachment } from './attachments/blur.ts';
import { listAttachments, readAttachment } from './attachments/read.ts';
import { answerBinding, confirmBinding, endBinding, openBinding, readBinding } from './access/binding.ts';
import { recordAtDoor } from './consent/at-door.ts';
import { consentReceipt } from './consent/receipt.ts';
import { recordConsent } from './consent/record.ts';
import { listConsents } from './consent/standing.ts';
import { codeTag } from './crypto/token.ts';
import { makeHandOver } from './duties/hand-over.ts';
import { dutyPipelines } from './duties/pipelines.ts';
import { proposeRecipient } from './duties/recipients.ts';
import { erasurePipelines } from './erasure/pipelines.ts';
import { BatchRefused, importBatch } from './imports.ts';
import { openLink } from './access/links.ts';
import { recordGuardian } from './people/guardian.ts';
import { breakGlass } from './emergency/break-glass.ts';
import { closeNote, listNotes, takeNote } from './emergency/notes.ts';
import { endOrder, endOrders, listOrders, proposeOrder } from './emergency/orders.ts';
import { explainEmergency, listEmergencies, reviewEmergency } from './emergency/review.ts';
import { endNotifications, notifyPerson, takeNotifications } from './notify.ts';
import { decideApproval, listApprovals } from './approvals/decide.ts';
import { proposeLogKey } from './keys/log-key.ts';
import { readKeyProgress, rotateIndex } from './keys/progress.ts';
import { noteCustody, readCustody, rotateRoot } from './keys/custody.ts';
import { failed, type Outcome, Tampered, unlessTampered } from './outcome.ts';
import { comparePolicy, draftPolicy, dropPolicy, listPolicies, proposePolicy } from './policies/versions.ts';
import { readPolicy } from './policies/table.ts';
import { changing, creating, keptOf, textOf } from './kept-answers.ts';
import { readRecord } from './read.ts';
import { mediations } from './records/mediation.ts';
import { readHousehold } from './records/household.ts';
import { createAndCompare } from './search/at-creation.ts';
import { findDuplicates } from './search/duplicates.ts';
import { findHousehold } from './search/household.ts';
import { searchRecords } from './search/search.ts';
import { appoint, changeRole, setUpCommunity } from './setup.ts';
import { confirmRelation, endRelation, giveDelegation, listRelations } from './people/relations.ts';
import { addPasskey, dropCredential, offerPasskey, readSignIn, setPin } from './sign-in/enrol.ts';
import { unlock } from './sign-in/enter.ts';
import { endSignIn, inviteToSignIn } from './sign-in/invite.ts';
import { createTicket, moveTicket, supplementTicket } from './tickets/ticket.ts';
import { listTickets, readTicket } from './tickets/tickets.ts';
import {
  exchangeToken,
  mintToken,
  readExchange,
  revokeTokens,
  rotateToken,
  setExchange,
} from './access/tokens.ts';
import { proposeUnmasking, readReporter } from './tickets/unmask.ts';
import { append, transact, type Unit, type Vault } from './vault.ts';
import { listVisits, moveVisit, planVisit, readVisit } from './visits.ts';
import type { Around, AskRing, Turn } from './waiting.ts';
import { decideRight } from './rights/decide.ts';
import { explainEntry } from './rights/explain.ts';
import { openRightFor } from './rights/for-other.ts';
import { knowMine } from './rights/know.ts';
import { listRights, readRight } from './rights/list.ts';
import { openRight, withdrawRight } from './rights/request.ts';
import { takeArchive } from './rights/archive.ts';
import { listStatements, readStatement, replyStatement, writeStatement } from './tickets/statement.ts';
import { closeAlert, listAlerts } from './watch/alerts.ts';
import { listCanaries, makeCanary, retireCanary } from './watch/canaries.ts';
import { proposeUnfreeze } from './watch/unfreeze.ts';
import { updateRecord } from './write.ts';

/** Everything that can be asked of a community with a token, by name. One request is one of these. */
export const pipelines = {
  readRecord,
  searchRecords,
  findDuplicates,
  findHousehold,
  createRecord: createAndCompare,
  updateRecord,
  readHousehold,
  ...mediations,
  createTicket,
  readTicket,
  listTickets,
  moveTicket,
  supplementTicket,
  addAttachment,
  listAttachments,
  blurAttachment,
  showAttachment,
  listPolicies,
  draftPolicy,
  comparePolicy,
  proposePolicy,
  dropPolicy,
  planVisit,
  moveVisit,
  listVisits,
  readVisit,
  recordConsent,
  recordAtDoor,
  listConsents,
  consentReceipt,
  openBinding,
  answerBinding,
  readBinding,
  confirmBinding,
  endBinding,
  recordGuardian,
  giveDelegation,
  confirmRelation,
  endRelation,
  listRelations,
  mintToken,
  exchangeToken,
  revokeTokens,
  setExchange,
  readExchange,
  openLink,
  inviteToSignIn,
  readSignIn,
  setPin,
  offerPasskey,
  addPasskey,
  dropCredential,
  unlock,
  endSignIn,
  takeNotifications,
  endNotifications,
  searchLog,
  ownLog,
  proveEntry,
  proveConsistency,
  checkpointNow,
  readPolicy,
  appoint,
  changeRole,
  setUpCommunity,
  importBatch,
  openRight,
  openRightFor,
  knowMine,
  takeArchive,
  listRights,
  readRight,
  decideRight,
  withdrawRight,
  explainEntry,
  writeStatement,
  readStatement,
  listStatements,
  replyStatement,
  listApprovals,
  decideApproval,
  listAlerts,
  closeAlert,
  makeCanary,
  listCanaries,
  retireCanary,
  proposeUnfreeze,
  proposeLogKey,
  readKeyProgress,
  rotateIndex,
  rotateToken,
  proposeUnmasking,
  readReporter,
  breakGlass,
  listEmergencies,
  explainEmergency,
  reviewEmergency,
  proposeOrder,
  listOrders,
  endOrder,
  takeNote,
  closeNote,
  listNotes,
  readCustody,
  noteCustody,
  ...erasurePipelines,
  ...dutyPipelines,
} as const;

/** Those that have something to wait for, in turns of one transaction each: see {@link Waiting}. */
export const waiting = { proposeRecipient, makeHandOver, rotateRoot, readAttachment } as const;

type AtOnce = typeof pipelines;
type InTurns = typeof waiting;
export type Pipelines = AtOnce & {
  [Name in keyof InTurns]: (
    unit: Unit,
    request: Parameters<InTurns[Name]>[1],
  ) => Awaited<ReturnType<InTurns[Name]>>;
};
export type PipelineName = keyof Pipelines;
/** Those with nothing to wait for. */
export type AtOnceName = keyof AtOnce;
/** What a pipeline takes beside the unit; nothing for some. */
export type RequestOf<Name extends PipelineName> = Parameters<Pipelines[Name]>[1];
/** What a pipeline gives. */
export type AnswerOf<Name extends PipelineName> = ReturnType<Pipelines[Name]>;

/** How long a request's answer is remembered, in milliseconds. */
const remembered = 24 * 3_600_000;

/** How a request came in. */
export interface Call {
  token: string;
  /** The request's id: what a refusal is referred to by. */
  request: string;
  /** By which way in: `api`. In the log the vault adds from where, and through which bot. */
  via: string;
  idempotencyKey: string | null;
}

/** What is done for a request once it is known who asks. */
type Work = (unit: Unit) => Outcome<unknown>;

/** Answers one request, whether it has something to wait for or not. @param clock UTC milliseconds, at each moment @param ring asks the key ring once more */
export function ask<Name extends PipelineName>(
  vault: Vault,
  call: Call,
  name: Name,
  request: RequestOf<Name>,
  clock: () => number,
  ring: AskRing,
): Outcome<unknown> | Promise<Outcome<unknown>> {
  if (!isWaiting(name)) return answer(vault, call, name, request as RequestOf<AtOnceName>, clock());
  const turn: Turn = <T>(work: (unit: Unit) => Outcome<T>) =>
    inTurn(vault, call, { name, request, work }, clock()) as Outcome<T>;
  const wait = waiting[name] as (turn: Turn, request: unknown, around: Around) => Promise<Outcome<unknown>>;
  const { packages, bucket } = vault;
  return wait(turn, request, { now: clock, packages, ring, vault, bucket });
}

const isWaiting = (name: PipelineName): name is keyof InTurns => Object.hasOwn(waiting, name);

/** Answers one request that has nothing to wait for, as one transaction. */
export function answer<Name extends AtOnceName>(
  vault: Vault,
  call: Call,
  name: Name,
  request: RequestOf<Name>,
  now: number,
): Outcome<unknown> {
  const pipeline = pipelines[name] as (unit: Unit, request: RequestOf<Name>) => Outcome<unknown>;
  return inTurn(vault, call, { name, request, work: (unit) => pipeline(unit, request) }, now);
}

/**
 * One transaction: who is it, has it been answered before, the work itself, and the log's new head. What was found
 * tampered with is refused, and the refusal is logged.
 */
function inTurn(vault: Vault, call: Call, asked: Asked, now: number): Outcome<unknown> {
  try {
    return transact(vault, () => inTransaction(vault, call, asked, now));
  } catch (error) {
    if (!(error instanceof Tampered) && !(error instanceof BatchRefused)) throw error;
    return transact(vault, () => noteFailure(vault, call, error, now));
  }
}

interface Asked {
  name: PipelineName;
  request: unknown;
  work: Work;
}

/** Logs what ended a request, in a transaction of its own: the request's was rolled back. */
function noteFailure(
  vault: Vault,
  call: Call,
  error: Tampered | BatchRefused,
  now: number,
): ReturnType<typeof failed> {
  const unit = unitOrTampered(vault, call, now);
  if (unit === undefined) return failed('unauthenticated');
  const [action, reason, problem] =
    error instanceof Tampered
      ? (['integrity', 'tampered', failed('tampered').problem] as const)
      : (['import', 'batch_refused', error.problem] as const);
  const entry = { action, decision: 'refused', subject: { reason, words: error.message } } as const;
  const rows = unit === 'tampered' ? [] : [...unit.pending];
  const seq = unit === 'tampered' ? undefined : unlessTampered(() => append(unit, entry));
  if (seq === undefined) {
    // Who asked cannot be said when it was their own role, token or log key that was not as written.
    const { via, request } = call;
    vault.journal.append({ ...entry, rows, actor: 'system', role: 'system', via, request }, now);
  }
  return { ok: false, problem };
}

function unitOrTampered(vault: Vault, call: Call, now: number): Unit | 'tampered' | undefined {
  try {
    return unitFor(vault, call, now);
  } catch (error) {
    if (error instanceof Tampered) return 'tampered';
    throw error;
  }
}

function inTransaction(vault: Vault, call: Call, asked: Asked, now: number): Outcome<unknown> {
  const { name, work } = asked;
  // What is over is gone before anybody can ask for it, also where the alarm is late.
  endOrders(vault, now);
  const unit = unitFor(vault, call, now);
  if (unit === undefined) return failed('unauthenticated');
  const keyed = creating.has(name) || (changing.has(name) && call.idempotencyKey !== null);
  const outcome = keyed ? once(unit, call, asked) : work(unit);
  // Whoever was acted for by a delegate is told that it happened, not what: that is in their log.
  for (const person of unit.uses ?? []) notifyPerson(unit, person, 'delegate_used');
  // A contact's new subject is logged also when its first request was wrong in form.
  if (unit.pending.length > 0)
    append(unit, { action: 'contact', decision: 'done', subject: { subject: unit.actor.id } });
  return outcome;
}

function unitFor(vault: Vault, call: Call, now: number): Unit | undefined {
  const found = authenticate(vault, call.token, now);
  if (found === undefined) return undefined;
  const via = `${call.via}:${found.way}`;
  return { vault, now, request: call.request, via, uses: new Set(), ...settle(vault, found) };
}

/**
 * Gives the answer that the same request had before, if it was sent before (`Idempotency-Key`). That is an entry too:
 * who was told something is in the log, however often.
 */
function once(unit: Unit, call: Call, { name, request, work }: Asked): Outcome<unknown> {
  const { rows, keys } = unit.vault;
  if (call.idempotencyKey === null) return failed('idempotency_key_missing');
  const { id, context, contact } = unit.actor;
  // By the contact where there is one: what it asked may have changed whose it is. With the context, so that an answer
  // given in private is never given again into a group.
  const key = codeTag(keys.row, JSON.stringify([contact ?? id, context, name, call.idempotencyKey]));
  // A keyed hash: a plain one of a body would let whoever has the database try phone numbers.
  const fingerprint = codeTag(keys.row, textOf(request));
  const before = rows.getTransient('answered', key, unit.now);
  if (before !== undefined && before.request !== fingerprint) return failed('idempotency_key_reused');
  if (before !== undefined) {
    append(unit, {
      action: 'replay',
      decision: 'done',
      ...(isSubject(unit) ? { subject: { subject: id } } : {}),
    });
    return { ok: true, value: JSON.parse(before.response), replayed: true };
  }
  const outcome = work(unit);
  if (outcome.ok) {
    const response = JSON.stringify(keptOf(name, outcome.value));
    rows.putTransient('answered', key, { request: fingerprint, response }, unit.now + remembered);
  }
  return outcome;
}

/** Whether the actor is somebody whose data is kept here, and who reads what the log has of them. */
const isSubject = ({ actor }: Unit): boolean => actor.role === 'resident' || actor.role === 'reporter';
