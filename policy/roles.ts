/**
 * Who asks. A role says what kind of work somebody does, never whose data it is: that is a fact about each
 * question (`facts.ts`), looked up anew each time.
 *
 *   resident         somebody whose chat identity or sign-in is bound to a resident's record
 *   reporter         an unbound chat identity: may report, ask for help and bind, nothing else
 *   grid_worker      网格员
 *   dispatcher       调度员
 *   privacy_officer  隐私官: sees who looked at what, and no record
 *   administrator    管理员: appoints, mints tokens, imports, and reads no record
 *   bot              the chat front: exchanges tokens for those who speak to it, and reads nothing itself
 */
export const roles = [
  'resident',
  'reporter',
  'grid_worker',
  'dispatcher',
  'privacy_officer',
  'administrator',
  'bot',
] as const;

export type Role = (typeof roles)[number];

/** The roles somebody is appointed to. They work at a desk: nothing is released to them through a chat. */
export const staffRoles = [
  'grid_worker',
  'dispatcher',
  'privacy_officer',
  'administrator',
] as const satisfies readonly Role[];

export const isStaff = (name: string): boolean => (staffRoles as readonly string[]).includes(name);
