import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether GnuPG is on this machine; `.ci/run` sees that it is. */
export const hasGnuPG = spawnSync('gpg', ['--version']).status === 0;

/** A recipient with a GnuPG of their own: a program that shares no code with ours. */
export interface GnuPG {
  /** Makes a key pair. @param algorithm as `--quick-gen-key` has it; @returns the public key, armored */
  newKey(userId: string, algorithm?: string, usage?: string, expires?: string): string;
  /** The same, of 2 January 2026: for tests whose clock is not the machine's. */
  oldKey(userId: string): string;
  /** Takes somebody's public key in. */
  trust(armored: string): void;
  /** Decrypts a message. @returns what is in it, and the fingerprint whose signature over it is good */
  open(armored: string): { text: string; signedBy: string | undefined };
  close(): void;
}

/** Opens a key ring in a directory that goes away with it. */
export function gnuPG(): GnuPG {
  const home = mkdtempSync(join(tmpdir(), 'gpg-'));
  const run = (args: readonly string[], input = '') =>
    spawnSync('gpg', ['--homedir', home, '--batch', '--no-tty', '--trust-model', 'always', ...args], {
      input,
      encoding: 'utf8',
    });
  const demand = (args: readonly string[], input = ''): string => {
    const { status, stdout, stderr } = run(args, input);
    if (status !== 0) throw new Error(`gpg ${args[0]}: ${stderr}`);
    return stdout;
  };
  return {
    newKey(userId, algorithm = 'default', usage = 'default', expires = 'never') {
      demand(['--passphrase', '', '--quick-gen-key', userId, algorithm, usage, expires]);
      return demand(['--armor', '--export', userId]);
    },
    oldKey(userId) {
      const then = ['--faked-system-time', '20260102T000000!'];
      demand([...then, '--passphrase', '', '--quick-gen-key', userId, 'default', 'default', 'never']);
      return demand(['--armor', '--export', userId]);
    },
    trust: (armored) => void demand(['--import'], armored),
    open(armored) {
      const { status, stdout, stderr } = run(['--status-fd', '2', '--decrypt'], armored);
      if (status !== 0 && status !== 2) throw new Error('gpg --decrypt');
      const signedBy = /^\[GNUPG:\] VALIDSIG ([0-9A-F]{40})/m.exec(stderr)?.[1]?.toLowerCase();
      return { text: /DECRYPTION_OKAY/.test(stderr) ? stdout : '', signedBy };
    },
    close() {
      // The agent keeps a socket in the directory: it is asked to go first.
      execFileSync('gpgconf', ['--homedir', home, '--kill', 'all']);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
