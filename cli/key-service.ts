import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import * as fs from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { answerKeys, isAsked, type KeyQuestion } from '../vault/crypto/key-service.ts';
import { importKey, ServiceCredential } from '../vault/crypto/keys.ts';
import { cipher } from './cipher.ts';
import { Fault } from './fault.ts';
import { beginRoot, finishRoot } from './root-files.ts';
import { nextRootFile, readRoots, wrappingsOf } from './roots.ts';
import { demandPrivate, newSecret, readSecret, writeOnce } from './secret-file.ts';

/**
 * A key service: it has the root secret, on a machine of its own, and gives each ring the one key that wraps its
 * community's ring. docs/decisions/0018-root-secret.md says why that and not the root, and not each ring key by itself.
 */
export interface KeyService {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface KeyServiceOptions {
  /** Holds `root.secret` and `vault.credential`; made when it is not there. */
  readonly dir: string;
  readonly host?: string;
  readonly port?: number;
  /** Whom it serves; anybody with the credential when left out. */
  readonly communities?: readonly string[];
  readonly log?: (line: string) => void;
}

/** @throws Fault 'modes' | 'secret' | 'port' */
export async function startKeyService(options: KeyServiceOptions): Promise<KeyService> {
  const { host = '127.0.0.1', port = 0, log = () => undefined } = options;
  const files = keyServiceFiles(options.dir);
  prepare(files);
  const server = createServer((request, response) => {
    answer(request, files, options.communities)
      .then(({ status, body, said }) => {
        log(said);
        response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
        response.end(JSON.stringify(body));
      })
      .catch((error: unknown) => broken(response, error, log));
  });
  server.requestTimeout = 5_000;
  await listening(server, host, port);
  const bound = server.address();
  const at = typeof bound === 'object' && bound !== null ? bound.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${at}`,
    port: at,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

interface Files {
  readonly dir: string;
  readonly root: string;
  readonly credential: string;
}

const keyServiceFiles = (dir: string): Files => {
  const at = resolve(dir);
  return { dir: at, root: join(at, 'root.secret'), credential: join(at, 'vault.credential') };
};

/** Makes what a first start needs. A root that is missing beside a credential is not made anew: rings depend on it. */
function prepare({ dir, root, credential }: Files): void {
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  demandPrivate(dir);
  if (!fs.existsSync(root) && fs.existsSync(credential))
    throw new Fault(
      'secret',
      `缺少 ${root},而已有保险库依赖它;请从保管人的副本恢复,不会另造一个`,
      `${root} is missing and vaults depend on it: restore it from the officers' copy, no other one is made`,
    );
  if (!fs.existsSync(root)) writeOnce(root, newSecret());
  if (!fs.existsSync(credential)) writeOnce(credential, newSecret());
  for (const file of [root, credential]) readSecret(file);
}

interface Answer {
  readonly status: number;
  readonly body: object;
  /** For the service's own log: which community, and what came of it. */
  readonly said: string;
}

async function answer(
  request: IncomingMessage,
  files: Files,
  communities: readonly string[] | undefined,
): Promise<Answer> {
  if (request.method === 'GET' && request.url === '/healthz') {
    return { status: 200, body: { status: 'ok' }, said: 'health' };
  }
  if (request.method !== 'POST' || request.url !== '/v1/wrapping-keys')
    return { status: 404, body: { error: 'not_found' }, said: 'not found' };
  const question = questionIn(await bodyOf(request));
  if (question === undefined) return { status: 400, body: { error: 'malformed' }, said: 'malformed' };
  const credential = importKey(ServiceCredential, readSecret(files.credential));
  if (!isAsked(credential, question))
    return { status: 401, body: { error: 'unauthenticated' }, said: 'another credential' };
  const { community } = question;
  if (communities !== undefined && !communities.includes(community))
    return { status: 403, body: { error: 'denied' }, said: `${community}: not served here` };
  // Read at each question: a new root is there without a restart.
  if (fs.existsSync(nextRootFile(files.root))) demandPrivate(nextRootFile(files.root));
  const wrappings = wrappingsOf(readRoots(files.root), community);
  const box = answerKeys(credential, question, wrappings, cipher());
  return { status: 200, body: { box: Buffer.from(box).toString('hex') }, said: `${community}: given` };
}

