import type { People } from './people.ts';
import { formOf } from './attach.ts';
import { jpegFile } from './photos.ts';
import type { Whose } from './routes.table.ts';

/** Somebody and what is theirs, as the requests of the table name it. */
export interface Target {
  resident: string;
  grid: number;
  mobile: string;
  dog: string;
  /** The worker of their grid. */
  worker: { id: string; token: string };
  /** A token of their own for one request, where they have a chat; the reporter's for a stranger. */
  contact: string;
  /** A log entry about them that somebody else caused. */
  entry: number;
}

/** What a request may need made for itself, so that no two calls of the table touch the same object. */
export interface Made {
  target: Target;
  /** A new resident of the target's grid. */
  addResident: () => Promise<string>;
  addDog: () => Promise<string>;
  /** A new ticket of the target. */
  ticket: (
    state: 'submitted' | 'accepted' | 'handling' | 'handled',
  ) => Promise<{ id: string; version: number }>;
  /** The target's photo on a ticket of theirs; `shown` when others may see it already. */
  addPhoto: (ticket: string, shown?: boolean) => Promise<number>;
  /** A binding that the target's worker opened. */
  binding: (answered: boolean) => Promise<string>;
  /** Everybody's tokens, and a request of one of them that has to go well: for what is to be there before. */
  people: People;
  ask: (
    method: string,
    path: string,
    token: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Record<string, string>>;
  giveConsent: () => Promise<void>;
  /** A child of the target's grid, who was born today. */
  child: () => Promise<string>;
  /** A delegation that the target's worker recorded and the target has not agreed to: whose it is to be. */
  delegated: () => Promise<string>;
  /** A round of visits that the target's worker planned. */
  visit: () => Promise<string>;
  /** The id of a consent event of the target. */
  consentEvent: () => Promise<string>;
  pageToken: () => Promise<string>;
  appoint: () => Promise<string>;
  /** The secret of an enrolment link for somebody who has just been appointed. */
  deskLink: () => Promise<string>;
  bot: string;
  notice: { id: string; version: string; lang: string; sha256: string };
  unique: () => string;
}

export interface Asked {
  /** Values for what varies in the path. */
  path?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
}

const ifMatch = (version: number): Record<string, string> => ({ 'if-match': `"${version}"` });
const keeping = { purpose: 'record_keeping' };

/** A request of the table, by its name there. */
export const requests: Readonly<Record<string, (made: Made) => Asked | Promise<Asked>>> = {
  'set up': () => ({
    body: {
      name: '恒大城社区',
      grids: [
        { id: 3, kind: 'basic', buildings: [3, 4] },
        { id: 5, kind: 'basic', buildings: [5] },
      ],
    },
  }),
  appoint: () => ({ body: { role: 'dispatcher', fields: { name: '吴桐' } } }),
  'end a role': async ({ appoint }) => ({
    path: { staff: await appoint() },
    headers: ifMatch(1),
    body: { role: 'dispatcher', grids: [], ended: true },
  }),
  'import a resident': () => ({
    headers: { 'content-type': 'application/x-ndjson' },
    body: { kind: 'record', type: 'resident', grid: 3, fields: { name: '孙丽' } },
  }),

  'import a ticket of the time before': ({ target }) => ({
    headers: { 'content-type': 'application/x-ndjson' },
    body: {
      kind: 'ticket',
      reporter: target.resident,
      opened: 1_764_000_000_000,
      category: 'lift',
      description: '电梯坏了',
      state: 'closed',
      worker: target.worker.id,
    },
  }),

  'create a resident': ({ target }) => ({
    path: { type: 'resident' },
    body: { ...keeping, grid: target.grid, fields: { name: '孙丽' } },
  }),
  'create a household': ({ target }) => ({
    path: { type: 'household' },
    body: { ...keeping, grid: target.grid, fields: { address: '3-1-101' } },
  }),
  'create a dog': ({ target }) => ({
    path: { type: 'dog' },
    body: { ...keeping, keeper: target.resident, fields: { name: '豆豆' } },
  }),
  'create staff': () => ({ path: { type: 'staff' }, body: { ...keeping, fields: { name: '吴桐' } } }),
  'read a resident, own_record': ({ target }) => readResident(target, { purpose: 'own_record' }),
  'read a resident, grid_overview': ({ target }) => readResident(target, { purpose: 'grid_overview' }),
  'read a resident, identity_binding': ({ target }) => readResident(target, { purpose: 'identity_binding' }),
  'read a resident, other': ({ target }) =>
    readResident(target, { purpose: 'other', reason: '门口有快递,核对是不是这一家' }),
  'read a number for a ticket in hand': async ({ target, ticket, giveConsent }) => {
    await giveConsent();
    const { id } = await ticket('handling');
    return readResident(target, { purpose: 'phone_contact', case: id, fields: ['mobile'] });
  },
  'read a number for no ticket': async ({ target, giveConsent }) => {
    await giveConsent();
    return readResident(target, { purpose: 'phone_contact', fields: ['mobile'] });
  },
  'read a dog, own_record': ({ target }) => ({
    path: { type: 'dog', id: target.dog },
    body: { purpose: 'own_record' },
  }),
  'read a dog, dog_care': ({ target }) => ({
    path: { type: 'dog', id: target.dog },
    body: { purpose: 'dog_care' },
  }),
  'read the worker’s staff record': ({ target }) => ({
    path: { type: 'staff', id: target.worker.id },
    body: { purpose: 'own_record' },
  }),
  'change a resident': async ({ addResident }) => ({
    path: { type: 'resident', id: await addResident() },
    headers: ifMatch(1),
    body: { ...keeping, fields: { mobile: '13900139000' } },
  }),
  'change a dog': async ({ addDog }) => ({
    path: { type: 'dog', id: await addDog() },
    headers: ifMatch(1),
    body: { ...keeping, fields: { breed: '柯基' } },
  }),
  'list a grid’s residents': ({ target }) => search('resident', 'grid_overview', { grid: target.grid }),
  'find a resident by number': ({ target }) =>
    search('resident', 'grid_overview', { field: 'mobile', value: target.mobile }),
  'find a resident by name and address': ({ target }) =>
    search('resident', 'grid_overview', { match: { mobile: target.mobile, address: '3-2-501' } }),
  'list a building’s residents': ({ target }) =>
    search('resident', 'grid_overview', { grid: target.grid, building: 3 }),
  'find a household by its address': () => ({
    body: { purpose: 'grid_overview', address: '3号楼2单元501室' },
  }),
  'find who may be there twice': ({ target }) => ({
    path: { type: 'resident' },
    body: { ...keeping, grid: target.grid },
  }),
  'find my dogs': () => search('dog', 'own_record', { mine: true }),

  report: () => ({ body: { category: 'lift', description: '电梯坏了', place: '3号楼' } }),
  'list a grid’s tickets': ({ target }) => ({
    body: { purpose: 'handle_ticket', where: { grid: target.grid } },
  }),
  'list accepted tickets': () => ({ body: { purpose: 'dispatch', where: { state: 'accepted' } } }),
  'list my to-do': () => ({ body: { purpose: 'handle_ticket', where: { todo: true } } }),
  'list my tickets': () => ({ body: { purpose: 'own_record', where: { mine: true } } }),
  'read a ticket in hand': async ({ ticket }) => readTicket(await ticket('handling'), 'handle_ticket'),
  'read a waiting ticket': async ({ ticket }) => readTicket(await ticket('submitted'), 'handle_ticket'),
  'read an accepted ticket, dispatch': async ({ ticket }) => readTicket(await ticket('accepted'), 'dispatch'),
  'take a ticket': async ({ ticket }) => move(await ticket('submitted'), { action: 'take' }),
  'accept a ticket': async ({ ticket }) => move(await ticket('submitted'), { action: 'accept' }),
  'mark a ticket in hand as handled': async ({ ticket }) =>
    move(await ticket('handling'), { action: 'handle', result: '已修好' }),
  'close a handled ticket': async ({ ticket }) => move(await ticket('handled'), { action: 'close' }),
  'add to a ticket': async ({ ticket }) => {
    const { id } = await ticket('submitted');
    return { path: { ticket: id }, body: { text: '是东边那部' } };
  },

  'attach a photo': async ({ ticket }) => {
    const { id } = await ticket('submitted');
    return { path: { ticket: id }, body: formOf(jpegFile([])) };
  },
  'list what is attached to a ticket in hand': async ({ ticket, addPhoto }) => {
    const { id } = await ticket('handling');
    await addPhoto(id, true);
    return readTicket({ id }, 'handle_ticket');
  },
  'look at a photo of a ticket in hand': async ({ ticket, addPhoto }) => {
    const { id } = await ticket('handling');
    return lookAt(id, await addPhoto(id, true));
  },
  'look at a photo that its reporter has for themselves': async ({ ticket, addPhoto }) => {
    const { id } = await ticket('handling');
    return lookAt(id, await addPhoto(id));
  },
  'look at a photo of a waiting ticket': async ({ ticket, addPhoto }) => {
    const { id } = await ticket('submitted');
    return lookAt(id, await addPhoto(id, true));
  },
  'blur a photo of a ticket in hand': async ({ ticket, addPhoto }) => {
    const { id } = await ticket('handling');
    return { ...lookAt(id, await addPhoto(id, true)), body: { cells: [0, 1, 8, 9] } };
  },
  'let others see a photo now': async ({ ticket, addPhoto }) => {
    const { id } = await ticket('handling');
    return { ...lookAt(id, await addPhoto(id)), body: {} };
  },

  'give consent again': async ({ giveConsent, notice }) => {
    await giveConsent();
    return { body: { purpose: 'phone_contact', event: 'given', notice } };
  },
  'withdraw consent': () => ({ body: { purpose: 'phone_contact', event: 'withdrawn' } }),
  'plan visits': ({ target }) => ({
    body: {
      purpose: 'visit',
      grid: target.grid,
      subjects: [target.resident],
      days: 7,
      reason: '用电安全提醒',
    },
  }),
  'list visits': () => ({ body: {} }),
  'approve visits': async ({ visit }) => ({ path: { id: await visit() }, body: { move: 'approve' } }),
  'see who is on a round': async ({ visit }) => ({ path: { id: await visit() }, body: {} }),
  'list my consents': () => ({ body: {} }),
  'record a consent at the door': async ({ addResident, notice }) => ({
    body: {
      resident: await addResident(),
      purpose: 'phone_contact',
      event: 'given',
      notice,
      checked: 'known',
    },
  }),
  'get a consent’s receipt': async ({ consentEvent }) => ({ path: { id: await consentEvent() }, body: {} }),
  'get the receipts’ key': () => ({}),
  'read the notices': () => ({}),

  'open a binding': ({ target }) => ({ body: { resident: target.resident } }),
  'answer a binding': () => ({ body: { code: '000000' } }),
  'see a binding': async ({ binding }) => ({ path: { id: await binding(false) } }),
  'confirm an answered binding': async ({ binding }) => ({ path: { id: await binding(true) } }),
  'confirm a binding nobody answered': async ({ binding }) => ({ path: { id: await binding(false) } }),
  'end one’s bindings': ({ target }) => ({ body: { of: target.resident } }),

  'let somebody act for one': async ({ target, addResident }) => ({
    body: { ...delegation(), delegate: { id: await addResident() }, for: target.resident },
  }),
  'record a guardian': async ({ target, child }) => ({
    body: { child: await child(), guardian: { id: target.resident }, paper: 'household_register' },
  }),
  'agree to a delegation': async ({ delegated }) => ({ body: { other: await delegated() } }),
  'end one’s delegations': ({ target }) => ({ body: { of: target.resident } }),
  'see who may act for one': () => ({ body: {} }),

  'search the log': () => ({ body: {} }),
  'read who looked': () => ({ body: {} }),
  'prove an entry': ({ target }) => ({ path: { seq: String(target.entry) } }),
  'prove consistency': () => ({ body: { from: 1, to: 5 } }),
  'read the policy': () => ({}),
  'sign a checkpoint': () => ({}),
  'get the checkpoint': () => ({}),
  'get the key': () => ({}),
  'get a tile': () => ({ path: { tile: '0/000.p/1' } }),

  'enter by a link': async ({ deskLink }) => ({ body: { secret: await deskLink() } }),
  'enter by a link there is not': () => ({ body: { secret: 'lin_nothing' } }),
  'sign in with a number that is nobody’s': ({ unique }) => ({
    body: { number: String(100_000_000 + Number(unique())), pin: '907314' },
  }),
  'see how one signs in': () => ({}),
  'set one’s PIN': () => ({ body: { pin: '280519' } }),
  'take away the last that one has': () => ({ body: { pin: true } }),
  'invite a resident to sign in': async ({ addResident }) => ({ body: { resident: await addResident() } }),
  'invite a resident who has a PIN': ({ target }) => ({ body: { resident: target.resident } }),
  'end what somebody signs in with': async ({ addResident }) => ({ body: { of: await addResident() } }),

  'mint a page token': ({ target }) => ({ body: { for: target.resident, minutes: 5 } }),
  'mint a bot’s token': ({ bot }) => ({ body: { for: bot, minutes: 5 } }),
  'mint a staff token': ({ target }) => ({ body: { for: target.worker.id, minutes: 5 } }),
  'exchange for a contact': ({ target }) => ({
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: String(
      new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token_type: 'urn:lindun:token-type:chat-contact',
        subject_token: Buffer.from(JSON.stringify({ transport: 'wechat', contact: target.contact })).toString(
          'base64url',
        ),
        context: 'private',
      }),
    ),
  }),
  'revoke a page token': async ({ pageToken }) => ({ body: { token: await pageToken() } }),
  'revoke all of somebody': ({ target }) => ({ body: { of: target.resident } }),
  'link to a desk': ({ target }) => ({ body: { for: target.worker.id } }),
  'link to my page': () => ({ body: {} }),
  'take reminders': () => ({ body: { limit: 5 } }),
  'end reminders': () => ({ body: { ids: [] } }),
  'open the exchange': () => ({ body: { open: true } }),
  health: () => ({}),
};

/** What a delegation is for, and until tomorrow. */
export const delegation = () => ({
  scope: ['see_record'],
  until: new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10),
});

const readResident = (target: Target, body: object): Asked => ({
  path: { type: 'resident', id: target.resident },
  body,
});
const search = (type: string, purpose: string, where: object): Asked => ({
  path: { type },
  body: { purpose, where },
});
const readTicket = ({ id }: { id: string }, purpose: string): Asked => ({
  path: { ticket: id },
  body: { purpose },
});
const lookAt = (ticket: string, attachment: number): Asked => ({
  path: { ticket, attachment: String(attachment) },
  body: { purpose: 'handle_ticket' },
});
const move = ({ id, version }: { id: string; version: number }, body: object): Asked => ({
  path: { ticket: id },
  headers: ifMatch(version),
  body,
});

/** Whose object a row is about, when it does not say. */
export const owner = (whose: Whose): Exclude<Whose, 'nobody'> => (whose === 'nobody' ? 'wang' : whose);
