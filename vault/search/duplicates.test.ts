import { beforeEach, describe, expect, test } from 'vitest';
import { code, nodeCommunity, type NodeCommunity, value } from '../../tests/node-community.ts';
import { fieldSpec, recordTypes, type RecordType } from '../../policy/fields.ts';
import { comparable, likenessesOf } from '../../policy/likeness.ts';
import { decodeLeaf } from '../log/leaf.ts';
import { openRecord } from '../subject.ts';

let c: NodeCommunity;
beforeEach(async () => {
  c = await nodeCommunity();
});

const create = (fields: Record<string, string>, by = c.worker.token, grid = 3) =>
  value(c.ask(by, 'createRecord', { type: 'resident', purpose: 'record_keeping', grid, fields }));

const duplicates = (
  more: {
    by?: string;
    purpose?: 'record_keeping' | 'grid_overview' | 'handle_ticket';
    grid?: number;
    cursor?: string | undefined;
    limit?: number;
    type?: RecordType;
  } = {},
) => {
  const { by = c.worker.token, purpose = 'record_keeping', limit = 10, type = 'resident', ...rest } = more;
  return c.ask(by, 'findDuplicates', { type, purpose, limit, fields: ['name'], ...rest });
};
/** What looks alike and by what, without an order. */
const groups = (found: ReturnType<typeof duplicates>) =>
  value(found)
    .items.map(({ by, records }) => ({ by, ids: records.map(({ id }) => id).toSorted() }))
    .toSorted((a, b) => (a.ids.join('') < b.ids.join('') ? -1 : 1));
const newest = (n = 1) => value(c.ask(c.officer.token, 'searchLog', { limit: n })).items;

/** A record of the time before a number that is on file was held back: it has the identity number of `c.resident`. */
function withSameNumber(fields: Record<string, string>, by = c.worker.token, grid = 3): string {
  const { id } = create({ ...fields, idNumber: '11010519491231002X' }, by, grid);
  const { store, rows } = c.vault.vault;
  const field = 'resident.idNumber';
  const tag = store.tags.of(c.resident).find((one) => one.field === field)?.tag ?? '';
  const mac = rows.tagMac(field, tag, id);
  c.vault.sql.all('UPDATE index_tag SET tag = ?, mac = ? WHERE record = ? AND field = ?', [
    tag,
    mac,
    id,
    field,
  ]);
  return id;
}

test('what records are compared by is indexed, of every type', () => {
  expect(comparable.length).toBeGreaterThan(2);
  for (const type of comparable)
    for (const { fields } of likenessesOf(type))
      for (const name of fields) expect(fieldSpec(type, name)?.indexed, `${type}.${name}`).toBe(true);
  expect(Object.keys(recordTypes)).toEqual(expect.arrayContaining([...comparable]));
});

describe('possible duplicates of a worker’s grids', () => {
  test('are found across spellings: by identity number, by number and name, by name and address', () => {
    const byId = withSameNumber({ name: '王秀瑛' });
    const byNumber = create({ name: '王秀英\u200b', mobile: '+86 138-0013-8000' }).id;
    const byAddress = create({ name: '王秀英', address: '三号楼二单元501' }).id;
    create({ name: '孙丽', mobile: '13800138000', address: '3-2-501' });
    const both = (id: string) => [c.resident, id].toSorted();
    expect(groups(duplicates())).toEqual(
      [
        { by: ['same_id_number'], ids: both(byId) },
        { by: ['same_mobile_and_name'], ids: both(byNumber) },
        { by: ['same_name_and_address'], ids: both(byAddress) },
      ].toSorted((a, b) => (a.ids.join('') < b.ids.join('') ? -1 : 1)),
    );
  });

  test('that are alike in several ways are told once, masked, each with an entry that names what was compared', () => {
    const twin = withSameNumber({ name: '王秀英', mobile: '13800138000', address: '3-2-501' });
    const before = c.vault.vault.journal.size;
    const { items } = value(duplicates());
    expect(items).toHaveLength(1);
    expect(items[0]?.by).toEqual(['same_id_number', 'same_mobile_and_name', 'same_name_and_address']);
    for (const { fields } of items[0]?.records ?? [])
      expect(fields).toEqual({
        name: { level: 'masked', value: '王**' },
        idNumber: { level: 'fact', value: 'yes' },
        mobile: { level: 'masked', value: '138****8000' },
        address: { level: 'masked', value: '3号楼*单元****' },
      });
    expect(c.vault.vault.journal.size - before).toBe(2);
    const said = newest(2);
    expect(said.map(({ subject }) => subject).toSorted()).toEqual([c.resident, twin].toSorted());
    expect(said[0]).toMatchObject({
      action: 'record.alike',
      decision: 'granted',
      purpose: 'record_keeping',
      fields: { idNumber: 'fact', name: 'masked' },
    });
  });

  test('tell nothing of another grid, and of one that is not hers not even that', () => {
    withSameNumber({ name: '王秀英', mobile: '13800138000' }, c.otherWorker.token, 5);
    expect(groups(duplicates())).toEqual([]);
    expect(newest()[0]).toMatchObject({ action: 'record.alike', decision: 'done', reason: 'nothing_found' });
    expect(groups(duplicates({ by: c.otherWorker.token }))).toEqual([]);
    expect(code(duplicates({ grid: 5 }))).toBe('denied');
    expect(newest()[0]).toMatchObject({ decision: 'refused', reason: 'not_your_grid' });
    expect(newest()[0]?.subject ?? null).toBeNull();
  });

  test('are compared by what the purpose covers alone, and for nobody who sees no list', () => {
    withSameNumber({ name: '赵六' });
    const named = create({ name: '王秀英', mobile: '13800138000' }).id;
    expect(groups(duplicates({ purpose: 'grid_overview' }))).toEqual([
      { by: ['same_mobile_and_name'], ids: [c.resident, named].toSorted() },
    ]);
    expect(code(duplicates({ purpose: 'handle_ticket' }))).toBe('denied');
    for (const by of [c.officer.token, c.dispatcher.token, c.administrator, c.bot.token, c.page(c.resident)])
      expect(code(duplicates({ by }))).toBe('denied');
  });

  test('leave out who restricted it, and then nobody stands there alone', () => {
    withSameNumber({ name: '王秀英' });
    value(c.ask(c.page(c.resident), 'openRight', { right: 'restrict' }));
    expect(groups(duplicates())).toEqual([]);
    const kept = newest(3).filter(({ action }) => action === 'record.alike');
    expect(kept).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ decision: 'refused', reason: 'restricted', subject: c.resident }),
      ]),
    );
    expect(kept.map(({ decision }) => decision)).not.toContain('granted');
  });

  test('come in pages that go on where they ended', () => {
    for (let n = 0; n < 3; n += 1) {
      create({ name: '孙丽', mobile: `1390013900${n}` });
      create({ name: '孙丽', mobile: `1390013900${n}` });
    }
    const seen: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = value(duplicates({ limit: 1, cursor }));
      seen.push(...page.items.map(({ records }) => records.map(({ id }) => id)));
      expect(page.remaining).toBe(3 - seen.length);
      cursor = page.cursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(seen.map((ids) => ids.join())).size).toBe(3);
  });

  test('households by their address, dogs by their chip', () => {
    const household = (address: string) =>
      value(
        c.ask(c.worker.token, 'createRecord', {
          type: 'household',
          purpose: 'record_keeping',
          grid: 3,
          fields: { address },
        }),
      );
    const first = household('3号楼1单元101室');
    expect(first.alike).toEqual([]);
    const second = household('３－１－１０１');
    expect(second.alike).toEqual([{ id: first.id, by: ['same_address'] }]);
    expect(
      groups(
        c.ask(c.worker.token, 'findDuplicates', { type: 'household', purpose: 'record_keeping', limit: 5 }),
      ),
    ).toEqual([{ by: ['same_address'], ids: [first.id, second.id].toSorted() }]);
  });

  test('a tag that was pointed at somebody else is noticed', () => {
    const twin = withSameNumber({ name: '王秀英' });
    c.vault.sql.all(
      `UPDATE index_tag SET mac = zeroblob(32) WHERE record = ? AND field = 'resident.idNumber'`,
      [twin],
    );
    expect(code(duplicates())).toBe('tampered');
  });
});

