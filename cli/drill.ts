import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RootSecret } from '../vault/crypto/keys.ts';
import { fieldNumbers, openFields } from '../vault/crypto/record.ts';
import { rootId } from '../vault/crypto/wrap.ts';
import { cipher } from './cipher.ts';
import { findCommunities } from './directory.ts';
import { Fault } from './fault.ts';
import { type Loss, lossesOf, missingThings } from './loss.ts';
import { reading, type Snapshot } from './open.ts';
import { restoreInto } from './restore.ts';
import { openRing } from './ring.ts';
import { wrappingsOf } from './roots.ts';
import { destroyFile } from './secret-file.ts';
import { verifyDirectory } from './verify-directory.ts';
import { openKeys, type Keys } from './verify-keys.ts';

/** What a drill of the recovery found, of one community. */
export interface Drilled {
  readonly community: string;
  /** The root secret's name. */
  readonly root: string;
  /** The days of the copies, where they are from copies. */
  readonly ringFrom: string | undefined;
  readonly dataFrom: string | undefined;
  /** Keys of the ring's copy, and how many the root opened. */
  readonly keys: number;
  readonly opened: number;
  /** Whether `verify` found nothing on what was put together; what it found is no more than counted. */
  readonly verified: boolean;
  readonly findings: number;
  /** Records that were opened whole and thrown away, and how many did not open. */
  readonly samples: number;
  readonly failed: number;
  /** What is lost as things stand: empty where the recovery works. */
  readonly losses: readonly Loss[];
  /** What would be lost with each of the three things missing. */
  readonly without: ReturnType<typeof missingThings>;
}

export interface DrillParts {
  readonly root: RootSecret;
  readonly rings: string;
  readonly data: string;
  readonly logSecretFile?: string;
  /** A verifier key, where the log's secret is not at hand. */
  readonly vkey?: string;
}

/** So many records of a community are opened whole, spread over all of them; `verify` opens each one's boxes anyway. */
const samplesOfOne = 50;

/**
 * Tries the recovery: puts a state directory together in a scratch folder from the officers' root, the ring's copy and the
 * data's backup, and looks whether what is in it opens. The folder is overwritten and removed, whatever comes of it; what
 * was opened is counted and nothing of it is kept.
 * @throws Fault where there is nothing to try: no copy, no backup, a root that is none
 */
export function drill(parts: DrillParts, communities: readonly string[]): Drilled[] {
  const scratch = fs.mkdtempSync(join(tmpdir(), 'lindun-drill-'));
  try {
    const restored = restoreInto(scratch, parts, communities);
    const ids = restored.map(({ community }) => community);
    return findCommunities(scratch, ids).communities.map(({ community, data, ring }) => {
      const from = restored.find((each) => each.community === community);
      const days = { ringFrom: from?.ring, dataFrom: from?.data };
      const tried = reading(data, (snapshot) => tryOne(snapshot, ring, parts.root, community));
      return {
        community,
        root: rootId(parts.root),
        ...days,
        ...tried,
        ...verified(scratch, community, parts),
      };
    });
  } finally {
    destroyFolder(scratch);
  }
}

function tryOne(data: Snapshot, ringFile: string | undefined, root: RootSecret, community: string) {
  const wrappings = wrappingsOf([root], community);
  const ring =
    ringFile === undefined
      ? undefined
      : reading(ringFile, (found) => openRing(found, wrappings, community, cipher()));
  const rows = ring?.rows ?? [];
  const keys = ring && last(openKeys(data, ring, community, cipher()));
  return {
    keys: rows.length,
    opened: rows.filter(({ opens }) => opens).length,
    ...(keys === undefined ? { samples: 0, failed: 0 } : openSamples(data, keys)),
    losses: lossesOf(data, ring),
    without: missingThings(data),
  };
}

/** The keys themselves; what is found on the way `verify` says. */
function last(found: Generator<unknown, Keys>): Keys {
  for (;;) {
    const next = found.next();
    if (next.done === true) return next.value;
  }
}

function openSamples(data: Snapshot, keys: Keys): { samples: number; failed: number } {
  let total = 0;
  for (const _ of data.rows('record')) total += 1;
  const step = Math.max(1, Math.floor(total / samplesOfOne));
  let [at, samples, failed] = [0, 0, 0];
  for (const { id, type, subject, version, key_id: keyId, blob } of data.rows('record')) {
    at += 1;
    if (at % step !== 0) continue;
    const held = keys.data.get(subject);
    const context = { community: keys.community, subject, type, id, keyId, version };
    const values = held && openFields(blob, context, held.key, fieldNumbers(blob) ?? [], keys.aead);
    if (values?.ok === true && values.fields.size > 0) samples += 1;
    else failed += 1;
  }
  return { samples, failed };
}

function verified(dir: string, community: string, { vkey }: DrillParts) {
  try {
    const given = vkey === undefined ? {} : { vkey };
    const { communities } = verifyDirectory({ dir, community: [community], ...given });
    const findings = communities.reduce((sum, each) => sum + each.findings.length + each.more, 0);
    return { verified: findings === 0, findings };
  } catch (error) {
    // Another root secret: no key opens, and the losses say what that means.
    if (error instanceof Fault && error.code === 'secret') return { verified: false, findings: 0 };
    throw error;
  }
}

/** Files that could be read are overwritten before they go. */
function destroyFolder(folder: string): void {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (entry.isFile()) destroyFile(join(entry.parentPath, entry.name));
  fs.rmSync(folder, { recursive: true, force: true });
}
