/**
 * Whether a form was sent by a page of ours. A session's cookie is `SameSite=Strict`, and this is the second lock:
 * every form says where it comes from. `Sec-Fetch-Site` is the browser's own word and knows the scheme; a browser that
 * does not send it sends `Origin` with every POST (Fetch §3.1). One that sends neither is refused.
 */
export function isSameOrigin({ headers, url }: Request): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = headers.get('origin');
  if (origin === null || !URL.canParse(origin)) return false;
  const [from, here] = [new URL(origin), new URL(url)];
  // A proxy that ends TLS says so.
  const scheme = headers.get('x-forwarded-proto')?.split(',')[0]?.trim() ?? here.protocol.slice(0, -1);
  return from.host === here.host && from.protocol === `${scheme}:`;
}
