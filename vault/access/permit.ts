import { type Operation, type OperationFacts, permit, type Permission } from '../../policy/operations.ts';
import type { LogAction } from '../../policy/words.ts';
import type { SubjectPart } from '../log/entry.ts';
import { isEnrolling } from './actor.ts';
import { failed } from '../outcome.ts';
import { append, type Unit } from '../vault.ts';

/** A permission and what it was asked for. */
export interface Permitted extends Permission {
  operation: Operation;
}

/** Asks the policy whether this request's actor may do something that is not about a record's fields. */
export function permitted(
  unit: Unit,
  operation: Operation,
  facts: Partial<Omit<OperationFacts, 'context' | 'strong' | 'enrolling'>> = {},
): Permitted {
  const nothing: Omit<OperationFacts, 'context' | 'strong' | 'enrolling'> = {
    within: unit.actor.only === null,
    self: false,
    guardianOf: false,
    delegateOf: false,
    relation: null,
    minor: false,
    sensitive: false,
    ownGrid: false,
    unenrolled: false,
    maker: false,
    namesRole: false,
    service: false,
    givenBefore: false,
    saidHere: false,
    move: null,
    right: null,
  };
  const { role, context, strong } = unit.actor;
  return {
    operation,
    ...permit(operation, role, { ...nothing, ...facts, context, strong, enrolling: isEnrolling(unit.actor) }),
  };
}

/**
 * Logs that something was not permitted. The wire hears `denied` and nothing else.
 * @param action where it has another name in the log than the operation that was asked for
 */
export function refuseOperation(
  unit: Unit,
  permission: Permitted,
  about: Pick<SubjectPart, 'subject' | 'purpose' | 'case'> = {},
  action: LogAction = permission.operation,
) {
  const { rule, reason } = permission;
  // A permission can be there and its object not: that is a refusal too, with a reason of its own.
  const why = permission.granted ? 'not_there' : reason;
  append(unit, { action, decision: 'refused', subject: { ...about, rule, reason: why } });
  return failed('denied');
}
