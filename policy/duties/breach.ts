import { fieldsOf, isRecordType } from '../fields.ts';
import { higher, type Level, levels } from '../levels.ts';

/**
 * Whom a breach may touch, worked out from the access log: which people, which of their fields, at which level, in the
 * entries that fit what is suspected. It can only know of what went through the vault; a photograph of a screen is in
 * no log.
 */

/** What is suspected: everything within the period that fits all that is named. */
export interface Suspicion {
  /** UTC milliseconds, from (inclusive) and to (exclusive). */
  readonly from: number;
  readonly to: number;
  readonly actor?: string | undefined;
  readonly role?: string | undefined;
  /** Whole, or its beginning or end at a colon: `api:private` is every private chat, a bot's id all that bot carried. */
  readonly via?: string | undefined;
}

/** What a log entry says that counts here. */
export interface Looked {
  readonly time: number;
  readonly actor: string;
  readonly role: string;
  readonly via: string;
  readonly decision: string;
  readonly subject?: string | undefined;
  /** `resident.mobile` or, where an entry names no one type, the field alone, to its level. */
  readonly fields: Readonly<Record<string, string>>;
}

export function fits({ from, to, actor, role, via }: Suspicion, entry: Looked): boolean {
  return (
    entry.time >= from &&
    entry.time < to &&
    (actor === undefined || entry.actor === actor) &&
    (role === undefined || entry.role === role) &&
    (via === undefined ||
      entry.via === via ||
      entry.via.startsWith(`${via}:`) ||
      entry.via.endsWith(`:${via}`))
  );
}

/** What may have become known of one person. */
export interface Touched {
  readonly subject: string;
  readonly fields: Readonly<Record<string, Level>>;
  readonly level: Level;
  readonly entries: number;
}

/**
 * Everybody of whom something was released, or written, in an entry that fits: a leak and an alteration are both breaches
 * (PIPL Art 57). A refusal did neither.
 */
export function touchedBy(suspicion: Suspicion, entries: Iterable<Looked>): readonly Touched[] {
  const found = new Map<string, { fields: Record<string, Level>; entries: number }>();
  for (const entry of entries) {
    if (entry.subject === undefined || entry.decision === 'refused' || !fits(suspicion, entry)) continue;
    // The suspect's own data is not a breach of it.
    if (entry.subject === entry.actor) continue;
    const shown = Object.entries(entry.fields).filter(([, level]) => isLevel(level) && level !== 'none');
    if (shown.length === 0) continue;
    const known = found.get(entry.subject) ?? { fields: {}, entries: 0 };
    for (const [field, level] of shown)
      known.fields[field] = higher(known.fields[field] ?? 'none', level as Level);
    known.entries += 1;
    found.set(entry.subject, known);
  }
  return [...found].map(([subject, { fields, entries: count }]) => ({
    subject,
    fields,
    level: Object.values(fields).reduce<Level>(higher, 'none'),
    entries: count,
  }));
}

/** People of whom the same became known: they get the same notice. */
export interface TouchedGroup {
  readonly fields: readonly string[];
  readonly level: Level;
  /** Whether anything of it is sensitive (PIPL Art 28). */
  readonly sensitive: boolean;
  readonly subjects: readonly string[];
}

/** The largest group first. */
export function groupsOf(touched: readonly Touched[]): readonly TouchedGroup[] {
  const groups = new Map<string, { fields: string[]; level: Level; subjects: string[] }>();
  for (const { subject, fields, level } of touched) {
    const names = Object.keys(fields).toSorted();
    const key = `${names.join(' ')} ${level}`;
    const group = groups.get(key) ?? { fields: names, level, subjects: [] };
    group.subjects.push(subject);
    groups.set(key, group);
  }
  return [...groups.values()]
    .map((group) => ({ ...group, sensitive: group.fields.some(isSensitive) }))
    .toSorted((a, b) => b.subjects.length - a.subjects.length);
}

const isLevel = (said: string): boolean => (levels as readonly string[]).includes(said);

function isSensitive(name: string): boolean {
  const [type = '', field = ''] = name.split('.');
  return isRecordType(type) && fieldsOf(type)[field]?.class === 'sensitive';
}
