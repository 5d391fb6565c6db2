import { gridRoles, type Role, type staffRoles, takesTickets } from '../policy/roles.ts';
import type { ControlContents } from './control.ts';
import { dropOfBindings, unbind } from './access/binding.ts';
import { newId } from './keys/keychain.ts';
import { done, failed, type Outcome } from './outcome.ts';
import { permitted, refuseOperation } from './access/permit.ts';
import { takeFromHands } from './tickets/requeue.ts';
import { removeCredentials } from './sign-in/credentials.ts';
import { addSubject } from './subject.ts';
import { dropTokens } from './access/tokens.ts';
import { normalise } from './validate.ts';
import { append, type Unit } from './vault.ts';
import { storeRecord } from './write.ts';

/** Names the community and its grids; again, to change them. Grids that are in use are kept by who calls this. */
export function setUpCommunity(
  unit: Unit,
  content: ControlContents['community'],
): Outcome<ControlContents['community']> {
  const allowed = permitted(unit, 'community.setup');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const ids = content.grids.map(({ id }) => id);
  if (new Set(ids).size !== ids.length) {
    const words = { zh: '网格编号重复', en: 'two grids have the same id' };
    return failed('invalid', { errors: [{ field: 'grids', code: 'grid_twice', ...words }] });
  }
  const row = unit.vault.rows.put('community', 'self', content, unit.vault.journal.size);
  append(unit, { action: 'community.setup', decision: 'done', rows: [row] });
  return done(content);
}

export interface Appointment {
  role: (typeof staffRoles)[number] | 'bot' | 'kiosk';
  grids: number[];
  /** Whom; a bot or a kiosk has no name. */
  fields: Readonly<Record<string, string>>;
}

/** Appoints somebody: a subject with a sealed staff record, and a role. */
export function appoint(unit: Unit, request: Appointment): Outcome<{ id: string; version: number }> {
  const { vault } = unit;
  const allowed = permitted(unit, 'staff.appoint');
  if (!allowed.granted) return refuseOperation(unit, allowed);
  const wrong = wrongGrids(unit, request);
  if (wrong !== undefined) return wrong;
  const isMachine = request.role === 'bot' || request.role === 'kiosk';
  const checked = isMachine ? undefined : normalise('staff', request.fields, unit.now);
  if (checked?.ok === false) return failed('invalid', { errors: checked.errors });

  const id = newId(vault.random);
  const subjectRow = addSubject(vault, id, { kind: 'staff', grid: null });
  const { role, grids } = request;
  const roleRow = vault.rows.put('role', id, { role, grids, ended: false }, vault.journal.size);
  const stored =
    checked === undefined
      ? undefined
      : storeRecord(vault, { id, type: 'staff', subject: id, version: 1 }, checked.draft);
  append(unit, {
    action: 'staff.appoint',
    decision: 'done',
    subject: { subject: id, rule: allowed.rule },
    records: stored === undefined ? [] : [stored.record],
    rows: [...(stored?.rows ?? []), subjectRow, roleRow],
    digests: stored?.digests ?? [],
  });
  return done({ id, version: roleRow.version });
}

export interface RoleChange {
  staff: string;
  /** The version of the role that the caller saw. */
  version: number;
  role: Appointment['role'];
  grids: number[];
  ended: boolean;
}

/**
 * Changes or ends a role. It works for the very next request, also of who is signed in. Tokens of a role that ended or
 * became another one end with it, the bindings of its chats, and what it was signed in with: a later role is not entered
 * with them. The tickets in their hands stay in the grids they are about ({@link takeFromHands}).
 */
export function changeRole(unit: Unit, request: RoleChange): Outcome<{ id: string; version: number }> {
  const { vault } = unit;
  const allowed = permitted(unit, 'staff.appoint');
  const found = vault.rows.get('role', request.staff);
  if (!allowed.granted || found === undefined) return refuseOperation(unit, allowed);
  const wrong = wrongGrids(unit, request);
  if (wrong !== undefined) return wrong;
  if (found.version !== request.version) return failed('version_changed');
  const { role, grids, ended } = request;
  const before = found.content;
  // Who was stopped stays stopped, whatever they are appointed to.
  const frozen = before.frozen === true ? { frozen: before.frozen } : {};
  const row = vault.rows.put('role', request.staff, { role, grids, ended, ...frozen }, vault.journal.size);
  const isOver = ended || before.ended || role !== before.role;
  const unbound = isOver ? unbind(unit, request.staff) : [];
  const removed = isOver ? removeCredentials(unit.vault, request.staff) : [];
  append(unit, {
    action: 'staff.change',
    decision: 'done',
    subject: { subject: request.staff, rule: allowed.rule },
    rows: [row, ...unbound, ...removed],
  });
  const kept = ended || !takesTickets(role) ? [] : grids;
  takeFromHands(
    unit,
    request.staff,
    before.grids.filter((grid) => !kept.includes(grid)),
  );
  if (isOver) {
    dropOfBindings(unit, request.staff, unbound);
    const { staff } = request;
    const isTheirs = (token: object): boolean =>
      ('actor' in token && token.actor === staff) || ('bot' in token && token.bot === staff);
    dropTokens(unit, isTheirs);
  }
  return done({ id: request.staff, version: row.version });
}

function wrongGrids(unit: Unit, { role, grids }: { role: Role; grids: number[] }) {
  const known = unit.vault.rows.get('community', 'self')?.content.grids ?? [];
  const unknown = grids.some((grid) => !known.some(({ id }) => id === grid));
  if (unknown) {
    const words = { zh: '没有这个网格', en: 'there is no such grid' };
    return failed('invalid', { errors: [{ field: 'grids', code: 'no_such_grid', ...words }] });
  }
  if ((gridRoles as readonly string[]).includes(role) && grids.length === 0) {
    const words = { zh: '这个岗位要有至少一个网格', en: 'this role has at least one grid' };
    return failed('invalid', { errors: [{ field: 'grids', code: 'required', ...words }] });
  }
  return undefined;
}
