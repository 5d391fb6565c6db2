import { checkpointAt } from './entries.ts';
import { hasTile, parseTilePath, tileBytes } from '../log/tiles.ts';
import type { Vault } from '../vault.ts';

/** Publishes a checkpoint of everything logged so far. @returns the tree's size */
export function publishCheckpoint(vault: Vault): number {
  const { size } = vault.journal;
  if (size > (vault.store.log.lastCheckpoint()?.size ?? -1)) {
    vault.store.log.addCheckpoint({ size, note: checkpointAt(vault, size) });
    vault.journal.published(size);
  }
  return size;
}

/** The newest published checkpoint, or null before the first. */
export function publishedCheckpoint(vault: Vault): string | null {
  return vault.store.log.lastCheckpoint()?.note ?? null;
}

/**
 * A tile of hashes as C2SP tlog-tiles has it, of what is published and no further. Not the entry bundles: a leaf has the
 * time, the role and whether it was granted, and whoever reads along in a group would see who is refused there.
 * @param path what stands after `tile/`
 */
export function publishedTile(vault: Vault, path: string): Uint8Array | null {
  const parsed = parseTilePath(path);
  const size = vault.store.log.lastCheckpoint()?.size ?? 0;
  if (!parsed.ok || parsed.value.level === 'entries' || !hasTile(parsed.value, size)) return null;
  const { level, n, width } = parsed.value;
  return tileBytes(level, n, width, vault.journal.readHash);
}
