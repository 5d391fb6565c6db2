import { join } from 'node:path';
import { generateKey } from 'openpgp';
import type { Answer, VaultClient } from '../vault/client.ts';
import { insist, value } from './answer.ts';
import type { Past } from './bring.ts';
import { familyOf, residentOf } from './seed/community.ts';
import { reportingHouseholds } from './seed/tickets.ts';
import { type Stage, workerOf } from './settle.ts';
import { residentAs, staffAs } from './sign-in.ts';
import { folderOf, writeWhole } from './state.ts';

/**
 * A little of everything that waits for somebody, so that no page is empty: made by those whose work it is, each step a
 * request of its own. It comes after the words on the screen, and what failed is tried at the next start.
 */
export interface Company {
  readonly stage: Stage;
  readonly past: Past;
  readonly dir: string;
  readonly staff: (who: string) => Promise<VaultClient>;
  readonly resident: (id: string) => Promise<VaultClient>;
}
interface Id {
  readonly id: string;
}
interface Proposed {
  readonly approval: string;
}
type Station = (company: Company) => Promise<void>;

/** The grid of the story; everybody here lives in it. */
const grid = 3;
const doing = { zh: '布置演示', en: 'setting the scene' };

/** @returns what could not be made, in words for the log; it is tried again at the next start */
export async function setStations(stage: Stage, past: Past, dir: string): Promise<readonly string[]> {
  const company: Company = {
    stage,
    past,
    dir,
    staff: async (who) => (await staffAs(stage, stage.state.staff[who] ?? '')).vault,
    resident: async (id) => (await residentAs(stage, id, grid)).vault,
  };
  const made = (stage.state.stations ??= []);
  const failed: string[] = [];
  for (const [name, station] of Object.entries(stations)) {
    if (stage.stop.aborted || made.includes(name)) continue;
    try {
      await station(company);
      made.push(name);
      stage.save();
    } catch (error) {
      failed.push(`${name}: ${error instanceof Error ? error.message : ''}`);
    }
  }
  return failed;
}

/** In this order: what a later one rests on comes first. Exported for the tests. */
export const stations: Readonly<Record<string, Station>> = {
  guardian,
  delegation,
  canaries,
  recipients,
  policy,
  visits,
  request,
  door,
};

/** Asks until somebody answers. @throws Fault for what was refused */
async function done<Value>({ stage }: Company, call: () => Promise<Answer<Value>>): Promise<Value> {
  return value(await insist(call, stage.stop), doing);
}

async function approve(company: Company, who: string, approval: string): Promise<void> {
  const second = await company.staff(who);
  const path = `/approvals/${approval}:decide`;
  await done(company, () => second.post(path, { decision: 'approve' }, `demo-yes-${approval}`));
}

/** 旺财妈 is the guardian of her eight-year-old: a worker saw the papers, the grid leader agreed. */
async function guardian(company: Company): Promise<void> {
  const [parent, child] = familyOf(company.past.community, 'p-wang');
  const worker = await company.staff(`worker-${grid}`);
  const record = {
    child: child?.id ?? '',
    guardian: { id: parent.id },
    paper: 'household_register',
  } as const;
  const { approval } = await done(company, () => worker.recordGuardian(record, 'demo-guardian'));
  await approve(company, 'leader', approval);
}

/** 老张头 lets his daughter see his record and follow his tickets, for half a year. */
async function delegation(company: Company): Promise<void> {
  const [father, , daughter] = familyOf(company.past.community, 'p-zhang');
  if (daughter === undefined) throw new RangeError('he has a daughter');
  const until = new Date(Date.now() + 180 * 86_400_000).toISOString().slice(0, 10);
  const given = {
    delegate: { name: daughter.name, mobile: daughter.mobile ?? '' },
    scope: ['see_record' as const, 'tickets' as const],
    until,
  };
  const his = await company.resident(father.id);
  await done(company, () => his.giveDelegation(given, 'demo-delegation'));
  const hers = await company.resident(daughter.id);
  await done(company, () => hers.confirmRelation(father.id, 'demo-delegate'));
}

/** Made-up residents that no work leads to, among the others of three grids; not in the story's, where they would end it. */
async function canaries(company: Company): Promise<void> {
  const officer = await company.staff('officer');
  for (const [at, where] of [5, 5, 7, 12, 12].entries())
    await done(company, () => officer.post('/canaries', { grid: where }, `demo-canary-${at}`));
}

const organisations = [
  {
    kind: 'police',
    name: '鲍山派出所(演示)',
    contact: '0531-00000001',
    purpose: 'provide_by_law',
    law: '《刑事诉讼法》第五十四条',
    document: '演示函1号',
    fields: ['name', 'address'],
    words: '依法调取时只给姓名和住址',
  },
  {
    kind: 'property',
    name: '恒大城物业(演示)',
    contact: '0531-00000002',
    purpose: 'provide_by_consent',
    fields: ['name', 'mobile'],
    words: '本人同意的,报修时物业好联系',
  },
] as const;

