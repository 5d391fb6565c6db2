import type { Household } from './community.ts';
import type { Business } from './holdings.ts';
import type { SeedTicket } from './tickets.ts';

/** One line of `POST …/imports`. */
export type SeedLine =
  | { kind: 'record'; type: 'household' | 'resident' | 'business'; id: string; grid: number; fields: Fields }
  | { kind: 'record'; type: 'dog' | 'vehicle' | 'errand'; id: string; keeper: string; fields: Fields }
  | { kind: 'consent'; subject: string; purpose: 'phone_contact'; at: number }
  | ({ kind: 'ticket'; worker?: string } & Omit<SeedTicket, 'taken'>);
type Fields = Readonly<Record<string, string>>;

export interface Batch {
  /** The same for the same seed and place, so that a batch sent twice is brought in once. */
  readonly key: string;
  readonly lines: readonly SeedLine[];
}

/** A household's lines: itself, its members, its dog, its car, what is done for it, its consents. What is referred to comes first. */
export function linesOf(household: Household): readonly SeedLine[] {
  const { id, grid, address, members, dog, holdings } = household;
  const size = String(members.length);
  const residents = members.map((member, at): SeedLine => {
    const householdRole = holdings.tenants ? 'tenant' : at === 0 ? 'head' : 'member';
    const { name, mobile = '', idNumber, born, care = '' } = member;
    const fields = { name, mobile, idNumber, birthDate: born, address, household: id, householdRole, care };
    return { kind: 'record', type: 'resident', id: member.id, grid, fields: withoutEmpty(fields) };
  });
  const consents = members.flatMap((member): readonly SeedLine[] => {
    if (member.agreedToCalls === undefined) return [];
    const at = Date.parse(`${member.agreedToCalls}T10:00:00+08:00`);
    return [{ kind: 'consent', subject: member.id, purpose: 'phone_contact', at }];
  });
  return [
    { kind: 'record', type: 'household', id, grid, fields: { address, size } },
    ...residents,
    ...(dog === undefined ? [] : [dogLine(dog)]),
    ...(['vehicle', 'errand'] as const).flatMap((type): SeedLine[] => {
      const held = holdings[type];
      if (held === undefined) return [];
      const { id: own, keeper, ...of } = held;
      return [{ kind: 'record', type, id: own, keeper, fields: { ...of } }];
    }),
    ...consents,
  ];
}

/** The line of a shop. */
export function businessLine({ id, grid, ...fields }: Business): SeedLine {
  return { kind: 'record', type: 'business', id, grid, fields };
}

function dogLine(dog: NonNullable<Household['dog']>): SeedLine {
  const { id, keeper, name, breed, chip, licence, vaccinatedUntil } = dog;
  return { kind: 'record', type: 'dog', id, keeper, fields: { name, breed, chip, licence, vaccinatedUntil } };
}

/** @param workers the vault's ids of the grids' workers: it chose them when they were appointed */
export function ticketLine(ticket: SeedTicket, workers: ReadonlyMap<number, string>): SeedLine {
  const { taken, ...words } = ticket;
  if (!taken) return { kind: 'ticket', ...words };
  const worker = workers.get(ticket.grid);
  if (worker === undefined) throw new RangeError(`grid ${ticket.grid} has no worker`);
  return { kind: 'ticket', ...words, worker };
}

function withoutEmpty(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}

/** A line as it goes over the wire: NDJSON, every line ended. */
export const written = (line: SeedLine): string => `${JSON.stringify(line)}\n`;

/**
 * Everything as batches of at most `most` bytes. What belongs together, a household or a ticket, is never divided, so
 * every batch begins with a record that has an id: after a break that id tells whether the batch was brought in.
 * @param name begins the batches' keys
 * @param most at most 1 MiB, which is what the vault takes
 */
export function* batchesOf(
  parts: Iterable<readonly SeedLine[]>,
  name: string,
  most: number,
): Generator<Batch> {
  let open: SeedLine[] = [];
  let bytes = 0;
  let number = 0;
  const batch = (): Batch => ({ key: `demo-${name}-${number++}`, lines: open });
  for (const lines of parts) {
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
