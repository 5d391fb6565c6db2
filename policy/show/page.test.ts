import { expect, test } from 'vitest';
import { fieldsOf, type RecordType } from '../fields.ts';
import { actions } from '../grant.ts';
import { higher, type Level } from '../levels.ts';
import { mostOf } from './most.ts';
import { pageOf, sectionsOf } from './page.ts';
import { purposeIds } from '../purposes.ts';
import { roles } from '../roles.ts';
import { policy } from '../rules.ts';
import { sheetOf } from './sheet.ts';
import { roleWords } from '../words.ts';

const sheet = sheetOf(policy);

test('the sheet has every rule once for each role it is for', () => {
  const said = sheet.roles.flatMap(({ role, lines }) => lines.map(({ rule }) => `${role.en}: ${rule}`));
  const meant = policy.grants.flatMap((grant) =>
    grant.roles.map((role) => `${roleWords[role].en}: ${grant.id}`),
  );
  expect(said.toSorted()).toEqual(meant.toSorted());
  expect(sheet.nothing.length + sheet.roles.filter(({ lines }) => lines.length > 0).length).toBe(
    roles.length,
  );
});

test('at a glance it shows the most that decide ever gives', () => {
  const looks = actions.filter((action) => action === 'read' || action === 'list');
  const asked = (role: string, type: RecordType, field: string): Level =>
    purposeIds
      .flatMap((purpose) => looks.map((action) => mostOf(policy, { action, role, purpose, type, field })))
      .reduce(higher, 'none');
  const titles: readonly RecordType[] = ['resident', 'ticket', 'dog'];
  for (const type of titles) {
    const fields = Object.keys(fieldsOf(type));
    for (const role of roles) {
      const shown = sheet.glance
        .find(
          ({ fields: titled }) =>
            titled.length === fields.length && titled[0]?.title === fieldsOf(type)[fields[0] ?? '']?.title,
        )
        ?.rows.find((row) => row.role === roleWords[role])?.levels;
      const found = fields.map((field) => asked(role, type, field));
      expect([role, type, shown ?? fields.map(() => 'none')]).toEqual([role, type, found]);
    }
  }
});

test('every word stands in Chinese and in English', () => {
  const html = sectionsOf(sheet);
  expect(html.match(/<span lang="zh-CN">/g)?.length).toBe(html.match(/<span class="en" lang="en">/g)?.length);
  expect(html).not.toMatch(/<span[^>]*><\/span>/);
  expect(html).not.toContain('undefined');
});

test('what a table says is text and never markup', () => {
  const [first] = policy.grants;
  const id = '<script>"x"</script>';
  const html = pageOf(sheetOf({ ...policy, grants: first === undefined ? [] : [{ ...first, id }] }), '<b>');
  expect(html).not.toContain('<script');
  expect(html).not.toContain('版本 <b>');
  expect(html).toContain('&lt;script&gt;&quot;x&quot;&lt;/script&gt;');
});
