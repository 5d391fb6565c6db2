import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningVault, startVault } from '../cli/workerd.ts';
import { gridCount, makeResidents, type Resident, residentFields } from './data.ts';
import { pickFor } from './engine.ts';
import { type Figure, figureOf } from './figures.ts';
import { placeholderBundle } from './objects.ts';
import { openWire, requestBytes, type Wire } from './wire.ts';

/** A server that is measured: how a request of each kind is written, and the connections to it. */
interface Server {
  readonly wire: Wire;
  readonly requests: Readonly<Partial<Record<Kind, (turn: number) => Buffer>>>;
}

type Kind = 'read' | 'auditedRead' | 'auditedList';

const shown = residentFields.filter((name) => name !== 'care');
const listed = 50;
/** Residents that a worker sees without being looked at more closely, which costs more: half of where that begins. */
const seenByOne = 40;
/** Requests of one kind in one round, for one record each or for a list. */
const requestsARound = { one: 300, list: 20 };

interface HttpFigure {
  readonly id: string;
  readonly title: string;
  readonly ours: Kind;
  readonly against: Kind;
  readonly inFlight: number;
  readonly rate?: true;
  readonly per?: number;
}

export const httpFigures: readonly HttpFigure[] = [
  {
    id: 'http-16',
    title: '**audited reads** a second / unaudited plaintext reads a second, 16 in flight',
    ours: 'auditedRead',
    against: 'read',
    inFlight: 16,
    rate: true,
  },
  {
    id: 'http-1',
    title: 'the same, one after the other',
    ours: 'auditedRead',
    against: 'read',
    inFlight: 1,
    rate: true,
  },
  {
    id: 'http-16-audited',
    title: '**audited read** / audited plaintext read, 16 in flight',
    ours: 'auditedRead',
    against: 'auditedRead',
    inFlight: 16,
  },
  {
    id: 'http-list',
    title: `one of a list of ${listed}, each masked and with its own entry / the same in plaintext`,
    ours: 'auditedList',
    against: 'auditedList',
    inFlight: 1,
    per: listed,
  },
];

/**
 * Serves the product and a plaintext Worker, each on a workerd of its own, and measures both from outside. Both run all
 * the time; only one is asked at a time.
 */
export async function measureHttp(
  folder: string,
  options: { residents: number; rounds: number; requests?: typeof requestsARound },
  seed: number,
  say: (words: string) => void,
): Promise<Figure[]> {
  const residents = makeResidents(options.residents, seed);
  say('building the vault, and starting two workerd');
  const log = (): void => undefined;
  const running: RunningVault[] = [];
  const servers: Server[] = [];
  try {
    const bundle = writePlainBundle(join(folder, 'plain-bundle'));
    const plain = await startVault({ dir: join(folder, 'plain-state'), port: 0, bundle, log });
    running.push(plain);
    const vault = await startVault({ dir: join(folder, 'vault-state'), port: 0, log });
    running.push(vault);
    const { one } = options.requests ?? requestsARound;
    const workers = Math.ceil(((options.rounds + 1) * httpFigures.length * one) / (gridCount * seenByOne));
    const [ours, against] = [
      await settleVault(vault, residents, workers),
      await settlePlain(plain, residents),
    ];
    servers.push(ours, against);
    say(`${options.rounds} rounds over HTTP`);
    const figures: Figure[] = [];
    for (const figure of httpFigures) figures.push(await compare(figure, ours, against, options));
    return figures;
  } finally {
    for (const { wire } of servers) wire.close();
    await Promise.all(running.map((each) => each.stop()));
  }
}

async function compare(
  figure: HttpFigure,
  ours: Server,
  against: Server,
  { rounds, requests: { one, list } = requestsARound }: { rounds: number; requests?: typeof requestsARound },
): Promise<Figure> {
  const count = figure.per === undefined ? one : list;
  const times = { ours: [] as number[], against: [] as number[] };
  let turn = 0;
  const timed = async (server: Server, kind: Kind): Promise<number> => {
    const make = server.requests[kind];
    if (make === undefined) throw new Error(`no requests of the kind ${kind}`);
    const requests = Array.from({ length: count }, () => make((turn += 1)));
    return (await server.wire.burst(requests, figure.inFlight)) / count;
  };
  // The first round of each warms up and is not counted.
  for (let round = -1; round < rounds; round += 1) {
    const sides = [['ours', ours, figure.ours] as const, ['against', against, figure.against] as const];
    for (const [side, server, kind] of round % 2 === 0 ? sides : sides.toReversed()) {
      const taken = await timed(server, kind);
      if (round >= 0) times[side].push(taken);
    }
  }
  return figureOf(figure, times.ours, times.against);
}

