import { readFileSync } from 'node:fs';
import {
  type CedarValueJson,
  checkParseSchema,
  policySetTextToParts,
  policyToJson,
  preparsePolicySet,
  preparseSchema,
  statefulIsAuthorized,
  validate,
} from '@cedar-policy/cedar-wasm/nodejs';
import { cedarAction, flags } from '../policy/show/cedar.ts';
import { decide, type Question } from '../policy/decide.ts';
import type { Facts } from '../policy/facts.ts';
import { type Action, actions, type Policy } from '../policy/grant.ts';
import { atMost, type Level, levels } from '../policy/levels.ts';
import { isWrite } from '../policy/offers.ts';
import { isPurpose } from '../policy/purposes.ts';
import { roles } from '../policy/roles.ts';

/** What Cedar answers: whether, and which of its policies say so. */
export interface CedarAnswer {
  readonly allowed: boolean;
  readonly by: readonly string[];
}

/** One question about one field at one level, as both sides can be asked it. */
export interface CedarQuestion {
  readonly question: Omit<Question, 'action' | 'fields'> & {
    readonly action: Action;
    readonly field: string;
  };
  readonly level: Exclude<Level, 'none'>;
  readonly facts: Facts;
}

/**
 * Cedar over a policy set and a schema, both as text.
 * @throws Error with what Cedar's own validator has to say against them
 */
export function cedarOver(policies: string, schema: string): (asked: CedarQuestion) => CedarAnswer {
  const parsed = checkParseSchema(schema);
  if (parsed.type !== 'success')
    throw new Error(`schema: ${parsed.errors.map(({ message }) => message).join('; ')}`);
  const staticPolicies = byId(policies);
  const valid = validate({ schema, policies: { staticPolicies } });
  const faults =
    valid.type === 'failure'
      ? valid.errors
      : [...valid.validationErrors, ...valid.validationWarnings].map(({ error }) => error);
  if (faults.length > 0) throw new Error(`policies: ${faults.map(({ message }) => message).join('; ')}`);
  const id = `policy ${(opened += 1)}`;
  preparseSchema(id, schema);
  preparsePolicySet(id, { staticPolicies });
  return (asked) => answer(id, asked);
}

let opened = 0;

/** Each policy under the name in its `@id`. */
function byId(policies: string): Record<string, string> {
  const parts = policySetTextToParts(policies);
  if (parts.type === 'failure') throw new Error(parts.errors.map(({ message }) => message).join('; '));
  return Object.fromEntries(
    parts.policies.map((text) => {
      const read = policyToJson(text);
      const id = read.type === 'success' ? read.json.annotations?.['id'] : undefined;
      if (id === undefined) throw new Error(`a policy without a name: ${text}`);
      return [id, text];
    }),
  );
}

/** Names that the schema does not know are refused by it before a policy is looked at. */
function answer(id: string, { question, level, facts }: CedarQuestion): CedarAnswer {
  const { action, role, purpose, type, field } = question;
  const { case: named, order, relation, context, within, consent } = facts;
  const entity = (kind: string, name: string) => ({ type: kind, id: name });
  const fact = (name: string): CedarValueJson => ({ __entity: entity('Field', name) });
  const actor = { uid: entity('Actor', 'somebody'), attrs: {}, parents: [entity('Role', role)] };
  const resource = {
    uid: entity('Field', `${type}.${field}`),
    attrs: {},
    parents: [entity('RecordType', type)],
  };
  const answered = statefulIsAuthorized({
    preparsedPolicySetId: id,
    preparsedSchemaName: id,
    validateRequest: true,
    principal: actor.uid,
    action: entity('Action', cedarAction(action, level)),
    resource: resource.uid,
    entities: [actor, resource],
    context: {
      purpose: { __entity: entity('Purpose', purpose) },
      context,
      within,
      consent,
      ...Object.fromEntries(flags.map((flag) => [flag, facts[flag]])),
      ...(relation === null ? {} : { relation }),
      ...(named === null ? {} : { case: { ...named } }),
      ...(order === null ? {} : { order: { fields: order.fields.map(fact) } }),
    },
  });
  if (answered.type === 'failure') {
    if (isPurpose(purpose) && (roles as readonly string[]).includes(role))
      throw new Error(answered.errors.map(({ message }) => message).join('; '));
    return { allowed: false, by: [] };
  }
  const { decision, diagnostics } = answered.response;
  if (diagnostics.errors.length > 0) throw new Error(JSON.stringify(diagnostics.errors));
  return { allowed: decision === 'allow', by: diagnostics.reason };
}

/** Every question Cedar can be put about one of ours: each field, and for a read each level. */
export function cedarQuestions(question: Question, facts: Facts): CedarQuestion[] {
  const action = actions.find((known) => known === question.action);
  if (action === undefined) return [];
  const asked = levels.filter((level) => level !== 'none' && (level === 'clear' || !isWrite(action)));
  return question.fields.flatMap((field) =>
    asked.map((level) => ({
      question: { ...question, action, field },
      level: level as Exclude<Level, 'none'>,
      facts,
    })),
  );
}

/** Cedar over the copy of the policy that stands in docs/. */
export const cedarOfRecord = (): ((asked: CedarQuestion) => CedarAnswer) => {
  const read = (name: string): string => readFileSync(new URL(`../docs/${name}`, import.meta.url), 'utf8');
  return cedarOver(read('policy.cedar'), read('policy.cedarschema'));
};

/** Where `decide` over these tables and Cedar part: in what is granted, or in the rule that says so. */
export function disagreements(
  policy: Policy,
  cedar: (asked: CedarQuestion) => CedarAnswer,
  questions: readonly CedarQuestion[],
): CedarQuestion[] {
  const refusals = new Set(policy.refusals.map(({ id }) => id));
  return questions.filter((asked) => {
    const { granted, rule } = ours(asked, policy);
    const { allowed, by } = cedar(asked);
    const named = by.some((id) => id.split('.')[0] === rule);
    return granted !== allowed || ((granted || refusals.has(rule)) && !named);
  });
}

/** What `decide` says to a question that Cedar is asked: whether at least so much is shown, and by which rule. */
export function ours(
  { question, level, facts }: CedarQuestion,
  policy: Policy,
): { granted: boolean; rule: string } {
  const decision = decide({ ...question, fields: [question.field] }, facts, policy);
  return { granted: decision.level !== 'none' && atMost(level, decision.level), rule: decision.rule };
}
