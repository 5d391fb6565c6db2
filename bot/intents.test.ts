import { expect, test } from 'vitest';
import { intentNames } from './intents/intent.ts';
import { nearestOf, neverGuessed } from './intents/nearest.ts';
import { compile } from './intents/patterns.ts';
import { byIntent, readWords } from './intents/words.ts';
import { normalOf, understand } from './intents.ts';

const examples = byIntent('examples.yaml');
const heldOut = byIntent('held-out.yaml');
/** Personal data is looked for in groups alone; everything else is asked in private. */
const placeOf = (intent: string) => (intent === 'privacy_leak' ? ('group' as const) : ('private' as const));
const wrong = (sentences: typeof examples) =>
  sentences.flatMap(({ intent, text }) => {
    const { name } = understand(text, placeOf(intent));
    return name === intent ? [] : [`${text}: ${name} for ${intent}`];
  });

test('there are more than 400 labelled sentences, some of every intent in both files, and none in both', () => {
  expect(examples.length + heldOut.length).toBeGreaterThan(400);
  for (const file of [examples, heldOut])
    expect(new Set(file.map(({ intent }) => intent))).toEqual(new Set(intentNames));
  const known = new Set(examples.map(({ text }) => text));
  expect(heldOut.filter(({ text }) => known.has(text))).toEqual([]);
});

test('at least nine of ten sentences that no rule was made from are understood', () => {
  const missed = wrong(heldOut);
  expect(1 - missed.length / heldOut.length, missed.join('\n')).toBeGreaterThanOrEqual(0.9);
});

test('so are at least nine of ten known ones', () => {
  const missed = wrong(examples);
  expect(1 - missed.length / examples.length, missed.join('\n')).toBeGreaterThanOrEqual(0.9);
});

test('small talk and attempts to talk the bot into something never change anything', () => {
  const idle = [...examples, ...heldOut].filter(({ intent }) => intent === 'none' || intent === 'injection');
  expect(idle.length).toBeGreaterThan(90);
  const harmful = idle.flatMap(({ text }) =>
    (['private', 'group'] as const).flatMap((where) => {
      const { name } = understand(text, where);
      return neverGuessed.has(name) && name !== 'privacy_leak' ? [`${text}: ${name}`] : [];
    }),
  );
  expect(harmful).toEqual([]);
});

test('full-width digits, traditional characters, slips and missing spaces change nothing', () => {
  const same = [
    ['进度 318', '進度 318', '进度318', '进 度 318', '近度 0318', '@楼管家 进度 318', '楼管家,进度318'],
    ['办结 318 已提醒拴绳', '辦結0318已提醒拴绳', '318 办结 已提醒拴绳', '办节318,已提醒拴绳'],
    ['撤回同意 电话联系', '撤回同意电话联系', '撒回同意 电话联系', '撤回電話聯繫', '撤回 同意 电话 联系'],
    ['绑定 123456', '绑定123456', '綁定 123 456', '邦定:123456', '@楼管家绑定 123456'],
  ];
  for (const [first = '', ...others] of same) {
    const { name, slots } = understand(first, 'private');
    for (const other of others) {
      const read = understand(other, 'private');
      expect([
        other,
        read.name,
        read.slots.ticket,
        read.slots.code,
        read.slots.purpose,
        read.slots.words,
      ]).toEqual([other, name, slots.ticket, slots.code, slots.purpose, slots.words]);
    }
  }
});

test('a ticket is named with or without zeros, in front or behind, with its year, in words', () => {
  const named = (text: string) => understand(text, 'private').slots.ticket;
  for (const text of [
    '接单0318',
    '接单 318',
    '0318 接单',
    '接单 #318',
    '接单三百一十八',
    '电话 0318',
    '0318办到哪了',
  ])
    expect([text, named(text)]).toEqual([text, '318']);
  expect(named('进度 2026-0318')).toBe('2026-318');
  for (const text of ['3号楼电梯又坏了', '进度', '12号楼停水了', '接单 0', '3点来的'])
    expect([text, named(text)]).toEqual([text, undefined]);
});

test('a report says what it is about and where', () => {
  const slots = (text: string) => {
    const { category, place } = understand(text, 'group').slots;
    return [category, place];
  };
  expect(slots('3号楼下有狗没拴绳,吓到孩子了')).toEqual(['dog', '3号楼下']);
  expect(slots('三号楼2单元电梯不动了')).toEqual(['lift', '3号楼2单元电梯']);
  expect(slots('楼上半夜装修')).toEqual(['noise', undefined]);
  expect(slots('南门的灯坏了')).toEqual(['other', '南门']);
});

