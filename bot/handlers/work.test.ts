import { afterEach, expect, test, vi } from 'vitest';
import { nodeTalk, type NodeTalk } from '../../tests/node-talk.ts';

afterEach(() => void vi.unstubAllGlobals());

/** A chat in which the worker of grid 3 is bound as `p-li`, and `p-wang` as a resident who has reported. */
async function atWork(): Promise<NodeTalk> {
  const talk = await nodeTalk();
  const { community, dm } = talk;
  community.bind('p-wang', community.resident);
  const made = community.ask(community.worker.token, 'openBinding', {});
  if (!made.ok) throw new Error(made.problem.code);
  expect(await dm('p-li', `绑定 ${made.value.code}`)).toMatch(
    /^请把这两位数字 \d\d 念给网格员听,他那边对得上才算绑好。$/,
  );
  community.ask(community.worker.token, 'confirmBinding', made.value.id);
  await dm('p-wang', '3号楼下有狗没拴绳,吓到孩子了');
  await dm('p-wang', '取消');
  return talk;
}

test('待办, 接单, 电话, 办结: a ticket’s way through a worker’s chat', async () => {
  const { dm } = await atWork();
  expect(await dm('p-li', '待办')).toBe('等人接1件:\n0001 养犬,3号楼\n接单回复「接单 编号」。');
  expect(await dm('p-li', '接单0001')).toBe(
    '0001归您了:养犬,3号楼,报事人王**。\n要电话回复「电话 0001」,办完回复「办结 0001 做了什么」。',
  );
  expect(await dm('p-li', '待办')).toBe('您手上1件:\n0001 养犬,3号楼 · 您在办');
  const phone = await dm('p-li', '电话 1');
  expect(phone).toMatch(
    /^要看0001的电话,10分钟内点这一页.能不能看,页上会说.。会记录,居民能看到。\nhttp:\S+\/enter#lin_\w+$/,
  );
  expect(phone).not.toMatch(/138|8000/);
  expect(await dm('p-li', '办结 1 已提醒拴绳')).toBe('0001办结了,等居民说满意。');
  expect(await dm('p-li', '待办')).toBe('您手上1件:\n0001 养犬,3号楼 · 等居民确认');
  expect(await dm('p-wang', '进度')).toContain('办理情况:已提醒拴绳');
});

test('neither the reporter’s words nor the number go through a worker’s chat', async () => {
  const { dm } = await atWork();
  const said = [];
  for (const text of ['待办', '接单 1', '待办', '电话 1', '办结 1', '已提醒'])
    said.push(await dm('p-li', text));
  expect(said.join('\n')).not.toMatch(/吓到孩子|王秀英|13800138000|501/);
});

test('where it is says the building and no door, beside a name of which two thirds are hidden', async () => {
  const { dm } = await atWork();
  await dm('p-wang', '3号楼2单元501室电梯坏了');
  await dm('p-wang', '取消');
  await dm('p-wang', '南门的灯坏了');
  await dm('p-wang', '取消');
  const said = [];
  for (const text of ['待办', '接单 2', '待办', '接单 3', '办结 2 好了', '待办'])
    said.push(await dm('p-li', text));
  expect(said[0]).toContain('0002 电梯,3号楼\n');
  expect(said[1]).toContain('0002归您了:电梯,3号楼,报事人王**。');
  expect(said.join('\n')).not.toMatch(/单元|501|南门/);
});

test('办结 without words asks for them; without a number, which', async () => {
  const { dm } = await atWork();
  await dm('p-li', '接单 1');
  expect(await dm('p-li', '办结')).toContain('哪一张');
  expect(await dm('p-li', '办结 1')).toContain('怎么办的');
  expect(await dm('p-li', '狗主人答应拴绳')).toBe('0001办结了,等居民说满意。');
  for (const text of ['接单', '退回', '延期'])
    expect([text, await dm('p-li', text)]).toEqual([text, expect.stringContaining('哪一张')]);
});

