import { beforeEach, describe, expect, test } from 'vitest';
import { openNodeVault, type NodeVault } from '../tests/node-vault.ts';
import type { Entry } from './journal.ts';
import { transact } from './vault.ts';

let c: NodeVault;
beforeEach(async () => {
  c = await openNodeVault();
});

const entry: Entry = {
  action: 'consent.give',
  decision: 'done',
  actor: 's1',
  role: 'resident',
  via: 'api',
  request: 'r1',
  subject: { subject: 's1', notice: 'phone@1' },
};
const append = (changed: Partial<Entry>): number =>
  transact(c.vault, () => c.vault.journal.append({ ...entry, ...changed }, c.now));
const stored = (): unknown => ({
  entries: c.sql.all('SELECT * FROM log_entry', []),
  keys: c.sql.all('SELECT * FROM wrapped_key', []),
  control: c.sql.all('SELECT * FROM control', []),
});

/** Each is refused by a parser of docs/log-format.md; free text is in none of them. */
const unreadable: [string, Partial<Entry>][] = [
  ['a notice that is no token', { subject: { subject: 's1', notice: '_x@1' } }],
  ['a subject that is no token', { subject: { subject: '_hidden' } }],
  ['an empty basis', { subject: { subject: 's1', basis: '' } }],
  ['a reason in words that are too many', { subject: { subject: 's1', words: '字'.repeat(2001) } }],
  ['a field that is no token', { subject: { subject: 's1', fields: { 姓名: 'clear' } } }],
  ['an actor that is no token', { actor: '王秀英' }],
  ['no request id', { request: '' }],
  ['a role that is no token', { role: 'grid worker' }],
  ['a digest that is none', { digests: [{ kind: 'key', sha256: 'ab' }] }],
  ['a record of no version', { records: [{ type: 'dog', id: 'd1', version: -1 }] }],
  [
    'a row key that is too long',
    { rows: [{ kind: 'case', key: 'k'.repeat(513), version: 1, digest: '00'.repeat(32) }] },
  ],
];

describe('an entry that could not be read back', () => {
  test.each(unreadable)('is never written: %s', (_, changed) => {
    append({});
    const before = stored();
    const { size } = c.vault.journal;
    expect(() => append({ actor: 'new', ...changed })).toThrow(/could not be read back/);
    expect(stored()).toEqual(before);
    expect(c.vault.journal.size).toBe(size);
    // What comes next is in order: the refused one has left no trace in the tree.
    const row = c.vault.store.log.get(append({ request: 'r2' }));
    expect(row && c.vault.journal.open(row).actor.request).toBe('r2');
  });

  test('is not told apart in the error by what was in it', () => {
    expect(() => append({ subject: { subject: '_王秀英' } })).toThrow(/^(?!.*王).*wrong_shape subject$/);
  });
});

test('what is written at the limits of every part is read back', () => {
  const subject = {
    subject: 's'.repeat(128),
    basis: '据'.repeat(200),
    words: '字'.repeat(2000),
    notice: 'phone_contact@1',
    fields: { mobile: 'clear' },
  };
  const row = c.vault.store.log.get(append({ subject }));
  expect(row && c.vault.journal.open(row).subject).toEqual(subject);
});
