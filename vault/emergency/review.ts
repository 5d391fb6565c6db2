import {
  type EmergencyKind,
  isOverdue,
  isPattern,
  reviewLife,
  type Verdict,
} from '../../policy/cases/emergency.ts';
import type { Shown } from '../../policy/masks.ts';
import type { Role } from '../../policy/roles.ts';
import { maskedName } from '../masked-name.ts';
import { saidWords } from '../facts.ts';
import { done, failed, type Outcome, unlessTampered } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { append, type Unit } from '../vault.ts';
import { type FoundView, putView, viewsOf } from './views.ts';

const purpose = 'emergency';

/** A break-glass as its opener and the officer see it: of the people it was about only how many they were. */
export interface EmergencyItem {
  id: string;
  kind: EmergencyKind;
  mine: boolean;
  opener: { id: string; role: Role; name: Shown | null };
  people: number;
  /** How many of them live outside the opener's grids. */
  beyond: number;
  /** For its opener while it is open: whom it names. */
  subjects: string[];
  /** UTC milliseconds. */
  at: number;
  until: number;
  due: number;
  verdict: Verdict;
  overdue: boolean;
  /** What was said of it, oldest first. */
  words: { by: 'opener' | 'officer'; at: number; text: string }[];
  /** Its opener has opened without need again and again: whether to stop them is the officer's question. */
  pattern: boolean;
}

/** How many that were reviewed stand below those that were not. */
const mostReviewed = 30;

/** For the officer all, what is to be reviewed first and the oldest of it at the top; for everybody else their own. */
export function listEmergencies(unit: Unit): Outcome<{ items: EmergencyItem[] }> {
  const { vault, actor } = unit;
  const allowed = permitted(unit, 'emergency.list', { self: true });
  if (!allowed.granted) return refuseOperation(unit, allowed, { purpose });
  const officer = actor.role === 'privacy_officer';
  const { control } = vault.store;
  const rows = officer
    ? [...verdictsOf(unit, 'unreviewed'), ...reviewed(unit)]
    : control
        .withMember('emergency_view', 'opener', actor.id)
        .flatMap((row) => checked(unit, row))
        .sort(newest);
  const items = rows.map((found) => itemOf(unit, found));
  append(unit, { action: 'emergency.list', decision: 'granted', subject: { purpose, rule: allowed.rule } });
  return done({ items });
}

const verdictsOf = (unit: Unit, verdict: Verdict): FoundView[] =>
  unit.vault.store.control
    .withMember('emergency_view', 'verdict', verdict)
    .flatMap((row) => checked(unit, row))
    .sort((a, b) => a.content.at - b.content.at);

const reviewed = (unit: Unit): FoundView[] =>
  [...verdictsOf(unit, 'justified'), ...verdictsOf(unit, 'not_justified')]
    .sort(newest)
    .slice(0, mostReviewed);

const newest = (a: FoundView, b: FoundView): number => b.content.at - a.content.at;

function checked({ vault }: Unit, row: Parameters<Unit['vault']['rows']['checked']>[0]): FoundView[] {
  const found = unlessTampered(() => vault.rows.checked(row, 'emergency_view'));
  return found === undefined ? [] : [found];
}

function itemOf(unit: Unit, found: FoundView): EmergencyItem {
  const { vault, actor, now } = unit;
  const { kind, opener, role, subjects, beyond, at, until, verdict } = found.content;
  const mine = opener === actor.id;
  return {
    id: found.key,
    kind,
    mine,
    opener: { id: opener, role, name: maskedName(vault, opener).who },
    people: subjects.length,
    beyond,
    subjects: mine && until > now ? [...subjects] : [],
    at,
    until,
    due: at + reviewLife,
    verdict,
    overdue: isOverdue({ id: found.key, at, until, verdict }, now),
    words: wordsOf(unit, found),
    pattern: isPattern(viewsOf(vault, opener), now),
  };
}

/** What was said of it, from the entries that its row names. The same words stand in each person's own entry. */
function wordsOf({ vault }: Unit, { content }: FoundView): EmergencyItem['words'] {
  const said = new Map<string, EmergencyItem['words'][number]>();
  for (const seq of content.said) {
    const row = vault.store.log.get(seq);
    const entry = row && unlessTampered(() => vault.journal.open(row));
    const text = entry?.subject.words;
    if (entry === undefined || text === undefined) continue;
    const by = entry.actor.actor === content.opener ? 'opener' : 'officer';
    said.set(`${by} ${text}`, { by, at: entry.leaf.public.time, text });
  }
  return [...said.values()].sort((a, b) => a.at - b.at);
}

const wordsMissing = { field: 'words', code: 'required', zh: '写一句说明', en: 'say it in a sentence' };

/** The officer's verdict, with words. The people it was about read it in their own log. */
export function reviewEmergency(
  unit: Unit,
  request: { view: string; verdict: Exclude<Verdict, 'unreviewed'>; words: string },
): Outcome<EmergencyItem> {
  const allowed = permitted(unit, 'emergency.review');
  const found = unit.vault.rows.get('emergency_view', request.view);
  if (!allowed.granted || found === undefined) return refuseOperation(unit, allowed, { purpose });
  if (saidWords(request.words) === '') return failed('invalid', { errors: [wordsMissing] });
  if (found.content.verdict !== 'unreviewed') return failed('conflict');
  return done(said(unit, found, 'emergency.review', request));
}

/** The opener says more: what came of it, why it had to be. */
export function explainEmergency(
  unit: Unit,
  request: { view: string; words: string },
): Outcome<EmergencyItem> {
  const found = unit.vault.rows.get('emergency_view', request.view);
  const allowed = permitted(unit, 'emergency.explain', { maker: found?.content.opener === unit.actor.id });
  if (!allowed.granted || found === undefined) return refuseOperation(unit, allowed, { purpose });
  if (saidWords(request.words) === '') return failed('invalid', { errors: [wordsMissing] });
  return done(said(unit, found, 'emergency.explain', request));
}

/** Appends an entry for each person it was about, with the words and, of a review, what it came to. */
function said(
  unit: Unit,
  found: FoundView,
  action: 'emergency.review' | 'emergency.explain',
  { words, verdict }: { words: string; verdict?: Verdict },
): EmergencyItem {
  const { vault, actor, now } = unit;
  const first = vault.journal.size;
  const content = {
    ...found.content,
    ...(verdict === undefined ? {} : { verdict, reviewer: actor.id }),
    said: [...found.content.said, ...found.content.subjects.map((_, at) => first + at)],
  };
  unit.pending.push(...putView(vault, found.key, content, now));
  for (const subject of content.subjects) {
    const reason = verdict === 'justified' || verdict === 'not_justified' ? { reason: verdict } : {};
    append(unit, {
      action,
      decision: 'done',
      subject: { subject, purpose, words: saidWords(words), ...reason },
    });
  }
  return itemOf(unit, { ...found, content });
}
