import type { Bilingual } from '../../policy/bilingual.ts';
import { roleWords } from '../../policy/words.ts';
import { mayProposeNow, proposeAct, type Proposed, type Waiting } from '../approvals/approval.ts';
import { saidWords } from '../facts.ts';
import { done, failed, type Outcome } from '../outcome.ts';
import { refuseOperation } from '../access/permit.ts';
import { append, type Unit } from '../vault.ts';

/** Proposes that somebody who was stopped goes on. The officer has spoken with them and says so; a second person decides. */
export function proposeUnfreeze(unit: Unit, request: { staff: string; words: string }): Outcome<Proposed> {
  const allowed = mayProposeNow(unit, 'unfreeze');
  const role = unit.vault.rows.get('role', request.staff)?.content;
  if (!allowed.granted || role === undefined)
    return refuseOperation(
      unit,
      allowed,
      role === undefined ? {} : { subject: request.staff },
      'unfreeze.propose',
    );
  if (role.frozen !== true) return failed('conflict');
  if (saidWords(request.words) === '') return failed('invalid', { errors: [wordsMissing] });
  const { staff, words } = request;
  return proposeAct(unit, { act: 'unfreeze', subject: staff, of: { staff }, words });
}

const wordsMissing = {
  field: 'words',
  code: 'required',
  zh: '写一句为什么可以恢复',
  en: 'say in a sentence why they may go on',
};

const staffIn = ({ staff }: Waiting['of']): string => (typeof staff === 'string' ? staff : '');

/** Which role it is; whose, the proposal's own entry says. */
export const aboutUnfreezing = ({ vault }: Unit, { of }: Waiting): Bilingual => {
  const role = vault.rows.get('role', staffIn(of))?.content.role;
  const { zh, en } = role === undefined ? { zh: '工作人员', en: 'member of staff' } : roleWords[role];
  return { zh: `恢复一位${zh}的账号`, en: `let a ${en} go on` };
};

/** Two people want it. They sign in anew: nothing that was open when they were stopped opens again. */
export function performUnfreezing(unit: Unit, approval: Waiting): Outcome<unknown> {
  const { rows, journal } = unit.vault;
  const staff = staffIn(approval.of);
  const role = rows.get('role', staff)?.content;
  if (role?.frozen !== true) return failed('conflict');
  const { frozen: _, ...standing } = role;
  const row = rows.put('role', staff, standing, journal.size);
  append(unit, { action: 'staff.unfreeze', decision: 'done', subject: { subject: staff }, rows: [row] });
  return done({ id: staff });
}
