import { requiredWords } from '../../policy/checks/check.ts';
import { line } from '../../policy/checks/text.ts';
import { fieldsOf } from '../../policy/fields.ts';
import { purposeCovers } from '../../policy/purposes.ts';
import { type ProvidingPurpose, recipientKinds, type RecipientKind } from '../../policy/duties/recipients.ts';
import { proposeAct, type Waiting as WaitingAct } from '../approvals/approval.ts';
import type { Control } from '../control.ts';
import { newId } from '../keys/keychain.ts';
import { done, failed, type FieldError, type Outcome, unlessTampered } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { append, type Unit, type Vault } from '../vault.ts';
import type { Waiting } from '../waiting.ts';
import { type KeyFault, readRecipientKey, type RecipientKey } from './openpgp.ts';

export interface ProposeRecipient {
  kind: RecipientKind;
  name: string;
  contact: string;
  purpose: ProvidingPurpose;
  /** For a duty: which article asks for it, and the number of the paper. */
  law: string;
  document: string;
  fields: readonly string[];
  /** Armored OpenPGP public key. */
  key: string;
  /** Why, in words, for who decides on it. */
  words?: string | undefined;
}

export interface RecipientProposed {
  id: string;
  approval: string;
  /** UTC milliseconds; afterwards the proposal has lapsed. */
  until: number;
  fingerprint: string;
}

/** A recipient as everybody may know it: officers, and the people whose data may go there. */
export interface RecipientItem {
  id: string;
  kind: RecipientKind;
  name: string;
  contact: string;
  purpose: ProvidingPurpose;
  law: string;
  document: string;
  fields: string[];
  state: 'proposed' | 'active' | 'ended';
  since: number | null;
  fingerprint: string;
  keyExpires: number | null;
}

/**
 * Proposes an organisation for the register. Its key is read before the transaction: it has to be one that packages can
 * be sealed for. It gets nothing until a second person has approved it.
 */
export const proposeRecipient: Waiting<ProposeRecipient, RecipientProposed> = async (
  turn,
  request,
  { now },
) => {
  const key = await readRecipientKey(request.key, now());
  return turn((unit) => propose(unit, request, key));
};

function propose(
  unit: Unit,
  request: ProposeRecipient,
  key: RecipientKey | KeyFault,
): Outcome<RecipientProposed> {
  const { vault, actor } = unit;
  const allowed = permitted(unit, 'recipient.propose');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const checked = checkedRecipient(request);
  const errors = [
    ...checked.errors,
    ...(typeof key === 'string' ? [{ field: 'key', code: key, ...keyWords[key] }] : []),
  ];
  if (errors.length > 0 || typeof key === 'string') return failed('invalid', { errors });

  const id = newId(vault.random);
  const { words } = request;
  const proposed = proposeAct(unit, { act: 'add_recipient', of: { recipient: id }, words });
  if (!proposed.ok) return proposed;
  const { kind, purpose } = request;
  const row = vault.rows.add(
    'recipient',
    id,
    {
      ...checked.values,
      kind,
      purpose,
      fields: [...new Set(request.fields)],
      key: key.armored,
      fingerprint: key.fingerprint,
      keyExpires: key.expires,
      state: 'proposed',
      by: actor.id,
      since: null,
    },
    vault.journal.size,
  );
  append(unit, {
    action: 'recipient.propose',
    decision: 'done',
    subject: { recipient: id, purpose, rule: allowed.rule },
    rows: [row],
  });
  return done({ id, ...proposed.value, fingerprint: key.fingerprint });
}

/** What the register says in words, in its normal form, and what is wrong with it. */
function checkedRecipient(request: ProposeRecipient) {
  const errors: FieldError[] = [];
  const said = (field: 'name' | 'contact' | 'law' | 'document', isRequired: boolean): string => {
    if (request[field].trim() === '') {
      if (isRequired) errors.push({ field, code: 'required', ...requiredWords });
      return '';
    }
    const read = line(request[field], '');
    if (!read.ok) errors.push({ field, code: read.code, zh: read.zh, en: read.en });
    return read.ok ? read.value : '';
  };
  const byLaw = request.purpose === 'provide_by_law';
  const values = {
    name: said('name', true),
    contact: said('contact', true),
    law: said('law', byLaw),
    document: said('document', byLaw),
  };
  const beyond = request.fields.some((field) => !purposeCovers(request.purpose, 'resident', field));
  if (beyond || request.fields.length === 0)
    errors.push({ field: 'fields', code: 'not_covered', ...notCovered });
  return { values, errors };
}

