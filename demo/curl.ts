import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../cli/fault.ts';
import type { VaultClient } from '../vault/client.ts';
import { value } from './answer.ts';
import { type Line, linesOf, quoted, type RoleName, type Scene } from './lines.ts';
import { speakingAs } from './meet.ts';
import { lead } from './seed/cast.ts';
import { mintedFor, type Stage, workerOf } from './settle.ts';
import { residentAs, staffAs } from './sign-in.ts';
import { folderOf, writeWhole } from './state.ts';

/** Somebody in the story, with a token for this start. */
interface Player {
  readonly id: string;
  readonly token: string;
  readonly vault: VaultClient;
}
type Staff = Exclude<RoleName, 'resident' | 'administrator'>;
type Company = Readonly<Record<Staff | 'resident', Player>>;

const minutes = 12 * 60;
const contact = { transport: 'wechat', contact: lead.resident };
/** Somebody who is bound to nobody. */
const stranger = 'p-xu';
const phone = 'phone_contact';

export const linesFile = (dir: string): string => join(folderOf(dir), 'lines.json');

/**
 * Plays the first steps of the story over HTTP, as far as they have not been played, and gives the rest as lines to
 * paste. They are also in a file (0600), for whoever wants to run them: there are tokens in them.
 * @param resident who reports
 * @param base `http://localhost:8787/v1/communities/hengda`
 */
export async function curlLines(
  stage: Stage,
  bot: VaultClient,
  { resident, base, dir, root }: { resident: string; base: string; dir: string; root: string },
): Promise<{ lines: readonly Line[]; tokens: Readonly<Record<RoleName, string>> }> {
  const company = await gather(stage, resident);
  const notice = await agree(company);
  const ticket = await report(stage, company, bot);
  await reportOfStranger(stage, company, bot);
  const seq = await firstLook(company, ticket);
  const vkey = value(await stage.admin.logKey(), { zh: '取公钥', en: 'getting the verifier key' }).trim();
  const tokens: Record<RoleName, string> = {
    worker: company.worker.token,
    neighbour: company.neighbour.token,
    resident: company.resident.token,
    dispatcher: company.dispatcher.token,
    bot: company.bot.token,
    officer: company.officer.token,
    administrator: `$(cat ${quoted(`${dir}/admin.token`)})`,
  };
  const told = { resident, ticket, contact, notice, seq, vkey };
  const lines = linesOf({ ...told, base, dir, root, tokens, go: hasGo() });
  writeWhole(linesFile(dir), lines);
  return { lines, tokens };
}

/** Debian's golang-go and golang-golang-x-mod-dev: what tests/foreign is built from, without a network. */
function hasGo(): boolean {
  const note = '/usr/share/gocode/src/golang.org/x/mod/sumdb/note';
  return existsSync(note) && spawnSync('go', ['version']).status === 0;
}

/** Gives everybody a token for this start. */
async function gather(stage: Stage, resident: string): Promise<Company> {
  const player = async (id: string): Promise<Player> => ({ id, ...(await staffAs(stage, id)) });
  const staff = async (who: string): Promise<Player> => player(stage.state.staff[who] ?? '');
  const bot = stage.state.staff['bot'] ?? '';
  return {
    resident: { id: resident, ...(await residentAs(stage, resident, 3)) },
    worker: await player(workerOf(stage, 3)),
    neighbour: await player(workerOf(stage, 5)),
    dispatcher: await staff('dispatcher'),
    officer: await staff('officer'),
    bot: { id: bot, ...(await mintedFor(stage, bot, minutes)) },
  };
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
async function report({ state, save }: Stage, { worker }: Company, bot: VaultClient): Promise<string> {
  const purpose = 'handle_ticket';
  if (state.ticket !== undefined) {
    const before = await worker.vault.readTicket(state.ticket, { purpose });
    if (before.ok && before.value.mine && before.value.state === 'handling') return state.ticket;
  }
  const words = { category: 'dog', description: '3号楼下有狗没拴绳,吓到孩子了' };
  const doing = { zh: '报事', en: 'reporting' };
  const vault = value(await speakingAs(bot, lead.resident, 'group'), doing);
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
async function reportOfStranger({ state }: Stage, { dispatcher }: Company, bot: VaultClient): Promise<void> {
  const doing = { zh: '受理', en: 'accepting' };
  const search = { purpose: 'dispatch', where: { state: 'accepted' }, limit: 1 } as const;
  if (value(await dispatcher.vault.searchTickets(search), doing).items.length > 0) return;
  const words = { category: 'lift', description: '电梯停在一楼不动了', place: '9号楼1单元' };
  const vault = value(await speakingAs(bot, stranger, 'group'), doing);
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