describe('who creates a record', () => {
  test('hears that it may be there already, by what, and the other one’s log has it', () => {
    const before = c.vault.vault.journal.size;
    const made = create({ name: '王秀英', mobile: '138 0013 8000', address: '3号楼2单元501' });
    expect(made.alike).toEqual([{ id: c.resident, by: ['same_mobile_and_name', 'same_name_and_address'] }]);
    expect(c.vault.vault.journal.size - before).toBe(2);
    expect(newest()[0]).toMatchObject({
      action: 'record.alike',
      decision: 'granted',
      subject: c.resident,
      level: 'fact',
      fields: { mobile: 'fact', name: 'fact', address: 'fact' },
    });
  });

  test('hears nothing of one in another grid, and the log grows by no more than for anybody', () => {
    const growth = (mobile: string) => {
      const before = c.vault.vault.journal.size;
      const { alike } = create({ name: '王秀英', mobile }, c.otherWorker.token, 5);
      const leaves = c.vault.vault.store.log.leaves(before, 10).map(({ leaf }) => decodeLeaf(leaf));
      return { alike, said: leaves.map((leaf) => leaf.ok && leaf.value.public.action) };
    };
    expect(growth('13800138000')).toEqual({ alike: [], said: ['record.create'] });
    expect(growth('13900139000')).toEqual({ alike: [], said: ['record.create'] });
  });

  test('hears it of a dog’s chip, a car’s plate and a shop’s code too, for the purpose their lists are seen by', () => {
    const held = (type: 'dog' | 'vehicle', fields: Record<string, string>) =>
      value(
        c.ask(c.worker.token, 'createRecord', {
          type,
          purpose: 'record_keeping',
          keeper: c.resident,
          fields,
        }),
      );
    const car = held('vehicle', { plate: '鲁A12345' });
    expect(car.alike).toEqual([]);
    expect(held('vehicle', { plate: '鲁a·12345' }).alike).toEqual([{ id: car.id, by: ['same_plate'] }]);
    expect(newest()[0]).toMatchObject({
      action: 'record.alike',
      purpose: 'grid_overview',
      subject: c.resident,
    });
    expect(held('dog', { name: '豆豆', chip: '156 0000 1234 5678' }).alike).toMatchObject([
      { by: ['same_chip'] },
    ]);
  });

  test('nor of who is made up, and an import hears of nobody', () => {
    const { id } = value(c.ask(c.officer.token, 'makeCanary', { grid: 3 }));
    const row = c.vault.vault.store.records.byId('resident', id);
    const made = row && openRecord(c.vault.vault, row, ['name', 'mobile']);
    const told = create(Object.fromEntries(made ?? []));
    expect(told.alike).toEqual([]);
    expect(groups(duplicates())).toEqual([]);
    const imported = value(
      c.ask(c.administrator, 'createRecord', {
        type: 'resident',
        purpose: 'record_keeping',
        grid: 3,
        fields: { name: '王秀英', mobile: '13800138000' },
      }),
    );
    expect(imported.alike).toEqual([]);
  });
});
