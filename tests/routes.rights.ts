import type { Asked, Made } from './routes.requests.ts';
import { row, type Row } from './routes.table.ts';

/** People's rights, and what is said of a neighbour: see routes.table.ts. */

// prettier-ignore
export const rightsTable: readonly Row[] = [
  //                                                           none ended  reporter chat group page  worker elsewhere dispatcher officer administrator bot
  row('POST /rights', 'ask for an explanation', {
    nobody:   '401 401  403 201 403 201  403 403 403 403 403 403' }),
  // Not by who holds the chat account alone.
  row('POST /rights', 'ask for a correction', {
    wang:     '401 401  403 403 403 201  403 403 403 403 403 403' }),
  row('POST /rights:for-other', 'ask for somebody who cannot', {
    wang:     '401 401  403 403 403 403  201 403 403 201 403 403',
    zhang:    '401 401  403 403 403 403  403 201 403 201 403 403' }),
  row('POST /rights:know', 'know what is held', {
    nobody:   '401 401  403 200 403 200  403 403 403 403 403 403' }),
  row('POST /rights:copy', 'take a copy away', {
    nobody:   '401 401  403 403 403 200  403 403 403 403 403 403' }),
  row('POST /rights:search', 'see my requests', {
    nobody:   '401 401  403 200 403 200  403 403 403 200 403 403' }),
  row('POST /rights:search', 'see the requests to decide', {
    nobody:   '401 401  403 403 403 403  200 200 403 200 403 403' }),
  row('POST /rights/{id}:read', 'read a request', {
    wang:     '401 401  403 403 403 200  403 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 403 403 403 403 403' }),
  row('POST /rights/{id}:decide', 'take a request in hand', {
    wang:     '401 401  403 403 403 403  200 403 403 200 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 200 403 403' }),
  row('POST /rights/{id}:withdraw', 'take a request back', {
    wang:     '401 401  403 200 403 200  403 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 403 403 403 403 403' }),
  row('POST /log:explain', 'have an entry explained', {
    wang:     '401 401  403 200 403 200  403 403 403 200 403 403',
    zhang:    '401 401  403 403 403 403  403 403 403 200 403 403' }),

  row('POST /statements', 'tell a neighbour', {
    wang:     '401 401  403 403 403 403  201 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 201 403 403 403 403' }),
  row('POST /tickets/{ticket}:statement', 'read what a neighbour was told', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  row('POST /statements:search', 'read what is said of me', {
    nobody:   '401 401  403 200 403 200  403 403 403 403 403 403' }),
  row('POST /statements/{id}:reply', 'answer what is said of me', {
    wang:     '401 401  403 200 403 200  403 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 403 403 403 403 403' }),
];

const correction = ({ target }: Made) => ({
  right: 'correct',
  about: { type: 'resident', id: target.resident, field: 'mobile' },
  proposed: '13600136000',
  evidence: '营业厅的回执',
});

/** The target's request, made on a page of their own. */
async function requested(made: Made, request: object): Promise<Asked> {
  const { id } = await made.ask('POST', '/rights', await made.pageToken(), request);
  return { path: { id: String(id) } };
}

/** What somebody else's ticket, in the hands of the target's worker, says of the target. */
async function said({ ask, people, target, unique }: Made): Promise<Asked> {
  const chat = await people.chat(`wx-neighbour-${unique()}`);
  const report = { category: 'dog', description: '楼下有狗没拴绳', grid: target.grid };
  const { id: ticket } = await ask('POST', '/tickets', chat, report);
  const { token } = target.worker;
  const seen = { 'if-match': '"1"' };
  await ask('POST', `/tickets/${ticket}:move`, token, { action: 'take' }, seen);
  const body = { ticket, accused: target.resident, said: '有人反映您家的狗没拴绳' };
  const { id } = await ask('POST', '/statements', token, body);
  return { path: { id: String(id) } };
}

export const rightsRequests: Readonly<Record<string, (made: Made) => Asked | Promise<Asked>>> = {
  'ask for an explanation': () => ({ body: { right: 'explain', words: '为什么看了我的电话' } }),
  'ask for a correction': (made) => ({ body: correction(made) }),
  'ask for somebody who cannot': ({ target }) => ({
    body: { for: target.resident, right: 'see', evidence: '本人书面委托' },
  }),
  'know what is held': () => ({ body: {} }),
  'take a copy away': () => ({ body: { right: 'move', passphrase: 'correct horse battery' } }),
  'see my requests': () => ({ body: { mine: true } }),
  'see the requests to decide': () => ({ body: { mine: false } }),
  'read a request': async (made) => ({
    ...(await requested(made, { right: 'explain', words: '为什么看了我的电话' })),
    body: {},
  }),
  'take a request in hand': async (made) => ({
    ...(await requested(made, correction(made))),
    headers: { 'if-match': '"1"' },
    body: { step: 'take' },
  }),
  'take a request back': async (made) => ({
    ...(await requested(made, { right: 'explain', words: '为什么看了我的电话' })),
    body: {},
  }),
  'have an entry explained': ({ target }) => ({ body: { seq: target.entry } }),
  'tell a neighbour': async ({ ticket, addResident }) => ({
    body: {
      ticket: (await ticket('handling')).id,
      accused: await addResident(),
      said: '有人反映您家的狗没拴绳',
    },
  }),
  'read what a neighbour was told': async ({ ticket }) => ({
    path: { ticket: (await ticket('handling')).id },
    body: {},
  }),
  'read what is said of me': () => ({ body: {} }),
  'answer what is said of me': async (made) => ({
    ...(await said(made)),
    body: { reply: '绳子断了,已经换了' },
  }),
};
