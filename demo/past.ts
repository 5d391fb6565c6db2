import type { Answer, VaultClient } from '../vault/client.ts';
import type { Past } from './bring.ts';
import { complete, dayOf } from './bring.ts';
import { homes, lead } from './seed/cast.ts';
import { residentOf } from './seed/community.ts';
import { drawFrom } from './seed/draw.ts';
import { reportingHouseholds } from './seed/tickets.ts';
import { type Stage, workerOf } from './settle.ts';
import { staffAs } from './sign-in.ts';

/**
 * Something a worker asks for. What becomes of it is the vault's decision: some are granted, some refused, and each is
 * an entry of this moment, for the log's times are the vault's own.
 */
type Look = (worker: VaultClient) => Promise<Answer<unknown>>;
interface Turn {
  /** Whose it is: a grid's worker, or somebody who works for more than one. */
  readonly grid: number | 'mediator';
  readonly looks: readonly Look[];
}

const phone = 'phone_contact' as const;

/** What the workers of a small community look at in a morning: their lists, their tickets, a number now and then. */
export function morningOf(past: Past, seed: number): readonly Turn[] {
  const draw = drawFrom(seed, 2 ** 31);
  const { community, tickets } = past;
  return community.grids.map(({ id: grid, kind }) => {
    const mine = tickets.filter((ticket) => ticket.grid === grid && ticket.state === 'handling').slice(0, 3);
    const elsewhere = tickets.findLast((ticket) => ticket.grid !== grid && ticket.state === 'handling');
    const neighbours = community.households
      .slice(0, reportingHouseholds(tickets.length))
      // Who works for a dedicated grid has no households to look at.
      .filter((household) => kind === 'basic' && household.grid === grid)
      .map(({ members: [head] }) => head.id);
    const forTickets = mine.flatMap(({ id, reporter }): readonly Look[] => [
      (worker) => worker.readTicket(id, { purpose: 'handle_ticket' }),
      callFor(reporter, id),
    ]);
    return {
      grid,
      looks: [
        (worker) => worker.searchTickets({ purpose: 'handle_ticket', where: { todo: true }, limit: 5 }),
        ...(kind === 'basic' ? [dogsOf(grid)] : []),
        ...forTickets,
        // Somebody tries without a ticket, and somebody with another's: refused, both.
        ...neighbours.slice(0, 1).map((id) => callFor(id)),
        ...(draw.chance(40) && elsewhere !== undefined ? [callFor(elsewhere.reporter, elsewhere.id)] : []),
        ...neighbours.slice(0, draw.between(1, 3)).map((id) => overview(id)),
      ],
    };
  });
}

const callFor =
  (id: string, ticket?: string): Look =>
  (worker) =>
    worker.readRecord('resident', id, {
      purpose: phone,
      fields: ['mobile'],
      ...(ticket === undefined ? {} : { case: ticket }),
    });

const dogsOf =
  (grid: number): Look =>
  (worker) =>
    worker.searchRecords('dog', { purpose: 'dog_care', where: { grid }, limit: 3 });

const overview =
  (id: string): Look =>
  (worker) =>
    worker.readRecord('resident', id, { purpose: 'grid_overview' });

/** Plays the morning, so that officer and residents have something to read. A turn that was broken off is played anew. */
export async function playMorning(stage: Stage, past: Past): Promise<void> {
  const { state, save, stop } = stage;
  const turns = [...leadTurns(past), ...morningOf(past, state.seed), mediationOf(past)];
  for (const [at, { grid, looks }] of turns.entries()) {
    if (stop.aborted) return;
    if (at < state.done.past) continue;
    const who = grid === 'mediator' ? (state.staff['mediator'] ?? '') : workerOf(stage, grid);
    const { vault } = await staffAs(stage, who);
    for (const look of looks) await look(vault);
    state.done.past = at + 1;
    save();
  }
  complete(stage, 'past');
}

/** Two neighbours came to the mediators' room, and the mediator wrote down what was said. */
function mediationOf({ community }: Past): Turn {
  const two = community.households.slice(homes.length, homes.length + 2);
  const parties = two.map(({ address, members: [{ name }] }) => ({ name, address }));
  const begin: Look = async (mediator) => {
    const opened = await mediator.post<{ id: string; opened: number }>(
      '/mediations',
      { parties },
      'demo-mediation',
    );
    if (!opened.ok) return opened;
    const note = {
      note: '楼上晚上练琴,楼下老人睡不着。双方各说各的,都愿意商量。',
      agreed: '晚上九点以后不练琴。',
    };
    const fields = { day: dayOf(opened.value.opened), ...note };
    return mediator.post(`/mediations/${opened.value.id}/notes`, { fields }, 'demo-mediation-note');
  };
  return { grid: 'mediator', looks: [begin] };
}

/** Of the story's resident somebody has looked too: once as it should be, and once from another grid, refused. */
function leadTurns({ community }: Past): readonly Turn[] {
  const { id } = residentOf(community, lead.resident);
  return [
    { grid: 3, looks: [overview(id)] },
    { grid: 5, looks: [overview(id)] },
  ];
}
