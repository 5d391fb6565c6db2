import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { fieldSpec } from '../policy/fields.ts';
import { openRecord } from '../vault/subject.ts';
import { code, value } from './node-community.ts';
import { nodeConsole, type NodeConsole } from './node-console.ts';

/**
 * Adding a field is one edit in `policy/fields.ts`. This is the edit: lines of the table, put into its source as anybody
 * would; everything else here is the program as it is, which gets the edited table wherever it imports it.
 */
const edit = vi.hoisted((): Readonly<Record<string, readonly string[]>> => ({
  vehicle: [`permit: personal(97, '通行证号', 'Pass number', 'chip', 'lastFour', 1, 'indexed'),`],
  resident: [
    `school: personal(97, '就读学校', 'School', 'line', 'fact', 1),`,
    `blood: sensitive(98, '血型', 'Blood type', 'line', 'nothing', 1),`,
  ],
}));

vi.mock('../policy/fields.ts', async () => {
  const source = readFileSync(new URL('../policy/fields.ts', import.meta.url), 'utf8');
  const edited = Object.entries(edit).reduce(
    (text, [type, lines]) =>
      text.replace(
        new RegExp(`(\\n  ${type}: type\\([^{]*\\{\\n)`),
        (head) => `${head}${lines.join('\n')}\n`,
      ),
    source,
  );
  const url = `data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(edited))}`;
  return (await import(/* @vite-ignore */ url)) as object;
});

let c: NodeConsole;
const keep = { purpose: 'record_keeping' } as const;
const permit = '156-0000-1234-5678';
const added = { permit: '156000012345678', school: '历城二小', blood: 'AB型' };
let vehicle: string;

beforeAll(async () => {
  c = await nodeConsole();
  const fields = { plate: '鲁A12345', permit };
  vehicle = value(
    c.vault.ask(c.worker.token, 'createRecord', { type: 'vehicle', ...keep, keeper: c.resident, fields }),
  ).id;
  const change = { school: added.school, blood: added.blood };
  value(
    c.vault.ask(c.worker.token, 'updateRecord', {
      type: 'resident',
      id: c.resident,
      ...keep,
      version: 1,
      fields: change,
    }),
  );
});

describe('a field that is added to the table, and nowhere else', () => {
  test('is one of the table', () => {
    expect(fieldSpec('vehicle', 'permit')).toMatchObject({ number: 97, check: 'chip', indexed: true });
    expect(fieldSpec('resident', 'blood')).toMatchObject({ class: 'sensitive' });
  });

  test('is validated: a wrong value is refused, naming it, and a right one is kept in its normal form', () => {
    const fields = { plate: '鲁A54321', permit: '12345' };
    const record = { type: 'vehicle', ...keep, keeper: c.resident, fields } as const;
    const wrong = c.vault.ask(c.worker.token, 'createRecord', record);
    expect(wrong.ok ? [] : wrong.problem.errors).toMatchObject([
      { field: 'fields.permit', code: 'chip_form' },
    ]);
  });

  test('is sealed: no row has it, and the record’s key opens it', () => {
    const row = c.vault.vault.store.records.byId('vehicle', vehicle);
    if (row === undefined) throw new Error('the record is there');
    expect(Buffer.from(row.blob).includes(added.permit)).toBe(false);
    expect(openRecord(c.vault.vault, row, ['permit']).get('permit')).toBe(added.permit);
    const everything = c.sql
      .all(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'`, [])
      .flatMap((table) => c.sql.all(`SELECT * FROM "${String(table['name'])}"`, []));
    const bytes = Buffer.concat(
      everything.flatMap((each) =>
        Object.values(each as Record<string, unknown>).map((cell) =>
          cell instanceof Uint8Array ? Buffer.from(cell) : Buffer.from(String(cell)),
        ),
      ),
    );
    for (const value of Object.values(added)) expect(bytes.includes(value)).toBe(false);
    // What is looked for would be found.
    expect(bytes.includes('hengda') || bytes.includes('恒大城社区')).toBe(true);
  });

  test('is masked for who keeps it, and not shown to them where it is sensitive', () => {
    const read = (type: 'vehicle' | 'resident', id: string, purpose: 'grid_overview' | 'record_keeping') =>
      value(c.vault.ask(c.worker.token, 'readRecord', { type, id, purpose })).fields;
    expect(read('vehicle', vehicle, 'grid_overview')['permit']).toEqual({
      level: 'masked',
      value: '****5678',
    });
    expect(read('resident', c.resident, 'record_keeping')).toMatchObject({
      school: { level: 'fact', value: 'yes' },
      blood: { level: 'none' },
    });
    // Everyday work names its fields: what is added is not among them.
    expect(read('resident', c.resident, 'grid_overview')['school']).toEqual({ level: 'none' });
    for (const token of [c.otherWorker.token, c.dispatcher.token, c.officer.token])
      expect(
        code(c.vault.ask(token, 'readRecord', { type: 'vehicle', id: vehicle, purpose: 'grid_overview' })),
      ).toBe('denied');
  });

  test('is found by its value, in any spelling, where it is indexed', () => {
    const where = { field: 'permit', value: '１５６ 0000 1234 5678' };
    const search = { type: 'vehicle', purpose: 'grid_overview', where, limit: 5 } as const;
    const { items } = value(c.vault.ask(c.worker.token, 'searchRecords', search));
    expect(items.map(({ id }) => id)).toEqual([vehicle]);
  });

  test('is shown on the pages: asked for in the forms, masked to the worker, clear to whose it is', async () => {
    const worker = await c.staff(c.worker.id);
    const form = await worker.get(`/residents/${c.resident}/vehicle/new`);
    expect(form.text).toContain('通行证号');
    expect(form.html).toContain('name="permit"');
    const change = await worker.get(`/records/vehicle/${vehicle}/change?of=${c.resident}`);
    expect(change.text).toContain('****5678');
    const own = await c.holding(c.page(c.resident)).get('/me');
    for (const words of ['通行证号', added.permit, '血型', added.blood]) expect(own.text).toContain(words);
  });

  test('is exported: in the copy of whose it is, and in what the vault says it holds', () => {
    const { archive } = value(c.vault.ask(c.page(c.resident), 'takeArchive', { right: 'copy' }));
    for (const exported of Object.values(added)) expect(JSON.stringify(archive)).toContain(exported);
    const known = value(c.vault.ask(c.page(c.resident), 'knowMine', undefined)).records;
    const held = known.flatMap(({ fields }) => fields.filter((field) => field.held).map(({ name }) => name));
    expect(held).toEqual(expect.arrayContaining(['permit', 'school', 'blood']));
  });

  test('is in the API’s document', async () => {
    const answered = await c.app.fetch(new Request('http://localhost/openapi.json'));
    const { components } = (await answered.json()) as {
      components: { schemas: Record<string, { properties?: Record<string, { title?: string }> }> };
    };
    expect(components.schemas['VehicleFields']?.properties?.['permit']?.title).toBe('通行证号');
    expect(components.schemas['ResidentFields']?.properties?.['blood']?.title).toBe('血型');
  });

  test('is taken in by an import', () => {
    const fields = { plate: '鲁A98765', permit: '156000000000009' };
    const lines = [{ kind: 'record', type: 'vehicle', keeper: c.resident, fields }] as const;
    expect(value(c.vault.ask(c.administrator, 'importBatch', lines)).imported).toBe(1);
  });
});
