import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VaultClient } from '../vault/client.ts';
import { insist } from './answer.ts';
import { speakingAs } from './meet.ts';
import { lead } from './seed/cast.ts';
import { mintedFor, type Stage } from './settle.ts';
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
  const { admin, state, save, stop } = stage;
  const file = botTokenFile(dir);
  if (existsSync(file) && state.botTokenEnds - now > early) {
    const bot = admin.as(readFileSync(file, 'latin1').trim());
    if (await isTaken(bot, stop)) return { bot, renewed: false };
  }
  const { token, expires, vault } = await mintedFor(stage, state.staff['bot'] ?? '', minutes);
  writeWhole(file, `${token}\n`);
  state.botTokenEnds = expires;
  save();
  return { bot: vault, renewed: true };
}

/** Somebody may have taken the token away: an exchange, which leaves no trace when it goes well, tells. */
async function isTaken(bot: VaultClient, stop: AbortSignal): Promise<boolean> {
  const asked = await insist(() => speakingAs(bot, lead.resident, 'private'), stop);
  return asked.ok || asked.status !== 401;
}
