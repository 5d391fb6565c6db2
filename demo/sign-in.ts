import { readFileSync } from 'node:fs';
import type { Answer } from '../vault/client.ts';
import { botTokenFile } from './bot-token.ts';
import type { Mint, Seat } from './door.ts';
import { speakingAs } from './meet.ts';
import { lead, people } from './seed/cast.ts';
import { type Stage, workerOf } from './settle.ts';

/**
 * How links are made: for staff by the administrator; for the story's resident as the assistant makes one for who asks
 * it in private, so it has a chat's rights and no more.
 * @param vault the console's address
 */
export function minting(stage: Stage, { vault, dir }: { vault: string; dir: string }): Mint {
  const grid = people.find(({ id }) => id === lead.worker)?.grid ?? 0;
  const whom: Readonly<Record<Exclude<Seat, 'resident'>, string>> = {
    officer: stage.state.staff['officer'] ?? '',
    worker: workerOf(stage, grid),
  };
  return async (seat) =>
    placed(
      seat === 'resident' ? await ofResident(stage, dir) : await stage.admin.openLink({ for: whom[seat] }),
      vault,
    );
}

async function ofResident({ admin }: Stage, dir: string): Promise<Answer<{ path: string }>> {
  // Read each time: it may have been renewed.
  const bot = admin.as(readFileSync(botTokenFile(dir), 'latin1').trim());
  const resident = await speakingAs(bot, lead.resident, 'private');
  return resident.ok ? resident.value.openLink() : resident;
}

const placed = (answer: Answer<{ path: string }>, vault: string): Answer<string> =>
  answer.ok ? { ...answer, value: vault + answer.value.path } : answer;
