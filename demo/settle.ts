import type { VaultClient } from '../vault/client.ts';
import { insist, value, type Words } from './answer.ts';
import { grids } from './seed/grids.ts';
import { otherStaff, workerNames } from './seed/staff.ts';
import type { DemoState } from './state.ts';

/** What the demonstration does in the vault with: the administrator's client, and what it remembers. */
export interface Stage {
  readonly admin: VaultClient;
  readonly state: DemoState;
  /** Keeps the state: after each step, so that a start that was broken off goes on where it was. */
  readonly save: () => void;
  /** Nobody wants it any more. */
  readonly stop: AbortSignal;
}

export const communityId = 'hengda';
const communityName = '恒大城社区';

/** Names the community, and appoints who works for it: a worker for each grid, those who work for more than one, the bot. */
export async function settle({ admin, state, save, stop }: Stage): Promise<void> {
  if (state.settled && appointments.every(([who]) => state.staff[who] !== undefined)) return;
  const content = {
    name: communityName,
    grids: grids.map(({ buildings, ...grid }) => ({ ...grid, buildings: [...buildings] })),
  };
  const settingUp = { zh: '设立社区', en: 'setting up the community' };
  if (!state.settled) value(await insist(() => admin.setUpCommunity(content), stop), settingUp);
  for (const [who, appointment] of appointments) {
    if (state.staff[who] !== undefined) continue;
    const appointed = await insist(() => admin.appoint(appointment, `demo-appoint-${who}`), stop);
    state.staff[who] = value(appointed, { zh: '任命', en: 'appointing' }).id;
    save();
  }
  state.settled = true;
  save();
}

type Appointment = Parameters<VaultClient['appoint']>[0];

const appointments: readonly (readonly [string, Appointment])[] = [
  // A dedicated grid is shops: its worker takes their tickets, and has no household's records.
  ...grids.map(({ id, kind }): [string, Appointment] => {
    const role = kind === 'basic' ? 'grid_worker' : 'dedicated_worker';
    const name = workerNames[id - 1] ?? '';
    return [`worker-${id}`, { role, grids: [id], fields: { name } }];
  }),
  ['dispatcher', { role: 'dispatcher', fields: { name: otherStaff.dispatcher } }],
  ['officer', { role: 'privacy_officer', fields: { name: otherStaff.officer } }],
  // The grids of the three workers who are in the chat.
  ['leader', { role: 'grid_leader', grids: [3, 5, 12], fields: { name: otherStaff.leader } }],
  ['head', { role: 'committee_head', fields: { name: otherStaff.head } }],
  ['auditor', { role: 'outside_auditor', fields: { name: otherStaff.auditor } }],
  ['mediator', { role: 'mediator', fields: { name: otherStaff.mediator } }],
  ['bot', { role: 'bot' }],
];

export const workerOf = ({ state }: Pick<Stage, 'state'>, grid: number): string =>
  state.staff[`worker-${grid}`] ?? '';

/** A token for some minutes, for a program. People sign in. */
export async function mintedFor(
  { admin, stop }: Pick<Stage, 'admin' | 'stop'>,
  id: string,
  minutes: number,
): Promise<{ token: string; vault: VaultClient; expires: number }> {
  const minted = await insist(() => admin.mintToken({ for: id, minutes }), stop);
  const { token, expires } = value(minted, minting);
  return { token, expires, vault: admin.as(token) };
}

const minting: Words = { zh: '发放令牌', en: 'minting a token' };
