import { comparedFor, type LikenessId } from '../../policy/likeness.ts';
import { type CreateRequest, createRecord, type Written } from '../write.ts';
import { done, type Outcome } from '../outcome.ts';
import { decideOn, type Judged, whyOf } from '../read.ts';
import type { RecordRow } from '../storage/schema.ts';
import { normalise } from '../validate.ts';
import { append, type Unit } from '../vault.ts';
import { isCanary } from '../watch/canary.ts';
import { rowsWith } from './by-value.ts';
import { comparableFor, type Likeness } from './duplicates.ts';
import { wantedOf } from './values.ts';

/** A new record, and those that look like it: `maybe` they are of the same person. */
export interface Created extends Written {
  alike: { id: string; by: LikenessId[] }[];
}

/** So many are told; whoever has more of the same has another trouble than this record. */
const mostTold = 5;

/**
 * Creates a record and says which others look like it, as far as the actor may see those: an entry each, for they have
 * learnt of them. Of what is in another grid, or nobody's to see, nothing is said.
 *
 * Told afterwards and not asked before: a question that leaves nothing behind would be a way to try out numbers.
 */
export function createAndCompare(unit: Unit, request: CreateRequest): Outcome<Created> {
  const made = createRecord(unit, request);
  if (!made.ok) return made;
  return done({ ...made.value, alike: alikeTo(unit, request, made.value.id) });
}

function alikeTo(unit: Unit, request: CreateRequest, own: string): Created['alike'] {
  const { type } = request;
  const purpose = comparedFor[type];
  if (purpose === undefined) return [];
  const checked = normalise(type, request.fields, unit.now);
  if (!checked.ok) return [];
  const found = new Map<string, { row: RecordRow; by: Likeness[] }>();
  for (const likeness of comparableFor(unit, { type, purpose })) {
    const named = likeness.fields.map((name): [string, string] => [name, checked.draft.get(name) ?? '']);
    if (named.some(([, value]) => value === '')) continue;
    const looked = wantedOf(unit.vault, type, named, unit.now, (name) => `fields.${name}`);
    if (!looked.ok) continue;
    for (const row of rowsWith(unit, type, looked.wanted))
      found.set(row.id, { row, by: [...(found.get(row.id)?.by ?? []), likeness] });
  }
  found.delete(own);
  return [...found.values()]
    .flatMap(({ row, by }) => {
      const decision = toTell(unit, { type, purpose }, row, by);
      return decision === undefined ? [] : [{ row, by, decision }];
    })
    .slice(0, mostTold)
    .map((one) => told(unit, { type, purpose }, one));
}

/** What is decided of telling the actor of it: that they may see it in a list, and what it is alike by at least as a fact. */
function toTell(
  unit: Unit,
  { type, purpose }: Pick<CreateRequest, 'type' | 'purpose'>,
  row: RecordRow,
  by: readonly Likeness[],
): Judged | undefined {
  // No work leads to who is made up.
  if (isCanary(unit.vault, row.subject)) return undefined;
  const fields = comparedBy(by);
  const decision = decideOn(unit, { ...row, type }, { purpose, fields }, 'list');
  return decision.granted && fields.every((name) => decision.fields[name] !== 'none') ? decision : undefined;
}

/** That there is one with the same values is all they are told, and what its entry says. */
function told(
  unit: Unit,
  { type, purpose }: Pick<CreateRequest, 'type' | 'purpose'>,
  { row, by, decision }: { row: RecordRow; by: readonly Likeness[]; decision: Judged },
): Created['alike'][number] {
  append(unit, {
    action: 'record.alike',
    decision: 'granted',
    subject: {
      subject: row.subject,
      fields: Object.fromEntries(comparedBy(by).map((name) => [name, 'fact'])),
      level: 'fact',
      ...whyOf({ purpose }, decision),
    },
    records: [{ type, id: row.id, version: row.version }],
  });
  return { id: row.id, by: by.map(({ id }) => id) };
}

const comparedBy = (by: readonly Likeness[]): string[] => [...new Set(by.flatMap(({ fields }) => fields))];
