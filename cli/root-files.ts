import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { rootId } from '../vault/crypto/wrap.ts';
import { Fault } from './fault.ts';
import { nextRootFile, readRoots } from './roots.ts';
import { demandPrivate, destroyFile, newSecret, syncFolder, writeOnce } from './secret-file.ts';

/**
 * The exchange of a root secret in files, step by step; each can be ended by a power cut and done again.
 *
 *   root.secret                      one root
 *   root.secret, root.secret.next    two: the next wraps what is new, both open
 *   the same, and root.secret.old    the old one has a second name, under which it is to be overwritten
 *   root.secret, root.secret.old     the next took its place in one step
 *   root.secret                      the old one is destroyed
 */
const oldRootFile = (file: string): string => `${file}.old`;

/**
 * Has a next root ready; one that is ready stays.
 * @returns its name, and whether it was made now
 */
export function beginRoot(file: string): { root: string; made: boolean } {
  mendRoot(file);
  demandPrivate(file);
  const next = nextRootFile(file);
  const made = !fs.existsSync(next);
  if (made) writeOnce(next, newSecret());
  demandPrivate(next);
  return { root: rootNow(file), made };
}

/**
 * The next root takes the old one's place, which is overwritten and gone. Who calls this has seen that nothing is left
 * that the old one wraps.
 * @param root the name of the root that is to stay
 * @throws Fault 'argument' when another one is ready, or none
 */
export function finishRoot(file: string, root: string): void {
  mendRoot(file);
  if (rootNow(file) !== root)
    throw new Fault(
      'argument',
      `${file} 那里没有根密钥 ${root}`,
      `there is no root secret ${root} at ${file}`,
    );
  const next = nextRootFile(file);
  if (!fs.existsSync(next)) return;
  // A second name for the old one, so that it can be overwritten after it was replaced in one step.
  fs.linkSync(file, oldRootFile(file));
  fs.renameSync(next, file);
  syncFolder(dirname(file));
  destroyFile(oldRootFile(file));
}

/** Ends what a power cut left half done. */
export function mendRoot(file: string): void {
  const old = oldRootFile(file);
  if (!fs.existsSync(old)) return;
  // Linked, but not replaced yet: the next still stands beside it, and the step is done again by who asked for it.
  // Where nothing stands in its place, it may be the last root there is: it is left for whoever lost the other.
  if (!fs.existsSync(file)) return;
  const isSame = fs.statSync(file).ino === fs.statSync(old).ino;
  if (isSame) fs.rmSync(old);
  else destroyFile(old);
}

/** The name of the root that wraps what is new. */
export function rootNow(file: string): string {
  const [root] = readRoots(file);
  if (root === undefined) throw new Fault('secret', `${file} 读不出根密钥`, `no root secret in ${file}`);
  return rootId(root);
}
