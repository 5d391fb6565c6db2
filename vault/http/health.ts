import type { CommunityCalls } from './route.ts';

/**
 * Whether every configured community is open and its database answers, and with what they seal. Says which is not, and nothing about any of
 * them: the number of a log's entries, too, would tell what is happening.
 */
export async function health(communities: ReadonlyMap<string, () => CommunityCalls>): Promise<Response> {
  const asked = await Promise.all(
    [...communities].map(async ([id, of]): Promise<{ cipher?: string; failing?: string }> => {
      try {
        return { cipher: (await of().health()).cipher };
      } catch {
        return { failing: id };
      }
    }),
  );
  const failing = asked.flatMap(({ failing: id }) => id ?? []);
  const ciphers = [...new Set(asked.flatMap(({ cipher }) => cipher ?? []))];
  const ok = failing.length === 0;
  const body = ok ? { status: 'ok', communities: communities.size, ciphers } : { status: 'failing', failing };
  return new Response(JSON.stringify(body), {
    status: ok ? 200 : 503,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  });
}
