import * as fs from 'node:fs';
import { join } from 'node:path';
import { findCommunities } from './directory.ts';
import { Fault } from './fault.ts';
import { startVault, urlFile } from './workerd.ts';

/** A vault that a command speaks to, as its administrator. */
export interface Spoken {
  /** Whether it was running before the command. */
  readonly running: boolean;
  /** @returns the answer's body @throws Fault 'workerd' with what the vault said, where it refuses */
  post(community: string, path: string, body?: object): Promise<Record<string, unknown>>;
}

/**
 * Does something with the vault of a state directory: the one that runs on it, which goes on with its work, or one that is
 * started for this and stopped again.
 */
export async function withVault<T>(dir: string, work: (vault: Spoken) => Promise<T>): Promise<T> {
  const communities = findCommunities(dir).communities.map(({ community }) => community);
  let started;
  try {
    started = await startVault({ dir, port: 0, communities, log: () => undefined });
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'locked') throw error;
  }
  try {
    return await work(spokenTo(dir, started?.url ?? runningAt(dir), started === undefined));
  } finally {
    await started?.stop();
  }
}

function runningAt(dir: string): string {
  const file = urlFile(dir);
  if (fs.existsSync(file)) return fs.readFileSync(file, 'utf8').trim();
  throw new Fault(
    'locked',
    `${dir} 正被另一个进程使用,但不知道它的地址`,
    `${dir} is in use by another process, and where that listens is not known`,
  );
}

function spokenTo(dir: string, url: string, running: boolean): Spoken {
  const token = fs.readFileSync(join(dir, 'admin.token'), 'latin1').trim();
  return {
    running,
    async post(community, path, body = {}) {
      const response = await fetch(`${url}/v1/communities/${community}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }).catch(() => undefined);
      const text = (await response?.text()) ?? '';
      if (response?.ok === true) return JSON.parse(text) as Record<string, unknown>;
      const said = `${path}: ${response?.status ?? 'no answer'}`;
      throw new Fault(
        'workerd',
        `保险库没有答应(社区 ${community},${said})`,
        `the vault did not agree (community ${community}, ${said})`,
      );
    },
  };
}
