import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Answer } from '../vault/client.ts';

/** Who can be signed in as. */
export const seats = ['officer', 'worker', 'resident'] as const;
export type Seat = (typeof seats)[number];

export type SignIn = Readonly<Record<Seat, string>>;

/** A fresh link for somebody: the console's address, with the secret in its fragment. */
export type Mint = (seat: Seat) => Promise<Answer<string>>;

export interface Door {
  readonly port: number;
  readonly signIn: SignIn;
  close(): Promise<void>;
}

/**
 * The way in for who tries this out: `GET /sign-in/officer/<key>` leads to a link that was made this moment. On 127.0.0.1
 * only, and only for who has the address: other users of the machine and its other ports have not. Opening consumes
 * nothing; pages of other sites can neither lead here nor show it, and a browser that looks ahead is sent away.
 * @param wanted the port of the last start, taken again where it is free, and what nobody can guess of the addresses
 */
export async function openDoor(
  mint: Mint,
  { port: wanted, key }: { port: number; key: string },
): Promise<Door> {
  const server = createServer((request, response) => {
    answer(request, response, { mint, key }).catch(() => {
      response.destroy();
    });
  });
  const port = await listen(server, wanted).catch(() => listen(server, 0));
  const at = (seat: Seat): string => `http://localhost:${port}${pathOf(seat, key)}`;
  return {
    port,
    signIn: { officer: at('officer'), worker: at('worker'), resident: at('resident') },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const pathOf = (seat: Seat, key: string): string => `/sign-in/${seat}/${key}`;

/** Takes as long whatever is asked for. */
const isSame = (asked: string, path: string): boolean => timingSafeEqual(digest(asked), digest(path));
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

const headers = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
} as const;

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { mint, key }: { mint: Mint; key: string },
): Promise<void> {
  const say = (status: number, zh: string, en: string, more: Record<string, string> = {}): void => {
    response.writeHead(status, { ...headers, 'Content-Type': 'text/plain; charset=utf-8', ...more });
    response.end(`${zh}\n${en}\n`);
  };
  request.resume();
  if (isFromElsewhere(request)) {
    return say(
      403,
      '请在地址栏里直接打开这个地址',
      'open this address from the address bar: other sites cannot lead here',
    );
  }
  const seat = seats.find((each) => isSame(request.url ?? '', pathOf(each, key)));
  if (seat === undefined) return say(404, '没有这个地址', 'there is nothing at this address');
  if (request.method !== 'GET') return say(405, '只能打开', 'it can only be opened', { Allow: 'GET' });
  const made = await mint(seat);
  if (made.ok) return say(303, '请稍候', 'one moment', { Location: made.value });
  const { code, detail, retryAfter } = made.problem;
  const later = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) };
  say(
    503,
    `现在登不进去:${detail}。稍后再打开一次`,
    `no way in right now (${code}): open it again later`,
    later,
  );
}

/**
 * A name that is not ours is another site's that leads to this machine; and a browser says whether another site's
 * page asks (one on another port of this machine too), whether something is to be shown inside a page, and whether it
 * only looks ahead (Fetch Metadata).
 */
function isFromElsewhere({ headers: said, socket }: IncomingMessage): boolean {
  const own = ['localhost', '127.0.0.1'].map((name) => `${name}:${socket.localPort}`);
  const site = said['sec-fetch-site'] ?? 'none';
  const use = said['sec-fetch-dest'] ?? 'document';
  const { origin } = said;
  return (
    !own.includes(said.host ?? '') ||
    !['none', 'same-origin'].includes(String(site)) ||
    use !== 'document' ||
    said['sec-purpose'] !== undefined ||
    (origin !== undefined && !own.some((name) => origin === `http://${name}`))
  );
}
