import { base, type Speaker, type Wire } from './wire.ts';

/** A small community over HTTP: who is in it, with their tokens. All of them are made up. */
export interface People {
  administrator: string;
  worker: { id: string; token: string };
  otherWorker: { id: string; token: string };
  dispatcher: { id: string; token: string };
  officer: { id: string; token: string };
  bot: { id: string; token: string };
  /** A resident of grid 3 whose chat contact is bound, with a dog. */
  resident: { id: string; contact: string };
  dog: string;
  /** A token for one intent of a chat contact. */
  chat(contact: string, context?: 'private' | 'group'): Promise<string>;
  /** The numbers people sign in with, by their ids. */
  numbers: ReadonlyMap<string, string>;
  /** A resident who has signed in: their page's token. */
  page(id: string): Promise<string>;
  /** A resident's record, made by the worker of grid 3. */
  addResident(fields: Record<string, string>): Promise<string>;
  /** Binds a contact to a resident: code, answer, confirmation. */
  bind(contact: string, resident: string): Promise<void>;
}

export const residentFields = {
  name: '王秀英',
  mobile: '138 0013 8000',
  address: '3号楼2单元501室',
  idNumber: '370112199003071230',
  birthDate: '1990-03-07',
  care: '独居,耳背,请按门铃两次',
};

export const dogFields = {
  name: '旺财',
  breed: '柯基',
  chip: '156000012345678',
  vaccinatedUntil: '2027-03-15',
};

/** Everybody's here. */
export const pin = '280519';

/** Sets the community up through the API alone. */
export async function settle({ send }: Speaker, administrator: string): Promise<People> {
  const ask = async (
    method: string,
    path: string,
    token: string,
    body?: unknown,
  ): Promise<Record<string, string>> => {
    const answered = await send(method, path, { ...(token === '' ? {} : { token }), body });
    if (answered.status >= 300) throw new Error(`${method} ${path}: ${answered.status} ${answered.text}`);
    return answered.json as Record<string, string>;
  };
  const grids = [
    { id: 3, kind: 'basic', buildings: [3, 4] },
    { id: 5, kind: 'basic', buildings: [5] },
  ];
  await ask('PUT', base, administrator, { name: '恒大城社区', grids });
  const numbers = new Map<string, string>();
  /** Signs somebody in as they would: by the link they were given and a new PIN, then by number and PIN. */
  const signedIn = async (id: string, invite: () => Promise<Record<string, string>>): Promise<string> => {
    const number = numbers.get(id);
    if (number !== undefined)
      return String((await ask('POST', '/sign-ins:enter', '', { number, pin }))['token']);
    const [, secret] = String((await invite())['path']).split('#');
    const link = await ask('POST', '/links:enter', '', { secret });
    const enrolled: unknown = await ask('PUT', '/sign-ins/pin', String(link['token']), { pin });
    const made = enrolled as { number: string; session: { token: string } };
    numbers.set(id, made.number);
    return made.session.token;
  };
  const page = (id: string) =>
    signedIn(id, async () => {
      const own = await send('POST', '/sign-ins:invite', { token: worker.token, body: { resident: id } });
      if (own.status === 201) return own.json as Record<string, string>;
      return ask('POST', '/sign-ins:invite', otherWorker.token, { resident: id });
    });
  const appoint = async (role: string, at: number[], fields: Record<string, string>) => {
    const id = String((await ask('POST', '/staff', administrator, { role, grids: at, fields }))['id']);
    if (role === 'bot') {
      const minted = await ask('POST', '/tokens', administrator, { for: id, minutes: 60 });
      return { id, token: String(minted['token']) };
    }
    return { id, token: await signedIn(id, () => ask('POST', '/links', administrator, { for: id })) };
  };
  const worker = await appoint('grid_worker', [3], { name: '李建国', mobile: '13900001111' });
  const otherWorker = await appoint('grid_worker', [5], { name: '赵敏' });
  const dispatcher = await appoint('dispatcher', [], { name: '吴桐' });
  const officer = await appoint('privacy_officer', [], { name: '周正' });
  const bot = await appoint('bot', [], {});
  const create = (type: string, body: object) =>
    ask('POST', `/records/${type}`, worker.token, { purpose: 'record_keeping', ...body });
  const addResident = async (fields: Record<string, string>) =>
    String((await create('resident', { grid: 3, fields }))['id']);
  const chat = async (contact: string, context: 'private' | 'group' = 'private') => {
    const answered = await exchange({ send }, bot.token, contact, context);
    return String((answered.json as Record<string, string>)['access_token']);
  };
  const bind = async (contact: string, resident: string) => {
    const made = await ask('POST', '/bindings', worker.token, { resident });
    await ask('POST', '/bindings:answer', await chat(contact), { code: made['code'] });
    await ask('POST', `/bindings/${made['id']}:confirm`, worker.token);
  };
  const resident = { id: await addResident(residentFields), contact: 'wx-wang' };
  const dog = String((await create('dog', { keeper: resident.id, fields: dogFields }))['id']);
  await bind(resident.contact, resident.id);
  return {
    administrator,
    worker,
    otherWorker,
    dispatcher,
    officer,
    bot,
    resident,
    dog,
    chat,
    numbers,
    page,
    addResident,
    bind,
  };
}

/** RFC 8693: the bot gives a chat contact and gets a token for one intent. */
export function exchange(
  { send }: Speaker,
  bot: string,
  contact: string,
  context: 'private' | 'group',
): Promise<Wire> {
  const subject = Buffer.from(JSON.stringify({ transport: 'wechat', contact })).toString('base64url');
  const form = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token_type: 'urn:lindun:token-type:chat-contact',
    subject_token: subject,
    context,
  });
  return send('POST', '/tokens:exchange', { token: bot, body: form.toString() });
}
