import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VaultClient } from '../vault/client.ts';
import { actingAs, type Stage } from './settle.ts';
import { folderOf, writeWhole } from './state.ts';

export const botTokenFile = (dir: string): string => join(folderOf(dir), 'bot.token');

const minutes = 30 * 24 * 60;
/** A token is renewed when it has less than this left, milliseconds. */
const early = 10 * 86_400_000;

/**
 * Sees that the bot's token is good for some days more; the administrator mints another one otherwise.
 * @returns the vault with it, and whether it is a new one
 */
export async function botToken(
  stage: Stage,
  dir: string,
  now: number,
): Promise<{ bot: VaultClient; renewed: boolean }> {
  const { admin, state, save } = stage;
  const file = botTokenFile(dir);
  if (existsSync(file) && state.botTokenEnds - now > early) {
    return { bot: admin.as(readFileSync(file, 'latin1').trim()), renewed: false };
  }
  const { token, expires, vault } = await actingAs(stage, state.staff['bot'] ?? '', minutes);
  writeWhole(file, `${token}\n`);
  state.botTokenEnds = expires;
  save();
  return { bot: vault, renewed: true };
}
