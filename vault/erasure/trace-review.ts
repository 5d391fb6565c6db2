import { permitted, refuseOperation } from '../access/permit.ts';
import type { Control, WrittenRow } from '../control.ts';
import { done, failed, type Outcome } from '../outcome.ts';
import { decideOn, type Judged, levelsOf, refuse, refuseMissing, show, whyOf } from '../read.ts';
import type { RecordRow } from '../storage/schema.ts';
import { openRecord } from '../subject.ts';
import { append, type Unit } from '../vault.ts';
import { resealed } from '../write.ts';
import type { ErasureRows } from './rows.ts';
import { placesOf, wordFields } from './traces.ts';

const purpose = 'clear_traces' as const;

/** Words of somebody else's that may name who was erased, before the officer opens them. */
export interface TraceItem {
  id: string;
  why: ErasureRows['trace']['why'];
  /** The number of the ticket, with its year; null where it is of none. */
  ticket: { year: number; number: number } | null;
  /** In how many places a name, number or address of theirs stood. */
  places: number;
  at: number;
  state: ErasureRows['trace']['state'];
}

/** What waits for the officer, and what she has dealt with. One entry. */
export function listTraces(unit: Unit): Outcome<{ items: TraceItem[] }> {
  const { vault } = unit;
  const allowed = permitted(unit, 'trace.list');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const all = vault.store.control.ofKind('trace').map((row) => vault.rows.checked(row, 'trace'));
  const order = (one: Control<'trace'>): number => (one.content.state === 'open' ? 1 : 0);
  all.sort((a, b) => order(b) - order(a) || b.content.at - a.content.at);
  append(unit, { action: 'trace.list', decision: 'granted', subject: { purpose, rule: allowed.rule } });
  return done({ items: all.slice(0, 200).map((one) => itemOf(unit, one)) });
}

function itemOf({ vault }: Unit, { key, content }: Control<'trace'>): TraceItem {
  const { why, spans, at, state } = content;
  const ticket = content.case === null ? undefined : vault.rows.get('case', content.case)?.content;
  return {
    id: key,
    why,
    ticket: ticket === undefined ? null : { year: ticket.year, number: ticket.number },
    places: Object.values(spans).flat().length,
    at,
    state,
  };
}

/** The words themselves, with the places where something of theirs stood: from and to, in UTF-16 units. */
export type ReadTrace = TraceItem & {
  version: number;
  fields: Record<string, { text: string; spans: [number, number][] }>;
};

/** Opens one, under a purpose of its own: the reporter finds it in their log. */
export function readTrace(unit: Unit, request: { id: string }): Outcome<ReadTrace> {
  const found = openTrace(unit, request.id, 'read');
  if ('ok' in found) return found;
  const { trace, row, judged } = found;
  const released = show(unit, row, judged);
  append(unit, {
    action: 'trace.read',
    decision: 'granted',
    subject: {
      subject: row.subject,
      case: row.id,
      ...levelsOf(released.fields),
      ...whyOf({ purpose }, judged),
    },
    records: [{ type: row.type, id: row.id, version: row.version }],
  });
  const fields = Object.entries(released.fields).flatMap(([name, shown]) =>
    shown.level !== 'clear' || shown.value === ''
      ? []
      : [[name, { text: shown.value, spans: trace.content.spans[name] ?? [] }] as const],
  );
  return done({ ...itemOf(unit, trace), version: row.version, fields: Object.fromEntries(fields) });
}

export interface TraceDecision {
  id: string;
  /** The version of the record that was seen. */
  version: number;
  /** `redact`: black out the places that were found, and these words; `keep`: it names nobody who is gone. */
  decision: 'redact' | 'keep';
  words?: readonly string[] | undefined;
}

/** In the place of a name: always as long, so that its length tells nothing. */
export const blackedOut = '■■■';

