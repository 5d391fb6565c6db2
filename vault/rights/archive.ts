import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { ConsentEvent } from '../../policy/consent/consent.ts';
import type { RecordType } from '../../policy/fields.ts';
import type { Shown } from '../../policy/masks.ts';
import { entriesAbout, type OwnEntry } from '../audit/entries.ts';
import { streamIn } from '../attachments/stream.ts';
import type { ControlContents } from '../control.ts';
import { newId } from '../keys/keychain.ts';
import { canonicalText } from '../log/entry.ts';
import { done, type Outcome } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { decideOn, type ReleasedRecord, show } from '../read.ts';
import { append, type Unit } from '../vault.ts';
import { factsOf, newRight, purpose } from './request.ts';
import { type Known, knownOf } from './know.ts';

/** Everything that is held about somebody, in the form of docs/archive-format.md. */
export interface Archive {
  format: 'lindun-archive/1';
  community: { id: string; name: string };
  /** The person's pseudonym: what consents and receipts name. */
  subject: string;
  /** UTC, RFC 3339. */
  made: string;
  policy: string;
  records: { type: string; id: string; version: number; fields: Record<string, string> }[];
  tickets: { number: number; year: number; state: string; opened: number; record: string }[];
  /** What is attached to their tickets. The bytes are fetched one by one: a photo is larger than all the rest together. */
  attachments: {
    ticket: string;
    /** Which of the ticket's attachments, from 1. */
    n: number;
    kind: string;
    media: string;
    name: string;
    /** In bytes, and their SHA-256 in hex: whoever fetches it can tell that it is the one. */
    size: number;
    sha256: string;
    blurred: boolean;
  }[];
  consents: ConsentEvent[];
  rights: (Pick<ControlContents['right'], 'right' | 'opened' | 'due' | 'state' | 'policy' | 'about'> & {
    id: string;
  })[];
  /** Who acts for whom, where they are one of the two. */
  relations: { with: string; as: 'actor' | 'subject'; kind: string; state: string }[];
  /** What the access log says about them, newest first. */
  log: OwnEntry[];
  /** Older entries that did not fit. */
  logLeftOut: boolean;
  known: Known;
}

/** An archive with its signature: a signed note over the SHA-256 of its RFC 8785 bytes. */
export interface SignedArchive {
  archive: Archive;
  /** Signed note (C2SP signed-note) by `lindun/<community>/archives`. */
  note: string;
  /** The key that verifies the note. */
  vkey: string;
}

/** As many of the newest entries about somebody are in an archive. */
const mostEntries = 5_000;

/**
 * Gives somebody all that is held about them (PIPL Art 45): a request, and its answer, at once. What each record gives the
 * policy decides as on their own page. It leaves the vault in clear and is encrypted on the way, to a passphrase that the
 * vault never learns (`http/archive-file.ts`).
 */
export function takeArchive(unit: Unit, request: { right: 'copy' | 'move' }): Outcome<SignedArchive> {
  const { vault, actor, now } = unit;
  const allowed = permitted(unit, 'right.copy', { self: true, right: factsOf(request.right) });
  if (!allowed.granted) return refuseOperation(unit, allowed, { subject: actor.id, purpose });
  const archive = archiveOf(unit, actor.id);
  const id = newId(vault.random);
  const decided = { by: 'system', at: now, reason: null };
  const content = newRight(unit, { right: request.right }, { state: 'answered', decided });
  const row = vault.rows.add('right', id, content, vault.journal.size);
  append(unit, {
    action: 'right.copy',
    decision: 'done',
    subject: { subject: actor.id, case: id, purpose, rule: allowed.rule },
    records: archive.records.map(({ type, id: record, version }) => ({ type, id: record, version })),
    rows: [row],
  });
  const digest = bytesToHex(sha256(utf8ToBytes(canonicalText(archive))));
  const note = vault.archives.sign(`${archive.format}\n${vault.community}\n${digest}\n`);
  return done({ archive, note, vkey: vault.archives.vkey });
}

