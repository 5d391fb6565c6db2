import type { Asked, Made } from './routes.requests.ts';
import { row, type Row } from './routes.table.ts';

/** What was not stored, words that may name who is gone, sweeps, and what a law has kept: see routes.table.ts. */

// prettier-ignore
const officer =   '401 401  403 403 403 403  403 403 403 200 403 403';

// prettier-ignore
export const erasureTable: readonly Row[] = [
  //                                                           none ended  reporter chat group page  worker elsewhere dispatcher officer administrator bot
  row('POST /held-back:search', 'see what was held back', { nobody: officer }),
  row('POST /held-back/{id}:decide', 'close what was held back', { nobody: officer }),
  row('POST /traces:search', 'see the traces', { nobody: officer }),
  row('POST /traces/{id}:read', 'open a trace', { wang: officer }),
  row('POST /traces/{id}:decide', 'confirm a trace', { wang: officer }),
  row('POST /sweeps:search', 'see the sweeps', { nobody: officer }),
  row('POST /subjects/{id}:left', 'note that somebody left', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  row('POST /holds', 'order that papers be kept', {
    wang:     '401 401  403 403 403 403  403 403 403 201 403 403' }),
  row('POST /holds:search', 'see what is kept', { nobody: officer }),
  row('POST /holds/{id}:lift', 'lift an order to keep', { wang: officer }),
];

const day = 86_400_000;

/** A batch with one number in it twice: the second is held back. */
async function heldBack({ ask, people }: Made): Promise<string> {
  const line = {
    kind: 'record',
    type: 'resident',
    grid: 3,
    fields: { name: '李四', idNumber: '11010519491231002X' },
  };
  await ask('POST', '/imports', people.administrator, `${JSON.stringify(line)}\n${JSON.stringify(line)}\n`, {
    'content-type': 'application/x-ndjson',
  });
  const { items } = (await ask('POST', '/held-back:search', people.officer.token, {})) as unknown as {
    items: { id: string; state: string }[];
  };
  return items.find(({ state }) => state === 'open')?.id ?? '';
}

/** A ticket of the target's that was about somebody who has been erased since. */
async function trace({ ask, people, target, addResident, ticket }: Made): Promise<string> {
  const accused = await addResident();
  const made = await ticket('handling');
  const said = { ticket: made.id, accused, said: '有人反映' };
  await ask('POST', '/statements', target.worker.token, said);
  await ask('POST', '/rights', await people.page(accused), { right: 'delete' });
  const { items } = (await ask('POST', '/traces:search', people.officer.token, {})) as unknown as {
    items: { id: string; state: string }[];
  };
  return items.find(({ state }) => state === 'open')?.id ?? '';
}

const order = (subject: string) => ({
  subject,
  law: 'proceedings',
  types: ['ticket'],
  until: Date.now() + 30 * day,
  words: '(2026)鲁0112民初12号',
});

export const erasureRequests: Readonly<Record<string, (made: Made) => Asked | Promise<Asked>>> = {
  'see what was held back': () => ({ body: {} }),
  'close what was held back': async (made) => ({
    path: { id: await heldBack(made) },
    body: { decision: 'close' },
  }),
  'see the traces': () => ({ body: {} }),
  'open a trace': async (made) => ({ path: { id: await trace(made) }, body: {} }),
  'confirm a trace': async (made) => {
    const id = await trace(made);
    const read = await made.ask('POST', `/traces/${id}:read`, made.people.officer.token, {});
    return {
      path: { id },
      body: { decision: 'keep' },
      headers: { 'if-match': `"${String(read['version'])}"` },
    };
  },
  'see the sweeps': () => ({ body: {} }),
  'note that somebody left': async ({ addResident }) => ({
    path: { id: await addResident() },
    body: { on: 1 },
  }),
  'order that papers be kept': async ({ addResident }) => ({ body: order(await addResident()) }),
  'see what is kept': () => ({ body: {} }),
  'lift an order to keep': async ({ addResident, ask, people }) => {
    const id = await addResident();
    await ask('POST', '/holds', people.officer.token, order(id));
    return { path: { id }, body: {} };
  },
};
