import type {
  Abilities,
  Chat,
  FriendRequest,
  IncomingMessage,
  Receiver,
  Sent,
  Transport,
} from '../bot/transport.ts';

type Entry =
  | { seq: number; message: IncomingMessage }
  | { seq: number; own: true; chat: Chat; text: string }
  | { seq: number; request: FriendRequest };

/** A chat that keeps its history, as WeChat's stand-in does, in this process: what the bot's machinery is tried against. */
export class FakeChat implements Transport {
  readonly name = 'fake';
  can: Abilities = { canStart: true, quota: null, window: null, voice: true, members: true, recalls: true };
  /** Called before something is said and after it was; may throw. */
  fault: (where: 'before' | 'after') => void = () => undefined;
  /** Whether our own words are heard at once, or only when all is told again. */
  echoes = true;
  readonly strangers = new Set<string>();
  /** What the next sends come to instead. */
  readonly refusals: Exclude<Sent['outcome'], 'sent'>[] = [];
  readonly accepted: string[] = [];
  readonly #log: Entry[] = [];
  #receiver: Receiver | undefined;

  async start(receiver: Receiver, after = '0'): Promise<void> {
    this.#receiver = receiver;
    if (this.can.recalls) {
      for (const entry of this.#log) if (entry.seq > Number(after)) await this.#give(entry);
    }
    receiver.caughtUp();
  }

  send(chat: Chat, text: string): Promise<Sent> {
    return Promise.resolve().then(() => {
      const outcome = this.refusals.shift();
      if (outcome !== undefined) return { outcome };
      if ('to' in chat && this.strangers.has(chat.to)) return { outcome: 'not_a_friend' };
      this.fault('before');
      const entry = this.#add({ seq: 0, own: true, chat, text });
      this.fault('after');
      return { outcome: 'sent', id: String(entry.seq) };
    });
  }

  accept({ from }: FriendRequest): Promise<void> {
    this.strangers.delete(from);
    this.accepted.push(from);
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#receiver = undefined;
    return Promise.resolve();
  }

  /** Somebody says something. */
  say(from: string, room: string | null, text: string): void {
    const seq = this.#log.length + 1;
    const rest = { mentionsUs: room !== null, quotesUs: false, at: seq, kind: 'text' as const };
    this.#add({ seq, message: { id: String(seq), room, from, text, ...rest } });
  }

  ask(from: string): void {
    const seq = this.#log.length + 1;
    this.#add({ seq, request: { id: String(seq), from, ticket: from } });
  }

  /** All the bot has said, by chat. */
  said(): Record<string, string[]> {
    const found: Record<string, string[]> = {};
    for (const entry of this.#log) {
      if (!('own' in entry)) continue;
      const name = 'room' in entry.chat ? entry.chat.room : entry.chat.to;
      (found[name] ??= []).push(entry.text);
    }
    return found;
  }

  #add(entry: Entry): Entry {
    const numbered = { ...entry, seq: this.#log.length + 1 };
    this.#log.push(numbered);
    if ('own' in entry && !this.echoes) return numbered;
    void this.#give(numbered).catch(() => this.#receiver?.lost('something could not be taken in'));
    return numbered;
  }

  async #give(entry: Entry): Promise<void> {
    const id = String(entry.seq);
    if ('message' in entry) await this.#receiver?.message(entry.message);
    else if ('own' in entry) this.#receiver?.own({ id, chat: entry.chat, text: entry.text });
    else this.#receiver?.friendRequest(entry.request);
  }
}
