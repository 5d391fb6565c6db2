import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openWire, requestBytes, type Wire } from './wire.ts';

let server: Server | undefined;
let wire: Wire | undefined;
afterEach(() => {
  wire?.close();
  server?.close();
});

async function open(answer: () => number): Promise<Wire> {
  server = createServer((_, response) => response.writeHead(answer()).end('王*'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  wire = openWire((server.address() as AddressInfo).port);
  return wire;
}

test('a connection that the server ended while nothing was asked is opened anew', async () => {
  const asked = await open(() => 200);
  expect(await asked.ask(requestBytes('GET', '/'))).toBe('王*');
  server?.closeAllConnections();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await asked.ask(requestBytes('GET', '/'))).toBe('王*');
});

test('an answer that is no success is an error that names its status', async () => {
  const asked = await open(() => 403);
  await expect(asked.ask(requestBytes('GET', '/'))).rejects.toThrow('the server answered 403');
});

test('a server that is not there is an error, and not a silence', async () => {
  const asked = await open(() => 200);
  server?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await expect(asked.ask(requestBytes('GET', '/'))).rejects.toThrow();
});
