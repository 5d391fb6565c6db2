import { type RootProvider, type RootTexts, textProvider } from './roots.ts';

/** A service that this Worker is bound to: a folder, or the key service's one address. */
export interface Reached {
  fetch(url: string, init?: RequestInit): Promise<Response>;
}

/** Where the root secret is: exactly one of these is given. */
export interface ProviderEnv {
  /** As a Worker's secret: 64 hex digits. */
  ROOT_SECRET?: string;
  /** While the root is exchanged, the new one. */
  ROOT_SECRET_NEXT?: string;
  /** As a file, on a server of one's own: the folder it is in, for reading alone, and its name there. */
  ROOT_FOLDER?: Reached;
  ROOT_FILE?: string;
}

/**
 * The provider that the bindings name.
 * @throws Error when they name none: a ring without a root must not come up
 */
export function providerOf(env: ProviderEnv): RootProvider {
  const { ROOT_FOLDER: folder, ROOT_FILE: file } = env;
  if (folder !== undefined && file !== undefined) return textProvider(() => readFiles(folder, file));
  if (env.ROOT_SECRET === undefined) throw new Error('no root secret is bound');
  return textProvider(() => ({ now: env.ROOT_SECRET ?? null, next: env.ROOT_SECRET_NEXT ?? null }));
}

/**
 * Read at each opening, so that a new root is there without a restart. Whether others may read the file, the command
 * line has looked at before (`cli/state.ts`): a Worker sees no modes. The next is read first: it takes the other's place
 * in one step, and read the other way round it could be missed both times.
 */
async function readFiles(folder: Reached, file: string): Promise<RootTexts> {
  const next = await readFile(folder, `${file}.next`);
  return { next, now: await readFile(folder, file) };
}

async function readFile(folder: Reached, name: string): Promise<string | null> {
  const response = await folder.fetch(`http://root/${encodeURIComponent(name)}`);
  const text = await response.text();
  return response.ok ? text : null;
}
