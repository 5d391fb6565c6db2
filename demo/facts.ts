import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SignIn } from './sign-in.ts';
import { people, rooms } from './seed/cast.ts';
import { writeWhole } from './state.ts';

/** What a running demonstration tells programs, in `.lindun/demo.json` (0600): who reads it can sign in. */
export interface Facts {
  /** `http://localhost:8787`; the console's pages are there too. */
  readonly vault: string;
  readonly chat: string;
  readonly community: string;
  /** `name` is a nickname in the chat; `grid` is null for who works for all of them. */
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly role: string;
    readonly grid: number | null;
  }[];
  readonly rooms: readonly { readonly id: string; readonly topic: string }[];
  /** The page, with the number in its fragment, and the PIN. */
  readonly signIn: SignIn;
}

export const factsFile = (dir: string): string => join(dir, 'demo.json');

export function writeFacts(dir: string, facts: Pick<Facts, 'vault' | 'chat' | 'community' | 'signIn'>): void {
  const { vault, chat, community, signIn } = facts;
  writeWhole(factsFile(dir), {
    vault,
    chat,
    community,
    people: people.map(({ id, name, role, grid }) => ({ id, name, role, grid })),
    rooms: rooms.map(({ id, topic }) => ({ id, topic })),
    signIn,
  } satisfies Facts);
}

/** @throws Error when there is none */
export const readFacts = (dir: string): Facts => JSON.parse(readFileSync(factsFile(dir), 'utf8')) as Facts;
