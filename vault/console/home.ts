import type { Language } from '../http/language.ts';
import { staffRoles } from '../../policy/roles.ts';
import { noSessionCookie, readingCookie } from './cookies.ts';
import { homes } from './menus.ts';
import { type AnyPage, type Answer, type Guest, to, type Visit } from './page.ts';

const everybody = ['resident', ...staffRoles] as const;

/** Where somebody begins: their role's first page, or the one ticket the session is for. */
function home(visit: Visit): Answer {
  const { role, ticket } = visit.who;
  if (visit.who.enrolling) return to(visit, '/me/sign-in');
  if (ticket !== null) return to(visit, `/tickets/${ticket}`);
  const path = homes[role];
  return path === undefined ? { problem: { code: 'denied' } } : to(visit, path);
}

async function leave(visit: Visit): Promise<Answer> {
  await visit.ask('revokeTokens', { token: visit.token });
  const left = to(visit, '/left');
  left.headers.set('Set-Cookie', noSessionCookie(visit.id));
  // Also what the browser kept for going back.
  left.headers.set('Clear-Site-Data', '"cache"');
  return left;
}

/** Keeps the language or the type size, and goes back to where it was chosen. */
function reading(guest: Guest): Response {
  const { form, base, language, large } = guest;
  const wanted: Language =
    form['language'] === 'en' || form['language'] === 'zh-CN' ? form['language'] : language;
  const back = form['back'] ?? base;
  // A page of this community and nothing else: no address from outside is followed.
  const safe = back === base || (back.startsWith(`${base}/`) && /^[\w/-]+$/.test(back)) ? back : base;
  const chosen = form['large'] === undefined ? large : form['large'] === 'yes';
  return new Response(null, {
    status: 303,
    headers: {
      Location: safe,
      'Set-Cookie': readingCookie({ language: wanted, large: chosen }),
      'Cache-Control': 'no-store',
    },
  });
}

export const homePages: readonly AnyPage[] = [
  { method: 'get', path: '', for: everybody, handle: home },
  { method: 'post', path: '/leave', for: everybody, handle: leave },
  { method: 'post', path: '/reading', for: 'anybody', handle: reading },
];
