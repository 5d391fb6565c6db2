import { beforeEach, describe, expect, test } from 'vitest';
import { value } from '../node-community.ts';
import { openScene, type Scene } from './scene.ts';

/** A resident asks why: why a worker was refused, why the worker saw the number, and why they were refused themselves. */

let s: Scene;
let ticket: string;

beforeEach(async () => {
  s = await openScene();
  s.bind('wx-wang', s.resident);
  s.consent('given', s.page(s.resident));
  const report = { category: 'noise', description: '楼上半夜装修', place: '3号楼' };
  const made = value(s.vault.ask(s.chat('wx-wang'), 'createTicket', report));
  ticket = 'id' in made ? made.id : '';
  value(s.vault.ask(s.token(s.worker.id), 'moveTicket', { ticket, action: 'take', version: 1 }));
});

const call = () =>
  s.post(s.token(s.worker.id), `/records/resident/${s.resident}:read`, {
    purpose: 'phone_contact',
    case: ticket,
    fields: ['mobile'],
  });
const explain = async (body: object, token = s.chat('wx-wang')) => {
  const answered = await s.post(token, '/log:explain', body);
  const paragraphs = (answered.json['paragraphs'] ?? []) as { zh: string; en: string }[];
  return {
    status: answered.status,
    zh: paragraphs.map(({ zh }) => zh).join('\n'),
    en: paragraphs.map(({ en }) => en).join('\n'),
  };
};
const own = async (decision: string) =>
  ((await s.ownLog(s.resident)) as unknown as { action: string; decision: string; seq: number }[]).find(
    (entry) => entry.action === 'record.read' && entry.decision === decision,
  )?.seq ?? -1;

describe('why was my number shown', () => {
  test('says who, at which level, for what, on which ground, and the rule with all its conditions', async () => {
    expect((await call()).status).toBe(200);
    const { zh, en } = await explain({ seq: await own('granted') });
    expect(zh).toContain('网格员李**看到了:手机号(完整显示)');
    expect(zh).toContain('用途是「电话联系」');
    expect(zh).toContain('靠的是您的同意,随时可以撤回(《个人信息保护法》第十三条第一款第一项)');
    expect(zh).toContain('规则「call-about-my-ticket」');
    expect(zh).toMatch(/事项由其承办.*与这件事有关.*工单正在办理.*还在办理时限内/);
    expect(en).toContain('The rule is “call-about-my-ticket”');
    expect(zh).not.toContain('李建国');
    expect(await s.log({ limit: 1, action: 'log.explain' })).toMatchObject([
      {
        decision: 'granted',
        role: 'resident',
        actor: s.resident,
        subject: s.resident,
        rule: 'log-explain-own',
      },
    ]);
  });
});

describe('why was it refused', () => {
  test('a withdrawn consent: the rule that no other gets past, and what would make it possible again', async () => {
    s.consent('withdrawn', s.chat('wx-wang'));
    expect((await call()).status).toBe(403);
    const { zh } = await explain({ seq: await own('refused') });
    expect(zh).toContain('网格员李**想做的是:查看档案(手机号)。没有准许,什么也没给出去');
    expect(zh).toContain('规则「consent-first」');
    expect(zh).toContain('别的规则再怎么允许也越不过它');
    expect(zh).toContain('没有准许,是因为:本人已撤回同意');
    expect(zh).toContain('在「我的授权」里');
    expect(zh).toContain('第 ');
  });

  test('to the resident themselves, by the reference that came with the refusal', async () => {
    const refused = await s.post(s.chat('wx-wang'), '/rights', { right: 'restrict' });
    expect(refused.status).toBe(403);
    expect(JSON.stringify(refused.json)).not.toContain('sign_in_needed');
    const { zh } = await explain({ reference: refused.json['reference'] });
    expect(zh).toContain('您想做的是:行使个人信息权利');
    expect(zh).toContain('需要先用口令或通行密钥登录');
    expect(zh).toContain('用通行密钥或口令登录');
  });

  test('of a neighbour’s record it says nothing about the neighbour, not even whether there is one', async () => {
    const there = await s.post(s.chat('wx-wang'), `/records/resident/${s.worker.id}:read`, {
      purpose: 'own_record',
    });
    const neighbour = value(
      s.vault.ask(s.token(s.worker.id), 'createRecord', {
        type: 'resident',
        purpose: 'record_keeping',
        grid: 3,
        fields: { name: '赵德柱' },
      }),
    ).id;
    const real = await s.post(s.chat('wx-wang'), `/records/resident/${neighbour}:read`, {
      purpose: 'own_record',
    });
    const [one, two] = [
      await explain({ reference: there.json['reference'] }),
      await explain({ reference: real.json['reference'] }),
    ];
    expect(one.zh).toBe(two.zh);
    expect(one.zh).toContain('不是本人的信息');
  });

  test('nobody has somebody else’s entries explained; the officer may, and it is in that person’s log', async () => {
    await call();
    const seq = await own('granted');
    const zhao = value(
      s.vault.ask(s.token(s.worker.id), 'createRecord', {
        type: 'resident',
        purpose: 'record_keeping',
        grid: 3,
        fields: { name: '赵德柱' },
      }),
    ).id;
    expect((await explain({ seq }, s.token(zhao))).status).toBe(403);
    expect((await explain({ seq }, s.token(s.worker.id))).status).toBe(403);
    expect((await explain({ seq }, s.token(s.officer.id))).zh).toContain('网格员李**看到了');
    expect(await s.ownLog(s.resident)).toContainEqual(
      expect.objectContaining({ action: 'log.explain', role: 'privacy_officer', decision: 'granted' }),
    );
  });
});

describe('when the words do not satisfy', () => {
  test('a person asks a person: the officer answers in words within the promised time, and may not refuse without a reason', async () => {
    const asked = await s.post(s.chat('wx-wang'), '/rights', {
      right: 'explain',
      words: '为什么要看我的电话',
    });
    expect(asked.status).toBe(201);
    const id = String(asked.json['id']);
    expect(asked.json).toMatchObject({ state: 'open', left: 16 });
    const officer = s.token(s.officer.id);
    const decide = (version: number, body: object, who = officer) =>
      s.http(who, 'POST', `/rights/${id}:decide`, body, { 'if-match': `"${version}"` });
    expect((await decide(1, { step: 'take' }, s.token(s.worker.id))).status).toBe(403);
    await decide(1, { step: 'take' });
    expect((await s.post(officer, `/rights/${id}:read`)).json['fields']).toMatchObject({
      words: { value: '为什么要看我的电话' },
    });
    expect((await decide(2, { step: 'answer' })).status).toBe(422);
    expect((await decide(2, { step: 'refuse', reason: 'other' })).status).toBe(422);
    expect(
      (await decide(2, { step: 'answer', words: '因为您报了装修噪音,网格员要约时间。' })).json,
    ).toMatchObject({
      state: 'answered',
    });
    const read = await s.post(s.token(s.resident), `/rights/${id}:read`);
    expect(read.json['fields']).toMatchObject({ answer: { value: '因为您报了装修噪音,网格员要约时间。' } });
    expect(await s.log({ case: id })).toMatchObject([
      { action: 'right.read' },
      { action: 'right.decide', decision: 'done', role: 'privacy_officer' },
      { action: 'right.read', role: 'privacy_officer' },
      { action: 'right.take', role: 'privacy_officer' },
      { action: 'right.decide', decision: 'refused', reason: 'right_not_yours' },
      { action: 'right.open', decision: 'done' },
    ]);
  });
});
