import { expect, test } from 'vitest';
import { breachClocks, breachDues } from './breach-clocks.ts';
import { noticeToAuthority, noticeToPersons } from './breach-notices.ts';
import { groupsOf, type Looked, touchedBy } from './breach.ts';

const hour = 3_600_000;
const look = (more: Partial<Looked>): Looked => ({
  time: 1000,
  actor: 'worker',
  role: 'grid_worker',
  via: 'api:desk',
  decision: 'granted',
  subject: 'wang',
  fields: { 'resident.name': 'masked' },
  ...more,
});
const period = { from: 1000, to: 2000 };

test('a breach touches whoever had something released in the period, with the highest level of each field', () => {
  const touched = touchedBy({ ...period, actor: 'worker' }, [
    look({}),
    look({ time: 1500, fields: { 'resident.name': 'fact', 'resident.mobile': 'clear' } }),
    look({ subject: 'zhang', time: 1999 }),
  ]);
  expect(touched).toEqual([
    {
      subject: 'wang',
      fields: { 'resident.name': 'masked', 'resident.mobile': 'clear' },
      level: 'clear',
      entries: 2,
    },
    { subject: 'zhang', fields: { 'resident.name': 'masked' }, level: 'masked', entries: 1 },
  ]);
});

test('it does not touch who was refused, who was read by others, at another time, another way, or by themselves', () => {
  const suspicion = { ...period, actor: 'worker', role: 'grid_worker', via: 'api:private' };
  const seen = { via: 'api:private:bot' };
  expect(touchedBy(suspicion, [look(seen)])).toHaveLength(1);
  for (const other of [
    { decision: 'refused' },
    { actor: 'somebody' },
    { role: 'resident' },
    { via: 'api:privately' },
    { time: 999 },
    { time: 2000 },
    { subject: 'worker' },
    { subject: undefined },
    { fields: {} },
    { fields: { 'resident.name': 'none' } },
  ])
    expect(touchedBy(suspicion, [look({ ...seen, ...other })])).toEqual([]);
});

test('people of whom the same became known are one group, and get one notice that tells what Art 57 asks for', () => {
  const groups = groupsOf(
    touchedBy(period, [
      look({ subject: 'a', fields: { 'resident.care': 'clear' } }),
      look({ subject: 'b' }),
      look({ subject: 'c' }),
    ]),
  );
  expect(groups.map(({ subjects, sensitive }) => [subjects, sensitive])).toEqual([
    [['b', 'c'], false],
    [['a'], true],
  ]);
  const words = {
    what: '令牌丢了',
    cause: '手机丢失',
    harm: '可能有诈骗电话',
    measures: '已停用',
    advice: '',
    contact: '0531-1',
  };
  const notice = noticeToPersons('恒大城', groups[1] ?? never(), words);
  for (const part of [
    '照护需要',
    '完整显示',
    '敏感',
    '手机丢失',
    '诈骗电话',
    '已停用',
    '0531-1',
    '〔待填写〕',
  ])
    expect(notice.zh).toContain(part);
  expect(notice.en).toContain('Care needs');
  const facts = { found: 'F', from: 'A', to: 'B', people: 3, sensitive: 1 };
  const report = noticeToAuthority('恒大城', facts, groups, words);
  expect(report.zh).toContain('3 人,其中敏感个人信息 1 人');
  expect(report.zh).not.toMatch(/[abc] /);
});

test('clocks run from when it was found, the last report’s from when it was contained; a step in time is never late', () => {
  const at = (hours: number) => hours * hour;
  const lateAt = (now: number, steps: Parameters<typeof breachDues>[1] = []) =>
    breachDues(0, steps, now)
      .filter(({ late }) => late)
      .map(({ step }) => step);
  expect(lateAt(at(1))).toEqual([]);
  expect(lateAt(at(5))).toEqual(['contained', 'authority_told']);
  expect(lateAt(at(25), [{ step: 'authority_told', at: at(3) }])).toEqual(['contained', 'persons_told']);
  expect(breachDues(0, [], at(1)).find(({ step }) => step === 'reported')?.due).toBeNull();
  const contained = [{ step: 'contained' as const, at: at(1) }];
  expect(breachDues(0, contained, at(2)).find(({ step }) => step === 'reported')?.due).toBe(at(1 + 720));
});

test('each clock says where its number stands, and does not pass a promise of ours off as law', () => {
  for (const { source, known, words } of breachClocks) {
    expect(source.zh).not.toBe('');
    expect(words.en).not.toBe('');
    if (known === 'none') expect(source.zh).toContain('我们自己定的');
    if (known === 'secondary') expect(source.zh).toContain('未对照原文');
  }
});

const never = (): never => {
  throw new Error('there is no such group');
};
