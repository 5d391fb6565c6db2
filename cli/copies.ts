import * as fs from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { cipher } from './cipher.ts';
import { findCommunities } from './directory.ts';
import { Fault } from './fault.ts';
import { copyDatabase, reading } from './open.ts';
import { openRing } from './ring.ts';
import { wrappingsAt } from './root-place.ts';
import { demandPrivate, destroyFile, syncFolder } from './secret-file.ts';

/** Which of the things in different places a copy is of: the key ring, or the data. */
export type CopyKind = 'ring' | 'data';

/** One community's copy. */
export interface Copied {
  readonly community: string;
  readonly file: string;
  /** Of a ring: how many keys are in it, and which root secret wraps them. */
  readonly keys: number;
  readonly root: string;
  /** Older copies of the same that were destroyed. */
  readonly destroyed: readonly string[];
}

const form = /^(ring|data)-([a-z][a-z0-9-]{1,30})-(\d{4}-\d{2}-\d{2})\.sqlite$/;

/** A copy as its file's name says it. */
export interface CopyFile {
  readonly kind: CopyKind;
  readonly community: string;
  readonly day: string;
  readonly file: string;
}

/** The copies in a folder, the newest of a community first. */
export function copiesIn(folder: string): CopyFile[] {
  const found = fs.readdirSync(folder).flatMap((name): CopyFile[] => {
    const [, kind, community, day] = form.exec(name) ?? [];
    if (kind === undefined || community === undefined || day === undefined) return [];
    return [{ kind: kind as CopyKind, community, day, file: join(folder, name) }];
  });
  return found.sort((a, b) => b.day.localeCompare(a.day));
}

/**
 * Copies every community's key ring into a folder, apart from the data, while the vault runs. Only what a key still is
 * goes in: keys that were destroyed leave no traces there.
 *
 * Older copies in the folder are destroyed: in an old one are the epoch keys that ended since, and whoever was erased under
 * them would open with it. The new one has every key that a backup of the last 35 days needs.
 * @param day `YYYY-MM-DD`
 * @throws Fault 'secret' when a key of a ring does not open: a copy of that would only look like one
 */
export async function copyRings(dir: string, to: string, day: string): Promise<Copied[]> {
  const { communities, root: place } = findCommunities(dir);
  const wrappings = await wrappingsAt(
    place,
    communities.map(({ community }) => community),
  );
  const folder = privateFolder(to);
  return communities.flatMap(({ community, ring }) => {
    if (ring === undefined) return [];
    const rowsIn = (copy: string) =>
      reading(
        copy,
        (snapshot) => openRing(snapshot, wrappings.get(community) ?? [], community, cipher()).rows,
      );
    // Looked at before it has its name: one of the same day that opens must not give way to one that does not.
    const file = copyInto(folder, { kind: 'ring', community, day }, ring, (half) => {
      const rows = rowsIn(half);
      if (rows.length > 0 && rows.every(({ opens }) => opens)) return;
      destroyFile(half);
      throw new Fault(
        'secret',
        `社区 ${community} 的密钥环里有打不开的密钥,没有复制;先看 lindun keys`,
        `some key in the ring of ${community} does not open, and it was not copied: see lindun keys first`,
      );
    });
    const rows = rowsIn(file);
    const destroyed = destroyOlder(folder, 'ring', community, file);
    return [{ community, file, keys: rows.length, root: rows[0]?.row.root ?? '', destroyed }];
  });
}

/** Copies every community's data into a folder, while the vault runs. Without the ring and the root nothing in it opens. */
export function copyData(dir: string, to: string, day: string): Pick<Copied, 'community' | 'file'>[] {
  const folder = privateFolder(to);
  return findCommunities(dir).communities.map(({ community, data }) => ({
    community,
    file: copyInto(folder, { kind: 'data', community, day }, data),
  }));
}

/** Overwrites and removes the copies of a kind that are older than some days. @returns what was destroyed */
export function destroyOldCopies(folder: string, kind: CopyKind, before: string): string[] {
  const old = copiesIn(folder).filter((copy) => copy.kind === kind && copy.day < before);
  for (const { file } of old) destroyFile(file);
  return old.map(({ file }) => basename(file));
}

function destroyOlder(folder: string, kind: CopyKind, community: string, kept: string): string[] {
  const older = copiesIn(folder).filter(
    (copy) => copy.kind === kind && copy.community === community && copy.file !== kept,
  );
  for (const { file } of older) destroyFile(file);
  return older.map(({ file }) => basename(file));
}

/** The whole copy or none: it gets its name when it is on the disk. @param look throws where it is no copy to keep */
function copyInto(
  folder: string,
  { kind, community, day }: Omit<CopyFile, 'file'>,
  from: string,
  look: (half: string) => void = () => undefined,
): string {
  const file = join(folder, `${kind}-${community}-${day}.sqlite`);
  const half = `${file}.new`;
  fs.rmSync(half, { force: true });
  copyDatabase(from, half);
  fs.chmodSync(half, 0o600);
  look(half);
  const descriptor = fs.openSync(half, 'r+');
  fs.fsyncSync(descriptor);
  fs.closeSync(descriptor);
  fs.renameSync(half, file);
  syncFolder(folder);
  return file;
}

function privateFolder(path: string): string {
  const folder = resolve(path);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  demandPrivate(folder);
  return folder;
}
