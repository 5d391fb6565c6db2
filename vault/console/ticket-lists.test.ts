import { beforeEach, describe, expect, test } from 'vitest';
import { value } from '../../tests/node-community.ts';
import { nodeConsole, type NodeConsole } from '../../tests/node-console.ts';

let c: NodeConsole;
let contacts = 0;
beforeEach(async () => {
  c = await nodeConsole();
  contacts = 0;
});
const report = (place: string, grid = 3): void => {
  const words = { category: 'lift', description: '电梯坏了', place, grid };
  value(c.vault.ask(c.chat(`wx-${(contacts += 1)}`), 'createTicket', words));
};

describe('all tickets of a worker’s grid', () => {
  test('by building and state, twenty a page, and nothing of anybody in the address', async () => {
    for (let n = 0; n < 21; n += 1) report('4号楼');
    report('3号楼');
    const worker = await c.staff(c.worker.id);
    expect((await worker.open('/tickets')).html).toContain('/tickets/all');
    const first = await worker.open('/tickets/all?state=submitted&building=4');
    expect(first.text).not.toContain('3号楼');
    expect(first.html.match(/class="row-title"/g)).toHaveLength(20);
    const [, next = ''] = /href="([^"]+after=[^"]+)"/.exec(first.html) ?? [];
    expect(next.replaceAll('&amp;', '&')).toBe(
      '/c/hengda/tickets/all?of=3&state=submitted&building=4&after=2026n20',
    );
    const second = await worker.open(next.replaceAll('&amp;', '&'));
    expect(second.html.match(/class="row-title"/g)).toHaveLength(1);
    expect((await worker.open('/tickets/all?state=handling')).text).toContain('没有这样的工单');
  });

  test('of another grid are not shown, whatever the address names', async () => {
    report('5号楼', 5);
    const worker = await c.staff(c.worker.id);
    const seen = await worker.open('/tickets/all?of=5');
    expect(seen.text).toContain('没有这样的工单');
  });

  test('a building that is none is said so beside the field', async () => {
    const seen = await (await c.staff(c.worker.id)).open('/tickets/all?building=x%22%3E');
    expect([seen.status, seen.text.includes('写一个数字')]).toEqual([422, true]);
    expect(seen.html).toMatch(/<input id="building"[^>]*aria-invalid="true"/);
  });
});

describe('all tickets that wait for a dispatcher', () => {
  test('by state, of all grids or of one, each with the step that is due', async () => {
    report('3号楼');
    report('5号楼', 5);
    const desk = await c.staff(c.dispatcher.id);
    expect((await desk.open('/dispatch')).html).toContain('/dispatch/all');
    const all = await desk.open('/dispatch/all');
    expect(all.text).toMatch(/3号楼.*5号楼/);
    expect(all.text).toContain('受理工单 0001');
    const one = await desk.open('/dispatch/all?grid=5&state=submitted');
    expect(one.text).toContain('5号楼');
    expect(one.text).not.toContain('3号楼');
  });
});
