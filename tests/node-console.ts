import { readFileSync } from 'node:fs';
import { createApp } from '../vault/app.ts';
import { ask } from '../vault/answer.ts';
import type { CommunityCalls, ValueOf } from '../vault/http/route.ts';
import { enter, sessionOf } from '../vault/access/links.ts';
import { packageKey } from '../vault/duties/openpgp.ts';
import { publishCheckpoint, publishedCheckpoint } from '../vault/audit/publish.ts';
import { knowsToken } from '../vault/access/actor.ts';
import type { Outcome } from '../vault/outcome.ts';
import { atTheDoor, challengeAtTheDoor, enterByPasskey, enterByPin } from '../vault/sign-in/enter.ts';
import { transact } from '../vault/vault.ts';
import { nodeCommunity, type NodeCommunity, value } from './node-community.ts';
import { spkiOf } from '../vault/crypto/receipt-key.ts';
import { notices } from './node-vault.ts';

export const origin = 'http://localhost:8787';
export const pages = '/c/hengda';

const styles = [
  '../node_modules/weui/dist/style/weui.min.css',
  ...['console', 'controls', 'content'].map((name) => `../vault/console/${name}.css`),
];

/** The stylesheet as the bundle has it (vault/console/stylesheet.ts). */
const stylesheet = (): string =>
  styles.map((path) => readFileSync(new URL(path, import.meta.url), 'utf8')).join('\n');

/** The pages over a vault in this process, and a browser for each person. */
export async function nodeConsole() {
  const community = await nodeCommunity();
  return { ...community, ...consoleOf(community) };
}

export function consoleOf(community: NodeCommunity) {
  const { vault: node } = community;
  const { vault } = node;
  const calls: CommunityCalls = {
    ask: (call, name, request) =>
      Promise.resolve(ask(vault, call, name, request, () => node.now, node.askRing)) as Promise<
        Outcome<ValueOf<typeof name>>
      >,
    knows: (token) => Promise.resolve(knowsToken(vault, token, node.now)),
    enter: (request) => Promise.resolve(transact(vault, () => enter(vault, request, node.now))),
    enterByPin: (request) =>
      Promise.resolve(atTheDoor(vault, request, node.now, () => enterByPin(vault, request, node.now))),
    enterByPasskey: (request) =>
      Promise.resolve(atTheDoor(vault, request, node.now, () => enterByPasskey(vault, request, node.now))),
    challenge: () => Promise.resolve(challengeAtTheDoor(vault, node.now)),
    session: (token) => Promise.resolve(sessionOf(vault, token, node.now) ?? null),
    published: () => {
      const { vkey, vkeys } = vault.signer;
      return Promise.resolve({ checkpoint: publishedCheckpoint(vault), vkey, vkeys });
    },
    receiptKey: () => {
      const { name, publicKey } = vault.receipts;
      return Promise.resolve({ name, publicKey, spki: spkiOf(publicKey) });
    },
    tile: () => Promise.resolve(null),
    packageKey: () => packageKey(vault.packages, node.now),
    health: () => Promise.resolve({ entries: vault.journal.size, cipher: vault.aead.name, keys: 'open' }),
  };
  let requests = 0;
  const app = createApp({
    communities: new Map([['hengda', () => calls]]),
    notices,
    style: { text: stylesheet(), build: 'test' },
    newRequestId: () => `page${String((requests += 1)).padStart(4, '0')}${'0'.repeat(18)}`,
    now: () => node.now,
  });
  const fetch = (request: Request): Promise<Response> => Promise.resolve(app.fetch(request));
  /** A member of staff who has signed in. */
  const staff = (id: string) => Promise.resolve(new Browser(fetch, community.freshToken(id)));
  /** Comes in through a link that a contact asked for in its chat. */
  const fromChat = (contact: string, ticket?: string) =>
    enterBy(
      fetch,
      value(node.ask(community.chat(contact), 'openLink', ticket === undefined ? {} : { ticket })).path,
    );
  return {
    app,
    fetch,
    calls,
    staff,
    fromChat,
    /** A browser that holds a token as its session, as if it had come in. */
    holding: (token: string) => new Browser(fetch, token),
    guest: () => new Browser(fetch),
    publish: () => transact(vault, () => publishCheckpoint(vault)),
    /** How many entries the log has. */
    entries: () => vault.journal.size,
  };
}

export type NodeConsole = Awaited<ReturnType<typeof nodeConsole>>;

async function enterBy(fetch: Fetch, path: string): Promise<Browser> {
  const browser = new Browser(fetch);
  const [, secret = ''] = path.split('#');
  const entered = await browser.post('/enter', { secret });
  if (entered.status !== 303) throw new Error(`${path}: ${entered.status}`);
  return browser;
}

type Fetch = (request: Request) => Promise<Response>;

/** An answer as a test looks at it. */
export interface Seen {
  status: number;
  headers: Headers;
  html: string;
  /** What can be read on it: without tags, and with white space as one space. */
  text: string;
}

/** A browser with a cookie jar and no script: what it follows are links, what it sends are forms. */
export class Browser {
  readonly #fetch: Fetch;
  readonly cookies = new Map<string, string>();

  constructor(fetch: Fetch, token?: string) {
    this.#fetch = fetch;
    if (token !== undefined) this.cookies.set('__Host-lindun-hengda', token);
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Seen> {
    return this.#send(path, { headers });
  }

  /** Sends a form as a page of ours does. */
  post(
    path: string,
    form: Record<string, string | number> = {},
    headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' },
  ): Promise<Seen> {
    const body = new URLSearchParams(
      Object.entries(form).map(([name, said]): [string, string] => [name, String(said)]),
    );
    return this.#send(path, { method: 'POST', body, headers });
  }

  /** Sends a form and follows where the answer leads. */
  async submit(path: string, form: Record<string, string | number> = {}): Promise<Seen> {
    let seen = await this.post(path, form);
    for (let hops = 0; seen.status === 303 && hops < 3; hops += 1)
      seen = await this.get(seen.headers.get('location') ?? '');
    return seen;
  }

  /** Opens a page and follows where it leads. */
  async open(path: string): Promise<Seen> {
    let seen = await this.get(path);
    for (let hops = 0; seen.status === 303 && hops < 3; hops += 1)
      seen = await this.get(seen.headers.get('location') ?? '');
    return seen;
  }

  async #send(
    path: string,
    init: { method?: string; body?: URLSearchParams; headers: Record<string, string> },
  ): Promise<Seen> {
    const url = `${origin}${path.startsWith('/c/') ? path : pages + path}`;
    const cookie = [...this.cookies].map(([name, said]) => `${name}=${said}`).join('; ');
    const headers = { ...init.headers, ...(cookie === '' ? {} : { cookie }) };
    const response = await this.#fetch(new Request(url, { ...init, headers }));
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', said = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (/max-age=0\b/i.test(set)) this.cookies.delete(name);
      else this.cookies.set(name, said);
    }
    const html = await response.text();
    return { status: response.status, headers: response.headers, html, text: textOf(html) };
  }
}

function textOf(html: string): string {
  const plain = html.replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' ');
  const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };
  return plain.replace(/&([a-z]+|#39);/g, (whole, name: string) => named[name] ?? whole).replace(/\s+/g, ' ');
}
