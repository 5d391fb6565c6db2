import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';

let c: NodeCommunity;
let contacts = 0;
beforeEach(async () => {
  c = await nodeCommunity();
  contacts = 0;
});

/** A ticket of a stranger of its own in a grid. @returns its number */
function report(place: string, grid = 3): number {
  const words = { category: 'lift', description: '电梯坏了', place, grid };
  const made = value(c.ask(c.chat(`wx-${(contacts += 1)}`), 'createTicket', words));
  return 'number' in made ? (made.number ?? 0) : 0;
}
interface More {
  state?: 'submitted' | 'accepted' | 'handling';
  building?: number;
  grid?: number;
  cursor?: string | undefined;
  limit?: number;
}
const list = (more: More = {}, token = c.worker.token) => {
  const { building, grid = 3, limit = 10, ...rest } = more;
  const where = building === undefined ? { grid } : { grid, building };
  return c.ask(token, 'listTickets', { purpose: 'handle_ticket', where, limit, ...rest });
};
const numbers = (outcome: ReturnType<typeof list>) => value(outcome).items.map(({ number }) => number);
const accept = (ticket: number) =>
  value(c.ask(c.dispatcher.token, 'moveTicket', { ticket: String(ticket), action: 'accept', version: 1 }));
const newest = (n: number) => value(c.ask(c.officer.token, 'searchLog', { limit: n })).items;

describe('a grid’s tickets', () => {
  test('come oldest first, page by page, whatever is reported or moved in between', () => {
    const all = ['3号楼', '4号楼', '3号楼', '3号楼', '4号楼'].map((place) => report(place));
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = value(list({ cursor, limit: 2 }));
      seen.push(...page.items.map(({ number }) => number));
      cursor = page.cursor ?? undefined;
      expect(page.remaining).toBe(all.length - seen.length);
      if (seen.length === 2) {
        accept(seen[0] ?? 0);
        all.push(report('5号楼'));
      }
    } while (cursor !== undefined && seen.length < 20);
    expect(seen).toEqual(all);
  });

  test('of one building are found by the place as it is shown, and the others leave no entry', () => {
    const third = [report('3号楼下'), report('三号楼2单元')];
    report('4号楼');
    report('广场');
    const before = c.vault.vault.journal.size;
    const page = value(list({ building: 3 }));
    expect(page.items.map(({ number }) => number)).toEqual(third);
    expect(page).toMatchObject({ cursor: null, remaining: 0 });
    // A ticket that waits shows its building and not its door.
    expect(page.items[0]?.fields['place']).toEqual({ level: 'masked', value: '3号楼' });
    expect(c.vault.vault.journal.size - before).toBe(2);
    expect(numbers(list({ building: 9 }))).toEqual([]);
    expect(newest(1)[0]).toMatchObject({ action: 'ticket.list', reason: 'nothing_found' });
  });

  test('in a state, for the dispatcher of whichever grid; a worker of another grid gets none', () => {
    const first = report('3号楼');
    const second = report('3号楼');
    accept(second);
    expect(numbers(list({ state: 'submitted' }))).toEqual([first]);
    const desk = { purpose: 'dispatch', where: { grid: 3 }, state: 'accepted', limit: 10 } as const;
    expect(value(c.ask(c.dispatcher.token, 'listTickets', desk)).items.map(({ number }) => number)).toEqual([
      second,
    ]);
    expect(code(list({ building: 3 }, c.otherWorker.token))).toBe('denied');
    expect(newest(1)[0]).toMatchObject({ action: 'ticket.list', decision: 'refused' });
  });

  test('a cursor that is none of ours leads behind the last one', () => {
    report('3号楼');
    expect(value(list({ cursor: 'zzz' }))).toEqual({ items: [], cursor: null, remaining: 0 });
  });
});
