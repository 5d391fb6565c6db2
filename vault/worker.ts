import { createApp } from './app.ts';
import { clockOf } from './clock.ts';
import { Community, newRequestId, type VaultEnv } from './community.ts';
import { stylesheet } from './console/stylesheet.ts';
import type { CommunityCalls } from './http/route.ts';
import { notices } from './notices.ts';

export { Community };

let app: ReturnType<typeof createApp> | undefined;

/** The bindings are the same for as long as the program runs, so the app is made once. */
function appOver(env: VaultEnv): ReturnType<typeof createApp> {
  const ids = env.COMMUNITIES.split(',').map((id) => id.trim());
  const communities = new Map(
    ids.map((id) => [
      id,
      // A new stub for each request: one that has seen its object fail stays broken.
      (): CommunityCalls => env.COMMUNITY.getByName(id),
    ]),
  );
  const style = { text: stylesheet, build: env.BUNDLE_SHA256.slice(0, 16) };
  return createApp({ communities, notices, style, newRequestId, now: clockOf(env) });
}

export default {
  fetch: (request, env) => (app ??= appOver(env)).fetch(request),
} satisfies ExportedHandler<VaultEnv>;
