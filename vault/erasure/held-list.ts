import { permitted, refuseOperation } from '../access/permit.ts';
import type { Control } from '../control.ts';
import { saidWords } from '../facts.ts';
import { done, failed, type Outcome } from '../outcome.ts';
import { append, type Unit } from '../vault.ts';
import type { ErasureRows } from './rows.ts';

/** Something that was not stored, as the officer sees it: no word of what it said is kept. */
export type HeldItem = Pick<ErasureRows['held_back'], 'why' | 'at' | 'by' | 'how' | 'line' | 'state'> & {
  id: string;
};

export interface HeldList {
  /** Open ones first, then the newest. */
  items: HeldItem[];
  /** How many numbers are on the suppression list. */
  suppressed: number;
}

/** How many that were dealt with stand in the list. */
const mostDecided = 100;

/** What was held back. One entry. */
export function listHeldBack(unit: Unit): Outcome<HeldList> {
  const { vault } = unit;
  const allowed = permitted(unit, 'held_back.list');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const all = vault.store.control
    .ofKind('held_back')
    .map((row) => vault.rows.checked(row, 'held_back'))
    .sort((a, b) => b.content.at - a.content.at);
  const isOpen = ({ content }: Control<'held_back'>): boolean => content.state === 'open';
  const over = all.filter((one) => !isOpen(one)).slice(0, mostDecided);
  append(unit, { action: 'held_back.list', decision: 'granted', subject: { rule: allowed.rule } });
  return done({
    items: [...all.filter(isOpen), ...over].map(itemOf),
    suppressed: vault.store.control.withMember('suppression', 'state', 'live').length,
  });
}

const itemOf = ({ key, content }: Control<'held_back'>): HeldItem => {
  const { why, at, by, how, line, state } = content;
  return { id: key, why, at, by, how, line, state };
};

export interface HeldDecision {
  id: string;
  /** `release`: the person is back and wants it; `close`: it stays as it is. */
  decision: 'release' | 'close';
  /** How she knows: required for a release. Sealed in the log and nowhere else. */
  words?: string | undefined;
}

/**
 * Deals with one. A release takes the number off the list, on the person's own word; what was held back is then brought in
 * anew by who has it, for nothing of it is here.
 */
export function decideHeldBack(unit: Unit, request: HeldDecision): Outcome<HeldItem> {
  const { vault, actor, now } = unit;
  const allowed = permitted(unit, 'held_back.decide');
  const found = vault.rows.get('held_back', request.id);
  if (!allowed.granted || found === undefined) return refuseOperation(unit, allowed);
  const { content } = found;
  if (content.state !== 'open') return failed('conflict');
  const releases = request.decision === 'release';
  const words = saidWords(request.words);
  if (releases && content.suppression === null)
    return failed('invalid', { errors: [{ field: 'decision', code: 'nothing_to_release', ...nothingHeld }] });
  if (releases && words === '')
    return failed('invalid', { errors: [{ field: 'words', code: 'required', ...sayHow }] });
  const next = {
    ...content,
    state: releases ? ('released' as const) : ('closed' as const),
    officer: actor.id,
    decided: now,
  };
  const listed = releases ? vault.rows.get('suppression', content.suppression ?? '') : undefined;
  const rows = [vault.rows.put('held_back', found.key, next, vault.journal.size)];
  if (listed !== undefined)
    rows.push(
      vault.rows.put(
        'suppression',
        listed.key,
        { ...listed.content, tag: null, state: 'released' },
        vault.journal.size,
      ),
    );
  append(unit, {
    action: 'held_back.decide',
    decision: 'done',
    subject: { rule: allowed.rule, ...(words === '' ? {} : { words }) },
    rows,
  });
  return done(itemOf({ ...found, content: next }));
}

const nothingHeld = {
  zh: '这一份不是因为防重录名单放下的,没有可解除的',
  en: 'the suppression list has nothing to do with this one',
};
const sayHow = {
  zh: '写一句:本人什么时候、怎么说的',
  en: 'say when and how the person said so',
};
