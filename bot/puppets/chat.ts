/**
 * The bot's side of the chat stand-in (demo/chat): what happened, in order and numbered, and a way to say something.
 */

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly friend: boolean;
}

export interface Room {
  readonly id: string;
  readonly topic: string;
  readonly members: readonly string[];
}

export interface Said {
  readonly kind: 'message';
  readonly seq: number;
  readonly id: string;
  readonly room: string | null;
  readonly from: string;
  readonly to: string | null;
  readonly at: number;
  readonly type: 'text' | 'image' | 'voice';
  readonly text: string;
  readonly file: { readonly id: string; readonly type: string } | null;
  readonly mention: readonly string[];
  readonly quote: {
    readonly from: string;
    readonly type: string;
    readonly text: string;
  } | null;
  readonly recalled: boolean;
}

export type ChatEvent =
  | Said
  | {
      readonly kind: 'recall';
      readonly seq: number;
      readonly from: string;
      readonly at: number;
      readonly message: string;
    }
  | {
      readonly kind: 'friend';
      readonly seq: number;
      readonly at: number;
      readonly person: string;
      readonly state: 'asked' | 'accepted';
    };

/** The stand-in was reached and said no, with its code. */
export class ChatRefusal extends Error {
  override readonly name = 'ChatRefusal';
  readonly status: number;

  constructor(status: number, code: string) {
    super(code);
    this.status = status;
  }
}

/** @returns whether a request surely did not arrive: there was nobody to connect to */
export const neverArrived = (error: unknown): boolean =>
  error instanceof TypeError &&
  ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH'].includes(
    String((error.cause as NodeJS.ErrnoException | undefined)?.code),
  );

export class ChatClient {
  readonly #url: string;
  readonly #token: string;

  /** @param url `http://localhost:8788`, without a path */
  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** What happened after a number, oldest first and perhaps not all; waits for something when there is nothing. */
  async events(
    after: number,
    wait: number,
    signal: AbortSignal,
  ): Promise<{ events: ChatEvent[]; last: number }> {
    const response = await this.#send('GET', `/bot/events?after=${after}&wait=${wait}`, undefined, signal);
    return (await response.json()) as { events: ChatEvent[]; last: number };
  }

  async say(to: { room: string } | { to: string }, text: string, mention: readonly string[]) {
    const body = { ...to, text, ...(mention.length > 0 ? { mention } : {}) };
    const response = await this.#send('POST', '/bot/messages', body);
    return (await response.json()) as { id: string; seq: number };
  }

  async accept(person: string): Promise<void> {
    const response = await this.#send('POST', `/bot/friends/${encodeURIComponent(person)}:accept`);
    await response.arrayBuffer();
  }

  async people(): Promise<Person[]> {
    return (await (await this.#send('GET', '/bot/contacts')).json()) as Person[];
  }

  async rooms(): Promise<Room[]> {
    return (await (await this.#send('GET', '/bot/rooms')).json()) as Room[];
  }

  async file(id: string): Promise<Uint8Array> {
    const response = await this.#send('GET', `/bot/files/${encodeURIComponent(id)}`);
    return new Uint8Array(await response.arrayBuffer());
  }

  /** @throws ChatRefusal, or what `fetch` throws */
  async #send(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
    const limit = AbortSignal.timeout(60_000);
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        Authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    });
    if (response.ok) return response;
    const said: unknown = await response.json().catch(() => undefined);
    const code = typeof said === 'object' && said !== null && 'code' in said ? String(said.code) : 'refused';
    throw new ChatRefusal(response.status, code);
  }
}