/** The service cannot read its own files: whoever asks is to try again, and the log says why. */
function broken(response: ServerResponse, error: unknown, log: (line: string) => void): void {
  log(error instanceof Fault ? error.message : String(error instanceof Error ? error.name : error));
  response.writeHead(503, { 'Content-Type': 'application/json', 'Retry-After': '5' });
  response.end(JSON.stringify({ error: 'unavailable' }));
}

const mostOfABody = 1_024;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request.setEncoding('utf8')) {
    body += String(part);
    if (body.length > mostOfABody) return '';
  }
  return body;
}

function questionIn(body: string): KeyQuestion | undefined {
  const form =
    /^\{"community":"([a-z][a-z0-9-]{1,30})","nonce":"([0-9a-f]{32})","mac":"([0-9a-f]{64})"\}$/.exec(body);
  if (form === null) return undefined;
  const [, community = '', nonce = '', mac = ''] = form;
  return { community, nonce, mac };
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolved, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Fault(
              'port',
              '端口已被占用,用 --port 换一个',
              'the port is taken: choose another with --port',
            )
          : error,
      ),
    );
    server.listen(port, host, () => resolved());
  });
}

/** `lindun key-service`: until SIGTERM or SIGINT. `new-root` and `finish-root` are the exchange of its root. */
export function keyServiceCommand(): Command {
  const command = new Command('key-service')
    .enablePositionalOptions()
    .description(
      '密钥服务:在另一台机器上保管根密钥 / a key service: keeps the root secret on a machine of its own',
    )
    .option('--dir <folder>', '根密钥和凭据所在 / where root secret and credential lie', '.lindun-keys')
    .option('--host <address>', '监听地址 / address to listen on', '127.0.0.1')
    .option('--port <number>', '端口 / port', portNumber, 8790)
    .option('--community <id...>', '只为这些社区服务 / serve these communities only')
    .action(serve);
  command
    .command('new-root')
    .description(
      '准备一个新的根密钥;原来的继续有效 / have a new root secret ready; the one in use stays good',
    )
    .option('--dir <folder>', '根密钥所在 / where the root secret lies', '.lindun-keys')
    .action(({ dir }: { dir: string }) => {
      const { root, made } = beginRoot(keyServiceFiles(dir).root);
      console.log(
        made
          ? `新的根密钥 ${root} 已准备好 / the new root secret ${root} is ready`
          : `新的根密钥 ${root} 早已准备好 / the new root secret ${root} was ready before`,
      );
      console.log(
        '下一步:在保险库上 npx lindun keys rotate-root / next, at the vault: npx lindun keys rotate-root',
      );
    });
  command
    .command('finish-root')
    .description('销毁原来的根密钥 / destroy the old root secret')
    .requiredOption('--root <id>', 'rotate-root 最后报出的代号 / the name that rotate-root ended with')
    .option('--dir <folder>', '根密钥所在 / where the root secret lies', '.lindun-keys')
    .action(({ dir, root }: { dir: string; root: string }) => {
      finishRoot(keyServiceFiles(dir).root, root);
      console.log(`现在只有根密钥 ${root} / the root secret is ${root} alone`);
    });
  return command;
}

async function serve(options: {
  dir: string;
  host: string;
  port: number;
  community?: string[];
}): Promise<void> {
  process.umask(0o077);
  const { dir, host, port, community } = options;
  const service = await startKeyService({
    dir,
    host,
    port,
    ...(community === undefined ? {} : { communities: community }),
    log: (line) => console.error(`${new Date().toISOString()} ${line}`),
  });
  console.log(`key service: ${service.url}`);
  console.log(`credential: ${join(resolve(dir), 'vault.credential')}`);
  await new Promise<void>((done) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => done());
  });
  await service.close();
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('0–65535');
  return port;
}