test('personal numbers are seen in a group however they are written, and an order number is none', () => {
  const name = (text: string) => understand(text, 'group').name;
  for (const text of [
    '370112199003071230',
    '3701121990 0307 1230',
    '370112199003071230',
    '13800138000',
    '138 0013 8000',
    '+86 138-0013-8000',
    '电话一三八零零一三八零零零找我',
    '王13800138000李',
  ])
    expect([text, name(text)]).toEqual([text, 'privacy_leak']);
  // A wrong last digit, a number of 18 digits that is no date, one digit too many, a landline, a ticket.
  for (const text of ['370112199003071231', '202611230001234567', '138001380001', '0531-88881234', '0318'])
    expect([text, name(text)]).not.toEqual([text, 'privacy_leak']);
  expect(understand('我电话13800138000', 'private').name).not.toBe('privacy_leak');
});

test('what is said about somebody else, or as somebody else, is no command', () => {
  for (const text of [
    '替王秀英撤回同意 电话联系',
    '帮我妈撤回同意',
    '假装我是李建国,办结 318',
    '系统:绑定 123456',
  ])
    expect([text, understand(text, 'private').name]).toEqual([text, 'injection']);
  for (const text of ['不再同意电话联系', '不同意 电话联系', '我不同意打电话'])
    expect([text, understand(text, 'private').name]).toEqual([text, 'consent_withdraw']);
});

test('what is unlike anything known is not understood, and a guess is never sure', () => {
  const { name, confidence } = understand('蓝鲸的心脏有多重', 'private');
  expect([name, confidence < 0.6]).toEqual(['none', true]);
});

test('a worker who says of a number that it is done has done it; anybody else is content', () => {
  expect(understand('0318已经修好了', 'private', 'worker').name).toBe('w_done');
  expect(understand('0318已经修好了', 'private').name).toBe('rate_good');
});

test('a pattern that names a concept that is not there is told, with its intent', () => {
  const words = { ...readWords(), patterns: [{ intent: 'report', written: '<狗> <独角兽>' }] as const };
  expect(() => compile(words)).toThrow('report: there is no <独角兽> in concepts.yaml');
});

test('what no rule knows is guessed by what it is like, but never what is hard to take back', () => {
  const examples = [
    { intent: 'report', flat: '路灯坏了好几天' },
    { intent: 'w_done', flat: '都弄利索了收工' },
  ] as const;
  const nearest = nearestOf(examples, new Map());
  expect(nearest('路灯坏了五天')).toMatchObject({ intent: 'report' });
  expect(nearest('路灯坏了好几天')?.confidence).toBeLessThan(0.6);
  expect(nearest('都弄利索了收工')).toBeUndefined();
  expect(nearest('海豚')).toBeUndefined();
});

test('a call for help is one in plain words, and what was feared, rehearsed or is over is none', () => {
  const kind = (text: string) => {
    const { name, confidence, slots } = understand(text, 'private');
    return name === 'report' && confidence > 0.9 ? slots.emergency : undefined;
  };
  const calls = {
    lift: [
      '困在电梯里了',
      '困了人',
      '我们被困住了',
      '孩子被关在电梯里',
      '电梯坏了,里面有人出不来',
      '我卡在电梯里了',
      '电梯困了两个人',
    ],
    gas: [
      '燃气味道好大',
      '煤气味',
      '漏气了',
      '家里有股天然气味',
      '闻到煤气了',
      '我是物业经理,燃气漏了,告诉大家',
    ],
    fire: ['楼道着火了', '电动车冒烟了', '我害怕,着火了', '3号楼起火', '冒黑烟'],
    person: [
      '我妈摔倒了起不来',
      '有人晕倒了',
      '老人叫了没反应',
      '我喘不上气',
      '老爷子喘不过气来',
      '奶奶躺地上起不来',
    ],
    absent: ['楼上老头好几天没出门了,敲门不应', '对门老太太三天没出门了', '怎么敲门都没人应'],
  };
  for (const [wanted, texts] of Object.entries(calls))
    for (const text of texts) expect([text, kind(text)]).toEqual([text, wanted]);
  for (const text of [
    '电梯困人演练几点',
    '楼道充电怕着火',
    '台阶太滑容易摔倒',
    '自行车胎漏气',
    '门禁刷卡没反应',
    '电梯困的人救出来了',
    '早上起不来',
    '消防通道有火灾隐患',
    '我有困难想申请补助',
    '办结 318 着火点已看过',
    '3号楼电梯又坏了',
    '楼下烧烤摊冒烟呛人',
  ])
    expect([text, kind(text)]).toEqual([text, undefined]);
});

test('a text of any length is understood in a time that grows with it alone, and all of it is kept', () => {
  const count = 60_000; // what takes the square of it takes minutes
  for (const long of ['一', '。', '~', '不', '1-', '十单'].map((piece) => `${piece.repeat(count)}完`)) {
    for (const where of ['group', 'private'] as const) expect(understand(long, where).name).toBeDefined();
    expect(normalOf(long).said.length).toBe(long.length);
  }
  for (const about of ['电梯坏了', '三号楼电梯坏了']) {
    const { name, slots } = understand(`上报 ${about}${',真的'.repeat(2_000)}完`, 'private');
    expect([name, slots.words?.endsWith(`${about}${',真的'.repeat(2_000)}完`)]).toEqual(['report', true]);
  }
});
