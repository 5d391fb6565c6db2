import { fieldSpec } from '../../policy/fields.ts';
import type { Bilingual } from '../../policy/bilingual.ts';
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
import type { LogEntry, OwnEntry } from '../audit.ts';
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
export const levelOf = (level: string): Bilingual => known(levelWords, level);
export const roleOf = (role: string): Bilingual =>
  role === 'system' ? words.system : known(roleWords satisfies Record<Role, Bilingual>, role);

/** An identifier's end: enough to tell two apart in a list. The whole stands in the entry. */
export const short = (id: string): string => (id.length > 12 ? `…${id.slice(-5)}` : id);

/** For the officer, who follows identifiers. */
export function officerSentence(v: Guest, entry: LogEntry): string {
  const { subject, actor } = entry;
  const named = /^[a-z]+$/.test(actor) || actor === '' ? '' : short(actor);
  const role = v.say(roleOf(entry.role));
  const whose =
    subject === null ? v.say(words.nobodys) : v.say(words.theirs, { subject: theSubject(v, subject) });
  return compose(v, entry, { who: v.say(words.staff, { role, name: named }).trim(), whose });
}

const theSubject = (v: Guest, id: string): string => v.say(words.resident, { id: short(id) });

/** For the resident whose data it is about: who it was as they may know them. */
export function ownSentence(v: Guest, entry: OwnEntry): string {
  return compose(v, entry, { who: whoLooked(v, entry), whose: v.say(words.yours) });
}

function whoLooked(v: Guest, { by, via, who, role }: OwnEntry): string {
  const way = via === null ? '' : v.say(wayWords[via]);
  if (by === 'self') return v.say(words.you, { via: v.language === 'en' && way !== '' ? ` (${way})` : way });
  const name = who === null || who.level === 'none' ? '' : who.value;
  return v.say(words.staff, { role: v.say(roleOf(role)), name }).trim();
}

function compose(v: Guest, entry: Entry, { who, whose }: { who: string; whose: string }): string {
  const { ticket, decision, purpose, reason } = entry;
  const refused = decision === 'refused';
  const fields = fieldsIn(v, entry);
  const looked = fields !== '' && /^(record|ticket)\.(read|list|search)$/.test(entry.action);
  const end = [
    purpose === null ? '' : v.say(words.purpose, { purpose: v.say(purposeWords(purpose)) }),
    reason === null || reason === 'granted' ? '' : v.say(words.reason, { reason: v.say(reasonOf(reason)) }),
    entry.words === null ? '' : v.say(words.said, { words: entry.words }),
    v.say(words.stop),
  ].join('');
  const sentence = looked ? (refused ? words.wanted : words.saw) : refused ? words.tried : words.did;
  return v.say(sentence, {
    who,
    whose,
    fields,
    action: v.say(actionWords(entry.action)),
    for: ticket === null ? '' : v.say(words.forTicket, { ticket: numberOf(ticket) }),
    end,
  });
}

/** The fields an entry names, with how much was shown of each; empty where it names none. */
export function fieldsIn(v: Guest, { fields, decision, records }: Entry): string {
  const shown = Object.entries(fields).filter(([, level]) => decision === 'refused' || level !== 'none');
  const titles = shown.map(([name, level]) => {
    const title = v.say(fieldTitle(name, records));
    return decision === 'refused' ? title : v.say(words.field, { title, level: v.say(levelOf(level)) });
  });
  return titles.join(v.say(words.comma));
}

/** A field's title: of the type of a record that the entry names, and has such a field. */
function fieldTitle(name: string, records: Entry['records']): Bilingual {
  if (name === 'reporter.name') return words.reporterName;
  const types = [...records.map(({ type }) => type), 'resident', 'ticket', 'dog', 'household', 'staff'];
  return (
    types.map((type) => fieldSpec(type, name)?.title).find((title) => title !== undefined) ?? plain(name)
  );
}
