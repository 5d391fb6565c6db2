import { beforeEach, describe, expect, test } from 'vitest';
import { type Browser, nodeConsole, type NodeConsole } from '../../tests/node-console.ts';
import { value } from '../../tests/node-community.ts';

let c: NodeConsole;
let desk: Browser;

beforeEach(async () => {
  c = await nodeConsole();
  desk = await c.staff(c.dispatcher.id);
});

const report = (place: string, contact = 'wx-stranger'): string => {
  const words = { category: 'noise', description: '半夜施工', place };
  const made = value(c.vault.ask(c.chat(contact), 'createTicket', words, `report-${place}`));
  return 'id' in made ? made.id : '';
};

describe('the dispatcher’s desk', () => {
  test('says what to do next: to accept, to dispatch; also what lies in no grid', async () => {
    expect((await desk.open('')).text).toContain('现在没有要派的工单');
    const id = report('小花园');
    const seen = await desk.open('/dispatch');
    for (const said of ['等受理', '噪音', '小花园', '还没有网格']) expect(seen.text).toContain(said);
    expect(seen.text).not.toContain('半夜施工');
    const accepted = await desk.submit(`/dispatch/${id}/accept`, { version: 1 });
    for (const said of ['好,已受理', '等派单', '半夜施工']) expect(accepted.text).toContain(said);
  });

  test('sends a ticket to a grid, whose worker then finds it', async () => {
    const id = report('小花园');
    await desk.submit(`/dispatch/${id}/accept`, { version: 1 });
    const sent = await desk.submit(`/dispatch/${id}/dispatch`, { version: 2, grid: '５' });
    expect(sent.text).toContain('好,已派到网格');
    const worker = await c.staff(c.otherWorker.id);
    expect((await worker.open('/tickets')).text).toContain('已派单,等人接单');
  });

  test.each([
    ['', '写上要派到第几网格'],
    ['x', '网格是一个数字'],
    ['99', '没有这个网格'],
  ])('does not send one to grid %o: the error stands beside that ticket’s field', async (grid, words) => {
    const id = report('小花园');
    await desk.submit(`/dispatch/${id}/accept`, { version: 1 });
    const seen = await desk.post(`/dispatch/${id}/dispatch`, { version: 2, grid });
    expect([seen.status, seen.text.includes(words)]).toEqual([422, true]);
    expect(seen.html).toMatch(new RegExp(`<input id="grid-${id}" name="grid"[^>]*aria-invalid="true"`));
  });

  test('grants more time, and sees what was handed back', async () => {
    const [first, second] = [report('3号楼'), report('4号楼')];
    const move = (ticket: string, action: 'take' | 'request_extension' | 'return', version: number) =>
      value(c.vault.ask(c.worker.token, 'moveTicket', { ticket, action, version }));
    move(first, 'take', 1);
    move(first, 'request_extension', 2);
    move(second, 'take', 1);
    move(second, 'return', 2);
    const seen = await desk.open('/dispatch');
    expect(seen.text).toContain('申请延期的');
    expect(seen.text).toContain('网格退回的');
    expect((await desk.submit(`/dispatch/${first}/grant_extension`, { version: 3 })).text).toContain(
      '已同意延期',
    );
  });

  test('says so when somebody was faster', async () => {
    const id = report('小花园');
    await desk.submit(`/dispatch/${id}/accept`, { version: 1 });
    const late = await desk.post(`/dispatch/${id}/accept`, { version: 1 });
    expect([late.status, late.text.includes('已受理')]).toEqual([403, true]);
  });
});
