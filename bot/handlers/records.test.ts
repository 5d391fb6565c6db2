import { afterEach, expect, test, vi } from 'vitest';
import { nodeTalk, type NodeTalk } from '../../tests/node-talk.ts';
import { phoneNotice } from '../../tests/node-vault.ts';

afterEach(() => void vi.unstubAllGlobals());

const clear = ['王秀英', '13800138000', '370112199003071230', '501', '156000012345678'];
const tellsNothing = (text: string) => clear.forEach((value) => expect(text).not.toContain(value));

async function withWang(): Promise<NodeTalk> {
  const talk = await nodeTalk();
  const { community } = talk;
  community.bind('p-wang', community.resident);
  const given = { purpose: 'phone_contact', event: 'given', notice: phoneNotice } as const;
  community.ask(community.page(community.resident), 'recordConsent', given);
  return talk;
}

/** The worker of grid 3 takes ticket 1 at the desk and asks for the telephone number; so does another. */
function lookAtPhone({ community }: NodeTalk): string[] {
  const { worker, otherWorker } = community;
  const ticket = community.ask(worker.token, 'readTicket', { ticket: '1', purpose: 'handle_ticket' });
  if (!ticket.ok) throw new Error(ticket.problem.code);
  const { id, version, state } = ticket.value;
  if (state === 'submitted')
    community.ask(worker.token, 'moveTicket', { ticket: id, action: 'take', version });
  return [worker, otherWorker].map(({ token }) => {
    const asked = {
      type: 'resident',
      id: community.resident,
      purpose: 'phone_contact',
      case: id,
      fields: ['mobile'],
    } as const;
    return community.ask(token, 'readRecord', { ...asked, fields: [...asked.fields] }).ok
      ? 'seen'
      : 'refused';
  });
}

test('my record comes masked, with a link to my own page', async () => {
  const { dm } = await withWang();
  const said = await dm('p-wang', '我的档案');
  expect(said).toContain('姓名:王**\n电话:138****8000\n身份证号:已登记');
  expect(said).toMatch(/http:\/\/localhost:8787\/c\/hengda\/enter#lin_\w+$/);
  tellsNothing(said);
  expect(await dm('p-wang', '我的页面')).toMatch(/^您的页面,10分钟内点开:\nhttp:/);
});

test('my dog, and when its vaccination ends, by the month', async () => {
  const { dm } = await withWang();
  expect(await dm('p-wang', '我家旺财疫苗该打了吧')).toBe('旺*的疫苗管到2027年3月。');
  const said = await dm('p-wang', '我家狗狗');
  expect(said).toContain('芯片****5678');
  // Its record has no licence.
  expect(said).toContain('\n提醒:养犬登记要在三个月内办');
  tellsNothing(said);
});

test('who has no dog, and who is not bound, is told how it goes on', async () => {
  const { community, dm } = await withWang();
  const fields = { name: '孙立', mobile: '13900002222', address: '3号楼1单元101室' };
  const record = { type: 'resident', purpose: 'record_keeping', grid: 3, fields } as const;
  const made = community.ask(community.worker.token, 'createRecord', record);
  if (made.ok) community.bind('p-sun', made.value.id);
  expect(await dm('p-sun', '我家狗的疫苗')).toContain('还没有狗狗的档案');
  for (const text of ['我的档案', '我家狗狗', '狗疫苗', '我的授权', '撤回同意 电话联系', '我的页面'])
    expect([text, await dm('p-new', text)]).toEqual([text, expect.stringContaining('要先认识一下您')]);
});

test('who saw my data: the last time in one sentence, refusals too, and a link', async () => {
  const talk = await withWang();
  expect(await talk.dm('p-wang', '谁看过我的信息')).toContain('还没有人看过');
  await talk.dm('p-wang', '3号楼下有狗没拴绳');
  await talk.dm('p-wang', '取消');
  talk.later(35 * 60_000);
  expect(lookAtPhone(talk)).toEqual(['seen', 'refused']);
  const said = await talk.dm('p-wang', '谁查我了');
  expect(said).toContain('最近1次:今天 14:35,网格员李** 为工单0001看了您的电话。');
  expect(said).toContain('有1次没让看,最近是今天 14:35,网格员赵*想看您的电话。更多点这里。\nhttp:');
  expect(said).not.toMatch(/李建国|赵敏/);
  tellsNothing(said);
});

test('who is not bound is not told that nobody looked: what they reported is theirs, the rest is unknown', async () => {
  const talk = await nodeTalk();
  const unbound = /^您还没绑定,.*说不上谁看过您家的档案.*「绑定 123456」。$/;
  expect(await talk.dm('p-new', '谁看过我的信息')).toMatch(unbound);
  await talk.dm('p-new', '3号楼下有狗没拴绳');
  lookAtPhone(talk);
  expect(await talk.dm('p-new', '谁看过我的信息')).toMatch(/^最近1次:.*网格员.*您还没绑定/);
});

test('withdrawal works at once, however it is said, and what it means is said', async () => {
  for (const text of ['撤回同意 电话联系', '别再给我打电话了', '撤回同意电话联系']) {
    const talk = await withWang();
    await talk.dm('p-wang', '3号楼下有狗没拴绳');
    expect(lookAtPhone(talk)[0]).toBe('seen');
    const [said, stops, goesOn, ...more] = (await talk.say('p-wang', text)).private;
    expect(said).toBe(
      '好,从现在起网格员看不到您的电话了。以后有急事只能上门找您。想恢复就回复「同意 电话联系」。',
    );
    expect(stops).toMatch(/^停了:网格员.*不能再看您的手机号/);
    expect(goesOn).toMatch(/^照旧:网格员.*「办理工单」.*另有\d+项也照旧/);
    expect(more).toEqual([]);
    expect(lookAtPhone(talk)[0]).toBe('refused');
    expect(await talk.dm('p-wang', '我的授权')).toContain('已撤回');
    expect(await talk.dm('p-wang', '同意 电话联系')).toContain('恢复了');
    expect(lookAtPhone(talk)[0]).toBe('seen');
  }
});

test('撤回同意 alone is asked about; a no leaves things as they are', async () => {
  const { dm } = await withWang();
  await dm('p-wang', '撤回同意');
  expect(await dm('p-wang', '2')).toBe('好,没动。');
  expect(await dm('p-wang', '我的授权')).toContain('已同意');
  await dm('p-wang', '不同意');
  expect(await dm('p-wang', '1')).toContain('看不到您的电话了');
  expect(await dm('p-wang', '同意')).toContain('恢复');
  expect(await dm('p-wang', '2')).toBe('好,没动。');
  await dm('p-wang', '同意');
  expect(await dm('p-wang', '1')).toContain('恢复了');
});

test('a first consent is not given in a chat, and one who never agreed has nothing to take back', async () => {
  const { community, dm } = await nodeTalk();
  community.bind('p-wang', community.resident);
  expect(await dm('p-wang', '同意 电话联系')).toContain('本人当面说');
  expect(await dm('p-wang', '撤回同意 电话联系')).toContain('没同意过');
});
