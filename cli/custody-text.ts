/** What the vault has noted of the keys' keeping, as `POST /keys:read` tells it. */
export interface Custody {
  readonly what: 'root' | 'copy' | 'officers' | 'drill';
  /** UTC milliseconds. */
  readonly at: number;
  readonly root: string;
  readonly count: number;
}

const day = 86_400_000;

/** How often each is to be done, in days, and what it is called; docs/operations.md has the reasons. */
const duties = [
  { what: 'copy', every: 31, zh: '复制密钥环', en: 'copy the key ring', command: 'keys copy' },
  {
    what: 'officers',
    every: 366,
    zh: '把根密钥封给保管人',
    en: 'seal the root for the officers',
    command: 'keys officers',
  },
  { what: 'drill', every: 186, zh: '恢复演练', en: 'try the recovery', command: 'keys drill' },
] as const;

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
  for (const { what, every, zh, en, command } of duties) {
    const done = items.find((item) => item.what === what);
    const why = dueBecause(done, root, every * day, now);
    const when = done === undefined ? ['从未', 'never'] : [date(done.at), date(done.at)];
    say(
      `  ${zh}:${when[0]}${why === undefined ? '' : `;该做了(${why.zh}):npx lindun ${command}`}`,
      `  ${en}: ${when[1]}${why === undefined ? '' : `; due (${why.en}): npx lindun ${command}`}`,
    );
  }
}

function dueBecause(
  done: Custody | undefined,
  root: Custody | undefined,
  every: number,
  now: number,
): { zh: string; en: string } | undefined {
  if (done === undefined) return { zh: '没有做过', en: 'it was never done' };
  if (root !== undefined && done.root !== root.root)
    return { zh: '那是以前的根密钥', en: 'that was with an earlier root secret' };
  return now - done.at > every ? { zh: '太久了', en: 'that is too long ago' } : undefined;
}

const date = (at: number): string => new Date(at).toISOString().slice(0, 10);
