import { basename, dirname, join, relative } from 'node:path';
import type { BuiltWorker, Bundle } from './bundle.ts';
import type { RootPlace } from './root-place.ts';
import type { State } from './state.ts';

export type Settings = {
  readonly bundle: Bundle;
  readonly state: State;
  /** `host:port` of the one socket; port 0 lets the kernel choose. */
  readonly address: string;
  readonly communities: readonly string[];
  readonly adminTokenSha256: string;
  /** Milliseconds that both Workers are ahead of the machine's clock: for tests alone. */
  readonly ahead?: number;
};

/**
 * The configuration plain workerd runs: two Workers, each with storage of its own, one socket, no way
 * out.
 *
 * The secrets stay in their files. Cap'n Proto's `embed` has workerd read the log's itself, so that it is
 * in no configuration, no argument and no environment, where a process list or a crash report would
 * show it. The root secret's folder is bound to the key ring alone, for reading: the ring looks at each opening whether
 * a new root is there. The vault reaches the ring's object, never what it holds.
 *
 * @returns Cap'n Proto text for `workerd serve`, to be written into `state.run`: `embed` paths are
 *   relative to it
 */
export function workerdConfig(settings: Settings): string {
  const { bundle, state, address, communities, adminTokenSha256, ahead = 0 } = settings;
  const clock = ahead === 0 ? [] : [`(name = "CLOCK_AHEAD_MS", text = ${quote(String(ahead))})`];
  const embed = (path: string): string => `embed ${quote(relative(state.run, path))}`;
  const worker = (name: 'vault' | 'keyring', className: string, bindings: readonly string[]): string =>
    workerText(bundle.workers[name], {
      embedded: (module) => embed(join(bundle.dir, name, module)),
      disk: `${name}-disk`,
      className,
      uniqueKey: uniqueKeys[name],
      bindings,
    });
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "vault", worker = .vault),
    (name = "keyring", worker = .keyring),
    (name = "vault-disk", disk = (path = ${quote(state.data)}, writable = true)),
    (name = "keyring-disk", disk = (path = ${quote(state.keys)}, writable = true)),
    ${rootService(state.root)},
    (name = "internet", network = (allow = [])),
  ],
  sockets = [(name = "http", address = ${quote(address)}, http = (), service = "vault")],
);

const vault :Workerd.Worker = ${worker('vault', 'Community', [
    '(name = "COMMUNITY", durableObjectNamespace = "Community")',
    '(name = "KEYRING", durableObjectNamespace = (className = "KeyRing", serviceName = "keyring"))',
    `(name = "COMMUNITIES", text = ${quote(communities.join(','))})`,
    `(name = "LOG_SECRET", text = ${embed(state.logSecretFile)})`,
    `(name = "ADMIN_TOKEN_SHA256", text = ${quote(adminTokenSha256)})`,
    `(name = "BUNDLE_SHA256", text = ${quote(bundle.sha256)})`,
    ...(state.logSecretNextFile === undefined
      ? []
      : [`(name = "LOG_SECRET_NEXT", text = ${embed(state.logSecretNextFile)})`]),
    ...clock,
  ])};

const keyring :Workerd.Worker = ${worker('keyring', 'KeyRing', [...rootBindings(state.root, embed), ...clock])};
`;
}

/**
 * What the key ring alone reaches of the world outside: one folder, for reading, or one address. The network stays closed
 * (`internet` allows nothing), to it as to the vault.
 */
function rootService(root: RootPlace): string {
  return root.kind === 'file'
    ? `(name = "root", disk = (path = ${quote(dirname(root.file))}))`
    : `(name = "root", external = (address = ${quote(root.address)}, http = ()))`;
}

function rootBindings(root: RootPlace, embed: (path: string) => string): readonly string[] {
  if (root.kind === 'file')
    return [
      '(name = "ROOT_FOLDER", service = "root")',
      `(name = "ROOT_FILE", text = ${quote(basename(root.file))})`,
    ];
  return [
    '(name = "KEY_SERVICE", service = "root")',
    `(name = "KEY_SERVICE_CREDENTIAL", text = ${embed(root.credentialFile)})`,
  ];
}

/** Object ids are derived from these: with another key a community's data would not be found again. */
const uniqueKeys = { vault: 'lindun-community', keyring: 'lindun-keyring' } as const;

type Parts = {
  readonly embedded: (module: string) => string;
  readonly disk: string;
  readonly className: string;
  readonly uniqueKey: string;
  readonly bindings: readonly string[];
};

function workerText(built: BuiltWorker, { embedded, disk, className, uniqueKey, bindings }: Parts): string {
  const modules = built.modules.map(
    ({ name, kind }) => `(name = ${quote(name)}, ${kind} = ${embedded(name)})`,
  );
  // An object stays once it is there: each wake would be a start in the log, and would fetch the ring's keys again.
  const namespace = `(className = ${quote(className)}, uniqueKey = ${quote(uniqueKey)}, enableSql = true, preventEviction = true)`;
  return `(
  modules = ${list(modules)},
  compatibilityDate = ${quote(built.compatibilityDate)},
  compatibilityFlags = [${built.compatibilityFlags.map(quote).join(', ')}],
  durableObjectNamespaces = [${namespace}],
  durableObjectStorage = (localDisk = ${quote(disk)}),
  bindings = ${list(bindings)},
)`;
}

function list(items: readonly string[]): string {
  return `[\n${items.map((item) => `    ${item},\n`).join('')}  ]`;
}

/** A Cap'n Proto string. Its escapes are C's, byte by byte. */
function quote(value: string): string {
  const escaped = Array.from(Buffer.from(value, 'utf8'), (byte) => {
    if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
    return byte >= 0x20 && byte < 0x7f
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).padStart(2, '0')}`;
  });
  return `"${escaped.join('')}"`;
}