/** Sets the community up as anybody would, over the API. @param workersAGrid who take turns in asking */
async function settleVault(
  vault: RunningVault,
  residents: readonly Resident[],
  workersAGrid: number,
): Promise<Server> {
  const wire = openWire(vault.port);
  const base = '/v1/communities/hengda';
  const json = (token: string) => ({ Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' });
  const admin = async <T>(method: string, path: string, body: unknown, headers = {}): Promise<T> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const all = { ...json(vault.adminToken), ...headers };
    return JSON.parse(await wire.ask(requestBytes(method, base + path, all, text))) as T;
  };
  const ids = Array.from({ length: gridCount }, (_, at) => at + 1);
  const grids = ids.map((id) => ({ id, kind: 'basic', buildings: [id] }));
  await admin('PUT', '', { name: '恒大城社区', grids });
  const tokens = new Map<string, string>();
  const signIn = async (grid: number, at: number): Promise<string> => {
    const appointment = { role: 'grid_worker', grids: [grid], fields: { name: '李建国' } };
    const once = { 'Idempotency-Key': `appoint-${grid}-${at}` };
    const { id } = await admin<{ id: string }>('POST', '/staff', appointment, once);
    const { path } = await admin<{ path: string }>('POST', '/links', { for: id });
    const [, secret = ''] = path.split('#');
    const entered = await admin<{ token: string }>('POST', '/links:enter', { secret });
    const own = { Authorization: `Bearer ${entered.token}` };
    const pin = await admin<{ session?: { token: string } }>('PUT', '/sign-ins/pin', { pin: '280519' }, own);
    return pin.session?.token ?? '';
  };
  for (const grid of ids) {
    for (let at = 0; at < workersAGrid; at += 1) tokens.set(`${grid} ${at}`, await signIn(grid, at));
  }
  const token = (grid: number, turn: number): string => tokens.get(`${grid} ${turn % workersAGrid}`) ?? '';
  for (let from = 0; from < residents.length; from += 200) {
    const lines = residents.slice(from, from + 200).map(({ id, grid, fields: values }) => {
      return JSON.stringify({ kind: 'record', type: 'resident', id, grid, fields: values });
    });
    const headers = { 'Content-Type': 'application/x-ndjson', 'Idempotency-Key': `import-${from}` };
    await admin('POST', '/imports', lines.join('\n'), headers);
  }
  const body = JSON.stringify({ purpose: 'record_keeping', fields: shown });
  const list = (grid: number): string =>
    JSON.stringify({ purpose: 'record_keeping', fields: shown, where: { grid }, limit: listed });
  const requests: Server['requests'] = {
    auditedRead: (turn) => {
      const { id, grid } = pickFor(residents, turn);
      return requestBytes('POST', `${base}/records/resident/${id}:read`, json(token(grid, turn)), body);
    },
    auditedList: (turn) => {
      const grid = 1 + (turn % gridCount);
      return requestBytes('POST', `${base}/records/resident:search`, json(token(grid, turn)), list(grid));
    },
  };
  const answer = JSON.parse(await wire.ask(requests.auditedRead?.(0) ?? Buffer.alloc(0))) as {
    fields: Record<string, { value: string }>;
  };
  const { name } = pickFor(residents, 0).fields;
  if (answer.fields['name']?.value !== name[0] + '*'.repeat(name.length - 1)) {
    throw new Error('the vault shows another name than the one that was brought in');
  }
  return { wire, requests };
}

async function settlePlain(plain: RunningVault, residents: readonly Resident[]): Promise<Server> {
  const wire = openWire(plain.port);
  const headers = { 'Content-Type': 'application/json' };
  await wire.ask(requestBytes('POST', '/imports', headers, JSON.stringify(residents)));
  const path = (turn: number): string => `/records/${pickFor(residents, turn).id}`;
  const list = (grid: number): string => JSON.stringify({ grid, limit: listed });
  const requests: Server['requests'] = {
    read: (turn) => requestBytes('GET', path(turn)),
    auditedRead: (turn) => requestBytes('POST', path(turn), headers),
    auditedList: (turn) => requestBytes('POST', '/list', headers, list(1 + (turn % gridCount))),
  };
  const row = JSON.parse(await wire.ask(requests.read?.(0) ?? Buffer.alloc(0))) as Record<string, string>;
  if (residentFields.some((name) => row[name] !== pickFor(residents, 0).fields[name])) {
    throw new Error('the plaintext Worker gave a resident back changed');
  }
  return { wire, requests };
}

/** The plaintext Worker in the vault's place. */
function writePlainBundle(dir: string): string {
  placeholderBundle(dir);
  copyFileSync(join(import.meta.dirname, 'plain-worker.mjs'), join(dir, 'vault', 'worker.js'));
  return dir;
}
