import * as fs from 'node:fs';
import { importKey, RootSecret } from '../vault/crypto/keys.ts';
import { ringWrappingKey, rootId } from '../vault/crypto/wrap.ts';
import { Fault } from './fault.ts';
import type { Wrappings } from './ring.ts';

/**
 * The root secrets: the one in use, and while it is exchanged the next, which then wraps what is new and stands first.
 * @throws Fault `secret` when a file is not there or not a secret
 */
export function readRoots(file: string): readonly RootSecret[] {
  const next = nextRootFile(file);
  return [...(fs.existsSync(next) ? [next] : []), file].map((name) => importKey(RootSecret, secretIn(name)));
}

/** Where the next root secret lies while the one in `file` is exchanged. */
export const nextRootFile = (file: string): string => `${file}.next`;

/** What a community's ring keys can be wrapped with. */
export const wrappingsOf = (roots: readonly RootSecret[], community: string): Wrappings =>
  roots.map((root) => ({ root: rootId(root), key: ringWrappingKey(root, community) }));

/** The 32 bytes of a secret's file. @throws Fault `secret` when it is not there, or not that */
export function secretIn(file: string): Uint8Array {
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'latin1').trim() : '';
  if (/^[0-9a-f]{64}$/.test(text)) return new Uint8Array(Buffer.from(text, 'hex'));
  throw new Fault(
    'secret',
    `${file} 不在或不是 64 位十六进制`,
    `${file} is missing or not 64 hex characters`,
  );
}
