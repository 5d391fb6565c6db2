import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Fault } from '../cli/fault.ts';
import { verifyDirectory } from '../cli/verify-directory.ts';
import { startVault } from '../cli/workerd.ts';
import { copyOf, databaseOf, live, type Lived, tamper } from './tampered.ts';
import { type Ids, type Kind, kinds, type Probe } from './tamperings.ts';
import { send, type Wire } from './wire.ts';

/**
 * Every kind of tampering with a stored database, made on a copy at rest: `verify` has to find it and to name the row,
 * and the table in tests/tamperings.ts says what a vault does that is started on the copy: it refuses what it reads, or
 * does not open. What no single read can see, a row put back whole or one that is gone, it serves: `verify` alone
 * finds it, and the title says so.
 */
let lived: Lived;
beforeAll(async () => {
  lived = await live();
});
afterAll(() => lived.remove());

/** What a running vault is asked, and of whom. */
const probes = {
  resident: () =>
    ask('worker', `/records/resident/${lived.people.resident.id}:read`, { purpose: 'grid_overview' }),
  mobile: () =>
    ask('worker', '/records/resident:search', {
      purpose: 'grid_overview',
      where: { field: 'mobile', value: '13900139000' },
      limit: 5,
    }),
  ticket: () => ask('worker', `/tickets/${lived.ticket.number}:read`, { purpose: 'handle_ticket' }),
  photo: () =>
    ask('worker', `/tickets/${lived.ticket.number}/attachments/1:read`, { purpose: 'handle_ticket' }),
  consents: () => ['POST', '/consents:search', lived.page, undefined] as const,
  log: () => ask('officer', '/log:search', { limit: 50 }),
  proof: () => ask('officer', '/log/entries/20:prove', undefined),
} satisfies Record<Probe, () => readonly [string, string, string, unknown]>;

function ask(who: 'worker' | 'officer', path: string, body: unknown) {
  return ['POST', path, lived.people[who].token, body] as const;
}

const idsOf = (): Ids => ({
  $resident: lived.people.resident.id,
  $neighbour: lived.neighbour,
  $worker: lived.people.worker.id,
  $ticket: lived.ticket.id,
  $photo: lived.photo,
  $consent: `${lived.people.resident.id}/phone_contact`,
});

describe('an untouched copy', () => {
  test('is fine, and all probes are answered', async () => {
    const copy = copyOf(lived.now);
    const report = verifyDirectory({ dir: copy.dir });
    expect(report).toMatchObject({ ok: true, findings: [], communities: [{ keys: true, findings: [] }] });
    for (const probe of Object.keys(probes) as Probe[]) {
      expect([probe, (await askOn(copy.dir, probe)).status]).toEqual([probe, 200]);
    }
    // The starts and questions were entries; they are in order too.
    expect(verifyDirectory({ dir: copy.dir }).ok).toBe(true);
    copy.remove();
  });
});

describe.each(Object.entries(kinds))('%s', (_, { change, finds, vault: [probe, expected] }) => {
  test(`is found and named by verify; a vault ${does(expected)}`, async () => {
    const copy = copyOf(lived.now);
    tamper(copy.dir, (database) => {
      database.prepare('ATTACH ? AS before').run(databaseOf(lived.before));
      change(database, idsOf());
    });
    const report = verifyDirectory({ dir: copy.dir });
    expect(report.ok).toBe(false);
    expect(report.communities[0]?.findings).toContainEqual(expect.objectContaining(finds(idsOf())));
    const wire = await askOn(copy.dir, probe);
    if (expected === 'tampered') {
      expect([wire.status, wire.json]).toEqual([500, expect.objectContaining({ code: 'tampered' })]);
    } else if (expected === 'listed') {
      expect((wire.json as { tampered: number[] }).tampered).toContain(20);
      expect((wire.json as { items: { seq: number }[] }).items.map(({ seq }) => seq)).not.toContain(20);
    } else expect(wire.status).toBe(expected === 'down' ? 0 : expected);
    copy.remove();
  });
});

/** What a vault on a spoilt database does, in the words of a test's title. */
function does(expected: Kind['vault'][1]): string {
  if (expected === 'tampered') return 'refuses what it reads of it';
  if (expected === 'listed') return 'lists it as damaged and shows nothing of it';
  if (expected === 'down') return 'does not open';
  return expected === 200
    ? 'serves, without a way to see it'
    : `answers ${expected}, as if it had never been`;
}

/** Starts a vault on the directory, asks, stops it. Status 0: it does not open. */
async function askOn(dir: string, probe: Probe): Promise<Pick<Wire, 'status' | 'json'>> {
  let vault;
  try {
    vault = await startVault({ dir, port: 0, log: () => undefined });
  } catch (error) {
    if (error instanceof Fault && error.code === 'workerd') return { status: 0, json: null };
    throw error;
  }
  const [method, path, token, body] = probes[probe]();
  const wire = await send(vault.url, method, path, { token, body });
  await vault.stop();
  return wire;
}
