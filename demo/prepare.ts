import { Fault } from '../cli/fault.ts';
import { type Answer, VaultClient } from '../vault/client.ts';
import type { RoleName, Scene, Words } from './lines.ts';
import { progress, say, type Screen } from './print.ts';
import { batchesOf } from './seed/batches.ts';
import { makeCommunity, reporterOf } from './seed/community.ts';
import type { DemoState } from './state.ts';

/** What the story is told with. */
export interface Stage {
  readonly url: string;
  readonly community: string;
  readonly adminToken: string;
  readonly state: DemoState;
  /** Keeps the state: after each step, so that a start that was broken off goes on where it was. */
  readonly save: () => void;
  readonly screen: Screen;
}

/** Somebody in the story, with a token for this start. */
interface Player {
  readonly id: string;
  readonly token: string;
  readonly vault: VaultClient;
}
type Staff = Exclude<RoleName, 'resident' | 'administrator'>;
type Company = Readonly<Record<Staff | 'resident', Player>>;

/** Small enough that the bar moves, large enough that a commit each costs nothing. */
const batchBytes = 64 * 1024;
const minutes = 12 * 60;
const contact = { transport: 'wechat', contact: 'demo-dog-owner' };
const stranger = { transport: 'wechat', contact: 'demo-stranger' };
const phone = 'phone_contact';

/** The beginning of the story, as far as it has not been played yet. */
export async function prepare(
  stage: Stage,
): Promise<Omit<Scene, 'base' | 'dir' | 'root' | 'go' | 'tokens'> & { company: Company }> {
  const { url, community, adminToken, state, screen } = stage;
  const admin = new VaultClient({ url, community, token: adminToken, timeout: 120_000 });
  await bringIn(stage, admin);
  say(screen, { zh: '演故事的开头', en: 'playing the beginning of the story' });
  const reporter = reporterOf(makeCommunity(state.seed, state.day, state.residents));
  const company = await gather(stage, admin, reporter.id);
  await bind(company);
  const notice = await agree(company);
  const ticket = await report(stage, company);
  await reportOfStranger(stage, company);
  const seq = await firstLook(company, ticket);
  const vkey = value(await admin.logKey(), { zh: '取公钥', en: 'getting the verifier key' }).trim();
  return { company, resident: reporter.id, ticket, contact, notice, seq, vkey };
}

/** The community and its people. Batches the vault has acknowledged are not sent again. */
async function bringIn({ state, save, screen }: Stage, admin: VaultClient): Promise<void> {
  if (state.imported) return;
  const community = makeCommunity(state.seed, state.day, state.residents);
  const grids = community.grids.map(({ buildings, ...grid }) => ({ ...grid, buildings: [...buildings] }));
  value(await admin.setUpCommunity({ name: community.name, grids }), {
    zh: '设立社区',
    en: 'setting up the community',
  });
  const batches = [...batchesOf(community, state.seed, batchBytes)];
  const lines = batches.map((batch) => batch.lines.length);
  const total = lines.reduce((sum, count) => sum + count, 0);
  const shown = progress(screen, total);
  let done = 0;
  for (const [at, batch] of batches.entries()) {
    if (at >= state.batches) {
      const answer = await admin.importLines(batch.lines, batch.key);
      if (!isThereAlready(answer)) value(answer, { zh: '导入', en: 'importing' });
      state.batches = at + 1;
      save();
    }
    done += lines[at] ?? 0;
    shown(done);
  }
  state.imported = true;
  save();
}

/**
 * A day after a break the vault has forgotten the batch's key. A batch is whole or not at all, and it begins
 * with a household's record: when that id is taken, the batch is in.
 */
function isThereAlready(answer: Answer<unknown>): boolean {
  const [first] = answer.ok ? [] : answer.problem.errors;
  return first?.code === 'id_taken' && first.line === 1;
}

/** Appoints who is missing, and gives everybody a token for this start. */
async function gather(stage: Stage, admin: VaultClient, resident: string): Promise<Company> {
  const { state, save } = stage;
  for (const [name, appointment] of Object.entries(appointments)) {
    if (state.staff[name] !== undefined) continue;
    state.staff[name] = value(await admin.appoint(appointment, `demo-appoint-${name}`), {
      zh: '任命',
      en: 'appointing',
    }).id;
    save();
  }
  const player = async (id: string): Promise<Player> => {
    const doing = { zh: '发放令牌', en: 'minting a token' };
    const { token } = value(await admin.mintToken({ for: id, minutes }), doing);
    return { id, token, vault: admin.as(token) };
  };
  const staff = async (name: Staff): Promise<Player> => player(state.staff[name] ?? '');
  return {
    resident: await player(resident),
    worker: await staff('worker'),
    neighbour: await staff('neighbour'),
    dispatcher: await staff('dispatcher'),
    officer: await staff('officer'),
    bot: await staff('bot'),
  };
}

const appointments: Readonly<Record<Staff, Parameters<VaultClient['appoint']>[0]>> = {
  worker: { role: 'grid_worker', grids: [3], fields: { name: '李建国' } },
  neighbour: { role: 'grid_worker', grids: [5], fields: { name: '赵敏' } },
  dispatcher: { role: 'dispatcher', fields: { name: '吴桐' } },
  officer: { role: 'privacy_officer', fields: { name: '周正' } },
  bot: { role: 'bot' },
};

