import type { Bilingual } from '../bilingual.ts';
import { type ConsentEvent, isAtTheDoor } from './consent.ts';
import { fieldSpec } from '../fields.ts';
import { purposes } from '../purposes.ts';

export const receiptSchema = 'lindun-receipt/1';

/**
 * What somebody keeps of a consent event: names and structure after ISO/IEC TS 27560:2023 (header, processing, party,
 * event), with what the Kantara consent receipt 1.1 has beside it. docs/consent-receipt.md says which field is which.
 *
 * One event has one receipt, to the byte, however often it is asked for: nothing in it says when it was made.
 */
export interface ConsentReceipt {
  readonly schema_version: typeof receiptSchema;
  /** The event's own id. */
  readonly record_id: string;
  /** The subject's pseudonym: random, and in this community alone. */
  readonly pii_principal_id: string;
  readonly jurisdiction: 'CN';
  readonly privacy_notice: {
    readonly id: string;
    readonly version: string;
    readonly language: string;
    /** Over the exact bytes that were shown, lower-case hex. */
    readonly sha256: string;
  };
  readonly purposes: readonly {
    readonly purpose: string;
    readonly title: Bilingual;
    readonly lawful_basis: string;
    readonly pii_information: readonly {
      readonly pii_type: string;
      readonly title: Bilingual;
      readonly sensitive: boolean;
    }[];
    readonly pii_controllers: readonly string[];
    readonly recipients: string;
    readonly third_party_disclosure: boolean;
    readonly retention_period: string;
    readonly withdrawal_method: Bilingual;
  }[];
  readonly parties: readonly {
    readonly party_id: 'controller';
    readonly party_role: 'controller';
    readonly party_name: string;
    readonly party_contact: string;
  }[];
  readonly event: {
    /** RFC 3339, UTC. */
    readonly event_time: string;
    readonly event_type: 'explicit';
    readonly event_state: ConsentEvent['event'];
    /** True of a yes that the person themselves has still to confirm. */
    readonly to_confirm: boolean;
    /** RFC 3339, or null for what lasts until it is taken back. */
    readonly valid_until: string | null;
    readonly entity: { readonly kind: string; readonly id: string; readonly checked: string | null };
    readonly collection_method: string;
  };
  /** Where the event stands in the community's access log: a proof of that entry proves this event. */
  readonly log: { readonly origin: string; readonly entry: number };
}

/** What a receipt says that is not in the event itself. */
interface Around {
  /** How the controller is reached, as the notice says it. */
  readonly contact: string;
  readonly origin: string;
  readonly entry: number;
}

const withdrawal: Bilingual = {
  zh: '在私聊里对楼管家说“撤回同意”加这项的名称,或在“我的授权”里点一下;当场生效,不问理由',
  en: 'tell the assistant in a private chat, or tap once in “My consents”; it works at once, and nobody asks why',
};

/** The receipt of one event. */
export function receiptOf(event: ConsentEvent, { contact, origin, entry }: Around): ConsentReceipt {
  const { title } = purposes[event.purpose];
  return {
    schema_version: receiptSchema,
    record_id: event.id,
    pii_principal_id: event.subject,
    jurisdiction: 'CN',
    privacy_notice: {
      id: event.notice.id,
      version: event.notice.version,
      language: event.notice.lang,
      sha256: event.notice.sha256,
    },
    purposes: [
      {
        purpose: event.purpose,
        title,
        lawful_basis: event.basis,
        pii_information: event.fields.map(information),
        pii_controllers: ['controller'],
        recipients: event.recipients,
        third_party_disclosure: event.purpose === 'provide_by_consent',
        retention_period: event.retention,
        withdrawal_method: withdrawal,
      },
    ],
    parties: [
      {
        party_id: 'controller',
        party_role: 'controller',
        party_name: event.controller,
        party_contact: contact,
      },
    ],
    event: {
      event_time: rfc3339(event.at),
      event_type: 'explicit',
      event_state: event.event,
      to_confirm: isAtTheDoor(event) && event.event === 'given',
      valid_until: event.until === null ? null : rfc3339(event.until),
      entity: { kind: event.by.kind, id: event.by.id, checked: event.by.checked },
      collection_method: event.channel.kind,
    },
    log: { origin, entry },
  };
}

function information(named: string): ConsentReceipt['purposes'][number]['pii_information'][number] {
  const [type = '', field = ''] = named.split('.');
  const spec = fieldSpec(type, field);
  return {
    pii_type: named,
    title: spec?.title ?? { zh: named, en: named },
    sensitive: spec?.class === 'sensitive',
  };
}

const rfc3339 = (at: number): string => new Date(at).toISOString();
