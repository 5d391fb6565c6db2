import type { Asked, Made } from './routes.requests.ts';
import { row, type Row } from './routes.table.ts';

/** Alerts, canaries, and who was stopped: see routes.table.ts. */

// prettier-ignore
export const watchTable: readonly Row[] = [
  //                                                           none ended  reporter chat group page  worker elsewhere dispatcher officer administrator bot
  row('POST /alerts:search', 'see the alerts', {
    nobody:   '401 401  403 403 403 403  403 403 403 200 403 403' }),
  row('POST /alerts/{alert}:close', 'look at an alert', {
    wang:     '401 401  403 403 403 403  403 403 403 200 403 403' }),
  row('POST /alerts/{alert}:close', 'close an alert without a word', {
    wang:     '401 401  403 403 403 403  403 403 403 422 403 403' }),
  row('POST /canaries', 'make a canary', {
    nobody:   '401 401  403 403 403 403  403 403 403 201 403 403' }),
  row('POST /canaries:search', 'see the canaries', {
    nobody:   '401 401  403 403 403 403  403 403 403 200 403 403' }),
  row('POST /canaries/{canary}:retire', 'retire a canary', {
    wang:     '401 401  403 403 403 403  403 403 403 200 403 403' }),
  row('POST /staff/{staff}:unfreeze', 'ask that a stopped worker go on', {
    wang:     '401 401  403 403 403 403  403 403 403 201 201 403' }),
];

/** A worker who opened a canary: stopped, and the officer told. */
async function trapped({ people, ask }: Made): Promise<Record<'alert' | 'canary' | 'staff', string>> {
  const appointed = { role: 'grid_worker', grids: [5], fields: { name: '钱多' } };
  const { id: staff = '' } = await ask('POST', '/staff', people.administrator, appointed);
  const { path = '' } = await ask('POST', '/links', people.administrator, { for: staff });
  const link = await ask('POST', '/links:enter', '', { secret: path.split('#')[1] ?? '' });
  const enrolled: unknown = await ask('PUT', '/sign-ins/pin', link['token'] ?? '', { pin: '280519' });
  const { token } = (enrolled as { session: { token: string } }).session;
  const { id: canary = '' } = await ask('POST', '/canaries', people.officer.token, { grid: 5 });
  const read = ask('POST', `/records/resident/${canary}:read`, token, { purpose: 'grid_overview' });
  await read.then(
    () => {
      throw new Error('a canary was read');
    },
    () => undefined,
  );
  const { items } = (await ask('POST', '/alerts:search', people.officer.token, {})) as unknown as {
    items: { id: string; of: string }[];
  };
  return { alert: items.find(({ of }) => of === staff)?.id ?? '', canary, staff };
}

export const watchRequests: Readonly<Record<string, (made: Made) => Asked | Promise<Asked>>> = {
  'see the alerts': () => ({ body: {} }),
  'look at an alert': async (made) => ({ path: await trapped(made), body: { state: 'seen' } }),
  'close an alert without a word': async (made) => ({ path: await trapped(made), body: { state: 'closed' } }),
  'make a canary': () => ({ body: { grid: 3 } }),
  'see the canaries': () => ({ body: {} }),
  'retire a canary': async (made) => ({ path: await trapped(made), body: {} }),
  'ask that a stopped worker go on': async (made) => ({
    path: await trapped(made),
    body: { words: '点错了' },
  }),
};
