/**
 * Why something on the machine itself does not go: the directory, the port, the build. Stable, for
 * programs.
 */
export type FaultCode =
  | 'locked'
  | 'modes'
  | 'secret'
  | 'key_service'
  | 'port'
  | 'bundle'
  | 'workerd'
  | 'argument'
  | 'data'
  | 'files';

/**
 * A failure of the machine, thrown where it is found and said once, at the edge, as `words` in both
 * languages.
 */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly words: { readonly zh: string; readonly en: string };

  constructor(code: FaultCode, zh: string, en: string) {
    super(`${zh} / ${en}`);
    this.name = 'Fault';
    this.code = code;
    this.words = { zh, en };
  }
}

/**
 * A fault as it is, and as one what the file system refuses to whoever runs this: a folder that is a file, a full disk.
 * That is no fault of the program, and its stack helps nobody.
 *
 * @returns undefined for anything else
 */
export function asFault(error: unknown): Fault | undefined {
  if (error instanceof Fault) return error;
  if (!(error instanceof Error)) return undefined;
  const { code = '', path = '' } = error as NodeJS.ErrnoException;
  if (!Object.hasOwn(refusals, code)) return undefined;
  const [zh, en] = refusals[code as keyof typeof refusals];
  return new Fault('files', `${path}:${zh}`, `${path}: ${en}`);
}

const notAFolder = ['路径上有一个不是文件夹', 'something on that path is not a folder'] as const;
const notAllowed = ['当前用户没有权限', 'the current user may not do this there'] as const;
const full = ['磁盘已满', 'the disk is full'] as const;
const refusals = {
  EACCES: notAllowed,
  EPERM: notAllowed,
  EEXIST: notAFolder,
  ENOTDIR: notAFolder,
  EISDIR: ['是文件夹,不是文件', 'is a folder and not a file'],
  EROFS: ['这个文件系统是只读的', 'the file system is read-only'],
  ENOSPC: full,
  EDQUOT: full,
  ENAMETOOLONG: ['路径太长', 'the path is too long'],
  ELOOP: ['符号链接太多,或指向自己', 'too many symbolic links, or one that leads to itself'],
} as const;
