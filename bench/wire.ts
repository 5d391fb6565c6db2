import { createConnection, type Socket } from 'node:net';

/**
 * An HTTP/1.1 client that costs next to nothing: what the client takes on a small machine is taken from the server,
 * and would make every server look the same.
 */
export interface Wire {
  /** Sends one request after the other on each connection until all are answered. @returns milliseconds for all */
  burst(requests: readonly Buffer[], inFlight: number): Promise<number>;
  /** Sends one. @throws Error that names the status unless it is 2xx */
  ask(request: Buffer): Promise<string>;
  close(): void;
}

/** @param port of 127.0.0.1 */
export function openWire(port: number): Wire {
  const connections: Connection[] = [];
  const connection = (at: number): Connection => (connections[at] ??= new Connection(port));
  return {
    async burst(requests, inFlight) {
      let next = 0;
      const start = performance.now();
      await Promise.all(
        Array.from({ length: inFlight }, async (_, at) => {
          while (next < requests.length) {
            const request = requests[next++];
            if (request !== undefined) await connection(at).send(request);
          }
        }),
      );
      return performance.now() - start;
    },
    ask: (request) => connection(0).send(request),
    close: () => connections.forEach((each) => each.close()),
  };
}

/** The bytes of a request, made before the clock runs. */
export function requestBytes(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): Buffer {
  const length = Buffer.byteLength(body);
  const lines = Object.entries({ Host: 'localhost', ...headers, 'Content-Length': String(length) });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${head}\r\n${body}`);
}

class Connection {
  readonly #port: number;
  #socket: Socket | undefined;
  #received: Buffer[] = [];
  #answered: { resolve(body: string): void; reject(error: Error): void } | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  send(request: Buffer): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#answered = { resolve, reject };
      (this.#socket ??= this.#connect()).write(request);
    });
  }

  /** A server ends a connection that nothing was asked on for some seconds: the next request opens another. */
  #connect(): Socket {
    const socket = createConnection({ port: this.#port, host: '127.0.0.1', noDelay: true });
    socket.on('data', (data) => this.#take(data));
    socket.on('error', (error) => this.#end(socket, error));
    socket.on('close', () => this.#end(socket, new Error('the server closed the connection')));
    return socket;
  }

  #end(socket: Socket, error: Error): void {
    if (this.#socket !== socket) return;
    this.#socket = undefined;
    this.#received = [];
    this.#answered?.reject(error);
    this.#answered = undefined;
  }

  close(): void {
    this.#answered = undefined;
    this.#socket?.destroy();
  }

  #take(data: Buffer): void {
    this.#received.push(data);
    const all = this.#received.length === 1 ? data : Buffer.concat(this.#received);
    const answer = wholeAnswer(all);
    if (answer === undefined) return;
    this.#received = [];
    const answered = this.#answered;
    this.#answered = undefined;
    if (answer.status >= 200 && answer.status < 300) answered?.resolve(answer.body);
    else answered?.reject(new Error(`the server answered ${answer.status}`));
  }
}

/** An answer once all of it is there: with a Content-Length, or in chunks. */
export function wholeAnswer(bytes: Buffer): { status: number; body: string } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  const body = bytes.subarray(end + 4);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) {
    return body.length < Number(length) ? undefined : { status, body: body.toString('utf8') };
  }
  if (status === 204) return { status, body: '' };
  return body.subarray(-5).toString('latin1') === '0\r\n\r\n' ? { status, body: joined(body) } : undefined;
}

function joined(chunked: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const line = chunked.indexOf('\r\n', at);
    const size = Number.parseInt(chunked.toString('latin1', at, line), 16);
    if (!(size > 0)) return Buffer.concat(parts).toString('utf8');
    parts.push(chunked.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}
