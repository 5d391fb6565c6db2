import { beforeEach, expect, test } from 'vitest';
import { purposeIds } from '../../policy/purposes.ts';
import { openScene, type Scene } from './scene.ts';

/** A privacy officer tries to read a record. Whoever watches over reading does not thereby read. */
let s: Scene;
let officer: string;

const secrets = /13800138000|王秀英|3-2-501|旺财|没拴绳/;

/** What she reads of herself, but for the token that the scene asks for to read it. */
const ownLog = async () => (await s.ownLog(s.resident)).filter(({ action }) => action !== 'token.mint');

beforeEach(async () => {
  s = await openScene();
  s.bind('wx-wang', s.resident);
  s.consent('given', s.page(s.resident));
  officer = s.token(s.officer.id);
});

test.each(purposeIds)(
  'for %s she gets nothing of it, and the resident sees that she tried',
  async (purpose) => {
    const body = { purpose, reason: '核查', fields: ['name', 'mobile'] };
    const read = await s.post(officer, `/records/resident/${s.resident}:read`, body);
    expect([read.status, read.json['code']]).toEqual([403, 'denied']);
    expect(JSON.stringify(read.json)).not.toMatch(secrets);
    const [entry] = await ownLog();
    expect(entry).toMatchObject({
      action: 'record.read',
      decision: 'refused',
      role: 'privacy_officer',
      fields: { name: 'none', mobile: 'none' },
    });
  },
);

test('nor by a list, a search, a ticket or its photo', async () => {
  const report = { category: 'dog', description: '3号楼下有狗没拴绳', place: '3号楼' };
  const ticket = String((await s.post(s.chat('wx-wang'), '/tickets', report)).json['id']);
  for (const [path, body] of [
    ['/records/resident:search', { purpose: 'grid_overview', where: { grid: 3 } }],
    ['/records/resident:search', { purpose: 'grid_overview', where: { field: 'name', value: '王秀英' } }],
    [
      '/records/resident:search',
      { purpose: 'record_keeping', where: { field: 'mobile', value: '13800138000' } },
    ],
    [`/tickets/${ticket}:read`, { purpose: 'handle_ticket' }],
    [`/tickets/${ticket}:read`, { purpose: 'dispatch' }],
    ['/tickets:search', { purpose: 'dispatch', where: { grid: 3 } }],
  ] as const) {
    const answered = await s.post(officer, path, body);
    expect([path, answered.status]).toEqual([path, 403]);
    expect(JSON.stringify(answered.json)).not.toMatch(secrets);
    expect((await s.log({ actor: s.officer.id, decision: 'refused', limit: 1 }))[0]).toMatchObject({
      role: 'privacy_officer',
    });
  }
});

test('what she does see is the log, and that she looked for somebody is in it and in theirs', async () => {
  await s.post(s.token(s.worker.id), `/records/resident/${s.resident}:read`, { purpose: 'grid_overview' });
  const found = await s.log({ subject: s.resident, action: 'record.read', limit: 5 });
  expect(found).toMatchObject([{ actor: s.worker.id, level: 'masked' }]);
  // Which field, at which level; never what was in it.
  expect(JSON.stringify(found)).not.toMatch(secrets);
  expect((await ownLog())[0]).toMatchObject({
    action: 'log.search',
    decision: 'granted',
    role: 'privacy_officer',
  });
});
