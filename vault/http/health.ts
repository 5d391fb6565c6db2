import { type RingFault, ringFault } from './ring-fault.ts';
import type { CommunityCalls } from './route.ts';

/**
 * Whether every configured community is open and its database answers, and with what they seal. Says which is not, and nothing about any of
 * them: the number of a log's entries, too, would tell what is happening.
 *
 * `keys` names those whose keys cannot be had at this moment, and why. One that is open goes on with the keys in its
 * memory: the answer is 200 and says so, because it would not come up again if it were restarted now.
 */
export async function health(communities: ReadonlyMap<string, () => CommunityCalls>): Promise<Response> {
  const asked = await Promise.all(
    [...communities].map(async ([id, of]) => {
      try {
        const { cipher, keys } = await of().health();
        return { id, failing: false, keys, ciphers: [cipher] };
      } catch (error) {
        return { id, failing: true, keys: ringFault(error)?.why ?? ('open' as const), ciphers: [] };
      }
    }),
  );
  const failing = asked.flatMap((each) => (each.failing ? [each.id] : []));
  const ciphers = [...new Set(asked.flatMap((each) => each.ciphers))];
  const shut = asked.flatMap(({ id, keys }): [string, RingFault][] => (keys === 'open' ? [] : [[id, keys]]));
  const ok = failing.length === 0;
  const body = {
    ...(ok ? { status: 'ok', communities: communities.size, ciphers } : { status: 'failing', failing }),
    ...(shut.length === 0 ? {} : { keys: Object.fromEntries(shut) }),
  };
  return new Response(JSON.stringify(body), {
    status: ok ? 200 : 503,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      ...(ok ? {} : { 'Retry-After': '5' }),
    },
  });
}
