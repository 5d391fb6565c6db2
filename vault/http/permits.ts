import { type Operation, operationRules } from '../../policy/operations.ts';
import { type Role, roles } from '../../policy/roles.ts';
import type { Action } from '../../policy/grant.ts';
import { policy } from '../../policy/rules.ts';
import type { RecordType } from '../../policy/fields.ts';

/** The roles that some rule lets do one of these operations; said in the document, decided anew in every request. */
export function mayDo(...operations: readonly Operation[]): readonly Role[] {
  return inOrder(
    operationRules.filter((row) => operations.includes(row.operation)).flatMap((row) => row.roles),
  );
}

/** The roles that some grant lets act so on records, of these types or of any. */
export function mayAct(action: Action, ...types: readonly RecordType[]): readonly Role[] {
  return inOrder(
    policy.grants
      .filter((grant) => grant.actions.includes(action) && (types.length === 0 || types.includes(grant.type)))
      .flatMap((grant) => grant.roles),
  );
}

const inOrder = (found: readonly string[]): readonly Role[] => roles.filter((role) => found.includes(role));
