import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVault, type RunningVault } from '../cli/workerd.ts';

/** What came over the wire, as it came. */
export interface Wire {
  status: number;
  headers: Headers;
  text: string;
  bytes: Buffer;
  /** The body as JSON, or null where it is none. */
  json: unknown;
}

/** Speaks to a vault as a stranger's program would: `fetch`, JSON and nothing of ours. */
export interface Speaker {
  send: (
    method: string,
    path: string,
    options?: { token?: string; body?: unknown; headers?: Record<string, string> },
  ) => Promise<Wire>;
}

/** A vault of its own for one test file, in a directory that goes away with it. */
export interface TestVault extends Speaker {
  dir: string;
  vault: RunningVault;
  /**
   * Starts it again on the same directory and port, after `vault.stop()` or `vault.kill9()`.
   * @param ahead milliseconds that it is ahead of the machine's clock from now on; as before when left out
   */
  restart(ahead?: number): Promise<void>;
  close(): Promise<void>;
}

export const base = '/v1/communities/hengda';

/** Starts workerd on an empty directory. @param quiet drops what workerd prints */
export async function testVault(): Promise<TestVault> {
  const dir = mkdtempSync(join(tmpdir(), 'lindun-'));
  let ahead = 0;
  const start = (port = 0) => startVault({ dir: join(dir, 'state'), port, ahead, log: () => undefined });
  const opened: TestVault = {
    dir: join(dir, 'state'),
    vault: await start(),
    send: (method, path, options = {}) => send(opened.vault.url, method, path, options),
    async restart(from = ahead) {
      ahead = from;
      opened.vault = await start(opened.vault.port);
    },
    async close() {
      await opened.vault.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  return opened;
}

let keys = 0;

/** One request to a vault at `url`. */
export async function send(
  url: string,
  method: string,
  path: string,
  { token, body, headers = {} }: { token?: string; body?: unknown; headers?: Record<string, string> },
): Promise<Wire> {
  keys += 1;
  const isText = typeof body === 'string';
  const isForm = body instanceof FormData;
  const response = await fetch(
    `${url}${path.startsWith('/v1') || !path.startsWith('/') ? path : base + path}`,
    {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined || isForm
          ? {}
          : { 'content-type': isText ? 'application/x-www-form-urlencoded' : 'application/json' }),
        ...(method === 'POST' ? { 'idempotency-key': `test-${keys}` } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isText || isForm ? body : JSON.stringify(body) }),
    },
  );
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.toString();
  let json: unknown = null;
  try {
    json = JSON.parse(text);
  } catch {
    // Not JSON: the text is what there is.
  }
  return { status: response.status, headers: response.headers, text, json, bytes };
}
