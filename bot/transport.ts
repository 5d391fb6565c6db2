/**
 * What the bot asks of whatever carries its words: Wechaty today (`bot/wechat.ts`), one of WeChat's official ways
 * tomorrow. Everything that differs between them is behind these few functions.
 */
export interface Transport {
  /** As the vault knows it: part of who a contact is. */
  readonly name: string;
  readonly can: Abilities;
  /**
   * Signs in and begins to give what arrives, one thing at a time and in the order it was said.
   * @param after the id of what was kept last; what came since is given again where {@link Abilities.recalls}
   * @returns once signed in
   * @throws Error when that is not possible now
   */
  start(receiver: Receiver, after?: string): Promise<void>;
  /**
   * Says something, once.
   * @throws Error when it is not known whether it was said
   */
  send(chat: Chat, text: string): Promise<Sent>;
  /** Says yes to somebody who asked to be a contact. @throws Error when that did not go; said twice it does no harm */
  accept(request: FriendRequest): Promise<void>;
  stop(): Promise<void>;
}

/** What a transport can do; the outbox keeps to it. */
export interface Abilities {
  /** Whether it may write to somebody who has not written first. */
  canStart: boolean;
  /** Messages to one person until they write again; null for any number. */
  quota: number | null;
  /** Hours after a person's last message within which it may write to them; null for any time. */
  window: number | null;
  /** Whether voice messages arrive as sound. */
  voice: boolean;
  /** Whether it knows who is in a room. */
  members: boolean;
  /** Whether after a restart it tells again what was said meanwhile, our own words among it. */
  recalls: boolean;
}

/** A room, or the private chat with one person. */
export type Chat = { readonly room: string } | { readonly to: string };

export type Sent =
  | { readonly outcome: 'sent'; /** Empty where the transport gives none. */ readonly id: string }
  /** A private message to somebody who is no contact. Not said. */
  | { readonly outcome: 'not_a_friend' }
  /** Not said, and may be tried again: nobody was there to take it. */
  | { readonly outcome: 'unreachable' }
  /** Not said, and never will be: the room is gone, or we are no longer in it. */
  | { readonly outcome: 'refused' };

/** Who hears what arrives. Each call is durable when it returns, or what it resolves to is there. */
export interface Receiver {
  message(message: IncomingMessage): void | Promise<void>;
  /** Our own words, as they stand in the chat. */
  own(said: OwnMessage): void;
  /** Somebody asks to be a contact. */
  friendRequest(request: FriendRequest): void;
  /** Somebody is a contact now. */
  friend(contact: string): void;
  /** Somebody took a message back. */
  recalled(message: { id: string; room: string | null }): void;
  /** All that was said before the start has been given. */
  caughtUp(): void;
  /** Nothing more will come: the process had best be started again. */
  lost(why: string): void;
}

export interface IncomingMessage {
  /** The transport's own; unique within it. */
  id: string;
  /** Null in a private chat. */
  room: string | null;
  /** Who wrote: the transport's name of a contact. */
  from: string;
  /** Without the mention. */
  text: string;
  mentionsUs: boolean;
  /** Whether it quotes one of our own messages. */
  quotesUs: boolean;
  /** UTC milliseconds. */
  at: number;
  kind: 'text' | 'image' | 'voice' | 'file' | 'other';
  /** A picture, a voice message or a file from a private chat; absent when it could not be fetched. */
  file?: Uint8Array;
  /** What a file is called. */
  name?: string;
}

export interface OwnMessage {
  id: string;
  chat: Chat;
  text: string;
}

export interface FriendRequest {
  id: string;
  from: string;
  /** What the transport needs to say yes later, also after a restart. */
  ticket: string;
}
