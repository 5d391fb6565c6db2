/**
 * Where a reader's browser says it is: `https://hengda.example`. A proxy that ends TLS says so. Nobody is believed
 * because of it: a passkey is bound by its authenticator to the host it was made for.
 */
export function originOf({ headers, url }: Request): string {
  const here = new URL(url);
  const scheme = headers.get('x-forwarded-proto')?.split(',')[0]?.trim() ?? here.protocol.slice(0, -1);
  return `${scheme === 'https' ? 'https' : 'http'}://${here.host}`;
}

/** The host alone, as a passkey knows it. */
export const hostOf = (origin: string): string => new URL(origin).hostname;
