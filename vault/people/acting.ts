import type { Facts } from '../../policy/facts.ts';
import type { Operation, OperationFacts } from '../../policy/operations.ts';
import {
  coversOperation,
  coversPurpose,
  coversSensitive,
  isSensitivePurpose,
  standing,
} from '../../policy/people/relations.ts';
import { childhoodOf } from './childhood.ts';
import type { ControlContents } from '../control.ts';
import type { Unit } from '../vault.ts';

/** What a request is about: whose, and the unit as it stands for them. */
export interface Acting {
  /** Whose data, consent, log or ticket. */
  subject: string;
  /** The request's unit; where a resident acts for somebody else, in that role. */
  unit: Unit;
}

/**
 * Whom a request is about, and as what its actor asks. A resident who names somebody else is a guardian or a delegate if
 * there is such a relation, whether or not it still stands: that is for the decision, whose refusal then says why it does
 * not. Where there is none they are a resident who asks about a stranger.
 * @param named whom the request names; the actor when left out
 */
export function actingFor(unit: Unit, named?: string): Acting {
  const subject = named ?? unit.actor.id;
  const relation = relationTo(unit, subject);
  if (relation === undefined) return { subject, unit };
  return { subject, unit: { ...unit, actor: { ...unit.actor, role: relation.kind } } };
}

/** The relation in which this request's actor stands to somebody else, whatever has become of it. */
function relationTo({ vault, actor }: Unit, subject: string): ControlContents['relation'] | undefined {
  const mayHave = actor.role === 'resident' || actor.role === 'guardian' || actor.role === 'delegate';
  return mayHave && subject !== actor.id
    ? vault.rows.get('relation', `${actor.id}/${subject}`)?.content
    : undefined;
}

/** What `facts.ts` says of a relation: whether it stands and reaches this, and if it does not, why. */
type RelationFacts = Pick<Facts, 'guardianOf' | 'delegateOf' | 'delegateSensitive' | 'relation'>;

const noRelation: RelationFacts = {
  guardianOf: false,
  delegateOf: false,
  delegateSensitive: false,
  relation: null,
};

/** For a question about a record of `subject`, for a purpose. */
export function relationFacts(unit: Unit, subject: string, purpose: string): RelationFacts {
  return factsOf(unit, subject, (relation) => coversPurpose(relation, purpose));
}

/** For something that is done about `subject`, and is about no record's field. */
export function actingFacts(
  { unit, subject }: Acting,
  operation: Operation,
  purpose = '',
): Pick<OperationFacts, 'self' | 'guardianOf' | 'delegateOf' | 'relation' | 'sensitive'> {
  const { guardianOf, delegateOf, relation } = factsOf(unit, subject, (one) =>
    coversOperation(one, operation),
  );
  return {
    self: subject === unit.actor.id,
    guardianOf,
    delegateOf,
    relation,
    sensitive: isSensitivePurpose(purpose),
  };
}

function factsOf(
  unit: Unit,
  subject: string,
  covers: (relation: ControlContents['relation']) => boolean,
): RelationFacts {
  const { role } = unit.actor;
  const relation = role === 'guardian' || role === 'delegate' ? relationTo(unit, subject) : undefined;
  if (relation === undefined) return noRelation;
  const reason =
    standing(relation, unit.now, childhoodOf(unit.vault, subject, unit.now)) ??
    (covers(relation) ? null : 'beyond_scope');
  const stands = reason === null;
  return {
    guardianOf: stands && relation.kind === 'guardian',
    delegateOf: stands && relation.kind === 'delegate',
    delegateSensitive: stands && relation.kind === 'delegate' && coversSensitive(relation),
    relation: reason,
  };
}