/** Deals with one: nothing of the sentence changes but what names somebody. */
export function decideTrace(unit: Unit, request: TraceDecision): Outcome<TraceItem> {
  const { vault, actor, now } = unit;
  const allowed = permitted(unit, 'trace.decide');
  if (!allowed.granted) return refuseOperation(unit, allowed, { purpose });
  const found = openTrace(unit, request.id, 'update');
  if ('ok' in found) return found;
  const { trace, row, judged } = found;
  if (row.version !== request.version) return failed('version_changed');
  const redacts = request.decision === 'redact';
  const places = redacts
    ? placesIn(unit, row, trace, request.words ?? [])
    : new Map<string, [number, number][]>();
  const changed = redacts ? redacted(unit, row, places) : new Map<string, string>();
  if (redacts && changed.size === 0)
    return failed('invalid', { errors: [{ field: 'words', code: 'nothing_found', ...notFound }] });
  const stored = redacts ? resealed(vault, row, changed) : undefined;
  const state = redacts ? ('redacted' as const) : ('kept' as const);
  const next = { ...trace.content, state, spans: {}, by: actor.id, decided: now };
  const rows: WrittenRow[] = [
    ...(stored?.rows ?? []),
    vault.rows.put('trace', trace.key, next, vault.journal.size),
    ...othersMoved(unit, trace, places),
  ];
  append(unit, {
    action: 'trace.decide',
    decision: 'done',
    subject: {
      subject: row.subject,
      case: row.id,
      fields: Object.fromEntries([...changed.keys()].map((name) => [name, 'clear' as const])),
      ...whyOf({ purpose }, judged),
    },
    records: stored === undefined ? [] : [stored.record],
    rows,
    digests: stored?.digests ?? [],
  });
  return done(itemOf(unit, { ...trace, content: next }));
}

function openTrace(
  unit: Unit,
  id: string,
  action: 'read' | 'update',
): { trace: Control<'trace'>; row: RecordRow; judged: Judged } | ReturnType<typeof refuseMissing> {
  const trace = unit.vault.rows.get('trace', id);
  const row = trace && unit.vault.store.records.byId(trace.content.type, trace.content.record);
  if (trace === undefined || row === undefined) return refuseMissing(unit, 'trace.read', { purpose });
  const names = wordFields(trace.content.type);
  const judged = decideOn(unit, row, { purpose, fields: names }, action);
  if (!judged.granted) return refuse(unit, 'trace.read', row, { purpose }, judged);
  return { trace, row, judged };
}

/** By field all places that are to be blacked out, in their order. */
function placesIn(
  { vault }: Unit,
  row: RecordRow,
  { content }: Control<'trace'>,
  words: readonly string[],
): Map<string, [number, number][]> {
  const all = new Map<string, [number, number][]>();
  for (const [name, text] of openRecord(vault, row, wordFields(content.type))) {
    // The places were found in the version of then: a word that stands elsewhere by now is looked for anew.
    const said = words.flatMap((word) => (word.trim() === '' ? [] : placesOf(text, word.trim())));
    const places = joined([...(content.spans[name] ?? []).filter(([, to]) => to <= text.length), ...said]);
    if (places.length > 0) all.set(name, places);
  }
  return all;
}

/** The fields that change, with every place blacked out: from behind, so that the places before keep theirs. */
function redacted(
  { vault }: Unit,
  row: RecordRow,
  places: ReadonlyMap<string, readonly [number, number][]>,
): Map<string, string> {
  const texts = openRecord(vault, row, [...places.keys()]);
  return new Map(
    [...places].map(([name, of]) => [
      name,
      of.reduceRight(
        (all, [from, to]) => all.slice(0, from) + blackedOut + all.slice(to),
        texts.get(name) ?? '',
      ),
    ]),
  );
}

/** Where what was found of somebody else who is gone stands in the same words, after these places were blacked out. */
function othersMoved(
  { vault }: Unit,
  { key, content: { record } }: Control<'trace'>,
  places: ReadonlyMap<string, readonly [number, number][]>,
): WrittenRow[] {
  if (places.size === 0) return [];
  return vault.store.control.withMember('trace', 'record', record).flatMap((row) => {
    const { key: other, content } = vault.rows.checked(row, 'trace');
    if (other === key || content.state !== 'open') return [];
    const spans = Object.fromEntries(
      Object.entries(content.spans).map(([name, of]) => [name, moved(of, places.get(name) ?? [])]),
    );
    return [vault.rows.put('trace', other, { ...content, spans }, vault.journal.size)];
  });
}

/** Places as they stand after others were blacked out; one that touches such a place takes all of it in. */
function moved(spans: readonly [number, number][], places: readonly [number, number][]): [number, number][] {
  const shift = (at: number): number =>
    places.reduce((sum, [from, to]) => (to <= at ? sum + blackedOut.length - (to - from) : sum), at);
  return joined(
    spans.map(([from, to]) => {
      const over = places.filter((one) => one[0] < to && from < one[1]);
      const first = Math.min(from, ...over.map((one) => one[0]));
      const last = Math.max(to, ...over.map((one) => one[1]));
      return [shift(first), shift(last)];
    }),
  );
}

/** Places that touch or overlap as one. */
function joined(places: readonly [number, number][]): [number, number][] {
  const all: [number, number][] = [];
  for (const [from, to] of [...places].sort((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}

const notFound = {
  zh: '这些词在里面都没有找到',
  en: 'none of these words stands in it',
};
