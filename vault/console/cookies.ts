/**
 * `__Host-` (RFC 6265bis §4.1.3.2): only over TLS or on localhost, only for this host and all of it. A community has
 * names of its own, so that two on one host do not share a session.
 */
const sessionName = (community: string): string => `__Host-lindun-${community}`;
/** Language and type size: two words that are the same for everybody who chose them. */
const readingName = '__Host-lindun-reading';
const yearInSeconds = 31_536_000;

const attributes = 'Path=/; Secure; HttpOnly; SameSite=Strict';

/** The value of a cookie; undefined where there is none, or more than one of the name. */
function cookie(header: string | null, name: string): string | undefined {
  const found = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`));
  return found.length === 1 ? found[0]?.slice(name.length + 1) : undefined;
}

/** The session's token, in the form a token has. */
export function sessionOf({ headers }: Request, community: string): string | undefined {
  const value = cookie(headers.get('cookie'), sessionName(community));
  return value !== undefined && /^[\w.~+/-]{1,256}$/.test(value) ? value : undefined;
}

/** @param seconds how long the session lasts; the browser forgets it then */
export const sessionCookie = (community: string, token: string, seconds: number): string =>
  `${sessionName(community)}=${token}; Max-Age=${seconds}; ${attributes}`;

export const noSessionCookie = (community: string): string =>
  `${sessionName(community)}=; Max-Age=0; ${attributes}`;

/** How somebody wants to read: each of the two only where they chose it. */
export interface Reading {
  language?: 'zh-CN' | 'en';
  large: boolean;
}

export function readingOf({ headers }: Request): Reading {
  const words = (cookie(headers.get('cookie'), readingName) ?? '').split('.');
  const language = words.includes('en') ? 'en' : words.includes('zh-CN') ? 'zh-CN' : undefined;
  return { ...(language === undefined ? {} : { language }), large: words.includes('large') };
}

export function readingCookie({ language, large }: Reading): string {
  const words = [language ?? '', large ? 'large' : ''].filter((word) => word !== '');
  return `${readingName}=${words.join('.')}; Max-Age=${yearInSeconds}; ${attributes}`;
}
