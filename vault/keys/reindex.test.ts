import { beforeEach, expect, test } from 'vitest';
import { nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import { noWalks, workStep } from './work.ts';

let c: NodeCommunity;

beforeEach(async () => {
  c = await nodeCommunity();
});

const byName = () =>
  value(
    c.vault.ask(c.worker.token, 'searchRecords', {
      type: 'resident',
      purpose: 'grid_overview',
      where: { field: 'name', value: '王秀英' },
      fields: ['name'],
      limit: 10,
    }),
  ).items.map(({ id }) => id);
/** All of it, as the alarm does it. @returns how many entries it wrote */
const run = (): number => {
  const { vault, now } = c.vault;
  const { size } = vault.journal;
  const walks = noWalks();
  while (workStep(vault, walks, now));
  return vault.journal.size - size;
};

/** As it was written before names could be found: without the tag, and with the log's word for that. */
function writtenBefore(): void {
  const { vault, sql } = c.vault;
  sql.all(`DELETE FROM index_tag WHERE field = 'resident.name'`, []);
  // What the log has of the row's tags is about all of them: here it has to be about those that are left.
  const row = vault.store.records.byId('resident', c.resident);
  if (row === undefined) throw new Error('the record is there');
  const tags = vault.store.tags.of(c.resident);
  const { digest, ...of } = vault.rows.tagsRow(c.resident, row.version, tags);
  const seq = vault.journal.append(
    {
      action: 'import',
      decision: 'done',
      actor: 'administrator',
      role: 'administrator',
      via: 'test',
      request: 'test',
      rows: [{ ...of, digest }],
    },
    c.vault.now,
  );
  vault.journal.close();
  sql.all('UPDATE record SET seq = ? WHERE id = ?', [seq, c.resident]);
}

test('a record that was written before names could be found is found afterwards, its values unchanged', () => {
  writtenBefore();
  expect(byName()).toEqual([]);
  expect(run()).toBe(1);
  expect(byName()).toEqual([c.resident]);
  const read = c.vault.ask(c.page(c.resident), 'readRecord', {
    type: 'resident',
    id: c.resident,
    purpose: 'own_record',
  });
  expect(value(read)).toMatchObject({ version: 2, fields: { mobile: { value: '13800138000' } } });
  // The log says what happened to it, and it happens once.
  const search = { subject: c.resident, action: 'record.reindex', limit: 5 };
  expect(value(c.vault.ask(c.officer.token, 'searchLog', search)).items).toMatchObject([
    { actor: 'system', records: [{ id: c.resident, version: 2 }] },
  ]);
  expect(run()).toBe(0);
});

test('where every record has its tags nothing is written', () => {
  const { size } = c.vault.vault.journal;
  expect(run()).toBe(0);
  expect(c.vault.vault.journal.size).toBe(size);
});

test('tags that a database writer took away are not made good: the record stays as it is, and others are not kept waiting', () => {
  const { vault, sql } = c.vault;
  sql.all(`DELETE FROM index_tag WHERE field = 'resident.name'`, []);
  const before = vault.store.records.byId('resident', c.resident);
  expect(run()).toBe(0);
  expect(vault.store.records.byId('resident', c.resident)).toEqual(before);
  expect(byName()).toEqual([]);
});
