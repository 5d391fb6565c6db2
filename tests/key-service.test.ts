import { mkdtempSync, rmSync, writeFileSync, chmodSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startVault, type RunningVault } from '../cli/workerd.ts';
import { startKeyService, type KeyService } from '../cli/key-service.ts';
import { reading } from '../cli/open.ts';
import { findCommunities } from '../cli/directory.ts';
import { Fault } from '../cli/fault.ts';
import { send } from './wire.ts';

/** A vault on workerd whose root secret is in a key service, over a real socket, with all that can be wrong with it. */
let parent: string;
let dir: string;
let service: KeyService | undefined;
let vault: RunningVault | undefined;
const said: string[] = [];
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'lindun-keys-'));
  dir = join(parent, 'state');
});
afterEach(async () => {
  await vault?.stop();
  await service?.close();
  vault = undefined;
  service = undefined;
  said.length = 0;
  rmSync(parent, { recursive: true, force: true });
});

const keys = () => join(parent, 'keys');
const serve = (port = 0, communities?: string[]) =>
  startKeyService({
    dir: keys(),
    port,
    log: (line) => said.push(line),
    ...(communities === undefined ? {} : { communities }),
  });
const start = (url: string, credential = join(keys(), 'vault.credential'), port = 0) =>
  startVault({
    dir,
    port,
    keyService: url,
    keyServiceCredential: credential,
    log: () => undefined,
  });
const failing = async (work: () => Promise<unknown>): Promise<Fault> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('it started');
};
const well = { status: 'ok', communities: 1, ciphers: [expect.any(String)] };
const health = async (): Promise<unknown> => (await fetch(`${vault?.url}/healthz`)).json();
const ringRows = () => {
  const { ring } = findCommunities(dir).communities[0] ?? {};
  return ring === undefined ? [] : reading(ring, (snapshot) => [...snapshot.rows('ring_key')]);
};
/** Something else that answers on the service's port. */
function impostor(port: number, answer: (body: string) => [number, string] | undefined): Promise<Server> {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      const given = answer(body);
      if (given === undefined) return; // it never answers
      response.writeHead(given[0], { 'content-type': 'application/json' });
      response.end(given[1]);
    });
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}
const end = (server: Server) =>
  new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });

