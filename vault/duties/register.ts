import {
  type ProcessingRecord,
  processingRegister,
  renderRegister,
  securityMeasures,
} from '../../policy/duties/register.ts';
import { done, type Outcome } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { append, type Unit } from '../vault.ts';
import { allRecipients } from './recipients.ts';

export interface Register {
  items: readonly ProcessingRecord[];
  measures: typeof securityMeasures;
  /** The same as Markdown. */
  markdown: string;
}

/** The record of processing, with the recipients that are in the register now. One entry. */
export function readRegister(unit: Unit): Outcome<Register> {
  const allowed = permitted(unit, 'register.read');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  append(unit, { action: 'register.read', decision: 'granted', subject: { rule: allowed.rule } });
  const active = allRecipients(unit.vault).filter(({ state }) => state === 'active');
  return done({
    items: processingRegister(active),
    measures: securityMeasures,
    markdown: renderRegister(active),
  });
}
