import { Fault } from '../cli/fault.ts';

/** A message as somebody sees it; demo/chat/README.md has the whole of it. */
export interface Seen {
  readonly seq: number;
  readonly id: string;
  readonly room: string | null;
  readonly from: string;
  readonly text: string | null;
}

/** Speaks in the chat stand-in as anybody, as a script would: `POST /messages`, `GET /messages`. */
export class ChatSpeaker {
  readonly #url: string;

  /** @param url without a path */
  constructor(url: string) {
    this.#url = url;
  }

  /**
   * @param room null for the private chat with the assistant
   * @param key said again with it, it is said once
   */
  async say(from: string, room: string | null, text: string, key?: string): Promise<{ seq: number }> {
    const body = { from, room, text, ...(key === undefined ? {} : { key }) };
    return (await this.#send('POST', '/messages', body)) as { seq: number };
  }

  async seen(as: string, after: number): Promise<readonly Seen[]> {
    const query = new URLSearchParams({ as, after: String(after) });
    return (await this.#send('GET', `/messages?${query.toString()}`)) as readonly Seen[];
  }

  async people(): Promise<readonly { id: string; friend: boolean }[]> {
    return (await this.#send('GET', '/people')) as { id: string; friend: boolean }[];
  }

  /** The groups that somebody is in. */
  async rooms(as: string): Promise<readonly { id: string }[]> {
    return (await this.#send('GET', `/rooms?${new URLSearchParams({ as }).toString()}`)) as { id: string }[];
  }

  /** Names who there is and who is where. @param token the bot's */
  async build(world: unknown, token: string): Promise<void> {
    await this.#send('PUT', '/world', world, { Authorization: `Bearer ${token}` });
  }

  async #send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<unknown> {
    const response = await fetch(this.#url + path, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    const said: unknown = await response.json();
    if (response.ok) return said;
    const { code = '' } = said as { code?: string };
    throw new Fault('data', `聊天没有收下:${code}`, `the chat did not take it: ${response.status} ${code}`);
  }
}
