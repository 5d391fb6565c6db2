import { approvalLife } from '../../policy/cases/approvals.ts';
import { mostHandedOver } from '../../policy/duties/recipients.ts';
import { proposeAct, type Waiting as WaitingAct } from '../approvals/approval.ts';
import { indexTag } from '../crypto/index-tag.ts';
import { saidWords } from '../facts.ts';
import { newId } from '../keys/keychain.ts';
import { done, failed, type FieldError, type Outcome } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { checkValue } from '../validate.ts';
import { append, type Unit } from '../vault.ts';
import type { HandOverRow } from './contents.ts';
import { putHandOver, refuseHandOver } from './hand-over-rows.ts';

export interface PrepareHandOver {
  recipient: string;
  residents: readonly string[];
  /** The same by identity number, as an authority's letter names people; only where a law asks. */
  idNumbers?: readonly string[] | undefined;
  /** All that the recipient may get when left out. */
  fields?: readonly string[] | undefined;
  /** Number of the paper that asks for it; needed where a law does. */
  document?: string | undefined;
  /** Why, in words, for who decides on it. */
  words?: string | undefined;
}

export interface HandOverPrepared {
  id: string;
  state: 'waiting' | 'approved';
  /** Where a second person has to say yes first. */
  approval: string | null;
  /** UTC milliseconds: until when it may be approved, or made. */
  until: number;
}

/**
 * Prepares a hand-over: for whom, about whom, which fields. What a law asks waits for a second person; what people agreed
 * to is asked of each consent at the moment it is made.
 */
export function prepareHandOver(unit: Unit, request: PrepareHandOver): Outcome<HandOverPrepared> {
  const { vault, actor, now } = unit;
  const allowed = permitted(unit, 'hand_over.prepare');
  const found = vault.rows.get('recipient', request.recipient);
  if (!allowed.granted || found === undefined) return refuseOperation(unit, allowed);
  const recipient = found.content;
  const { purpose } = recipient;
  if (recipient.state !== 'active') return refuseHandOver(unit, found.key, purpose, 'recipient_ended');
  const byLaw = purpose === 'provide_by_law';
  const fields = [...new Set(request.fields ?? recipient.fields)];
  const named = peopleNamed(unit, request.idNumbers ?? []);
  const residents = [...new Set([...request.residents, ...named.residents])];
  const document = saidWords(request.document);
  const errors = [
    ...named.errors,
    ...wrongIn({ fields, residents, document, byLaw }, recipient.fields),
    ...(!byLaw && (request.idNumbers ?? []).length > 0 ? [idNumbersByLaw] : []),
  ];
  if (errors.length > 0) return failed('invalid', { errors });

  const id = newId(vault.random);
  const proposed = byLaw
    ? proposeAct(unit, { act: 'hand_over', of: { handOver: id }, words: request.words })
    : undefined;
  if (proposed?.ok === false) return proposed;
  const approval = proposed?.value.approval ?? null;
  const state = byLaw ? 'waiting' : 'approved';
  const until = proposed?.value.until ?? now + approvalLife;
  const asked: Asked = { recipient: found.key, purpose, fields, residents, document, state };
  const mine = { by: actor.id, at: now, until: byLaw ? null : until };
  const content = { ...asked, ...mine, included: 0, leftOut: 0, sha256: null };
  const row = vault.rows.add('hand_over', id, content, vault.journal.size);
  append(unit, {
    action: 'hand_over.prepare',
    decision: 'done',
    subject: { recipient: found.key, purpose, rule: allowed.rule },
    rows: [row],
  });
  return done({ id, state, approval, until });
}

/**
 * Who is named by identity number. Whoever prepares a hand-over does not learn who is here: a number that nobody has gets
 * an identifier that nobody has, and is left out when it is made.
 */
function peopleNamed(
  { vault, now }: Unit,
  idNumbers: readonly string[],
): { residents: string[]; errors: FieldError[] } {
  const field = 'resident.idNumber';
  const residents: string[] = [];
  for (const said of idNumbers) {
    const checked = checkValue('idNumber', said, now);
    if (!checked.ok) {
      const { code, zh, en } = checked;
      return { residents: [], errors: [{ field: 'idNumbers', code, zh, en }] };
    }
    const tag = indexTag(vault.keys.index(field), checked.value);
    const hits = vault.store.tags.find(field, tag, mostHandedOver);
    for (const { record, mac } of hits) vault.rows.checkTag(field, tag, record, mac);
    residents.push(...(hits.length === 0 ? [newId(vault.random)] : hits.map(({ record }) => record)));
  }
  return { residents, errors: [] };
}

const idNumbersByLaw: FieldError = {
  field: 'idNumbers',
  code: 'by_law_alone',
  zh: '身份证号只用于依法提供',
  en: 'identity numbers are for what a law asks',
};

type Asked = Pick<HandOverRow, 'recipient' | 'purpose' | 'fields' | 'residents' | 'document' | 'state'>;

/** A second person has said yes: it may be made, once, within three days. */
export function performHandOver(unit: Unit, approval: WaitingAct): Outcome<unknown> {
  const { vault, now } = unit;
  const found = vault.rows.get('hand_over', idOf(approval));
  if (found?.content.state !== 'waiting') return failed('conflict');
  putHandOver(unit, found, { state: 'approved', until: now + approvalLife });
  return done(null);
}

/** Which one it is about, for who decides: the recipient, and how many people. */
export function aboutHandOver(unit: Unit, approval: WaitingAct) {
  const content = unit.vault.rows.get('hand_over', idOf(approval))?.content;
  const name = unit.vault.rows.get('recipient', content?.recipient ?? '')?.content.name ?? '';
  const n = content?.residents.length ?? 0;
  const document = content?.document ?? '';
  return {
    zh: `${name},${n} 人,文号 ${document}`,
    en: `${name}, ${n} ${n === 1 ? 'person' : 'people'}, document ${document}`,
  };
}

function wrongIn(
  asked: { fields: string[]; residents: string[]; document: string; byLaw: boolean },
  mayGet: readonly string[],
): FieldError[] {
  const errors: FieldError[] = [];
  if (asked.fields.length === 0 || asked.fields.some((field) => !mayGet.includes(field)))
    errors.push({ field: 'fields', code: 'not_covered', ...notCovered });
  if (asked.residents.length === 0 || asked.residents.length > mostHandedOver)
    errors.push({ field: 'residents', code: 'too_many', ...tooMany });
  if (asked.byLaw && asked.document === '')
    errors.push({ field: 'document', code: 'required', ...documentMissing });
  return errors;
}

const notCovered = {
  zh: '这个接收方没有登记其中一项',
  en: 'the recipient is not registered for one of them',
};
const tooMany = { zh: `一次 1 到 ${mostHandedOver} 人`, en: `1 to ${mostHandedOver} people at once` };
const documentMissing = {
  zh: '依法提供要写明公函的文号',
  en: 'what a law asks for needs the number of the paper that asks',
};

function idOf({ of }: WaitingAct): string {
  const id = of['handOver'];
  return typeof id === 'string' ? id : '';
}