function archiveOf(unit: Unit, subject: string): Archive {
  const { vault, now } = unit;
  const { control } = vault.store;
  const { entries, leftOut } = entriesAbout(unit, subject, mostEntries);
  return {
    format: 'lindun-archive/1',
    community: { id: vault.community, name: vault.rows.get('community', 'self')?.content.name ?? '' },
    subject,
    made: new Date(now).toISOString(),
    policy: vault.policy.current.version,
    records: recordsOf(unit, subject),
    tickets: control
      .reportedBy(subject, { year: 10_000, number: 0 }, 10_000)
      .rows.map((row) => vault.rows.checked(row, 'case'))
      .map(({ key, content: { number, year, state, opened } }) => ({
        number,
        year,
        state,
        opened,
        record: key,
      })),
    attachments: attachmentsOf(unit, subject),
    consents: control
      .under('consent_event', `${subject}/`)
      .map((row) => vault.rows.checked(row, 'consent_event').content.event)
      .sort((a, b) => a.at - b.at),
    rights: control
      .ofSubject('right', subject)
      .map((row) => vault.rows.checked(row, 'right'))
      .map(({ key, content: { right, opened, due, state, policy, about } }) => ({
        id: key,
        right,
        opened,
        due,
        state,
        policy,
        about,
      })),
    relations: relationsOf(unit, subject),
    log: entries,
    logLeftOut: leftOut,
    known: knownOf(unit, subject),
  };
}

/** Every record of theirs, with what the policy gives them of it on their own page. */
function recordsOf(unit: Unit, subject: string): Archive['records'] {
  const all = unit.vault.store.records.allOf(subject).filter(({ type }) => type !== 'attachment');
  return all.flatMap((row) => {
    const decision = decideOn(unit, row, { purpose: 'own_record' });
    if (!decision.granted) return [];
    const { type, id, version, fields } = show(unit, row, decision);
    return [{ type: type satisfies RecordType, id, version, fields: valuesOf(fields) }];
  });
}

/** What of each attachment of their tickets their own page tells. */
function attachmentsOf(unit: Unit, subject: string): Archive['attachments'] {
  const { control, records } = unit.vault.store;
  const tickets = control
    .reportedBy(subject, { year: 10_000, number: 0 }, 10_000)
    .rows.map((row) => unit.vault.rows.checked(row, 'case'));
  return tickets.flatMap(({ key, content: { year, number, attachments = [] } }) =>
    attachments.flatMap(({ id }, at) => {
      const row = records.byId('attachment', id);
      const decision = row && decideOn(unit, row, { purpose: 'own_record', case: key });
      if (row === undefined || decision?.granted !== true) return [];
      const {
        kind = '',
        media = '',
        fileName: name = '',
        bytes: size = '',
        whole = '',
        blurred,
      } = valuesOf(show(unit, row, decision).fields);
      const sha256 = streamIn(whole).sha256;
      const ticket = `${year}-${String(number).padStart(4, '0')}`;
      return [
        { ticket, n: at + 1, kind, media, name, size: Number(size), sha256, blurred: blurred !== undefined },
      ];
    }),
  );
}

const valuesOf = (fields: ReleasedRecord['fields']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, shown]: [string, Shown]) =>
      shown.level === 'none' || shown.value === '' ? [] : [[name, shown.value]],
    ),
  );

function relationsOf({ vault }: Unit, subject: string): Archive['relations'] {
  return vault.store.control
    .naming(subject)
    .filter(({ kind }) => kind === 'relation')
    .map((row) => {
      const { actor, subject: whose, kind, state } = vault.rows.checked(row, 'relation').content;
      const acts = actor === subject;
      return {
        with: acts ? whose : actor,
        as: acts ? ('actor' as const) : ('subject' as const),
        kind,
        state,
      };
    });
}
