import type { Entered } from '../access/links.ts';
import { linkPages } from '../../policy/link-pages.ts';
import { sessionCookie } from './cookies.ts';
import type { Guest } from './page.ts';

/** Puts a session into the browser, in the place of the one it had, and leads on: to where its link leads, else to `path`. */
export async function letIn(guest: Guest, { token, expires, page }: Entered, path = ''): Promise<Response> {
  await endSession(guest);
  const seconds = Math.max(0, Math.floor((expires - guest.now) / 1000));
  return new Response(null, {
    status: 303,
    headers: {
      Location: guest.base + (page === undefined ? path : linkPages[page]),
      'Set-Cookie': sessionCookie(guest.id, token, seconds),
      'Cache-Control': 'no-store',
    },
  });
}

/** Ends the session whose cookie is being replaced: nobody has it in hand any more who could leave it. */
async function endSession({ community, request, session }: Guest): Promise<void> {
  if (session === undefined || (await community.session(session)) === null) return;
  const call = { token: session, request, via: 'console', idempotencyKey: null };
  await community.ask(call, 'revokeTokens', { token: session });
}
