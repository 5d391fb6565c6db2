import { custodyDuties, dueBecause } from '../policy/duties/custody.ts';

/** What the vault has noted of the keys' keeping, as `POST /keys:read` tells it. */
export interface Custody {
  readonly what: 'root' | 'copy' | 'officers' | 'drill';
  /** UTC milliseconds. */
  readonly at: number;
  readonly root: string;
  readonly count: number;
}

/**
 * Says what was done when, and what is due: what was never done, what is too long ago, and what was done with a root
 * secret that is not the one in use any more.
 */
export function readCustody(
  community: string,
  items: readonly Custody[],
  now: number,
  say: (zh: string, en: string) => void,
): void {
  const root = items.find(({ what }) => what === 'root');
  say(
    `社区 ${community}:根密钥 ${root?.root ?? '?'},${root === undefined ? '' : date(root.at)}起`,
    `community ${community}: root secret ${root?.root ?? '?'} since ${root === undefined ? '?' : date(root.at)}`,
  );
  for (const { what, days, title, command } of custodyDuties) {
    const done = items.find((item) => item.what === what);
    const why = dueBecause(done, root?.root, days, now);
    const when = done === undefined ? ['从未', 'never'] : [date(done.at), date(done.at)];
    say(
      `  ${title.zh}:${when[0]}${why === null ? '' : `;该做了(${why.zh}):npx lindun ${command}`}`,
      `  ${title.en}: ${when[1]}${why === null ? '' : `; due (${why.en}): npx lindun ${command}`}`,
    );
  }
}

const date = (at: number): string => new Date(at).toISOString().slice(0, 10);
