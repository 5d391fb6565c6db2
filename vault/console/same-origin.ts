import { originOf } from './origin.ts';

/**
 * Whether a form was sent by a page of ours. A session's cookie is `SameSite=Strict`, and this is the second lock:
 * every form says where it comes from. `Sec-Fetch-Site` is the browser's own word and knows the scheme; a browser that
 * does not send it sends `Origin` with every POST (Fetch §3.1). One that sends neither is refused.
 */
export function isSameOrigin(request: Request): boolean {
  const { headers } = request;
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = headers.get('origin');
  if (origin === null || !URL.canParse(origin)) return false;
  return new URL(origin).origin === originOf(request);
}
