import type { MiddlewareHandler } from 'hono';
import { NONCE, secureHeaders } from 'hono/secure-headers';

const nothing = ["'none'"];

/** HSTS only where the reader came over TLS (RFC 6797 §7.2); a proxy in front says so. */
const overTls = (url: string, forwarded: string | undefined): boolean =>
  new URL(url).protocol === 'https:' || forwarded === 'https';

type Sources = string[] | [typeof NONCE];

interface Allowed {
  styleSrc: Sources;
  scriptSrc?: Sources;
  imgSrc?: Sources;
  mediaSrc?: Sources;
  /** Where forms may be sent. */
  formAction?: Sources;
  /** `same-origin` where forms are sent: with `no-referrer` a browser would send them with `Origin: null` (Fetch §3.1). */
  referrerPolicy?: 'no-referrer' | 'same-origin';
}

function headers(allowed: Allowed): MiddlewareHandler {
  const {
    styleSrc,
    scriptSrc,
    imgSrc,
    mediaSrc,
    formAction = nothing,
    referrerPolicy = 'no-referrer',
  } = allowed;
  const [plain, tls] = [false, 'max-age=31536000; includeSubDomains'].map((strictTransportSecurity) =>
    secureHeaders({
      strictTransportSecurity,
      contentSecurityPolicy: {
        defaultSrc: nothing,
        styleSrc,
        ...(scriptSrc === undefined ? {} : { scriptSrc }),
        ...(imgSrc === undefined ? {} : { imgSrc }),
        ...(mediaSrc === undefined ? {} : { mediaSrc }),
        baseUri: nothing,
        formAction,
        frameAncestors: nothing,
      },
      referrerPolicy,
      xFrameOptions: 'DENY',
    }),
  ) as [MiddlewareHandler, MiddlewareHandler];
  return (c, next) => (overTls(c.req.url, c.req.header('x-forwarded-proto')) ? tls : plain)(c, next);
}

const self = ["'self'"];
/** For answers that are no pages. */
const apiHeaders = headers({ styleSrc: nothing });
/** For the page at `/docs`: its one style element and nothing else. */
const docsHeaders = headers({ styleSrc: [NONCE] });
/** For the console: one stylesheet with WeUI's drawings in it, a ticket's photographs and voice messages, forms to ourselves; no script. */
const pages = {
  styleSrc: self,
  imgSrc: [...self, 'data:'],
  mediaSrc: ['data:'],
  formAction: self,
  referrerPolicy: 'same-origin',
} satisfies Allowed;
const pageHeaders = headers(pages);
/** For the pages with a script: one reads the fragment of a one-time link, two ask for a passkey. */
const enterHeaders = headers({ ...pages, scriptSrc: [NONCE] });

/** The headers that an address's answer is sent with. */
export function headersFor(path: string): MiddlewareHandler {
  if (path === '/docs') return docsHeaders;
  if (path !== '/' && !path.startsWith('/c/')) return apiHeaders;
  return /^\/c\/[^/]+\/(enter|(me\/)?sign-in(\/\w+)?)$/.test(path) ? enterHeaders : pageHeaders;
}
