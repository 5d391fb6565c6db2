import type { Aead } from '../crypto/aead.ts';
import { importKey, ServiceCredential } from '../crypto/keys.ts';
import { bytesOf, type RootProvider, type RootTexts, textProvider } from './roots.ts';
import { type Reached, serviceProvider } from './service.ts';

/** Where the root secret is: one of the three is given. */
export interface ProviderEnv {
  /** As a Worker's secret: 64 hex digits. */
  ROOT_SECRET?: string;
  /** While the root is exchanged, the new one. */
  ROOT_SECRET_NEXT?: string;
  /** As a file, on a server of one's own: the folder it is in, for reading alone, and its name there. */
  ROOT_FOLDER?: Reached;
  ROOT_FILE?: string;
  /** In a key service: its one address, on a server of one's own as a service, elsewhere as a URL; and the credential. */
  KEY_SERVICE?: Reached;
  KEY_SERVICE_URL?: string;
  KEY_SERVICE_CREDENTIAL?: string;
}

/**
 * The provider that the bindings name.
 * @param aead asked for when it is needed: it is chosen where randomness may be drawn
 * @throws Error when they name none: a ring without a root must not come up
 */
export function providerOf(env: ProviderEnv, aead: () => Aead): RootProvider {
  const { ROOT_FOLDER: folder, ROOT_FILE: file, KEY_SERVICE_CREDENTIAL: credential } = env;
  if (credential !== undefined) {
    const bytes = bytesOf(credential);
    if (bytes === undefined) throw new Error('the key service’s credential is not 64 hex digits');
    return serviceProvider({
      reach: env.KEY_SERVICE ?? at(env.KEY_SERVICE_URL),
      credential: importKey(ServiceCredential, bytes),
      clock: Date.now,
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      random: (n) => crypto.getRandomValues(new Uint8Array(n)),
      aead,
    });
  }
  if (folder !== undefined && file !== undefined) return textProvider(() => readFiles(folder, file));
  if (env.ROOT_SECRET === undefined) throw new Error('no root secret is bound');
  return textProvider(() => ({ now: env.ROOT_SECRET ?? null, next: env.ROOT_SECRET_NEXT ?? null }));
}

/** The key service where it is reached through the internet. */
function at(url: string | undefined): Reached {
  if (url === undefined) throw new Error('no key service is bound');
  return { fetch: (asked, init) => fetch(new URL(new URL(asked).pathname, url), init) };
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
