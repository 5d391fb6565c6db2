import { z } from '@hono/zod-openapi';
import { fieldsOf, isTheirs, type RecordType } from '../../policy/fields.ts';
import { comparable, type LikenessId, likenessIds } from '../../policy/likeness.ts';
import { dues, narrowedBy } from '../../policy/narrowing.ts';
import {
  byType,
  fieldNames,
  gridId,
  grounds,
  id,
  limit,
  mine,
  purpose,
  reasonGiven,
  reasonMissing,
  recordCursor,
  releasedRecord,
  titled,
  written,
} from './schemas.ts';

/** What a search of records names. Which fields are found by value, policy/fields.ts says. */
const value = z.string().min(1).max(200);
const noValue = { code: 'required', zh: '至少写一个要找的值', en: 'name at least one value to find' };

/** A grid's, all of them or narrowed by what the type has: the building, the month in which a date runs out. */
const ways = { building: z.int().min(1).max(999).optional(), due: z.enum(dues).optional() };
const narrowed = z.strictObject({ grid: gridId, ...ways });
function ofGrid(type: RecordType): typeof narrowed {
  const its = Object.entries(ways).filter(
    ([way]) => narrowedBy(type, way as keyof typeof ways) !== undefined,
  );
  return z.strictObject({ grid: gridId, ...Object.fromEntries(its) }) as unknown as typeof narrowed;
}

const indexedFields = (type: RecordType): string[] =>
  Object.entries(fieldsOf(type)).flatMap(([name, spec]) => (spec.indexed === true ? [name] : []));

/** By an exact value only where a keyed hash of it is kept; by several at once those records that have them all. */
/** What one resident has. */
const ofResident = z.strictObject({ of: id });

function whereOf(type: RecordType) {
  const names = indexedFields(type);
  const owned = isTheirs(type) && type !== 'resident' ? [ofResident] : [];
  if (names.length === 0) return z.union([ofGrid(type), mine, ...owned]);
  const exact = z.strictObject({ field: z.enum(names as [string, ...string[]]), value });
  const match = z
    .strictObject(Object.fromEntries(names.map((name) => [name, value.optional()])))
    .refine((values) => Object.values(values).some((each) => each !== undefined), { params: noValue });
  return z.union([ofGrid(type), mine, exact, z.strictObject({ match }), ...owned]);
}

export const recordSearch = byType((type) =>
  titled(
    z
      .strictObject({
        ...grounds,
        where: whereOf(type),
        fields: fieldNames(type).optional(),
        cursor: recordCursor,
        limit,
      })
      .refine(reasonGiven, reasonMissing),
    type,
    'Search',
  ),
);

const likeness = z.array(z.enum(likenessIds as [LikenessId, ...LikenessId[]]));

/** A new record, and which others look like it: ids alone, of those that who creates it may see. */
export const recordCreated = written
  .extend({ alike: z.array(z.strictObject({ id, by: likeness })) })
  .openapi('RecordCreated');

export const recordDuplicates = byType(
  (type) =>
    titled(
      z
        .strictObject({
          ...grounds,
          grid: gridId.optional(),
          fields: fieldNames(type).optional(),
          cursor: recordCursor,
          limit,
        })
        .refine(reasonGiven, reasonMissing),
      type,
      'Duplicates',
    ),
  comparable,
);

export const duplicateList = z
  .strictObject({
    items: z.array(z.strictObject({ by: likeness, records: z.array(releasedRecord) })),
    cursor: z.string().nullable(),
    remaining: z.int().min(0),
  })
  .openapi('DuplicateList');

export const householdFind = z
  .strictObject({ purpose, address: z.string().min(1).max(200) })
  .openapi('HouseholdFind');

export const foundHouseholds = z
  .strictObject({
    households: z.array(z.strictObject({ household: releasedRecord, members: z.array(releasedRecord) })),
    others: z.array(releasedRecord),
  })
  .openapi('FoundHouseholds');

/** A household and who belongs to it: the head first. */
export const householdRead = z
  .strictObject({
    household: releasedRecord.nullable(),
    members: z.array(releasedRecord),
    guardians: z.array(z.strictObject({ guardian: id, child: id })),
  })
  .openapi('HouseholdRead');
