import type { MiddlewareHandler } from 'hono';
import { NONCE, secureHeaders } from 'hono/secure-headers';

const nothing = ["'none'"];

/** HSTS only where the reader came over TLS (RFC 6797 §7.2); a proxy in front says so. */
const overTls = (url: string, forwarded: string | undefined): boolean =>
  new URL(url).protocol === 'https:' || forwarded === 'https';

function headers(styleSrc: (string | typeof NONCE)[]): MiddlewareHandler {
  const [plain, tls] = [false, 'max-age=31536000; includeSubDomains'].map((strictTransportSecurity) =>
    secureHeaders({
      strictTransportSecurity,
      contentSecurityPolicy: {
        defaultSrc: nothing,
        styleSrc,
        baseUri: nothing,
        formAction: nothing,
        frameAncestors: nothing,
      },
      referrerPolicy: 'no-referrer',
      xFrameOptions: 'DENY',
    }),
  ) as [MiddlewareHandler, MiddlewareHandler];
  return (c, next) => (overTls(c.req.url, c.req.header('x-forwarded-proto')) ? tls : plain)(c, next);
}

/** For answers that are no pages. */
export const apiHeaders = headers(nothing);
/** For the page at `/docs`: its one style element and nothing else. */
export const docsHeaders = headers([NONCE]);
