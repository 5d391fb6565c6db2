import { setTimeout as sleep } from 'node:timers/promises';
import { insist, value } from './answer.ts';
import { type Batch, batchesOf, businessLine, linesOf, type SeedLine, ticketLine } from './seed/batches.ts';
import { allHouseholds, type Community, makeCommunity } from './seed/community.ts';
import { makeTickets, reportingHouseholds, type SeedTicket, ticketsOf } from './seed/tickets.ts';
import { workerOf, type Stage } from './settle.ts';
import type { DemoState, Step } from './state.ts';

export interface Past {
  readonly community: Community;
  readonly tickets: readonly SeedTicket[];
}

/** The made-up community and its half year, the same at every start. */
export function pastOf({ seed, began, households }: DemoState): Past {
  const community = makeCommunity(seed, dayOf(began), households);
  const count = ticketsOf(households, allHouseholds);
  return { community, tickets: makeTickets(seed, began, community, count) };
}

/** The day in China, `YYYY-MM-DD`; UTC+8 all year. */
export const dayOf = (moment: number): string => new Date(moment + 8 * 3_600_000).toISOString().slice(0, 10);

/** Small enough that whoever asks meanwhile is answered soon, large enough that a commit each costs nothing. */
const batchBytes = 48 * 1024;

export type Brought = Exclude<Step, 'past'>;

/** Everybody who is in the story or wrote a ticket, and the shops; then the tickets; then all others. */
function partsOf({ community, tickets }: Past, step: Brought, stage: Stage): Iterable<readonly SeedLine[]> {
  const first = reportingHouseholds(tickets.length);
  if (step === 'story')
    return [
      ...community.households.slice(0, first).map(linesOf),
      ...community.businesses.map((shop) => [businessLine(shop)]),
    ];
  if (step === 'rest') return community.households.slice(first).map(linesOf);
  const workers = new Map(community.grids.map(({ id }) => [id, workerOf(stage, id)]));
  return tickets.map((ticket) => [ticketLine(ticket, workers)]);
}

export function batchesIn(past: Past, step: Brought, stage: Stage): readonly Batch[] {
  return [...batchesOf(partsOf(past, step, stage), `${stage.state.seed}-${step}`, batchBytes)];
}

/**
 * Brings one part in. Batches that the vault has acknowledged are not sent again.
 * @param shown hears how many lines are in
 * @param gently leaves the vault to others between two batches, milliseconds
 */
export async function bringIn(
  stage: Stage,
  step: Brought,
  batches: readonly Batch[],
  { shown, gently }: { shown: (lines: number) => void; gently: number },
): Promise<void> {
  const { admin, state, save, stop } = stage;
  let lines = 0;
  for (const [at, batch] of batches.entries()) {
    if (stop.aborted) return;
    if (at >= state.done[step]) {
      const answer = await insist(() => admin.importLines(batch.lines, batch.key), stop);
      if (stop.aborted && !answer.ok) return;
      // A day after a break the vault has forgotten the batch's key. A batch is whole or not at all: when the id of
      // its first line is taken, it is in.
      const [first] = answer.ok ? [] : answer.problem.errors;
      if (first?.code !== 'id_taken' || first.line !== 1) value(answer, bringing);
      state.done[step] = at + 1;
      save();
      if (gently > 0) await sleep(gently);
    }
    shown((lines += batch.lines.length));
  }
  complete(stage, step);
}

export function complete({ state, save }: Stage, step: Step): void {
  if (!state.complete.includes(step)) state.complete.push(step);
  save();
}

const bringing = { zh: '导入', en: 'importing' };
