/**
 * Who asks. A role says what kind of work somebody does, never whose data it is: that is a fact about each
 * question (`facts.ts`), looked up anew each time. A role without a rule gets nothing.
 *
 *   resident            居民: somebody whose chat identity or sign-in is bound to a resident's record
 *   guardian            监护人: a resident who asks for a child under 14 of theirs
 *   delegate            代办人: a resident who asks for a parent who has let them, within what they were let
 *   reporter            an unbound chat identity: may report, ask for help and bind, nothing else
 *   grid_worker         网格员: their own grid masked, and what a case of theirs needs
 *   dedicated_worker    专属网格员: the tickets of a shop street, a school, a building site; no household
 *   grid_leader         网格长: approves visits in their grids, and sees those grids masked
 *   building_volunteer  楼栋志愿者: reports as a resident does; sees nothing by being a volunteer
 *   dispatcher          调度员: what a ticket is and where, to send it on
 *   mediator            和事佬: what both parties have agreed to tell
 *   property_staff      物业人员: of another company, a recipient and no colleague: nothing
 *   committee_head      居委会主任, 社区书记: counts, tickets and approvals; no clear field by office
 *   privacy_officer     隐私官: sees who looked at what, and no record
 *   outside_auditor     外部审计: sees what the privacy officer can prove, and changes nothing
 *   administrator       管理员: appoints, enrols, imports, and reads no record
 *   kiosk               自助机: a screen; whoever stands before it signs in as themselves
 *   bot                 楼管家: exchanges tokens for those who speak to it, and reads nothing itself
 *   street, district    街道, 区: released counts and escalated tickets
 */
export const roles = [
  'resident',
  'guardian',
  'delegate',
  'reporter',
  'grid_worker',
  'dedicated_worker',
  'grid_leader',
  'building_volunteer',
  'dispatcher',
  'mediator',
  'property_staff',
  'committee_head',
  'privacy_officer',
  'outside_auditor',
  'administrator',
  'kiosk',
  'bot',
  'street',
  'district',
] as const;

export type Role = (typeof roles)[number];

/** The roles somebody is appointed to. They work at a desk: nothing is released to them through a chat. */
export const staffRoles = [
  'grid_worker',
  'dedicated_worker',
  'grid_leader',
  'building_volunteer',
  'dispatcher',
  'mediator',
  'property_staff',
  'committee_head',
  'privacy_officer',
  'outside_auditor',
  'administrator',
  'street',
  'district',
] as const satisfies readonly Role[];

/** What is no person: it has a token of its own and never signs in. */
export const services = ['kiosk', 'bot'] as const satisfies readonly Role[];

export const isService = (name: string): boolean => (services as readonly string[]).includes(name);

/** Who signs in. */
export const people = ['resident', ...staffRoles] as const;

export const isStaff = (name: string): boolean => (staffRoles as readonly string[]).includes(name);

/** Who takes tickets: of a basic grid, where people live, or of a dedicated one. */
export const ticketWorkers = ['grid_worker', 'dedicated_worker'] as const satisfies readonly Role[];

export const takesTickets = (name: string): boolean => (ticketWorkers as readonly string[]).includes(name);

/** Who may break the glass in an emergency: whoever is sent there, and who sends them. */
export const glassBreakers = [
  ...ticketWorkers,
  'grid_leader',
  'dispatcher',
] as const satisfies readonly Role[];

/** Whose work lies in grids, so that they have at least one. */
export const gridRoles = [...ticketWorkers, 'grid_leader'] as const satisfies readonly Role[];
