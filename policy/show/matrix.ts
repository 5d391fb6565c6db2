import { fieldsOf, recordTypes, type RecordType } from '../fields.ts';
import { levels, type Level } from '../levels.ts';
import { type Cell, mostOf } from './most.ts';
import { operationRules } from '../operations.ts';
import { purposes, purposeIds } from '../purposes.ts';
import { roles } from '../roles.ts';
import { type Action, actions, type Policy } from '../grant.ts';
import { policy as inForce } from '../rules.ts';
import { levelWords, roleWords } from '../words.ts';

/**
 * The most each role can ever get of each field, as Markdown: what `decide` answers under the most
 * favourable of all facts. It is found by asking, not by reading the rules' table, so that a mistake in
 * either shows as a difference.
 */
export function renderMatrix(policy: Policy = inForce): string {
  return [
    '# What each role can get',
    '',
    'Made from `policy/` by its own test; do not edit. Each cell is the most that `decide` ever grants,',
    'under the most favourable facts (own grid, own case in the right state, consent given, a reason in words).',
    'Under other facts it is less. `c` create and `u` update mean that the field may be written, `p` that',
    'it may go into a sealed package for a recipient, which its maker does not see into. A role, purpose or type',
    'without a row gets nothing.',
    '',
    ...levels.map((level) => `- \`${level}\` ${levelWords[level].zh}, ${levelWords[level].en}`),
    '',
    ...(Object.keys(recordTypes) as RecordType[]).flatMap((type) => renderType(type, policy)),
    ...renderRules(policy),
    ...renderOperations(),
    '',
  ].join('\n');
}

function renderType(type: RecordType, policy: Policy): readonly string[] {
  const fields = Object.keys(fieldsOf(type));
  const rows = roles.flatMap((role) =>
    purposeIds.flatMap((purpose) => {
      const cells = fields.map((field) => cell(policy, { role, purpose, type, field }));
      return cells.every((text) => text === '')
        ? []
        : [[roleWords[role].zh, role, `\`${purpose}\``, ...cells]];
    }),
  );
  const { zh, en } = recordTypes[type].title;
  return [`## ${zh} ${en}`, '', ...table(['', 'role', 'purpose', ...fields], rows), ''];
}

/**
 * E.g. `masked`, `masked c u`, `u`, or nothing. A list that shows less than a read is said so: `clear (list
 * none)`.
 */
function cell(policy: Policy, asked: Omit<Cell, 'action'>): string {
  const best = (action: Action): Level => mostOf(policy, { ...asked, action });
  const [read, list, create, update, provide] = actions.map(best);
  return [
    read === 'none' ? '' : read,
    read === list ? '' : `(list ${list})`,
    create === 'none' ? '' : 'c',
    update === 'none' ? '' : 'u',
    provide === 'none' ? '' : 'p',
  ]
    .filter((text) => text !== '')
    .join(' ');
}

/** The rules themselves, with their conditions. */
const renderRules = (policy: Policy): readonly string[] => [
  '## Rules',
  '',
  `Refusals come first and beat every grant: ${policy.refusals.map(({ id }) => `\`${id}\``).join(', ')}.`,
  '',
  ...table(
    ['rule', 'roles', 'actions', 'purpose', 'basis', 'type', 'fields', 'level', 'when'],
    policy.grants.map((grant) => [
      `\`${grant.id}\``,
      grant.roles.join(', '),
      grant.actions.join(', '),
      grant.purpose,
      purposes[grant.purpose].basis.article,
      grant.type,
      grant.fields.join(', '),
      grant.level,
      grant.when.join(', '),
    ]),
  ),
  '',
];

const renderOperations = (): readonly string[] => [
  '## Operations',
  '',
  ...table(
    ['operation', 'rule', 'roles', 'when'],
    operationRules.map((row) => [row.operation, `\`${row.id}\``, row.roles.join(', '), row.when.join(', ')]),
  ),
];

const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => [
  `| ${head.join(' | ')} |`,
  `|${' --- |'.repeat(head.length)}`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
];
