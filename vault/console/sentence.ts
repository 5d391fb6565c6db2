import { fieldSpec } from '../../policy/fields.ts';
import type { Bilingual } from '../../policy/bilingual.ts';
import { levels } from '../../policy/levels.ts';
import type { Role } from '../../policy/roles.ts';
import { reasons } from '../../policy/reasons.ts';
import {
  levelWords,
  logActionWords,
  purposeWords,
  roleWords,
  vaultReasonWords,
  wayWords,
} from '../../policy/words.ts';
import type { LogEntry, OwnEntry } from '../audit/entries.ts';
import type { Guest } from './page.ts';
import { numberOf } from './state.tsx';
import { sentenceWords as words } from './words-log.ts';

type Entry = LogEntry | OwnEntry;

/** What has a title under its id; what an old entry names and is no more stands as it is. */
const known = (titles: Readonly<Record<string, Bilingual>>, id: string): Bilingual =>
  Object.hasOwn(titles, id) ? (titles[id] ?? plain(id)) : plain(id);
const plain = (id: string): Bilingual => ({ zh: id, en: id });

export const actionWords = (action: string): Bilingual => known(logActionWords, action);
export const reasonOf = (reason: string): Bilingual => known({ ...reasons, ...vaultReasonWords }, reason);
export const roleOf = (role: string): Bilingual =>
  role === 'system' ? words.system : known(roleWords satisfies Record<Role, Bilingual>, role);

/** An identifier's end: enough to tell two apart in a list. The whole stands in the entry. */
export const short = (id: string): string => (isId(id) ? `…${id.slice(-5)}` : id);
const isId = (said: string): boolean => /^[0-9a-z]{26}$/.test(said);

/** Somebody in a sentence, whose identifier can be followed. */
export interface Named {
  by: 'actor' | 'subject';
  id: string;
  short: string;
}

/** Where the sentence has an identifier, until it is cut there. No word of ours has these characters. */
const marks = { actor: '\u{e000}', subject: '\u{e001}' } as const;

/** For the officer, who follows identifiers: the sentence, cut at those. */
export function officerParts(v: Guest, entry: LogEntry): (string | Named)[] {
  const { actor } = entry;
  // The administrator and the vault itself are one each.
  const name = isId(actor) ? marks.actor : '';
  const role = v.say(roleOf(entry.role));
  const sentence = compose(v, unmarked(entry), {
    who: v.say(words.staff, { role, name }),
    whose: whoseOf(v, entry),
  });
  return sentence.split(/([\u{e000}\u{e001}])/u).map((part) => {
    if (part === marks.actor) return { by: 'actor', id: actor, short: short(actor) };
    const id = entry.subject ?? '';
    return part === marks.subject ? { by: 'subject', id, short: short(id) } : part;
  });
}

/** Somebody's own words may have any character. */
const unmarked = (entry: LogEntry): LogEntry => ({
  ...entry,
  words: entry.words?.replaceAll(/[\u{e000}\u{e001}]/gu, '') ?? null,
});

function whoseOf(v: Guest, entry: LogEntry): string {
  const { subject, actor } = entry;
  if (subject === null) return v.say(words.nobodys);
  if (subject === actor) return v.say(ofTicket(entry) ? words.ownTickets : words.own);
  const id = v.say(words.resident, { id: marks.subject });
  return v.say(ofTicket(entry) ? words.theirTickets : words.theirs, { subject: id });
}

/** Whether what was shown are a ticket's words, and not somebody's record. */
const ofTicket = ({ action }: Entry): boolean => /^(ticket|attachment)\./.test(action);

/** For the resident whose data it is about: who it was as they may know them. */
export function ownSentence(v: Guest, entry: OwnEntry): string {
  return compose(v, entry, {
    who: whoLooked(v, entry),
    whose: v.say(ofTicket(entry) ? words.yourTickets : words.yours),
  });
}

function whoLooked(v: Guest, { by, via, who, role }: OwnEntry): string {
  const way = via === null ? '' : v.say(wayWords[via]);
  if (by === 'self') return v.say(words.you, { via: v.language === 'en' && way !== '' ? `(${way})` : way });
  const name = who === null || who.level === 'none' ? '' : who.value;
  return v.say(words.staff, { role: v.say(roleOf(role)), name });
}

function compose(v: Guest, entry: Entry, { who, whose }: { who: string; whose: string }): string {
  const { ticket, decision, purpose, reason } = entry;
  const refused = decision === 'refused';
  const fields = fieldsIn(v, entry);
  const looked = fields !== '' && /^(record|ticket|attachment)\.(read|list|search)$/.test(entry.action);
  const end = [
    purpose === null ? '' : v.say(words.purpose, { purpose: v.say(purposeWords(purpose)) }),
    reason === null || reason === 'granted' ? '' : v.say(words.reason, { reason: v.say(reasonOf(reason)) }),
    entry.words === null ? '' : v.say(words.said, { words: entry.words }),
    v.say(words.stop),
  ].join('');
  const gave = fields !== '' && entry.action === 'hand_over.make';
  const sentence = gave
    ? refused
      ? words.wouldGive
      : words.gave
    : looked
      ? refused
        ? words.wanted
        : words.saw
      : refused
        ? words.tried
        : words.did;
  const said = v.say(sentence, {
    who,
    whose,
    fields,
    action: v.say(actionWords(entry.action)),
    for: ticket === null ? '' : v.say(words.forTicket, { ticket: numberOf(ticket) }),
    of: ofWhat(v, entry),
    to: entry.recipient?.name ?? '',
    end,
  });
  // What is not there leaves its space behind.
  return said.replaceAll(/ +(?=[ :,;.。])/g, '').trim();
}

/** Of which ticket, or which recipient, something was done. */
function ofWhat(v: Guest, { ticket, recipient }: Entry): string {
  if (ticket !== null) return v.say(words.ofTicket, { ticket: numberOf(ticket) });
  return recipient === null ? '' : v.say(words.ofRecipient, { to: recipient.name });
}

/** The fields an entry names, by how much was shown of them, the most first; empty where it names none. */
export function fieldsIn(v: Guest, { fields, decision, records }: Entry): string {
  const titles = (names: readonly string[]): string =>
    names.map((name) => v.say(fieldTitle(name, records))).join(v.say(words.comma));
  if (decision === 'refused') return titles(Object.keys(fields));
  return levels
    .toReversed()
    .flatMap((level) => {
      const names = Object.keys(fields).filter((name) => fields[name] === level);
      if (level === 'none' || names.length === 0) return [];
      return [v.say(words.field, { title: titles(names), level: v.say(levelWords[level]) })];
    })
    .join(v.say(words.semicolon));
}

/** A field's title: of the type of a record that the entry names, and has such a field. */
function fieldTitle(name: string, records: Entry['records']): Bilingual {
  if (name === 'reporter.name') return words.reporterName;
  const types = [...records.map(({ type }) => type), 'resident', 'ticket', 'dog', 'household', 'staff'];
  return (
    types.map((type) => fieldSpec(type, name)?.title).find((title) => title !== undefined) ?? plain(name)
  );
}
