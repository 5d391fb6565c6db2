import { cipher } from './cipher.ts';
import { findCommunities, type Directory } from './directory.ts';
import { Fault } from './fault.ts';
import { reading } from './open.ts';
import { openRing } from './ring.ts';
import { beginRoot, finishRoot } from './root-files.ts';
import { type RootPlace, wrappingsAt } from './root-place.ts';
import { withVault } from './with-vault.ts';

/** How far an exchange of the root has come. */
export interface RootProgress {
  readonly community: string;
  readonly done: number;
  readonly of: number;
  /** How many keys of its ring are wrapped by the new root now. */
  readonly keys: number;
}

/**
 * Exchanges the root secret of a state directory, with the vault running or at rest. Each community's ring is wrapped anew
 * in one short transaction of its own; until the end both roots are there, so it can be ended at any moment, and done
 * again: what is done is found done. The old root goes only after every ring was looked at from outside and nothing in it
 * is wrapped by another than the new.
 *
 * Of a root in a key service this is the middle part: the service has the next one ready before, and lets the old one go
 * after.
 *
 * @returns the new root's name
 */
export async function rotateRoot(dir: string, tell: (progress: RootProgress) => void): Promise<string> {
  const directory = findCommunities(dir);
  const { communities, root: place } = directory;
  if (place.kind === 'file') beginRoot(place.file);
  const root = await newestRoot(directory);
  await withVault(dir, async (vault) => {
    for (const [at, { community }] of communities.entries()) {
      const answer = await vault.post(community, '/keys:rotate-root');
      if (answer['root'] !== root) throw notSeen(community);
      tell({ community, done: at + 1, of: communities.length, keys: Number(answer['keys']) });
    }
  });
  await demandAllBy(root, directory);
  if (place.kind === 'file') finishRoot(place.file, root);
  return root;
}

/** The root that wraps what is new. */
async function newestRoot({ communities, root: place }: Directory): Promise<string> {
  const [first] = communities;
  const wrappings = first && (await wrappingsAt(place, [first.community])).get(first.community);
  const [current] = wrappings ?? [];
  if (current === undefined) throw new Fault('data', '没有社区', 'there is no community');
  return current.root;
}

/** Looks at every ring in the directory, also those that nobody serves at this moment. */
async function demandAllBy(root: string, { communities, root: place, absent }: Directory): Promise<void> {
  const stray = absent[0];
  if (stray !== undefined) throw notWrapped(stray, place);
  const ids = communities.map(({ community }) => community);
  const wrappings = await wrappingsAt(place, ids);
  for (const { community, ring } of communities) {
    const only = (wrappings.get(community) ?? []).filter((each) => each.root === root);
    if (ring === undefined) continue;
    const rows = reading(ring, (snapshot) => openRing(snapshot, only, community, cipher()).rows);
    if (!rows.every(({ row, opens }) => opens && row.root === root)) throw notWrapped(community, place);
  }
}

const notSeen = (community: string): Fault =>
  new Fault(
    'secret',
    `社区 ${community} 的密钥环还没有看到新的根密钥;原来的继续有效,再执行一次即可`,
    `the key ring of ${community} does not see the new root secret yet; the old one stays good, do this again`,
  );

const notWrapped = (community: string, place: RootPlace): Fault =>
  new Fault(
    'secret',
    `社区 ${community} 的密钥环里还有密钥由原来的根密钥封着,没有销毁它${place.kind === 'file' ? `(${place.file})` : ''}。请带着全部社区启动保险库,再执行一次`,
    `some key in the ring of ${community} is still wrapped by the old root secret, which was not destroyed. Start the vault with all communities and do this again`,
  );
