import type { Facts } from '../../policy/facts.ts';
import type { Control } from '../control.ts';
import type { Unit, Vault } from '../vault.ts';

const purpose = 'emergency_order';

/** What somebody says of an order: that they act for its purpose, and which it is. */
interface Named {
  purpose: string;
  case?: string | undefined;
}

/** Whether an order is in force. By the clock and by its row: what is over is over before anybody has noticed. */
export const isInForce = ({ content }: Control<'order'>, now: number): boolean =>
  content.state === 'live' && content.from <= now && now < content.until;

/** The order that was named, where it is in force for this grid; for `any` of its grids, where no grid is meant yet. */
export function orderFact(
  unit: Unit,
  { purpose: why, case: id }: Named,
  grid: number | 'any' | null,
): Facts['order'] {
  if (why !== purpose || id === undefined || grid === null) return null;
  const order = unit.vault.rows.get('order', id);
  if (order === undefined || !isInForce(order, unit.now)) return null;
  return grid === 'any' || order.content.grids.includes(grid) ? { fields: order.content.fields } : null;
}

/** Counts a record that was read under an order: into the entry that is appended next. */
export function countRead(unit: Unit, { purpose: why, case: id }: Named): void {
  if (why !== purpose || id === undefined) return;
  const found = unit.vault.rows.get('order', id);
  if (found !== undefined) unit.pending.push(counted(unit.vault, found, 'read'));
}

/** One more read, or collected. */
export function counted(vault: Vault, { key, content }: Control<'order'>, what: 'read' | 'collected') {
  return vault.rows.put('order', key, { ...content, [what]: content[what] + 1 }, vault.journal.size);
}
