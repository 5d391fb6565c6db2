import type { Asked, Made } from './routes.requests.ts';
import { row, type Row } from './routes.table.ts';

/** Two people, break-glass and emergency orders: see routes.table.ts. */

// prettier-ignore
export const emergencyTable: readonly Row[] = [
  //                                                           none ended  reporter chat group page  worker elsewhere dispatcher officer administrator bot
  // Everybody who may propose something sees what they have proposed.
  row('POST /approvals:search', 'see what waits for a second person', {
    nobody:   '401 401  403 403 403 403  200 200 200 200 200 403' }),
  row('POST /tickets/{ticket}:unmask', 'ask who reported', {
    wang:     '401 401  403 403 403 403  403 403 403 201 403 403',
    // Who is bound to nobody has no name here.
    stranger: '401 401  403 403 403 403  403 403 403 422 403 403' }),
  // The officer has proposed it herself.
  row('POST /approvals/{id}:decide', 'approve a proposal', {
    wang:     '401 401  403 403 403 403  403 403 403 403 200 403' }),
  row('POST /approvals/{id}/reporter:read', 'see who reported, unapproved', {
    wang:     '401 401  403 403 403 403  403 403 403 403 403 403' }),
  row('POST /approvals/{id}/reporter:read', 'see who reported, approved', {
    wang:     '401 401  403 403 403 403  403 403 403 200 403 403' }),

  // An emergency does not stop at the grid's border.
  row('POST /emergencies', 'break the glass', {
    wang:     '401 401  403 403 403 403  201 201 201 403 403 403' }),
  row('POST /emergencies:search', 'list break-glasses', {
    nobody:   '401 401  403 403 403 403  200 200 200 200 403 403' }),
  row('POST /emergencies/{id}:explain', 'say what came of it', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  row('POST /emergencies/{id}:review', 'review a break-glass', {
    wang:     '401 401  403 403 403 403  403 403 403 200 403 403' }),

  row('POST /orders', 'propose an order', {
    nobody:   '401 401  403 403 403 403  403 403 201 403 201 403' }),
  row('POST /orders:search', 'list orders', {
    nobody:   '401 401  403 403 403 403  200 200 200 200 200 403' }),
  row('POST /orders/{order}:end', 'end an order early', {
    nobody:   '401 401  403 403 403 403  403 403 403 200 403 403' }),
  row('POST /orders/{order}/notes', 'write a note under an order', {
    wang:     '401 401  403 403 403 403  201 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 201 403 403 403 403' }),
  row('POST /orders/{order}/notes:search', 'see an order’s notes', {
    nobody:   '401 401  403 403 403 403  200 200 403 403 403 403' }),
  row('PATCH /notes/{note}', 'say what came of a note', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403' }),
];

/** The break-glass of a target's worker: one each, for there are only so many in an hour. */
const glasses = new Map<string, Promise<string>>();
async function glass({ target, ask }: Made): Promise<Asked> {
  const { id, token } = target.worker;
  const body = { kind: 'gas_leak', reason: '有燃气味', people: [target.resident] };
  const opened =
    glasses.get(id) ?? ask('POST', '/emergencies', token, body).then((made) => String(made['id']));
  glasses.set(id, opened);
  return { path: { id: await opened } };
}

/** An order in force in both grids: one for all, for it takes two people to make one. */
let inForce: Promise<string> | undefined;
async function order({ people, ask }: Made): Promise<string> {
  inForce ??= ask('POST', '/orders', people.dispatcher.token, orderBody).then(async ({ approval = '' }) => {
    await ask('POST', `/approvals/${approval}:decide`, people.administrator, { decision: 'approve' });
    return approval;
  });
  return inForce;
}
const orderBody = {
  number: '济防指〔2026〕3号',
  kind: 'flood',
  grids: [3, 5],
  fields: ['resident.name'],
  days: 3,
  words: '河水上涨',
};

/** The officer's proposal to be told who reported a new ticket of the target. */
async function proposal({ ticket, people, ask }: Made, approved = false): Promise<Asked> {
  const { id } = await ticket('submitted');
  const made = await ask('POST', `/tickets/${id}:unmask`, people.officer.token, { words: '派出所来函' });
  const path = { id: String(made['approval']) };
  if (approved)
    await ask('POST', `/approvals/${path.id}:decide`, people.administrator, { decision: 'approve' });
  return { path };
}

export const emergencyRequests: Readonly<Record<string, (made: Made) => Asked | Promise<Asked>>> = {
  'see what waits for a second person': () => ({ body: {} }),
  'ask who reported': async ({ ticket }) => ({
    path: { ticket: (await ticket('submitted')).id },
    body: { words: '派出所来函' },
  }),
  'approve a proposal': async (made) => ({ ...(await proposal(made)), body: { decision: 'approve' } }),
  'see who reported, unapproved': (made) => proposal(made),
  'see who reported, approved': (made) => proposal(made, true),

  'break the glass': ({ target }) => ({
    body: { kind: 'gas_leak', reason: '有燃气味', people: [target.resident] },
  }),
  'list break-glasses': () => ({ body: {} }),
  'say what came of it': async (made) => ({ ...(await glass(made)), body: { words: '已处理' } }),
  'review a break-glass': async (made) => ({
    ...(await glass(made)),
    body: { verdict: 'justified', words: '属实' },
  }),

  'propose an order': () => ({ body: orderBody }),
  'list orders': () => ({ body: {} }),
  'end an order early': async (made) => {
    const path = { order: await order(made) };
    inForce = undefined;
    return { path, body: { words: '解除' } };
  },
  'write a note under an order': async (made) => ({
    path: { order: await order(made) },
    body: { resident: made.target.resident, need: '沙袋' },
  }),
  'see an order’s notes': async (made) => ({ path: { order: await order(made) }, body: {} }),
  'say what came of a note': async (made) => {
    const path = `/orders/${await order(made)}/notes`;
    const body = { resident: made.target.resident, need: '沙袋' };
    const { id = '' } = await made.ask('POST', path, made.target.worker.token, body);
    return { path: { note: id }, body: { outcome: '已送到' } };
  },
};
