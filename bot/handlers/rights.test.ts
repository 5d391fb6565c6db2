import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DelegationRequest } from '../../vault/people/relations.ts';
import { value } from '../../tests/node-community.ts';
import { type NodeTalk, nodeTalk } from '../../tests/node-talk.ts';
import { noticeOf, phoneNotice } from '../../tests/node-vault.ts';

let talk: NodeTalk;
beforeEach(async () => {
  talk = await nodeTalk();
  talk.community.bind('p-wang', talk.community.resident);
});
afterEach(() => void vi.unstubAllGlobals());

const page = () => talk.community.page(talk.community.resident);
const wang = async (text: string) => (await talk.say('p-wang', text)).private;
const ask: NodeTalk['community']['ask'] = (...args) => talk.community.ask(...args);

/** Somebody else of grid 3, with a chat of their own. */
function neighbour(name: string, mobile: string, contact: string): string {
  const { worker, bind } = talk.community;
  const fields = { name, mobile, address: '3号楼1单元101室' };
  const record = { type: 'resident', purpose: 'record_keeping', grid: 3, fields } as const;
  const { id } = value(ask(worker.token, 'createRecord', record));
  bind(contact, id);
  return id;
}
/** A worker with both before them records that somebody is to act for Wang. */
const recordDelegate = (delegate: DelegationRequest['delegate']) =>
  value(
    ask(talk.community.worker.token, 'giveDelegation', {
      delegate,
      for: talk.community.resident,
      scope: ['see_record', 'tickets'],
      until: '2027-03-01',
    }),
  );
const xiaoming = { name: '王小明', mobile: '13700137001' };
const xiaohong = { name: '王小红', mobile: '13700137002' };
const relations = () => value(ask(page(), 'listRelations', undefined)).items;
const atDoor = (purpose: 'phone_contact' | 'care_visit') => {
  const { id, version, sha256, lang } = purpose === 'phone_contact' ? phoneNotice : noticeOf(purpose);
  const { worker, resident } = talk.community;
  const notice = { id, version, sha256, lang };
  value(ask(worker.token, 'recordAtDoor', { resident, purpose, event: 'given', notice, checked: 'known' }));
};
const standing = (purpose: string) =>
  value(ask(page(), 'listConsents', {})).items.find((one) => one.purpose === purpose)?.state;

describe('what was recorded with a person there', () => {
  test('is said back and confirmed with one more word', async () => {
    atDoor('care_visit');
    expect(await wang('确认')).toEqual([
      expect.stringMatching(/^网格员\d+月\d+日记下:您当面同意了「独居老人关怀」。是这样吗\?1 是 2 不是$/),
    ]);
    expect(standing('care_visit')).toBe('provisional');
    expect((await wang('1'))[0]).toContain('是您同意的');
    expect(standing('care_visit')).toBe('given');
    expect(await wang('确认')).toEqual([talk.texts.say('confirm.nothing')]);
  });

  test('is denied with one word, and nobody can use it', async () => {
    atDoor('phone_contact');
    expect((await wang('不是我同意的'))[0]).toContain('那条同意不算了');
    expect(standing('phone_contact')).not.toBe('provisional');
    expect(await wang('我没同意过')).toEqual([talk.texts.say('confirm.nothing_to_deny')]);
  });

  test('of several it is asked which', async () => {
    atDoor('phone_contact');
    atDoor('care_visit');
    expect((await wang('确认'))[0]).toContain('1 电话联系、2 独居老人关怀');
    expect((await wang('2'))[0]).toContain('「独居老人关怀」');
    await wang('不是');
    expect([standing('phone_contact'), standing('care_visit')]).toEqual(['provisional', 'refused']);
  });

  test('a chat that was bound afterwards is no yes: it is led to the page', async () => {
    await talk.dm('p-wang', '解除绑定');
    await talk.dm('p-wang', '1');
    atDoor('care_visit');
    talk.community.bind('p-late', talk.community.resident);
    await talk.say('p-late', '确认');
    const [said] = (await talk.say('p-late', '1')).private;
    expect(said).toMatch(/后来才绑上的.*\nhttp:/);
    expect(standing('care_visit')).toBe('provisional');
  });
});

