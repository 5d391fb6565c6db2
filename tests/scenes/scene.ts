import type { staffRoles } from '../../policy/roles.ts';
import { doWhatIsDue } from '../../vault/due.ts';
import { transact } from '../../vault/vault.ts';
import { value } from '../node-community.ts';
import { nodeConsole } from '../node-console.ts';

/** One entry of the log, as the officer reads it. */
export interface Entry {
  action: string;
  decision: string;
  role: string;
  actor: string;
  subject: string | null;
  fields: Record<string, string>;
  level: string | null;
  purpose: string | null;
  rule: string | null;
  reason: string | null;
  words: string | null;
  case: string | null;
}

type Staff = (typeof staffRoles)[number];

export interface Answered {
  status: number;
  /** The body, as the scene knows it. */
  json: Record<string, unknown> & { items: Record<string, unknown>[] };
}

/**
 * A small community over HTTP, in this process, with a clock that the scene moves: a week passes in a line. What is asked
 * goes through the same routes, schemas and pipelines as over the network.
 */
export async function openScene() {
  const c = await nodeConsole();
  const { administrator, vault: node } = c;
  const http = async (
    token: string,
    method: string,
    path: string,
    body: unknown = {},
    headers: Record<string, string> = {},
  ): Promise<Answered> => {
    const response = await c.fetch(
      new Request(`http://localhost:8787/v1/communities/hengda${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'idempotency-key': `scene-${(requests += 1)}`,
          ...headers,
        },
        body: JSON.stringify(body),
      }),
    );
    return { status: response.status, json: (await response.json()) as Answered['json'] };
  };
  let requests = 0;
  /** A token for whoever it is, good now: a desk's ends after two hours. */
  const token = (id: string): string => c.page(id);
  return {
    ...c,
    http,
    post: (token: string, path: string, body?: unknown) => http(token, 'POST', path, body),
    token,
    /** Somebody appointed, with a token for the first hours. */
    appoint(role: Staff, grids: number[], name: string) {
      const { id } = value(node.ask(administrator, 'appoint', { role, grids, fields: { name } }));
      return { id, token: token(id) };
    },
    /** Lets time pass, and the alarm ring at the end of it. */
    pass(milliseconds: number) {
      node.now += milliseconds;
      transact(node.vault, () => doWhatIsDue(node.vault, node.now));
    },
    /** Ends somebody's role, or makes another of it, as the administrator does. */
    async change(
      staff: string,
      version: number,
      role: Staff,
      more: { ended?: boolean; grids?: number[] } = {},
    ) {
      const body = { role, grids: more.grids ?? [], ended: more.ended ?? false };
      return http(administrator, 'PUT', `/staff/${staff}/role`, body, { 'if-match': `"${version}"` });
    },
    /** The newest entries first, as the officer finds them; but for people who merely sign in, herself among them. */
    async log(search: Record<string, unknown> = {}): Promise<Entry[]> {
      const answered = await http(token(c.officer.id), 'POST', '/log:search', { limit: 50, ...search });
      const items = answered.json.items as unknown as Entry[];
      return items.filter(({ action }) => !action.startsWith('sign_in.') && action !== 'link.enter');
    },
    /** What a resident reads of themselves, on their own page. */
    async ownLog(resident: string): Promise<Entry[]> {
      const answered = await http(token(resident), 'POST', '/log:own', { limit: 50 });
      // Coming in is an entry too, and not what a scene is about.
      const all = answered.json.items as unknown as Entry[];
      return all.filter(({ action }) => !action.startsWith('sign_in.') && action !== 'link.enter');
    },
  };
}

/** A resident of grid 3, made by its worker. @returns the id */
export const addResident = (s: Scene, fields: Record<string, string>): string =>
  value(
    s.vault.ask(s.token(s.worker.id), 'createRecord', {
      type: 'resident',
      purpose: 'record_keeping',
      grid: 3,
      fields,
    }),
  ).id;

/**
 * A ticket of Wang's, who is bound and agreed to be called, in the hands of grid 3's worker, whose token is good from now.
 */
export async function ticketInHand(s: Scene) {
  s.bind('wx-wang', s.resident);
  s.consent('given', s.page(s.resident));
  const worker = s.token(s.worker.id);
  const report = { category: 'dog', description: '3号楼下有狗没拴绳', place: '3号楼' };
  const ticket = String((await s.post(s.chat('wx-wang'), '/tickets', report)).json['id']);
  const move = (token: string, action: string) => {
    const version = s.vault.vault.rows.get('case', ticket)?.version ?? 0;
    return s.http(token, 'POST', `/tickets/${ticket}:move`, { action }, { 'if-match': `"${version}"` });
  };
  await move(worker, 'take');
  return {
    ticket,
    worker,
    move,
    /** Asks for the reporter's number, for this ticket. */
    phone: (token: string, fields = ['mobile']) =>
      s.post(token, `/records/resident/${s.resident}:read`, {
        purpose: 'phone_contact',
        case: ticket,
        fields,
      }),
  };
}

export type Scene = Awaited<ReturnType<typeof openScene>>;
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
