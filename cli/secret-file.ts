import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { Fault } from './fault.ts';

/**
 * Refuses what others may read, or what is a link: it may have been read already, and whoever runs the vault should
 * know. So it is never mended here.
 * @throws Fault 'modes'
 */
export function demandPrivate(path: string): void {
  const stat = fs.lstatSync(path);
  if (stat.isSymbolicLink() || stat.uid !== process.getuid?.() || (stat.mode & 0o077) !== 0) {
    throw new Fault(
      'modes',
      `${path} 必须属于当前用户、不是链接、他人不可读写;确认无人读过后执行 chmod go= '${path}'`,
      `${path} must be yours, no link, and closed to others; if nobody can have read it: chmod go= '${path}'`,
    );
  }
}

/**
 * A secret of 32 bytes from its file: 64 lower-case hex characters and a newline.
 * @throws Fault 'modes' where others may read it, 'secret' where it is not there or not that
 */
export function readSecret(file: string): Uint8Array {
  if (!fs.existsSync(file)) throw new Fault('secret', `缺少 ${file}`, `${file} is missing`);
  demandPrivate(file);
  const text = fs.readFileSync(file, 'latin1');
  if (!/^[0-9a-f]{64}\n?$/.test(text)) {
    throw new Fault('secret', `${file} 不是 64 位十六进制`, `${file} is not 64 hexadecimal characters`);
  }
  return new Uint8Array(Buffer.from(text.trim(), 'hex'));
}

/** A new secret of 32 bytes, as text. */
export const newSecret = (): string => `${randomBytes(32).toString('hex')}\n`;

/** The whole file or none of it, also when the power fails: it gets its name only after it is on the disk. */
export function writeOnce(file: string, content: string | Uint8Array): void {
  const half = `${file}.new`;
  fs.rmSync(half, { force: true });
  const descriptor = fs.openSync(half, 'wx', 0o600);
  try {
    fs.writeFileSync(descriptor, content);
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
  fs.renameSync(half, file);
  syncFolder(dirname(file));
}

/** Has the names in a folder on the disk, too. */
export function syncFolder(path: string): void {
  const folder = fs.openSync(path, 'r');
  fs.fsyncSync(folder);
  fs.closeSync(folder);
}

/**
 * Overwrites a file and removes it. A journal, a snapshot or a disk that writes elsewhere can keep the old bytes: what
 * counts for more is that nothing opens with them any more (docs/operations.md).
 */
export function destroyFile(file: string): void {
  if (!fs.existsSync(file)) return;
  const descriptor = fs.openSync(file, 'r+');
  try {
    const { size } = fs.fstatSync(descriptor);
    fs.writeSync(descriptor, new Uint8Array(size), 0, size, 0);
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
  fs.rmSync(file);
  syncFolder(dirname(file));
}