describe('who acts for one', () => {
  beforeEach(() => {
    neighbour(xiaoming.name, xiaoming.mobile, 'p-ming');
    neighbour(xiaohong.name, xiaohong.mobile, 'p-hong');
  });

  test('a delegation is said in full before it is agreed to, listed, and ended by one word', async () => {
    recordDelegate(xiaoming);
    expect(await wang('确认')).toEqual([
      '王**想替您:看档案、报事、查进度,到2027年3月1日。您同意吗?1 是 2 不是',
    ]);
    expect((await wang('1'))[0]).toContain('代办生效了');
    expect((await wang('谁能替我办'))[0]).toMatch(
      /王\*\*替您:看档案、报事、查进度,到2027年3月1日\n.*「结束代办」/,
    );
    expect(await wang('不用他代办了')).toEqual(['好,王**的代办结束了,从现在起不算数。']);
    expect(relations()).toEqual([]);
    expect((await wang('谁能替我办'))[0]).toContain('眼下没人能替您办事');
  });

  test('a no leaves nobody in', async () => {
    recordDelegate(xiaoming);
    await wang('确认');
    expect((await wang('2'))[0]).toContain('代办不算');
    expect(relations()).toEqual([]);
  });

  test('of several it is asked which, by number, and only that one ends', async () => {
    for (const delegate of [xiaoming, xiaohong]) {
      recordDelegate(delegate);
      await wang('确认');
      await wang('1');
    }
    expect((await wang('结束代办'))[0]).toBe('结束谁的代办?回复数字:1 王**、2 王**');
    expect(await wang('5')).toEqual([talk.texts.say('form.choose')]);
    expect((await wang('2'))[0]).toContain('结束了');
    expect(relations()).toHaveLength(1);
  });

  test('who gave nothing, and who waits unseen, hears the same', async () => {
    expect(await wang('结束代办')).toEqual([talk.texts.say('relation.nobody')]);
    const given = { scope: ['see_record' as const], until: '2027-03-01' };
    value(ask(page(), 'giveDelegation', { ...given, delegate: xiaoming }));
    expect(await wang('结束代办')).toEqual([talk.texts.say('relation.nobody')]);
    const agreed = ask(talk.community.chat('p-ming'), 'confirmRelation', { other: talk.community.resident });
    expect(agreed.ok).toBe(false);
  });

  test('who acts may give it up, when they say for whom', async () => {
    recordDelegate(xiaoming);
    await wang('确认');
    await wang('1');
    expect((await talk.say('p-ming', '结束代办')).private[0]).toBe('您不再替谁办?回复数字:1 王**');
    expect(relations()).toHaveLength(1);
    await talk.say('p-ming', '1');
    expect(relations()).toEqual([]);
  });
});

describe('the other rights', () => {
  test('what needs a PIN is said to need one, with the page', async () => {
    for (const text of ['复制我的信息', '导出我的数据', '先别用我的信息', '限制使用']) {
      const [what, link] = await wang(text);
      expect([text, what?.length ?? 0]).not.toEqual([text, 0]);
      expect([text, link]).toEqual([text, expect.stringMatching(/口令或通行密钥[^]*http:[^]*没有口令/)]);
    }
    const { store } = talk.community.vault.vault;
    expect(store.control.get('restriction', talk.community.resident)).toBeUndefined();
  });

  test('what is held and what for, without a value of it', async () => {
    const [said, link] = await wang('为什么存我的信息');
    expect(said).toMatch(/^存着您的姓名.*用来:.*等\d+项。$/);
    expect(said).not.toMatch(/王秀英|138/);
    expect(link).toMatch(/凭什么存[^]*http:/);
  });

  test('my requests come with the day they are due, and with what came of them', async () => {
    expect(await wang('我的申请')).toEqual([talk.texts.say('rights.none')]);
    const about = { type: 'resident', id: talk.community.resident, field: 'mobile' } as const;
    value(ask(page(), 'openRight', { right: 'correct', about, proposed: '13900139000' }));
    value(ask(page(), 'openRight', { right: 'restrict' }));
    const [said] = await wang('我的申请到哪了');
    expect(said).toMatch(/改:收到了,\d+月\d+日前答复\n先别用:答复了\n/);
    expect(said).not.toContain('13900139000');
  });

  test('to whom outside it may go: nobody who is not in the register', async () => {
    expect(await wang('我的信息可能交给谁')).toEqual([talk.texts.say('recipient.none')]);
  });

  test('why my telephone number was seen, and why I was refused, in the vault’s own words', async () => {
    expect(await wang('为什么看我的电话')).toEqual([talk.texts.say('explain.nothing')]);
    expect(await wang('为什么拒绝我')).toEqual([talk.texts.say('explain.no_refusal')]);
    const { worker, resident } = talk.community;
    value(ask(worker.token, 'readRecord', { type: 'resident', id: resident, purpose: 'grid_overview' }));
    const seen = await wang('为什么看我的电话');
    expect(seen[0]).toMatch(/^网格员李\*\*看到了:/);
    expect(seen.join('')).toContain('用途是「网格日常」');
    expect(ask(talk.community.chat('p-wang'), 'openRight', { right: 'restrict' }).ok).toBe(false);
    const refused = await wang('我为什么被拒了');
    expect(refused[0]).toMatch(/^您想做的是:/);
    expect(refused.join('')).toMatch(/没有准许,是因为/);
    for (const said of [...seen, ...refused])
      expect([said, Array.from(said).length <= 120 && !/李建国|王秀英|138/.test(said)]).toEqual([said, true]);
  });
});
