import type { Bilingual } from '../../policy/bilingual.ts';
import { rights } from '../../policy/rights/rights.ts';
import { proposeAct, type Waiting } from '../approvals/approval.ts';
import { newId } from '../keys/keychain.ts';
import { done, failed, type Outcome } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { decideOn, refuse, whyOf } from '../read.ts';
import { normalise } from '../validate.ts';
import { append, type Unit } from '../vault.ts';
import { storeRecord } from '../write.ts';
import {
  newRight,
  purpose,
  type RightRequest,
  type RightView,
  unnested,
  viewOf,
  wordsOf,
  wrongRequest,
} from './request.ts';

export interface RightForOther extends RightRequest {
  /** Whose data. */
  for: string;
}

/**
 * Asks for somebody who cannot ask themselves: by a worker of their grid or the officer, who has seen the proof and says
 * which. It waits until a second person agrees; the clock runs from now.
 */
export function openRightFor(unit: Unit, request: RightForOther): Outcome<RightView & { approval: string }> {
  const { vault, actor } = unit;
  const subject = vault.rows.get('subject', request.for)?.content;
  const ownGrid = subject !== undefined && subject.grid !== null && actor.grids.includes(subject.grid);
  const allowed = permitted(unit, 'right.open_for', { ownGrid });
  if (!allowed.granted || subject?.kind !== 'resident')
    return refuseOperation(
      unit,
      allowed,
      subject === undefined ? { purpose } : { subject: request.for, purpose },
    );
  if (rights[request.right].forOther === null)
    return failed('invalid', { errors: [{ field: 'right', code: 'own_only', ...ownOnly }] });
  if ((request.evidence ?? '').trim() === '')
    return failed('invalid', { errors: [{ field: 'evidence', code: 'required', ...proofNeeded }] });
  const wrong = wrongRequest(unit, request, request.for);
  if (wrong.length > 0) return failed('invalid', { errors: wrong });

  const id = newId(vault.random);
  const row = { id, type: 'request' as const, subject: request.for, version: 0 };
  const words = wordsOf(request);
  const decision = decideOn(unit, row, { purpose, fields: Object.keys(words) }, 'create');
  if (!decision.granted) return refuse(unit, 'right.open_for', row, { purpose }, decision);
  const checked = normalise('request', words, unit.now);
  if (!checked.ok) return failed('invalid', { errors: checked.errors.map(unnested) });
  const content = newRight(unit, request, { state: 'waiting', decided: null }, request.for);
  const stored = storeRecord(vault, { ...row, version: 1 }, checked.draft);
  const rightRow = vault.rows.add('right', id, content, vault.journal.size);
  append(unit, {
    action: 'right.open_for',
    decision: 'done',
    subject: { subject: request.for, fields: decision.fields, ...whyOf({ purpose, case: id }, decision) },
    records: [stored.record],
    rows: [...stored.rows, rightRow],
    digests: stored.digests,
  });
  const act = request.right === 'delete' ? 'erase_other' : 'right_for_other';
  const proposed = proposeAct(unit, { act, subject: request.for, case: id, of: { right: id } });
  if (!proposed.ok) return proposed;
  return done({ ...viewOf(unit, id, content), approval: proposed.value.approval });
}

/** The second person has agreed: from now on it is a request like any other, and somebody has to answer it. */
export function performRightForOther(unit: Unit, approval: Waiting): Outcome<unknown> {
  const { vault } = unit;
  const id = rightOf(approval);
  const found = vault.rows.get('right', id);
  if (found?.content.state !== 'waiting') return failed('conflict');
  const row = vault.rows.put('right', id, { ...found.content, state: 'open' }, vault.journal.size);
  append(unit, {
    action: 'right.open_for',
    decision: 'done',
    subject: { subject: found.content.subject, case: id, purpose },
    rows: [row],
  });
  return done({ right: id });
}

/** Which right it is; whose, the log says. */
export function aboutRightForOther({ vault }: Unit, approval: Waiting): Bilingual {
  const right = vault.rows.get('right', rightOf(approval))?.content.right;
  return right === undefined ? { zh: '已经没有了', en: 'it is no more' } : rights[right].title;
}

/** The request that was proposed; ids alone are in a proposal. */
const rightOf = ({ of: { right } }: Waiting): string => (typeof right === 'string' ? right : '');

const ownOnly = { zh: '这一项只能本人办', en: 'only the person themselves can do this' };
const proofNeeded = {
  zh: '替别人申请,请写明看了什么证明',
  en: 'say which proof you have seen: it is for somebody else',
};
