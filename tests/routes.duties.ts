import { recipientKey } from './recipient-key.ts';
import type { Asked, Made } from './routes.requests.ts';
import { row, type Row } from './routes.table.ts';

/** Recipients and hand-overs, the register, assessments and breaches: see routes.table.ts. */

// prettier-ignore
const officer =   '401 401  403 403 403 403  403 403 403 200 403 403';
// prettier-ignore
const made =      '401 401  403 403 403 403  403 403 403 201 403 403';

// prettier-ignore
export const dutiesTable: readonly Row[] = [
  //                                                     none ended  reporter chat group page  worker elsewhere dispatcher officer administrator bot
  row('POST /recipients', 'propose a recipient', { nobody: made }),
  // Whoever is in the register may be told of by anybody whose data it is.
  row('POST /recipients:search', 'see the recipients', {
    nobody:   '401 401  403 200 403 200  403 403 403 200 403 403' }),
  row('POST /recipients/{id}:end', 'end a recipient', { nobody: officer }),
  row('POST /hand-overs', 'prepare a hand-over', { wang: made }),
  row('POST /hand-overs:search', 'see the hand-overs', { nobody: officer }),
  // Whoever approved it does not make it.
  row('POST /hand-overs/{id}:make', 'make a package', { wang: officer }),
  row('GET /hand-overs/key', 'get the key of packages', {
    nobody:   '200 200  200 200 200 200  200 200 200 200 200 200' }),
  row('POST /register:read', 'read the register', { nobody: officer }),
  row('POST /pias', 'write an assessment', { nobody: made }),
  row('POST /pias:search', 'see the assessments', { nobody: officer }),
  row('POST /pias/{id}:read', 'read an assessment', { nobody: officer }),
  row('PATCH /pias/{id}', 'change an assessment', { nobody: officer }),
  row('POST /pias/{id}:sign', 'sign an assessment', { nobody: officer }),
  row('POST /breaches', 'open a breach', { nobody: made }),
  row('POST /breaches:search', 'see the breaches', { nobody: officer }),
  row('POST /breaches/{id}:read', 'read a breach', { nobody: officer }),
  row('PATCH /breaches/{id}', 'change a breach', { nobody: officer }),
  row('POST /breaches/{id}:step', 'take a step of a breach', { nobody: officer }),
];

const { armored } = await recipientKey();
const police = {
  kind: 'police',
  name: '鲍山派出所',
  contact: '0531-00000000',
  purpose: 'provide_by_law',
  law: '《刑事诉讼法》第五十四条',
  document: '1号',
  fields: ['name'],
  key: armored,
};
const assessment = { occasion: 'provide', fields: { processing: '向派出所提供住址' } };
const lost = {
  found: 1_700_000_000_000,
  from: 1_600_000_000_000,
  to: 1_700_000_000_000,
  fields: { what: '手机丢失' },
};
const seen = { 'if-match': '"1"' };

async function approved({ ask, people }: Made, proposal: Record<string, string>): Promise<void> {
  const body = { decision: 'approve' };
  await ask('POST', `/approvals/${proposal['approval']}:decide`, people.administrator, body);
}

async function recipient(m: Made): Promise<string> {
  const proposed = await m.ask('POST', '/recipients', m.people.officer.token, police);
  await approved(m, proposed);
  return String(proposed['id']);
}

const handOver = async (m: Made) => ({
  recipient: await recipient(m),
  residents: [m.target.resident],
  document: '12号',
});

async function madeAt(m: Made, path: string, body: object): Promise<{ path: { id: string } }> {
  return { path: { id: String((await m.ask('POST', path, m.people.officer.token, body))['id']) } };
}

export const dutiesRequests: Readonly<Record<string, (made: Made) => Asked | Promise<Asked>>> = {
  'propose a recipient': () => ({ body: police }),
  'see the recipients': () => ({ body: {} }),
  'end a recipient': async (m) => ({ path: { id: await recipient(m) }, body: {} }),
  'prepare a hand-over': async (m) => ({ body: await handOver(m) }),
  'see the hand-overs': () => ({ body: {} }),
  'make a package': async (m) => {
    const prepared = await m.ask('POST', '/hand-overs', m.people.officer.token, await handOver(m));
    await approved(m, prepared);
    return { path: { id: String(prepared['id']) }, body: {} };
  },
  'get the key of packages': () => ({}),
  'read the register': () => ({ body: {} }),
  'write an assessment': () => ({ body: assessment }),
  'see the assessments': () => ({ body: {} }),
  'read an assessment': async (m) => ({ ...(await madeAt(m, '/pias', assessment)), body: {} }),
  'change an assessment': async (m) => ({
    ...(await madeAt(m, '/pias', assessment)),
    body: { fields: { conclusion: '可以' } },
    headers: seen,
  }),
  'sign an assessment': async (m) => ({ ...(await madeAt(m, '/pias', assessment)), body: {} }),
  'open a breach': () => ({ body: lost }),
  'see the breaches': () => ({ body: {} }),
  'read a breach': async (m) => ({ ...(await madeAt(m, '/breaches', lost)), body: {} }),
  'change a breach': async (m) => ({
    ...(await madeAt(m, '/breaches', lost)),
    body: { fields: { measures: '已收回' } },
    headers: seen,
  }),
  'take a step of a breach': async (m) => ({
    ...(await madeAt(m, '/breaches', lost)),
    body: { step: 'contained' },
  }),
};
