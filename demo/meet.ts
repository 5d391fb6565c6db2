import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../cli/fault.ts';
import type { Answer, VaultClient } from '../vault/client.ts';
import { insist, value } from './answer.ts';
import type { ChatSpeaker } from './chat-speaker.ts';
import { people, type Person, rooms } from './seed/cast.ts';
import { type Community, residentOf } from './seed/community.ts';
import { type Stage, workerOf } from './settle.ts';
import { staffAs } from './sign-in.ts';

/** As the bot's transport is called in the vault. */
const transport = 'wechat';

/** How long the assistant may take to hear a code, and how often to look, milliseconds. */
const patience = 45_000;
const look = 100;

/** The chat's people and groups: nicknames, and who has whom in their contacts. */
export const world = {
  people: people.map(({ id, name, role, friend }) => ({ id, name, role, friend })),
  rooms: rooms.map(({ id, topic, members }) => ({ id, topic, members: [...members] })),
};

/** Whose chat contact somebody is in the vault. */
export function subjectOf(
  stage: Pick<Stage, 'state'>,
  community: Community,
  { id, role, grid }: Person,
): string {
  if (role === 'privacy_officer') return stage.state.staff['officer'] ?? '';
  return role === 'grid_worker' ? workerOf(stage, grid ?? 0) : residentOf(community, id).id;
}

/**
 * Binds who is bound when the story begins, as it is done in life: the worker of their grid has them in front of them
 * and makes a code, they tell it to the assistant in their own chat, the worker confirms who answered. A worker
 * makes the code for themselves, at their desk.
 * @param bot with the bot's token
 */
export async function bindAll(
  stage: Stage,
  community: Community,
  bot: VaultClient,
  chat: ChatSpeaker,
): Promise<void> {
  const { state, save, stop } = stage;
  for (const person of people.filter(({ bound }) => bound)) {
    if (stop.aborted || state.bound.includes(person.id)) continue;
    const brokenOff = state.binding === person.id && (await isBound(bot, person));
    state.binding = person.id;
    save();
    if (!brokenOff) {
      const maker = await staffAs(stage, workerOf(stage, person.grid ?? 0));
      await bind(stage, maker.vault, person, subjectOf(stage, community, person), chat);
    }
    state.bound.push(person.id);
    save();
  }
}

async function bind(
  { stop }: Stage,
  maker: VaultClient,
  { id, role }: Person,
  subject: string,
  chat: ChatSpeaker,
): Promise<void> {
  const whom = role === 'grid_worker' ? undefined : subject;
  const opened = value(await insist(() => maker.openBinding(whom), stop), binding);
  await chat.say(id, null, `绑定 ${opened.code ?? ''}`, `bind-${opened.id}`);
  for (const deadline = Date.now() + patience; !stop.aborted; await sleep(look)) {
    const { state } = value(await insist(() => maker.readBinding(opened.id), stop), binding);
    if (state === 'answered') break;
    if (Date.now() > deadline)
      throw new Fault('workerd', '楼管家没有收下绑定码', 'the assistant did not take the code');
  }
  value(await insist(() => maker.confirmBinding(opened.id), stop), binding);
}

/** Each is told something that only who is bound is told. */
async function isBound(bot: VaultClient, { id, role }: Person): Promise<boolean> {
  const vault = await speakingAs(bot, id, 'private');
  if (!vault.ok) return false;
  const todo = { purpose: 'handle_ticket', where: { todo: true }, limit: 1 } as const;
  const told =
    role === 'grid_worker' ? await vault.value.searchTickets(todo) : await vault.value.listConsents();
  return told.ok;
}

const binding = { zh: '绑定', en: 'binding' };

/** The vault as a chat contact, for one request. */
export async function speakingAs(
  bot: VaultClient,
  contact: string,
  context: 'private' | 'group',
): Promise<Answer<VaultClient>> {
  const exchanged = await bot.exchangeToken({ transport, contact, context });
  return exchanged.ok ? { ...exchanged, value: bot.as(exchanged.value.access_token) } : exchanged;
}
