import { erasureChanges } from './erasure/pipelines.ts';
import type { AnswerOf, PipelineName } from './answer.ts';

type ValueOf<Name extends PipelineName> = Extract<AnswerOf<Name>, { ok: true }>['value'];

/** These make something new: a request that is sent twice must not make it twice. */
export const creating: ReadonlySet<PipelineName> = new Set([
  'createRecord',
  'createTicket',
  'importBatch',
  'appoint',
]);

/**
 * These change something that is there. Sent again with the same key they are not done again: a bot that was ended
 * between its request and its note of it asks once more. Without a key they are what they are.
 */
export const changing: ReadonlySet<PipelineName> = new Set([
  'moveTicket',
  'supplementTicket',
  'addAttachment',
  'blurAttachment',
  'showAttachment',
  'recordConsent',
  'recordAtDoor',
  'answerBinding',
  'endBinding',
  'recordGuardian',
  'giveDelegation',
  'confirmRelation',
  'endRelation',
  'decideApproval',
  'proposeUnmasking',
  'breakGlass',
  'explainEmergency',
  'reviewEmergency',
  'proposeOrder',
  'endOrder',
  'takeNote',
  'closeNote',
  'openRight',
  'openRightFor',
  'decideRight',
  'withdrawRight',
  'writeStatement',
  'replyStatement',
  'planVisit',
  'openMatter',
  'writeNote',
  'moveVisit',
  'proposeRecipient',
  'prepareHandOver',
  'writePia',
  'openBreach',
  'draftPolicy',
  'proposePolicy',
  'makeCanary',
  'proposeUnfreeze',
  ...erasureChanges,
  'proposeLogKey',
]);

/**
 * What is kept of an answer that says more than identifiers, so that nothing of anybody's waits in the database, or is told
 * again when the door it came through is shut. Whoever sends the request again reads what they still may.
 */
const kept: { [Name in PipelineName]?: (value: ValueOf<Name>) => ValueOf<Name> } = {
  breakGlass: (opened) => ({ ...opened, people: [] }),
  explainEmergency: (item) => ({ ...item, opener: { ...item.opener, name: null }, words: [] }),
  reviewEmergency: (item) => ({ ...item, opener: { ...item.opener, name: null }, words: [] }),
  confirmRelation: (item) => ({ ...item, name: null }),
};

/** What is kept of an answer, for a request that is sent again with the same key. */
export function keptOf(name: PipelineName, value: unknown): unknown {
  const keep = kept[name] as ((value: unknown) => unknown) | undefined;
  return keep === undefined ? value : keep(value);
}

/** A request as its fingerprint is taken of. Bytes come with their hash, which says as much. */
export const textOf = (request: unknown): string =>
  JSON.stringify(request, (_, value: unknown) => (value instanceof Uint8Array ? undefined : value));
