import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { botRoutes } from './bot.ts';
import type { Chat } from './chat.ts';
import { pageRoutes, securityHeaders } from './page.ts';
import { peopleRoutes } from './people.ts';
import { Refused } from './refused.ts';

/** Two files of 2 MiB in base64, and the world of a large community. */
const largestBody = 8 * 1024 * 1024;

/** The stand-in over HTTP. @param token the bot's */
export function createApp(chat: Chat, token: string): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    fromHere(c.req.raw);
    await next();
    for (const [name, value] of Object.entries(securityHeaders)) c.header(name, value);
    if (!c.res.headers.has('cache-control')) c.header('Cache-Control', 'no-store');
  });
  app.use(
    bodyLimit({
      maxSize: largestBody,
      onError: () => {
        throw new Refused('too_large');
      },
    }),
  );
  app.route('/', pageRoutes());
  app.route('/', peopleRoutes(chat));
  app.route('/', botRoutes(chat, token));
  app.notFound(() => new Refused('not_found').response());
  app.onError((error) => {
    if (error instanceof Refused) return error.response();
    // Its kind alone: a message of SQLite's or of ours could one day carry what somebody wrote.
    console.error(`chat: ${error.name}`);
    return new Refused('not_kept').response();
  });
  return app;
}

/**
 * The people's side asks for no token, so a page of another site must not speak here: not by sending across (a browser
 * names its Origin then), and not by giving its own name this address (DNS rebinding; the Host is that name then).
 */
function fromHere(request: Request): void {
  const { host, hostname } = new URL(request.url);
  const origin = request.headers.get('origin');
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (!local || (origin !== null && origin !== `http://${host}`)) throw new Refused('other_site');
}