describe('a root secret in a key service', () => {
  test('is in no file of the vault and in no answer; the vault starts, and starts again without being told', async () => {
    service = await serve();
    vault = await start(service.url);
    expect(await health()).toEqual(well);
    await vault.stop();
    vault = await startVault({ dir, port: 0, log: () => undefined });
    expect(said.filter((line) => line === 'hengda: given').length).toBeGreaterThanOrEqual(2);
    const root = readFileSync(join(keys(), 'root.secret'), 'utf8').trim();
    expect(() => readFileSync(join(dir, 'keys', 'root.secret'))).toThrow();
    const config = readFileSync(join(dir, 'run', 'workerd.capnp'), 'utf8');
    expect(config).not.toContain(root);
    expect(config).toContain(`external = (address = "127.0.0.1:${service.port}"`);
    expect(config).toContain('(name = "internet", network = (allow = []))');
    // The one address is bound to the ring, and to nobody else.
    expect(config.split('"KEY_SERVICE"').length).toBe(2);
    expect(config.slice(config.indexOf('const vault'), config.indexOf('const keyring'))).not.toMatch(
      /KEY_SERVICE"|ROOT_/,
    );
  });

  test('that is gone: a running vault goes on and says so, a new one does not start, and says why', async () => {
    service = await serve();
    vault = await start(service.url);
    const { port, url } = service;
    const ask = () =>
      send(vault?.url ?? '', 'PUT', '/v1/communities/hengda', {
        token: vault?.adminToken ?? '',
        body: { name: '恒大城社区', grids: [{ id: 3, kind: 'basic', buildings: [3] }] },
      });
    await service.close();
    service = undefined;
    expect((await ask()).status).toBe(200);
    let seen = {};
    for (const until = Date.now() + 20_000; !('keys' in seen) && Date.now() < until; await sleep(500))
      seen = (await health()) as object;
    expect(seen).toEqual({ ...well, keys: { hengda: 'keys_unavailable' } });
    expect((await ask()).status).toBe(200);
    await vault.stop();
    vault = undefined;
    const fault = await failing(() => start(url));
    expect(fault.code).toBe('key_service');
    expect(fault.words.zh).toMatch(/密钥服务.*没有回答.*不启动/);
    expect(fault.words.en).toMatch(/does not answer/);
    service = await serve(port);
    vault = await start(url);
    expect(await health()).toEqual(well);
  }, 90_000);

  test('that is slow: requests are answered 503 with a time to try again, and all goes on once it answers', async () => {
    service = await serve();
    vault = await start(service.url);
    const { port, url } = service;
    await vault.stop();
    await service.close();
    let served = 0;
    // It takes the question and never answers.
    const slow = await impostor(port, () => ((served += 1), undefined));
    const at = vault.port;
    const starting = failing(() => start(url, undefined, at));
    const began = Date.now();
    let answered: Response | undefined;
    for (; answered === undefined && Date.now() - began < 30_000; await sleep(50))
      answered = await fetch(`http://127.0.0.1:${at}/v1/communities/hengda/log:search`, {
        method: 'POST',
        headers: { authorization: 'Bearer lin_somebody' },
      }).catch(() => undefined);
    expect(answered?.status).toBe(503);
    expect(Number(answered?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answered?.json()).toMatchObject({ code: 'unavailable' });
    expect(Date.now() - began).toBeLessThan(15_000);
    const fault = await starting;
    expect(fault.code).toBe('key_service');
    expect(served).toBeGreaterThanOrEqual(3);
    await end(slow);
    service = await serve(port);
    vault = await start(url);
    expect(await health()).toEqual(well);
  }, 90_000);

  test.each<[string, (body: string) => [number, string]]>([
    ['something that is not an answer', () => [200, '<html>']],
    ['a box that it did not seal', () => [200, JSON.stringify({ box: '01' + 'ab'.repeat(100) })]],
    ['a redirect', () => [302, '']],
    ['that it does not know the credential', () => [401, '{}']],
  ])(
    'that answers %s is refused, and no second set of keys is made',
    async (_, wrong) => {
      service = await serve();
      vault = await start(service.url);
      await vault.stop();
      vault = undefined;
      const { port, url } = service;
      const before = ringRows();
      expect(before.length).toBeGreaterThan(3);
      await service.close();
      service = undefined;
      const other = await impostor(port, wrong);
      const fault = await failing(() => start(url));
      expect([fault.code, fault.words.en]).toEqual([
        'key_service',
        expect.stringMatching(/No other keys were made/),
      ]);
      expect(ringRows()).toEqual(before);
      await end(other);
      // A first start makes none either.
      const fresh = await impostor(port, wrong);
      dir = join(parent, 'fresh');
      expect((await failing(() => start(url))).code).toBe('key_service');
      expect(ringRows()).toEqual([]);
      await end(fresh);
    },
    60_000,
  );

  test('an answer to another question is refused: played again it opens nothing', async () => {
    service = await serve();
    const { port, url } = service;
    vault = await start(url);
    await vault.stop();
    vault = undefined;
    // What the service once answered to a question that somebody heard.
    const asked: string[] = [];
    await service.close();
    const ear = await impostor(port, (body) => (asked.push(body), [401, '{}']));
    await failing(() => start(url));
    await end(ear);
    service = await serve(port);
    const heard = await (
      await fetch(`${url}/v1/wrapping-keys`, { method: 'POST', body: asked[0] ?? '' })
    ).text();
    expect(heard).toMatch(/^\{"box":"[0-9a-f]+"\}$/);
    await service.close();
    service = undefined;
    const echo = await impostor(port, () => [200, heard]);
    expect((await failing(() => start(url))).code).toBe('key_service');
    await end(echo);
  }, 60_000);

  test('with another root says plainly what is lost, and makes nothing', async () => {
    service = await serve();
    vault = await start(service.url);
    await vault.stop();
    vault = undefined;
    const before = ringRows();
    const { url } = service;
    writeFileSync(join(keys(), 'root.secret'), `${'0a'.repeat(32)}\n`);
    const fault = await failing(() => start(url));
    expect(fault.code).toBe('secret');
    expect(fault.words.zh).toMatch(/这不是它们的根密钥.*居民 0 位.*永远读不了/s);
    expect(fault.words.en).toMatch(/not their root secret/);
    expect(ringRows()).toEqual(before);
  }, 60_000);

  test('serves only the communities it is told to, and only who holds the credential', async () => {
    service = await serve(0, ['elsewhere']);
    const { url } = service;
    expect((await failing(() => start(url))).code).toBe('key_service');
    expect(said).toContain('hengda: not served here');
    await service.close();
    service = await serve();
    const other = join(parent, 'other.credential');
    writeFileSync(other, `${'cd'.repeat(32)}\n`, { mode: 0o600 });
    const again = service.url;
    expect((await failing(() => start(again, other))).code).toBe('key_service');
    expect(said).toContain('another credential');
    chmodSync(other, 0o644);
    const open = await failing(() => start(again, other));
    expect([open.code, open.words.zh]).toEqual(['modes', expect.stringMatching(/他人不可读写/)]);
  }, 60_000);

  test.each(['{}', '', '{"community":"hengda"}', 'x'.repeat(5_000)])(
    'a malformed question is 400',
    async (body) => {
      service = await serve();
      const answered = await fetch(`${service.url}/v1/wrapping-keys`, { method: 'POST', body });
      expect(answered.status).toBe(400);
    },
  );
});
