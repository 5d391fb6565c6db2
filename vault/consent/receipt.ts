import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { ConsentEvent } from '../../policy/consent/consent.ts';
import { type PurposeId, purposeIds, restsOnConsent } from '../../policy/purposes.ts';
import { type ConsentReceipt, receiptOf } from '../../policy/consent/receipt.ts';
import { actingFacts, actingFor } from '../people/acting.ts';
import { toBase64 } from '../log/base64.ts';
import { canonicalText } from '../log/entry.ts';
import { done, type Outcome, Tampered } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { append, type Unit, type Vault } from '../vault.ts';
import { consentEvents } from './events.ts';

/** A receipt as its owner keeps it. docs/consent-receipt.md, "The file". */
export interface SignedReceipt {
  receipt: ConsentReceipt;
  signature: {
    algorithm: 'Ed25519';
    /** The key's name, and its 32 bytes in base64. Whoever checks gets the key by another way and compares. */
    key: string;
    public_key: string;
    /** 64 bytes in base64, over the RFC 8785 bytes of `receipt`. */
    value: string;
  };
}

/** The receipt of one of a subject's consent events: the same to the byte however often it is asked for. */
export function consentReceipt(
  asking: Unit,
  { id, for: whose }: { id: string; for?: string | undefined },
): Outcome<SignedReceipt> {
  const acting = actingFor(asking, whose);
  const { subject, unit } = acting;
  const allowed = permitted(unit, 'consent.receipt', actingFacts(acting, 'consent.receipt'));
  const found = allowed.granted ? find(unit, subject, id) : undefined;
  if (found === undefined) return refuseOperation(unit, allowed, { subject });
  const { event, entry } = found;
  append(unit, {
    action: 'consent.receipt',
    decision: 'granted',
    subject: {
      subject,
      purpose: event.purpose,
      rule: allowed.rule,
      notice: `${event.notice.id}@${event.notice.version}`,
    },
  });
  return done(signed(unit.vault, event, entry));
}

function find(unit: Unit, subject: string, id: string): { event: ConsentEvent; entry: number } | undefined {
  for (const purpose of purposeIds.filter(restsOnConsent)) {
    const at = consentEvents(unit, subject, purpose).findIndex((event) => event.id === id);
    if (at >= 0) return eventWithEntry(unit, subject, purpose, at + 1);
  }
  return undefined;
}

/** The event, and the log entry that it was written in. An event's row has one version: that entry is for ever its own. */
function eventWithEntry({ vault }: Unit, subject: string, purpose: PurposeId, n: number) {
  const key = `${subject}/${purpose}/${n}`;
  const row = vault.rows.get('consent_event', key);
  const entry = vault.store.control.get('consent_event', key)?.seq;
  if (
    row === undefined ||
    entry === undefined ||
    !vault.journal.wrote(entry, vault.rows.digest('consent_event', key))
  )
    throw new Tampered(`row consent_event/${key}`);
  return { event: row.content.event, entry };
}

function signed({ notices, receipts, signer }: Vault, event: ConsentEvent, entry: number): SignedReceipt {
  const shown = notices.find(({ sha256 }) => sha256 === event.notice.sha256);
  const contact = (shown ?? notices.find(({ purpose }) => purpose === event.purpose))?.contact ?? '';
  const receipt = receiptOf(event, { contact, origin: signer.name, entry });
  return {
    receipt,
    signature: {
      algorithm: 'Ed25519',
      key: receipts.name,
      public_key: toBase64(receipts.publicKey),
      value: toBase64(receipts.sign(utf8ToBytes(canonicalText(receipt)))),
    },
  };
}