/** Two organisations that may be given something. What opens their packages lies in the demonstration's folder. */
async function recipients(company: Company): Promise<void> {
  const officer = await company.staff('officer');
  for (const organisation of organisations) {
    const { kind, name } = organisation;
    // A day back: a key is good from when it was made, and clocks are not the same everywhere.
    const date = new Date(Date.now() - 86_400_000);
    const made = await generateKey({ type: 'ecc', userIDs: [{ name }], date, format: 'armored' });
    const proposal = { ...organisation, key: made.publicKey };
    const { approval } = await done(company, () => officer.post<Proposed>('/recipients', proposal));
    writeWhole(join(folderOf(company.dir), `recipient-${kind}.asc`), made.privateKey);
    await approve(company, 'head', approval);
  }
}

/** A signed assessment, and a stricter policy that rests on it and waits for the head of the committee. */
async function policy(company: Company): Promise<void> {
  const officer = await company.staff('officer');
  const assessment = {
    occasion: 'other',
    fields: {
      processing: '网格员看本网格犬只的名单时,只看有没有,不看犬名、证号、芯片号和免疫到哪个月。',
      lawful: '养犬服务用“有没有”就够了,要看细节的另有工单。',
      impact: '对养犬居民更有利;网格员提醒补打疫苗时要多一步。',
      measures: '细节只在工单里看,每次都有记录。',
      conclusion: '可以',
    },
  };
  const pia = await done(company, () => officer.post<Id>('/pias', assessment, 'demo-pia'));
  await done(company, () => officer.post(`/pias/${pia.id}:sign`, {}));
  const draft = { limits: [{ rule: 'grid-dogs', level: 'fact' }], pia: pia.id };
  const { version } = await done(company, () =>
    officer.post<{ version: string }>('/policies', draft, 'demo-policy'),
  );
  const words = { words: '减少日常查看' };
  await done(company, () => officer.post(`/policies/${version}:propose`, words, 'demo-policy-ask'));
}

/** A round that the grid leader has approved, and one that waits for it. */
async function visits(company: Company): Promise<void> {
  const { community, tickets } = company.past;
  const inGrid = community.households
    .slice(0, reportingHouseholds(tickets.length))
    .filter((household) => household.grid === grid);
  const heads = inGrid.map(({ members: [head] }) => head);
  const old = heads.filter(({ born }) => Date.now() - Date.parse(born) > 60 * 365.25 * 86_400_000);
  const ids = (of: readonly Id[]): string[] => of.slice(0, 4).map(({ id }) => id);
  const worker = await company.staff(`worker-${grid}`);
  const plan = (purpose: string, subjects: string[], reason: string, key: string) =>
    done(company, () => worker.post<Id>('/visits', { purpose, grid, subjects, days: 7, reason }, key));
  const { id } = await plan('visit', ids(heads), '冬季用气安全,入户提醒', 'demo-visit');
  const leader = await company.staff('leader');
  await done(company, () => leader.post(`/visits/${id}:move`, { move: 'approve' }));
  await plan('care_visit', ids(old), '独居和高龄老人入冬前走访', 'demo-care-visit');
}

/** 老张头 asks that something be corrected: his worker decides, and the officer sees the clock. */
async function request(company: Company): Promise<void> {
  const { id } = residentOf(company.past.community, 'p-zhang');
  const his = await company.resident(id);
  const asked = {
    right: 'correct',
    about: { type: 'resident', id, field: 'care' },
    proposed: '听力不好,请多按一次门铃',
    evidence: '本人说明',
  };
  await done(company, () => his.post('/rights', asked, 'demo-right'));
}

/** At the door 老张头 said yes to care visits; until he says so himself it is provisional. */
async function door(company: Company): Promise<void> {
  const { id: resident } = residentOf(company.past.community, 'p-zhang');
  const worker = (await staffAs(company.stage, workerOf(company.stage, grid))).vault;
  const { items } = await done(company, () => worker.notices());
  const shown = items.find(
    (each) => each.purpose === 'care_visit' && each.lang === 'zh-CN' && each.audience === 'adult',
  );
  if (shown === undefined) throw new RangeError('there is no notice');
  const { id, version, sha256, lang } = shown;
  const consent = {
    resident,
    purpose: 'care_visit',
    event: 'given',
    notice: { id, version, sha256, lang },
    checked: 'known',
  } as const;
  await done(company, () => worker.recordAtDoor(consent, 'demo-door'));
}
