import type { Outcome } from '../vault/outcome.ts';
import type { Appointment } from '../vault/setup.ts';
import { openNodeVault, phoneNotice } from './node-vault.ts';

/** A small community: two grids, a worker in each, an officer, the bot, and a resident of grid 3 with a dog. */
export async function nodeCommunity() {
  const vault = await openNodeVault();
  const { administrator } = vault;
  const grids = [
    { id: 3, kind: 'basic' as const, buildings: [3, 4] },
    { id: 5, kind: 'basic' as const, buildings: [5] },
  ];
  value(vault.ask(administrator, 'setUpCommunity', { name: '恒大城社区', grids }));
  const token = (id: string) => value(vault.ask(administrator, 'mintToken', { for: id, minutes: 60 })).token;
  const staff = (role: Appointment['role'], grids: number[], name: string) => {
    const { id } = value(
      vault.ask(administrator, 'appoint', { role, grids, fields: role === 'bot' ? {} : { name } }),
    );
    return { id, token: token(id) };
  };
  const worker = staff('grid_worker', [3], '李建国');
  const otherWorker = staff('grid_worker', [5], '赵敏');
  const officer = staff('privacy_officer', [], '周正');
  const dispatcher = staff('dispatcher', [], '吴桐');
  const bot = staff('bot', [], '');
  const fields = {
    name: '王秀英',
    mobile: '138 0013 8000',
    address: '3号楼2单元501室',
    idNumber: '370112199003071230',
  };
  const resident = value(
    vault.ask(worker.token, 'createRecord', { type: 'resident', purpose: 'record_keeping', grid: 3, fields }),
  ).id;
  value(
    vault.ask(worker.token, 'createRecord', {
      type: 'dog',
      purpose: 'record_keeping',
      keeper: resident,
      fields: { name: '旺财', breed: '柯基', chip: '156000012345678', vaccinatedUntil: '2027-03-15' },
    }),
  );
  const chat = (contact: string, context: 'private' | 'group' = 'private') =>
    value(vault.ask(bot.token, 'exchangeToken', { transport: 'wechat', contact, context })).token;
  const bind = (contact: string, subject: string) => {
    const made = value(vault.ask(worker.token, 'openBinding', { resident: subject }));
    value(vault.ask(chat(contact), 'answerBinding', { code: made.code ?? '' }));
    value(vault.ask(worker.token, 'confirmBinding', made.id));
  };
  const page = (subject: string) => token(subject);
  const consent = (event: 'given' | 'withdrawn', by: string) =>
    value(vault.ask(by, 'recordConsent', { purpose: 'phone_contact', event, notice: phoneNotice }));
  return {
    ...vault,
    vault,
    staff,
    worker,
    otherWorker,
    officer,
    dispatcher,
    bot,
    resident,
    chat,
    bind,
    page,
    consent,
  };
}

/** What an outcome gives; it has to have gone well. */
export function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.problem.code} ${JSON.stringify(outcome.problem.errors ?? [])}`);
  return outcome.value;
}

/** How an outcome ended: `ok`, or the problem's code. */
export const code = (outcome: Outcome<unknown>): string => (outcome.ok ? 'ok' : outcome.problem.code);

export type NodeCommunity = Awaited<ReturnType<typeof nodeCommunity>>;