/** A second person has said yes: from now on it may get something. */
export function performAddRecipient(unit: Unit, approval: WaitingAct): Outcome<unknown> {
  const found = unit.vault.rows.get('recipient', idOf(approval));
  if (found?.content.state !== 'proposed') return failed('conflict');
  const { key, content } = found;
  const active = { ...content, state: 'active' as const, since: unit.now };
  const row = unit.vault.rows.put('recipient', key, active, unit.vault.journal.size);
  append(unit, {
    action: 'recipient.add',
    decision: 'done',
    subject: { recipient: key, purpose: content.purpose },
    rows: [row],
  });
  return done(null);
}

/** Which one it is about, for who decides. */
export function aboutRecipient(unit: Unit, approval: WaitingAct) {
  const content = unit.vault.rows.get('recipient', idOf(approval))?.content;
  const { zh, en } = recipientKinds[content?.kind ?? 'other'];
  return { zh: `${zh} ${content?.name ?? ''}`, en: `${en}: ${content?.name ?? ''}` };
}

/** Takes an organisation off the register: it gets nothing from the next hand-over on. */
export function endRecipient(unit: Unit, request: { id: string }): Outcome<{ id: string }> {
  const { vault } = unit;
  const allowed = permitted(unit, 'recipient.end');
  const found = vault.rows.get('recipient', request.id);
  if (!allowed.granted || found === undefined) return refuseOperation(unit, allowed);
  if (found.content.state === 'ended') return failed('conflict');
  const row = vault.rows.put(
    'recipient',
    found.key,
    { ...found.content, state: 'ended' },
    vault.journal.size,
  );
  append(unit, {
    action: 'recipient.end',
    decision: 'done',
    subject: { recipient: found.key, purpose: found.content.purpose, rule: allowed.rule },
    rows: [row],
  });
  return done({ id: found.key });
}

/** The register: for officers all of it, for a resident those that may get something now. One entry. */
export function listRecipients(unit: Unit): Outcome<{ items: RecipientItem[] }> {
  const { actor } = unit;
  const isResident = actor.role === 'resident';
  const about = isResident ? { subject: actor.id } : {};
  const allowed = permitted(unit, 'recipient.list');
  if (!allowed.granted) return refuseOperation(unit, allowed, about);
  append(unit, {
    action: 'recipient.list',
    decision: 'granted',
    subject: { ...about, rule: allowed.rule },
  });
  const items = allRecipients(unit.vault).filter(({ state }) => !isResident || state === 'active');
  return done({ items });
}

/** Every recipient there ever was, the newest last; one that is not as it was written is left to `lindun verify`. */
export function allRecipients(vault: Vault): RecipientItem[] {
  return vault.store.control
    .ofKind('recipient')
    .flatMap((row) => unlessTampered(() => vault.rows.checked(row, 'recipient')) ?? [])
    .sort((a, b) => (a.content.since ?? Infinity) - (b.content.since ?? Infinity))
    .map(itemOf);
}

function itemOf({ key: id, content }: Control<'recipient'>): RecipientItem {
  const { key: _key, by: _by, ...told } = content;
  return { id, ...told };
}

/** The fields of a resident that a purpose may hand over, in the order of their declaration. */
export const providable = (purpose: ProvidingPurpose): string[] =>
  Object.keys(fieldsOf('resident')).filter((field) => purposeCovers(purpose, 'resident', field));

const notCovered = {
  zh: '这个用途不包括其中一项,或一项也没选',
  en: 'the purpose does not cover one of them, or there is none',
};
const keyWords: Readonly<Record<KeyFault, { zh: string; en: string }>> = {
  key_unreadable: { zh: '读不出 OpenPGP 公钥', en: 'this is no OpenPGP public key' },
  key_private: {
    zh: '这是私钥,请对方马上换一把,并只发公钥',
    en: 'this is a private key: ask them to make a new pair and to send the public part alone',
  },
  key_more_than_one: { zh: '一次只能放一把公钥', en: 'there is more than one key' },
  key_cannot_encrypt: {
    zh: '这把公钥不能用来加密,或已过期、已吊销',
    en: 'this key cannot encrypt, or has expired or been revoked',
  },
};

function idOf({ of }: WaitingAct): string {
  const id = of['recipient'];
  return typeof id === 'string' ? id : '';
}
