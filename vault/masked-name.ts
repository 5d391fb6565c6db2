import { fieldsOf } from '../policy/fields.ts';
import { present, type Shown } from '../policy/masks.ts';
import { unlessTampered } from './outcome.ts';
import { openRecord } from './subject.ts';
import type { Vault } from './vault.ts';

export interface Named {
  who: Shown | null;
  asWritten: boolean;
}

/** Somebody's name, masked. */
export function maskedName(vault: Vault, actor: string, type: 'staff' | 'resident' = 'staff'): Named {
  const row = vault.store.records.byId(type, actor);
  const spec = fieldsOf(type)['name'];
  if (row === undefined || spec === undefined) return { who: null, asWritten: true };
  const name = unlessTampered(() => openRecord(vault, row, ['name']).get('name') ?? '');
  return { who: name === undefined ? null : present('masked', spec, name), asWritten: name !== undefined };
}
