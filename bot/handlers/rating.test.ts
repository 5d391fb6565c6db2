import { afterEach, expect, test, vi } from 'vitest';
import { nodeTalk, type NodeTalk } from '../../tests/node-talk.ts';

afterEach(() => void vi.unstubAllGlobals());

/** Reports as `p-new`, and has the worker of grid 3 handle it. */
async function handled({ dm, community }: NodeTalk, text = '3号楼下有狗没拴绳'): Promise<string> {
  const number = /\d{4}/.exec(await dm('p-new', text))?.[0] ?? '';
  await dm('p-new', '取消');
  for (const move of [{ action: 'take' }, { action: 'handle', result: '已提醒' }] as const) {
    const state = community.ask(community.worker.token, 'readTicket', {
      ticket: number,
      purpose: 'handle_ticket',
    });
    if (!state.ok) throw new Error(state.problem.code);
    community.ask(community.worker.token, 'moveTicket', {
      ticket: number,
      ...move,
      version: state.value.version,
    });
  }
  return number;
}

test('满意 closes the one that waits for a word and asks for a score; it is kept once', async () => {
  const talk = await nodeTalk();
  const number = await handled(talk);
  expect(await talk.dm('p-new', `进度 ${number}`)).toContain('办理情况:已提醒');
  expect(await talk.dm('p-new', '满意')).toBe(
    '好,0001结了。\n办理情况:已提醒\n给这次打几分?1 到 5 分,5 分最好;不想打回复「不打」。',
  );
  expect(await talk.dm('p-new', '五分')).toBe('记下了,5分。谢谢您告诉我们。');
  expect(await talk.dm('p-new', '满意 0001')).toContain('已经结了');
  expect(await talk.dm('p-new', '进度 1')).toContain('您打过分了');
});

test('who does not want to rate need not, and can do it later', async () => {
  const talk = await nodeTalk();
  await handled(talk);
  await talk.dm('p-new', '满意');
  expect(await talk.dm('p-new', '不打')).toBe('好,不打也行。');
  await talk.dm('p-new', '满意 1');
  expect(await talk.dm('p-new', '4')).toContain('4分');
});

test('不满意 asks why, opens it again, and passes the words on', async () => {
  const talk = await nodeTalk();
  const number = await handled(talk);
  expect(await talk.dm('p-new', '不满意')).toContain('哪里没办好');
  expect(await talk.dm('p-new', '今天又没拴')).toBe('0001重新打开了,您说的也转过去了。');
  expect(await talk.dm('p-new', '进度')).toContain('重新打开了');
  const read = talk.community.ask(talk.community.chat('p-new'), 'readTicket', {
    ticket: number,
    purpose: 'own_record',
  });
  expect(read).toMatchObject({ value: { fields: { supplement: { value: '今天又没拴' } } } });
});

test('with its reason in the same sentence it is done at once; after closing as well', async () => {
  const talk = await nodeTalk();
  await handled(talk);
  await talk.dm('p-new', '满意');
  await talk.dm('p-new', '不打');
  expect(await talk.dm('p-new', '不满意 1 还是没拴')).toBe('0001重新打开了,您说的也转过去了。');
});

test('of several it is asked which', async () => {
  const talk = await nodeTalk();
  await handled(talk);
  await handled(talk, '3号楼电梯坏了');
  expect(await talk.dm('p-new', '满意')).toBe('您说的是哪一件?回复编号:0002、0001');
  expect(await talk.dm('p-new', '0002')).toContain('0002结了');
  await talk.dm('p-new', '不打');
  expect(await talk.dm('p-new', '满意')).toContain('0001结了');
});

test('nothing is closed that is not handled, that is somebody else’s, or that is not there', async () => {
  const talk = await nodeTalk();
  expect(await talk.dm('p-new', '满意')).toContain('没有等您评的事');
  await talk.dm('p-new', '3号楼电梯坏了');
  expect(await talk.dm('p-new', '满意 1')).toBe('0001还没办完(报上去了,等人接),办好了我来问您。');
  for (const ticket of ['1', '999']) {
    expect(await talk.dm('p-other', `满意 ${ticket}`)).toContain('没找到您报的');
    expect(await talk.dm('p-other', `不满意 ${ticket} 不好`)).toContain('没找到您报的');
    expect(await talk.dm('p-other', `进度 ${ticket}`)).toContain('没找到您报的');
  }
});
