import { fieldsOf, type RecordType } from '../../policy/fields.ts';
import type { Control, ControlContents, ControlKind, WrittenRow } from '../control.ts';
import { newId } from '../keys/keychain.ts';
import { unlessTampered } from '../outcome.ts';
import type { RecordRow } from '../storage/schema.ts';
import { openRecord } from '../subject.ts';
import type { Unit } from '../vault.ts';

/**
 * What others' rows say of somebody who is erased, and is no part of anybody's accountability: a list they stand on, a
 * package they were to be in. A row that tells who looked at whom, or who decided what, keeps the random id, which leads
 * nowhere any more.
 */
export function withoutThem({ vault }: Unit, gone: ReadonlySet<string>): WrittenRow[] {
  const written: WrittenRow[] = [];
  const put = <Kind extends ControlKind>(kind: Kind, key: string, content: ControlContents[Kind]) =>
    void written.push(vault.rows.put(kind, key, content, vault.journal.size));
  const others = (ids: readonly string[]): string[] => ids.filter((id) => !gone.has(id));
  for (const id of gone)
    for (const row of vault.store.control.naming(id)) {
      // A row that was changed for one of them has been written anew for all of them.
      const now = unlessTampered(() => vault.rows.get(row.kind as ControlKind, row.key));
      if (now === undefined) continue;
      const { kind, key, content } = now as
        Control<'visit'> | Control<'hand_over'> | Control<'matter'> | Control<'approval'>;
      if (kind === 'visit' && content.subjects.includes(id))
        put(kind, key, { ...content, subjects: others(content.subjects) });
      else if (kind === 'hand_over' && content.residents.includes(id))
        put(kind, key, { ...content, residents: others(content.residents) });
      else if (kind === 'matter' && content.parties.includes(id))
        put(kind, key, { ...content, parties: others(content.parties) });
      else if (kind === 'approval' && content.subject === id && content.state !== 'waiting')
        put(kind, key, { ...content, subject: null });
    }
  return written;
}

/** What somebody could be known by in another's words. */
interface Marks {
  readonly texts: readonly string[];
}

/**
 * What their own record says that a text could name them by; before it is deleted. An address is read in two spellings, a
 * name and a number as they are written.
 */
export function marksOf({ vault }: Unit, subject: string): Marks {
  const row = vault.store.records.byId('resident', subject);
  if (row === undefined) return { texts: [] };
  const opened = openRecord(vault, row, ['name', 'mobile', 'address']);
  const [name = '', mobile = '', address = ''] = ['name', 'mobile', 'address'].map((one) => opened.get(one));
  const [building, unit, door] = address.split('-');
  const spelt = address === '' ? [] : [address, `${building}号楼${unit}单元${door}`];
  return { texts: [name, mobile, ...spelt].filter((text) => text.length > 1) };
}

/**
 * Others' words in which somebody may be named: of tickets that are about them, and of those of the people they acted for.
 * Each goes on the officer's list; nobody but her can tell what of a sentence names whom. Before anything is dropped.
 */
export function reviewOf(unit: Unit, subject: string, marks: Marks): WrittenRow[] {
  const { vault, now } = unit;
  const { control, records } = vault.store;
  const about = control.accusing(subject).map(({ key }) => ({ key, why: 'about_them' as const }));
  const actedFor = control
    .withMember('relation', 'actor', subject)
    .flatMap((row) => unlessTampered(() => vault.rows.checked(row, 'relation'))?.content.subject ?? [])
    .flatMap((whose) => control.reportedBy(whose, { year: 10_000, number: 0 }, 1_000).rows)
    .map(({ key }) => ({ key, why: 'acted_for' as const }));
  const found = new Map([...actedFor, ...about].map((one) => [one.key, one]));
  return [...found.values()].flatMap(({ key, why }) => {
    const row = records.byId('ticket', key);
    if (row === undefined || row.subject === subject) return [];
    const spans = unlessTampered(() => spansIn(unit, row, marks));
    if (spans === undefined) return [];
    const content: ControlContents['trace'] = {
      type: 'ticket',
      record: key,
      case: key,
      why,
      spans,
      at: now,
      state: 'open',
      by: null,
      decided: null,
    };
    return [vault.rows.add('trace', newId(vault.random), content, vault.journal.size)];
  });
}

/** Whether the officer has words of a record to look at. */
export const hasOpenTrace = ({ store }: Unit['vault'], record: string): boolean =>
  store.control
    .withMember('trace', 'record', record)
    .some(({ content }) => content.includes('"state":"open"'));

/** The fields of a type that hold what people say in sentences. */
export const wordFields = (type: RecordType): string[] =>
  Object.entries(fieldsOf(type)).flatMap(([name, { check }]) =>
    check === 'text' || check === 'line' ? [name] : [],
  );

function spansIn({ vault }: Unit, row: RecordRow, { texts }: Marks): Record<string, [number, number][]> {
  const opened = openRecord(vault, row, wordFields(row.type as RecordType));
  const spans: Record<string, [number, number][]> = {};
  for (const [field, said] of opened) {
    const at = texts.flatMap((text) => placesOf(said, text));
    if (at.length > 0) spans[field] = at.sort((a, b) => a[0] - b[0]);
  }
  return spans;
}

/** Where a text stands in another: from and to, in UTF-16 units. */
export function placesOf(said: string, text: string): [number, number][] {
  const places: [number, number][] = [];
  for (let at = said.indexOf(text); at >= 0; at = said.indexOf(text, at + text.length))
    places.push([at, at + text.length]);
  return places;
}
