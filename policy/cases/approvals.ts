import type { Bilingual } from '../bilingual.ts';
import type { ReasonCode } from '../reasons.ts';
import type { Role } from '../roles.ts';

/**
 * What one person alone does not do (design: two people). Somebody proposes it, somebody else decides within three
 * days, and what each of them is, is looked up again at that moment: who was something when they proposed and is it no
 * more has proposed nothing.
 */
export interface Approval {
  readonly title: Bilingual;
  /** Who may propose it. */
  readonly makers: readonly Role[];
  /** Who may decide on it; never the same person. */
  readonly seconds: readonly Role[];
}

const officer = ['privacy_officer'] as const;
/** Who answers for the committee. */
const heads = ['committee_head', 'administrator'] as const;

export const approvals = {
  unmask_reporter: {
    title: { zh: '查明报事人', en: 'Naming who reported' },
    makers: officer,
    seconds: heads,
  },
  erase_other: {
    title: { zh: '抹除他人的档案', en: 'Erasing another person’s record' },
    makers: ['grid_worker', 'dedicated_worker', 'grid_leader', 'privacy_officer', 'administrator'],
    seconds: ['privacy_officer', ...heads],
  },
  right_for_other: {
    title: { zh: '代他人行使权利', en: 'A right exercised for another person' },
    makers: ['grid_worker', 'dedicated_worker', 'grid_leader', 'dispatcher', 'privacy_officer'],
    seconds: ['grid_leader', 'privacy_officer', ...heads],
  },
  add_guardian: {
    title: { zh: '登记监护人', en: 'Recording a guardian' },
    makers: ['grid_worker'],
    seconds: ['grid_leader', 'dispatcher', 'privacy_officer', ...heads],
  },
  activate_policy: {
    title: { zh: '启用新的政策版本', en: 'Putting a policy version in force' },
    makers: officer,
    seconds: heads,
  },
  emergency_order: {
    title: { zh: '应急令', en: 'An emergency order' },
    makers: ['dispatcher', ...heads],
    seconds: ['privacy_officer', ...heads],
  },
  add_recipient: {
    title: { zh: '登记接收方', en: 'Registering a recipient' },
    makers: ['privacy_officer', 'administrator'],
    seconds: ['privacy_officer', ...heads],
  },
  hand_over: {
    title: { zh: '对外提供', en: 'Handing data over' },
    makers: ['dispatcher', 'grid_leader', 'privacy_officer', ...heads],
    seconds: ['privacy_officer', ...heads],
  },
  unfreeze: {
    title: { zh: '解除停用', en: 'Lifting a freeze' },
    makers: ['privacy_officer', 'administrator'],
    seconds: ['privacy_officer', ...heads],
  },
  rotate_log_key: {
    title: { zh: '更换日志签名密钥', en: 'Another key for the log' },
    makers: ['privacy_officer', 'administrator'],
    seconds: ['privacy_officer', ...heads],
  },
} as const satisfies Readonly<Record<string, Approval>>;

export type ActName = keyof typeof approvals;
export const actNames = Object.keys(approvals) as readonly ActName[];
/** An act by its name. */
export const approvalOf = (act: ActName): Approval => approvals[act];

/** How long a proposal waits for its second person, in milliseconds. */
export const approvalLife = 72 * 3_600_000;

export const approvalStates = ['waiting', 'approved', 'refused', 'lapsed'] as const;
export type ApprovalState = (typeof approvalStates)[number];

/** Everybody who may propose something, and everybody who may decide on something. */
export const makerRoles = rolesOf('makers');
export const secondRoles = rolesOf('seconds');

function rolesOf(side: 'makers' | 'seconds'): readonly Role[] {
  return [...new Set(actNames.flatMap((act) => approvalOf(act)[side]))];
}

export const mayPropose = (act: ActName, role: Role): boolean => approvalOf(act).makers.includes(role);
export const mayDecide = (act: ActName, role: Role): boolean => approvalOf(act).seconds.includes(role);

/**
 * Why a proposal lapses instead of being decided, or null where it stands.
 * @param maker.was the role it was made in
 * @param maker.is what they are at this moment; undefined for who is nothing any more
 */
export function lapses(
  act: ActName,
  maker: { was: Role; is: Role | undefined },
  { until, now }: { until: number; now: number },
): Extract<ReasonCode, 'too_late' | 'maker_lost_role'> | null {
  if (until <= now) return 'too_late';
  const stands = maker.is === maker.was && mayPropose(act, maker.was);
  return stands ? null : 'maker_lost_role';
}
