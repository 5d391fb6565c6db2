import { beforeEach, expect, test } from 'vitest';
import { policyVersion } from '../../policy/version.ts';
import { openScene, type Scene } from './scene.ts';

/** A policy version is put in force between two reads: each is decided by its own, and says which. */

let s: Scene;
let head: { id: string; token: string };
let officer: string;

beforeEach(async () => {
  s = await openScene();
  head = s.appoint('committee_head', [], '陈国栋');
  officer = s.token(s.officer.id);
});

const look = () =>
  s.post(s.worker.token, `/records/resident/${s.resident}:read`, {
    purpose: 'grid_overview',
    fields: ['name', 'mobile'],
  });
const policies = async (): Promise<(string | undefined)[]> => {
  const entries = await s.log({ action: 'record.read', subject: s.resident });
  return entries.map((entry) => (entry as unknown as { policy?: string }).policy);
};
const answers = {
  processing: '网格日常只看是否有手机号',
  lawful: '少用一项',
  impact: '对居民影响更小',
  measures: '遮住号码',
  conclusion: '可以',
};
const draft = { from: 'in_force', limits: [{ rule: 'grid-residents', level: 'fact' }] };

async function assessed(signed = true): Promise<string> {
  const made = await s.post(officer, '/pias', { occasion: 'other', fields: answers });
  const id = String(made.json['id']);
  if (signed) expect((await s.post(officer, `/pias/${id}:sign`)).status).toBe(200);
  return id;
}

test('the draft shows who sees less and what the log would have been, and decides nothing until two people say so', async () => {
  const seen = await look();
  expect(seen.json['fields']).toMatchObject({ mobile: { level: 'masked', value: '138****8000' } });

  const made = await s.post(officer, '/policies', { ...draft, pia: await assessed() });
  expect(made.status).toBe(201);
  const version = String(made.json['version']);
  expect(version).toBe(`${policyVersion}.1`);
  const compared = await s.post(officer, `/policies/${version}:compare`);
  const less = compared.json['less'] as { field: string; role: string; from: string; to: string }[];
  expect(less).toContainEqual(
    expect.objectContaining({ field: 'mobile', role: 'grid_worker', from: 'masked', to: 'fact' }),
  );
  expect(compared.json).toMatchObject({ more: [], rules: { changed: ['grid-residents'] } });
  expect(compared.json['replay']).toMatchObject({ less: 1, more: 0, changed: [{ as: 'less' }] });
  // Nothing of anybody is in it.
  expect(JSON.stringify(compared.json)).not.toMatch(/王|138/);

  expect((await look()).json['fields']).toMatchObject({ mobile: { level: 'masked' } });
  const asked = await s.post(officer, `/policies/${version}:propose`, { words: '减少日常查看' });
  const id = String(asked.json['approval']);
  expect((await s.post(officer, `/approvals/${id}:decide`, { decision: 'approve' })).status).toBe(403);
  expect((await look()).json['fields']).toMatchObject({ mobile: { level: 'masked' } });
  const approved = await s.post(head.token, `/approvals/${id}:decide`, { decision: 'approve' });
  expect(approved.json).toMatchObject({ state: 'approved' });

  const after = await look();
  expect(after.json['fields']).toMatchObject({ mobile: { level: 'fact', value: 'yes' } });
  expect(await policies()).toEqual([version, policyVersion, policyVersion, policyVersion]);
  const steps = await s.log({ action: 'policy.activate' });
  expect(steps).toMatchObject([{ decision: 'done', actor: head.id, words: version }]);

  const listed = await s.post(head.token, '/policies:search');
  expect(listed.json.items).toMatchObject([
    { version, state: 'in_force' },
    { version: policyVersion, state: 'past' },
  ]);
  expect(listed.json).toMatchObject({ builtInDiffers: true });
});

test('a refused draft changes nothing, and a dropped one is not put in force by an old approval', async () => {
  const made = await s.post(officer, '/policies', { ...draft, pia: await assessed() });
  const version = String(made.json['version']);
  const propose = async () =>
    String((await s.post(officer, `/policies/${version}:propose`, { words: '试' })).json['approval']);
  const first = await propose();
  await s.post(head.token, `/approvals/${first}:decide`, { decision: 'refuse' });
  expect((await look()).json['fields']).toMatchObject({ mobile: { level: 'masked' } });
  const second = await propose();
  expect((await s.post(officer, `/policies/${version}:drop`)).status).toBe(200);
  const late = await s.post(head.token, `/approvals/${second}:decide`, { decision: 'approve' });
  expect(late.status).toBe(409);
  expect((await look()).json['fields']).toMatchObject({ mobile: { level: 'masked' } });
});

test('a draft needs a signed assessment, and takes away what is there to take', async () => {
  const errors = async (body: unknown) => {
    const answered = await s.post(officer, '/policies', body);
    return (answered.json as unknown as { errors?: { code: string }[] }).errors?.map(({ code }) => code);
  };
  expect(await errors({ ...draft, pia: await assessed(false) })).toEqual(['no_such_pia']);
  const pia = await assessed();
  expect(await errors({ ...draft, limits: [{ rule: 'grid-residents', level: 'masked' }], pia })).toEqual([
    'not_a_limit',
  ]);
  expect(await errors({ ...draft, limits: [{ rule: 'report', level: 'fact' }], pia })).toEqual([
    'not_a_limit',
  ]);
  expect(await errors({ ...draft, limits: [], pia })).toEqual(['no_change']);
  expect((await s.post(s.worker.token, '/policies', { ...draft, pia })).status).toBe(403);
});
