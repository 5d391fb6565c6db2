import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { asFault, Fault } from './fault.ts';
import { takeLock, type Lock } from './lock.ts';
import { mendRoot } from './root-files.ts';
import { rootPlace, type RootOptions, type RootPlace } from './root-place.ts';
import { nextRootFile } from './roots.ts';
import { nextLogSecretFile } from './directory.ts';
import { demandPrivate, newSecret, readSecret, writeOnce } from './secret-file.ts';

/**
 * The state directory of a vault on a server of its own. What opens the data lies apart from the data,
 * so that the three can be backed up to three places and none opens anything alone.
 */
export type State = {
  /** Absolute, with symbolic links resolved. */
  readonly dir: string;
  /** The communities' Durable Objects. */
  readonly data: string;
  /** The key ring's Durable Object, and beside it the root secret that wraps its keys. */
  readonly keys: string;
  /** The secret that log checkpoints are signed under. */
  readonly log: string;
  /** What a start generates and the next one overwrites; no secrets. */
  readonly run: string;
  /** Where the root secret is: a file, here or elsewhere, or a key service. */
  readonly root: RootPlace;
  readonly logSecretFile: string;
  /** The secrets that the log's next keys come from, where there are any. */
  readonly logSecretNextFile: string | undefined;
  readonly adminToken: string;
  readonly lock: Lock;
};

/**
 * Opens the state directory for one process, and makes what a first start needs: folders 0700, secrets
 * 0600.
 *
 * A secret or folder that others may read is refused and not mended: it may have been read already, and
 * whoever runs the vault should know. A secret that is missing beside data made under it is refused
 * too, since a new one would only hide that nothing can be opened any more.
 *
 * @throws Fault 'locked' | 'modes' | 'secret' | 'files'
 */
export function openState(path: string, said: RootOptions = {}): State {
  try {
    return open(path, said);
  } catch (error) {
    throw asFault(error) ?? error;
  }
}

function open(path: string, said: RootOptions): State {
  makeFolder(resolve(path));
  const dir = fs.realpathSync(path);
  demandPrivate(dir);
  const lock = takeLock(join(dir, 'lock'));
  if (lock === undefined) {
    throw new Fault('locked', `${dir} 正在被另一个进程使用`, `${dir} is in use by another process`);
  }
  try {
    const folder = (name: string): string => {
      makeFolder(join(dir, name));
      demandPrivate(join(dir, name));
      return join(dir, name);
    };
    const [data, keys, log, run] = [folder('data'), folder('keys'), folder('log'), folder('run')];
    const logSecretFile = join(log, 'log.secret');
    const root = rootPlace(dir, said);
    demandRoot(root, holdsObjects(keys));
    secretHex(logSecretFile, holdsObjects(data));
    const adminToken = token(join(dir, 'admin.token'));
    const next = nextLogSecretFile(logSecretFile);
    const logSecretNextFile = fs.existsSync(next) ? next : undefined;
    if (logSecretNextFile !== undefined) demandPrivate(logSecretNextFile);
    return { dir, data, keys, log, run, root, logSecretFile, logSecretNextFile, adminToken, lock };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** A root secret in a file is looked at here: the ring, which reads it, sees no modes. */
function demandRoot(root: RootPlace, needed: boolean): void {
  if (root.kind === 'service') {
    readSecret(root.credentialFile);
    return;
  }
  mendRoot(root.file);
  secretHex(root.file, needed);
  if (fs.existsSync(nextRootFile(root.file))) readSecret(nextRootFile(root.file));
}

/** What of an opaque token the Worker may know: the SHA-256 of its characters, in hex. */
export function tokenSha256(value: string): string {
  return createHash('sha256').update(value, 'utf8').digest('hex');
}

/** With what is missing above it. Not `recursive`: Node never comes back from that where nothing can be made (/proc). */
function makeFolder(path: string): void {
  if (fs.statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    fs.mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new Fault('files', `${path}:那里建不了文件夹`, `${path}: no folder can be made there`);
    }
    // Somebody else may have made it just now.
    if (!fs.statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/** Whether workerd has kept a Durable Object in this folder: `<uniqueKey>/<object id>.sqlite`. */
function holdsObjects(folder: string): boolean {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .some((entry) =>
      fs.readdirSync(join(folder, entry.name)).some((file) => /^[0-9a-f]{64}\.sqlite$/.test(file)),
    );
}

/** Makes or checks a secret of 32 bytes: 64 lower-case hex characters and a newline. */
function secretHex(file: string, needed: boolean): void {
  if (!fs.existsSync(file)) {
    if (needed) {
      throw new Fault(
        'secret',
        `缺少 ${file},而已有数据依赖它;请从备份恢复,不会另造一个`,
        `${file} is missing and data depends on it: restore it, no other one is made`,
      );
    }
    writeOnce(file, newSecret());
  }
  readSecret(file);
}

function token(file: string): string {
  if (!fs.existsSync(file)) writeOnce(file, `lin_${randomBytes(32).toString('base64url')}\n`);
  demandPrivate(file);
  const value = fs.readFileSync(file, 'latin1').trim();
  if (!/^lin_[\w-]{20,}$/.test(value)) {
    throw new Fault('secret', `${file} 的内容不是令牌`, `${file} does not hold a token`);
  }
  return value;
}
