import { caseKinds, caseStates } from '../cases/case.ts';
import { cedarSet } from './cedar-words.ts';
import { conditions } from '../conditions.ts';
import { consentStates, contexts, type Facts, nothingKnown, withins } from '../facts.ts';
import { fieldSpec, recordTypes, type RecordType } from '../fields.ts';
import { type Action, actions, type Grant, type Policy } from '../grant.ts';
import { type Level, levels } from '../levels.ts';
import { showable } from '../masks.ts';
import { isWrite } from '../offers.ts';
import { purposeIds, purposes, purposeSpec } from '../purposes.ts';
import { roles } from '../roles.ts';

/**
 * The policy in Cedar (https://www.cedarpolicy.com), for whoever wants to check it with tools that are not ours. A test
 * lets Cedar decide many thousand questions over the copy in `docs/`, and `decide` agrees with each answer.
 *
 * A question about one field is a Cedar request: an `Actor` in its `Role`, a `Field` in its `RecordType`, and in the
 * context the purpose and the facts (`facts.ts`, a fact that is null is left out). How much is shown is in the action:
 * `read_clear`, `read_masked`, `read_fact`, and the same of the others that show; who may read in clear may read masked, and so on down.
 */
const shows = actions.filter((action) => !isWrite(action));
const shownLevels = levels.filter((level) => level !== 'none').toReversed();

/** The Cedar action that asks for an action of ours, at a level. */
export const cedarAction = (action: Action, level: Exclude<Level, 'none'>): string =>
  isWrite(action) ? action : `${action}_${level}`;

const every = Object.keys(recordTypes) as RecordType[];
const fieldId = (type: RecordType, field: string): string => `${type}.${field}`;

/** What there is to be asked about, in Cedar's schema language. */
export function cedarSchema(): string {
  const chains = shows.flatMap((action) =>
    shownLevels.map((level, at) => {
      const above = shownLevels[at - 1];
      return actionOf(`${action}_${level}`, above === undefined ? undefined : `${action}_${above}`);
    }),
  );
  const writes = actions.filter(isWrite).map((action) => actionOf(action));
  return [
    '// Made from policy/ by `npx lindun policy cedar --schema`; do not edit.',
    '',
    `entity Role enum ${names(roles)};`,
    'entity Actor in [Role];',
    `entity Purpose enum ${names(purposeIds)};`,
    '// A type of record, and a field of one: `resident`, `resident.mobile`.',
    'entity RecordType;',
    'entity Field in [RecordType];',
    '',
    'type Case = {',
    `  // ${caseKinds.join(', ')}`,
    '  kind: String,',
    `  // ${caseStates.join(', ')}`,
    '  state: String,',
    '  mine: Bool,',
    '  about: Bool,',
    '  inTime: Bool,',
    '};',
    '',
    '// What is true at the moment of a question; policy/facts.ts says what each means.',
    'type Facts = {',
    '  purpose: Purpose,',
    `  // ${contexts.join(', ')}`,
    '  context: String,',
    `  // ${withins.join(', ')}`,
    '  within: String,',
    `  // ${consentStates.join(', ')}`,
    '  consent: String,',
    ...flags.map((flag) => `  ${flag}: Bool,`),
    '  // Why a relation that was does not count, where there was one.',
    '  relation?: String,',
    '  case?: Case,',
    '  order?: { fields: Set<Field> },',
    '};',
    '',
    ...chains,
    ...writes,
    '',
  ].join('\n');
}

/** The facts that are yes or no. */
export const flags = Object.entries(nothingKnown)
  .filter(([, value]) => typeof value === 'boolean')
  .map(([fact]) => fact as Flag);
type Flag = { [F in keyof Facts]: Facts[F] extends boolean ? F : never }[keyof Facts];

const names = (all: readonly string[]): string => `[${all.map((name) => `"${name}"`).join(', ')}]`;

const actionOf = (name: string, within?: string): string =>
  `action ${name}${within === undefined ? '' : ` in [${within}]`} appliesTo { principal: Actor, resource: Field, context: Facts };`;

/** The policy set: every refusal a `forbid`, every grant a `permit`, in the order of the tables. */
export function cedarPolicies(policy: Policy): string {
  return [
    '// Made from policy/ by `npx lindun policy cedar`; do not edit. A test lets Cedar decide over this copy as `decide` does.',
    '',
    purposeForbid(),
    ...policy.refusals.map(({ id, words, cedar }) =>
      [
        `// ${words.zh} / ${words.en}`,
        `@id("${id}")`,
        'forbid (principal, action, resource)',
        'when {',
        indent(cedar),
        '};',
        '',
      ].join('\n'),
    ),
    ...policy.grants.flatMap(permits),
  ].join('\n');
}

/** No grant outruns its purpose: what `purposes.ts` does not name is refused before any grant is looked at. */
function purposeForbid(): string {
  const covered = purposeIds.flatMap((id) => {
    const ids = every.flatMap((type) =>
      (purposeSpec(id)?.covers[type] ?? []).map((field) => fieldId(type, field)),
    );
    return ids.length === 0
      ? []
      : [`(context.purpose == Purpose::"${id}" && resource in ${cedarSet('Field', ids)})`];
  });
  return [
    '// 超出用途范围的信息不给 / No field that the purpose does not cover',
    '@id("purpose_does_not_cover")',
    'forbid (principal, action, resource)',
    'unless {',
    indent(covered.join(' ||\n')),
    '};',
    '',
  ].join('\n');
}

/** One grant: a `permit` for each level that its fields can be shown at. */
function permits(grant: Grant): readonly string[] {
  const reading = grant.actions.filter((action) => !isWrite(action));
  const writing = grant.actions.filter(isWrite);
  const byLevel = shownLevels.map((level) => ({
    level,
    fields: grant.fields.filter((field) => shownAt(grant, field) === level),
  }));
  return [
    ...(writing.length > 0 ? [permit(grant, '', writing, grant.fields)] : []),
    ...byLevel
      .filter(({ fields }) => reading.length > 0 && fields.length > 0)
      .map(({ level, fields }) =>
        permit(
          grant,
          level === grant.level ? '' : `.${level}`,
          reading.map((action) => cedarAction(action, level)),
          fields,
        ),
      ),
  ];
}

function shownAt({ type, level }: Grant, field: string): Level {
  const spec = fieldSpec(type, field);
  return spec === undefined ? 'none' : showable(spec, level);
}

function permit(grant: Grant, suffix: string, asked: readonly string[], fields: readonly string[]): string {
  const [role, ...more] = grant.roles;
  const clauses = [
    ...(more.length > 0 ? [`principal in ${cedarSet('Role', grant.roles)}`] : []),
    `context.purpose == Purpose::"${grant.purpose}"`,
    `resource in ${cedarSet(
      'Field',
      fields.map((field) => fieldId(grant.type, field)),
    )}`,
    ...grant.when.map((name) => conditions[name].cedar),
  ];
  return [
    `@id("${grant.id}${suffix}")`,
    `@basis("${purposes[grant.purpose].basis.article}")`,
    'permit (',
    more.length > 0 ? '  principal,' : `  principal in Role::"${role}",`,
    `  action in ${cedarSet('Action', asked)},`,
    '  resource',
    ')',
    'when {',
    indent(clauses.join(' &&\n')),
    '};',
    '',
  ].join('\n');
}

const indent = (text: string): string => text.replaceAll(/^/gm, '  ');