/** A chat contact's vault, for one request. */
async function speaking({ bot }: Company, who: typeof contact, context: 'private' | 'group') {
  const doing = { zh: '换令牌', en: 'exchanging a token' };
  const { access_token } = value(await bot.vault.exchangeToken({ ...who, context }), doing);
  return bot.vault.as(access_token);
}

/** The worker has the resident in front of them: a code, said in the chat, two digits compared, confirmed. */
async function bind(company: Company): Promise<void> {
  const doing = { zh: '绑定', en: 'binding' };
  const { worker, resident } = company;
  const chat = () => speaking(company, contact, 'private');
  // Only somebody bound is told of consents.
  if ((await (await chat()).listConsents()).ok) return;
  const { id, code = '' } = value(await worker.vault.openBinding(resident.id), doing);
  const said = value(await (await chat()).answerBinding(code), doing);
  const seen = value(await worker.vault.readBinding(id), doing);
  if (said.check !== seen.check) throw new Fault('workerd', '两位数字不一致', 'the two digits differ');
  value(await worker.vault.confirmBinding(id), doing);
}

/** The resident agrees to calls again where an earlier visitor has withdrawn it. @returns the notice shown */
async function agree({ resident }: Company): Promise<Scene['notice']> {
  const doing = { zh: '同意', en: 'consenting' };
  const { items: notices } = value(await resident.vault.notices(), doing);
  const shown = notices.find(({ purpose }) => purpose === phone);
  if (shown === undefined) throw new Fault('workerd', '没有告知书', 'there is no notice');
  const { id, version, sha256, lang } = shown;
  const notice = { id, version, sha256, lang };
  const { items } = value(await resident.vault.listConsents(), doing);
  if (items.find(({ purpose }) => purpose === phone)?.state !== 'given') {
    value(await resident.vault.recordConsent({ purpose: phone, event: 'given', notice }), doing);
  }
  return notice;
}

/** A report in the group, taken by the worker of its grid. @returns the ticket that is in hand */
async function report({ state, save }: Stage, company: Company): Promise<string> {
  const { worker } = company;
  const purpose = 'handle_ticket';
  if (state.ticket !== undefined) {
    const before = await worker.vault.readTicket(state.ticket, { purpose });
    if (before.ok && before.value.mine && before.value.state === 'handling') return state.ticket;
  }
  const words = { category: 'dog', description: '3号楼下有狗没拴绳,吓到孩子了' };
  const vault = await speaking(company, contact, 'group');
  const doing = { zh: '报事', en: 'reporting' };
  const { number } = value(await vault.createTicket(words, `demo-report-${state.reports}`), doing);
  const {
    id,
    version,
    state: stands,
  } = value(await worker.vault.readTicket(String(number), { purpose }), doing);
  if (stands === 'submitted') {
    value(await worker.vault.moveTicket(id, { action: 'take' }, version), { zh: '接单', en: 'taking' });
  }
  state.ticket = id;
  state.reports += 1;
  save();
  return id;
}

/** Somebody unbound reports too, and the dispatcher accepts it: so there is something to dispatch. */
async function reportOfStranger({ state }: Stage, company: Company): Promise<void> {
  const { dispatcher } = company;
  const doing = { zh: '受理', en: 'accepting' };
  const search = { purpose: 'dispatch', where: { state: 'accepted' }, limit: 1 } as const;
  if (value(await dispatcher.vault.searchTickets(search), doing).items.length > 0) return;
  const words = { category: 'lift', description: '电梯停在一楼不动了', place: '9号楼1单元' };
  const vault = await speaking(company, stranger, 'group');
  const { number } = value(await vault.createTicket(words, `demo-stranger-${state.reports}`), doing);
  value(await dispatcher.vault.moveTicket(String(number), { action: 'accept' }, 1), doing);
}

/** The worker looks up the number for the ticket, once. @returns the entry's place in the log */
async function firstLook({ worker, officer, resident }: Company, ticket: string): Promise<number> {
  const search = { actor: worker.id, action: 'record.read', decision: 'granted', limit: 50 } as const;
  const doing = { zh: '查看电话', en: 'looking up the number' };
  const looks = async () =>
    value(await officer.vault.searchLog(search), doing).items.filter((entry) => entry.case === ticket);
  const before = (await looks()).at(-1);
  if (before !== undefined) return before.seq;
  const request = { purpose: phone, case: ticket, fields: ['name', 'mobile'] } as const;
  value(
    await worker.vault.readRecord('resident', resident.id, { ...request, fields: [...request.fields] }),
    doing,
  );
  const after = (await looks()).at(-1);
  if (after === undefined) throw new Fault('workerd', '访问记录里没有这一笔', 'the look is not in the log');
  return after.seq;
}

/** @throws Fault saying what was being done, with the vault's own words and the request's id */
function value<Value>(answer: Answer<Value>, doing: Words): Value {
  if (answer.ok) return answer.value;
  const { code, detail, reference, errors } = answer.problem;
  const where = errors.map((each) => `${each.line ?? ''} ${each.field} ${each.code}`).join(', ');
  throw new Fault(
    'workerd',
    `${doing.zh}没有成功:${detail} ${where}`,
    `${doing.en} did not work: ${code} ${answer.status} ${reference}`,
  );
}
