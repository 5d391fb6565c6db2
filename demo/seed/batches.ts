import type { Community, Household } from './community.ts';

/** One line of `POST …/imports`. */
export type SeedLine =
  | { kind: 'record'; type: 'household' | 'resident'; id: string; grid: number; fields: Fields }
  | { kind: 'record'; type: 'dog'; id: string; keeper: string; fields: Fields }
  | { kind: 'consent'; subject: string; purpose: 'phone_contact'; at: number };
type Fields = Readonly<Record<string, string>>;

export interface Batch {
  /** The same for the same seed and place, so that a batch sent twice is brought in once. */
  readonly key: string;
  readonly lines: readonly SeedLine[];
}

/** A household's lines: itself, its members, its dog, its consents. What is referred to comes first. */
export function linesOf(household: Household): readonly SeedLine[] {
  const { id, grid, address, members, dog } = household;
  const size = String(members.length);
  const residents = members.map((member): SeedLine => {
    const { name, mobile = '', idNumber, born, care = '' } = member;
    const fields = { name, mobile, idNumber, birthDate: born, address, household: id, care };
    return { kind: 'record', type: 'resident', id: member.id, grid, fields: withoutEmpty(fields) };
  });
  const consents = members.flatMap((member): readonly SeedLine[] => {
    if (member.agreedToCalls === undefined) return [];
    const at = Date.parse(`${member.agreedToCalls}T10:00:00+08:00`);
    return [{ kind: 'consent', subject: member.id, purpose: 'phone_contact', at }];
  });
  return [
    { kind: 'record', type: 'household', id, grid, fields: { address, head: members[0].id, size } },
    ...residents,
    ...(dog === undefined ? [] : [dogLine(dog)]),
    ...consents,
  ];
}

function dogLine(dog: NonNullable<Household['dog']>): SeedLine {
  const { id, keeper, name, breed, chip, licence, vaccinatedUntil } = dog;
  return { kind: 'record', type: 'dog', id, keeper, fields: { name, breed, chip, licence, vaccinatedUntil } };
}

function withoutEmpty(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}

/** A line as it goes over the wire: NDJSON, every line ended. */
export const written = (line: SeedLine): string => `${JSON.stringify(line)}\n`;

/**
 * The whole community as batches of at most `most` bytes. A household is never divided, so every batch
 * begins with a household's record, and after a break its id tells whether the batch was brought in.
 * @param most at most 1 MiB, which is what the vault takes
 */
export function* batchesOf(community: Community, seed: number, most: number): Generator<Batch> {
  let open: SeedLine[] = [];
  let bytes = 0;
  let number = 0;
  const batch = (): Batch => ({ key: `demo-${seed}-${number++}`, lines: open });
  for (const household of community.households) {
    const lines = linesOf(household);
    const more = Buffer.byteLength(lines.map(written).join(''));
    if (open.length > 0 && bytes + more > most) {
      yield batch();
      open = [];
      bytes = 0;
    }
    open.push(...lines);
    bytes += more;
  }
  if (open.length > 0) yield batch();
}