test('who is asked how it was handled may say the whole command again, or another one: nobody is caught', async () => {
  const { dm, sessions } = await atWork();
  await dm('p-wang', '5号楼电梯坏了');
  await dm('p-li', '接单 1');
  await dm('p-li', '办结 1');
  expect(await dm('p-li', '办结 1 已提醒拴绳')).toBe('0001办结了,等居民说满意。');
  await dm('p-li', '办结 1');
  for (const [text, answer] of [
    ['接单 1', '这步现在走不了'],
    ['待办', '您手上1件'],
    ['帮助', '您直接说就行'],
    ['电话 1', '看不了'],
    ['取消', '好,先不说了'],
  ] as const) {
    await dm('p-li', '办结 1');
    expect([text, await dm('p-li', text)]).toEqual([text, expect.stringContaining(answer)]);
    expect([text, sessions.has('p-li')]).toEqual([text, false]);
  }
  // Also while it is asked whether to go on.
  await dm('p-li', '办结 1');
  expect(await dm('p-li', '我的授权')).toContain('刚才那件还没说完');
  expect(await dm('p-li', '待办')).toContain('您手上1件');
  const again = await atWork();
  await again.dm('p-li', '接单 1');
  await again.dm('p-li', '办结 1');
  expect(await again.dm('p-li', '办结 已提醒拴绳')).toBe('0001办结了,等居民说满意。');
});

test('接 and 转交 are commands too, and 电话 alone asks which', async () => {
  const { dm } = await atWork();
  expect(await dm('p-li', '接 1')).toContain('0001归您了');
  expect(await dm('p-li', '电话')).toBe('哪一张?连编号一起说,比如「电话 0318」。');
  expect(await dm('p-li', '转交 1')).toContain('0001退回了');
});

test('延期 and 退回 go to the dispatcher', async () => {
  const { dm } = await atWork();
  await dm('p-li', '接单 1');
  expect(await dm('p-li', '延期 1 等配件')).toContain('等调度员定');
  expect(await dm('p-li', '延期 1')).toBe('这步现在走不了:已经在等延期。');
  const { dm: other } = await atWork();
  await other('p-li', '接单 1');
  expect(await other('p-li', '退回 1 不在我网格')).toContain('退回了');
});

test('what is refused is said with the reason that the ticket’s state tells', async () => {
  const { dm } = await atWork();
  expect(await dm('p-li', '电话 1')).toBe('这项现在看不了:还没接单,先回复「接单 0001」。');
  expect(await dm('p-li', '办结 1 好了')).toBe('这步现在走不了:还没接单,先回复「接单 0001」。');
  await dm('p-li', '接单 1');
  expect(await dm('p-li', '接单 1')).toBe('这步现在走不了:已经有人接了。');
  await dm('p-li', '办结 1 好了');
  expect(await dm('p-li', '电话 1')).toBe('这项现在看不了:工单已办结,等居民确认。');
  await dm('p-wang', '满意');
  for (const ticket of ['1', '999'])
    expect(await dm('p-li', `电话 ${ticket}`)).toBe('这项现在看不了:不在您手上,或不在您的网格。');
});

test('a resident who says a worker’s words gets nothing by them', async () => {
  const { dm } = await atWork();
  expect(await dm('p-wang', '待办')).toContain('这是网格员用的');
  for (const text of ['接单 1', '办结 1 好了', '退回 1', '延期 1'])
    expect([text, await dm('p-wang', text)]).toEqual([text, expect.stringContaining('这是网格员用的')]);
  for (const text of ['接单 1', '接单 999'])
    expect([text, await dm('p-new', text)]).toEqual([text, '这步现在走不了:不在您手上,或不在您的网格。']);
  expect(await dm('p-wang', '进度')).toContain('等人接');
  expect(await dm('p-new', '电话 1')).toContain('看不了');
});

test('what belongs on the desk is said to belong there', async () => {
  const { dm, sent } = await atWork();
  sent.length = 0;
  for (const text of [
    '查询 3号楼2单元501 事由 走访',
    '通知 3号网格 明天停水',
    '收集 谁家要装充电桩',
    '开绑定码',
  ])
    expect([text, await dm('p-li', text)]).toEqual([text, '这件事在工作台上办,聊天里先不做。']);
  expect(sent).toEqual([]);
});

test('a worker who reports in the group gets the line that everybody gets, and says in private when it is done', async () => {
  const { community, dm, mention } = await atWork();
  const { group } = await mention('p-li', '3号楼电梯坏了');
  const { group: others } = await mention('p-new', '3号楼电梯坏了');
  expect(group.map((line) => line.replace('0002', '0003'))).toEqual(others);
  expect(await dm('p-li', '取消')).not.toBe('');
  const second = community.staff('grid_worker', [3], '孙立');
  for (const [action, version] of [
    ['take', 1],
    ['handle', 2],
  ] as const)
    community.ask(second.token, 'moveTicket', { ticket: '2', action, version });
  expect(await dm('p-li', '进度 2')).toContain('0002');
  expect(await dm('p-li', '满意 2')).toContain('0002');
  expect(await dm('p-li', '5分')).not.toContain('看不了');
});
