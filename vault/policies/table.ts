import type { Grant } from '../../policy/grant.ts';
import { done, type Outcome } from '../outcome.ts';
import { permitted, refuseOperation } from '../access/permit.ts';
import { append, type Unit } from '../vault.ts';

/** A grant as the wire has it: of types and fields the names. */
type Row = Mutable<Omit<Grant, 'type' | 'fields' | 'when'>> & {
  type: string;
  fields: string[];
  when: string[];
};
type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** The rules that decide here, with the name that the log has them by. What beats them all is the program's own. */
export interface PolicyTable {
  version: string;
  grants: Row[];
}

/** The policy in force, for who watches over it: decide, append, respond. */
export function readPolicy(unit: Unit): Outcome<PolicyTable> {
  const allowed = permitted(unit, 'policy.read');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const { version, table } = unit.vault.policy.current;
  append(unit, {
    action: 'policy.read',
    decision: 'granted',
    subject: { rule: allowed.rule, words: version },
  });
  const grants = table.grants.map((grant) => ({
    ...grant,
    roles: [...grant.roles],
    actions: [...grant.actions],
    fields: [...grant.fields],
    when: [...grant.when],
  }));
  return done({ version, grants });
}
