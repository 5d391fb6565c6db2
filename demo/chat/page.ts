import { Hono } from 'hono';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Nothing from elsewhere, nothing written into the page; `blob:` is what is about to be sent. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page: the files of `page/` as they lie there, and none beside. */
export function pageRoutes(): Hono {
  const folder = join(import.meta.dirname, 'page');
  const app = new Hono();
  for (const name of readdirSync(folder)) {
    const type = types[extname(name)];
    if (type === undefined) continue;
    const path = name === 'index.html' ? '/' : `/${name}`;
    app.get(path, () => {
      const headers = { 'Content-Type': type, 'Cache-Control': 'no-cache' };
      return new Response(readFileSync(join(folder, name)), { headers });
    });
  }
  return app;
}

/** On every answer: what is no page loses nothing by them. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': policy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'microphone=(self), camera=(), geolocation=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};
