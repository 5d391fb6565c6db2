import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeWide } from '../data.ts';
import { checkWide, type Checks } from '../engine.ts';
import { openPeer } from '../peer-engine.ts';
import { openSql } from '../sql.ts';
import { absentPeers, type PeerName, peerNames, peerOf } from './all.ts';
import { peersInstalled } from './install.ts';
import { peersFolder } from './peer.ts';

const data = { residents: [], wide: makeWide(12, 5) };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lindun-peers-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What each does with Chinese text, and with a ciphertext in another row. */
const expected: Readonly<Record<PeerName, Checks>> = {
  'node-crypto': { text: true, moved: true },
  'typeorm-encrypted': { text: true, moved: false },
  cloak: { text: true, moved: false },
  'ciphersweet-field': { text: true, moved: true },
  'ciphersweet-row': { text: false, moved: true },
  tink: { text: true, moved: true },
  'aws-record': { text: true, moved: true },
  'aws-field': { text: true, moved: true },
};

// What comes with Node is always there; the packages are where the bench has run.
const there = peerNames.filter((name) => peerOf(name).package === undefined || peersInstalled());

describe.each(there)('%s', (name) => {
  test('keeps the text, and refuses a moved ciphertext, or is shown not to', async () => {
    const engine = await openPeer(openSql(join(folder, 'database')), data, peerOf(name));
    expect(await checkWide(engine, data)).toEqual(expected[name]);
  });

  test('reads all of a record and one field of it', async () => {
    const engine = await openPeer(openSql(join(folder, 'database')), data, peerOf(name));
    for (const turn of [1, 2]) {
      await engine.tasks.readWide?.(turn);
      await engine.tasks.readWideOne?.(turn);
    }
    expect(engine.records).toBe(12);
    expect(engine.bytes.wide).toBeGreaterThan(0);
  });
});

test('each peer, and each that is not measured, says on which page its way is', () => {
  for (const page of [
    ...peerNames.map((name) => peerOf(name).page),
    ...absentPeers.map(({ page }) => page),
  ]) {
    expect(page).toMatch(/^https:\/\/\S+$/);
  }
});

describe('the peers’ own lock file', () => {
  type Package = { version?: string; resolved?: string; integrity?: string; hasInstallScript?: boolean };
  const read = (name: string) => JSON.parse(readFileSync(join(peersFolder, name), 'utf8')) as object;
  const { packages } = read('package-lock.json') as { packages: Record<string, Package> };
  const { dependencies } = read('package.json') as { dependencies: Record<string, string> };

  test('pins every package by a hash, and none by an address', () => {
    const locked = Object.entries(packages).filter(([path]) => path !== '');
    expect(locked.length).toBeGreaterThan(100);
    expect(locked.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(
      locked.filter(([, { version, integrity }]) => version === undefined || integrity === undefined),
    ).toEqual([]);
  });

  test('has each package that a peer names, at one exact version', () => {
    for (const name of peerNames) {
      const named = peerOf(name).package;
      if (named !== undefined) expect(dependencies[named]).toMatch(/^\d+\.\d+\.\d+$/);
    }
  });
});
