import { expect, test } from 'vitest';
import { isRecordType, recordTypes } from '../fields.ts';
import { orderable, orderNumber } from './orders.ts';
import { purposeCovers, purposes } from '../purposes.ts';

test.each([
  ['济防指〔2026〕3号', '济防指〔2026〕3号'],
  ['济防指[2026]03号', '济防指〔2026〕3号'],
  [' 历城区防汛办（2026）12 号', '历城区防汛办〔2026〕12号'],
])('the number of an order reads %s', (said, value) => {
  expect(orderNumber(said)).toEqual({ ok: true, value });
});

test.each(['', '3号', '王秀英', '济防指2026年3号', '济防指〔2026〕3号 王秀英', '<b>〔2026〕3号'])(
  'no order rests on %o',
  (said) => {
    expect(orderNumber(said).ok).toBe(false);
  },
);

test('an order names nothing that its purpose does not cover', () => {
  for (const name of orderable) {
    const [type = '', field = ''] = name.split('.');
    expect([name, isRecordType(type) && purposeCovers('emergency_order', type, field)]).toEqual([name, true]);
  }
});

test('there is no health code, no track and no posted list: not as a record, not as a field, not by an order', () => {
  const names = Object.entries(recordTypes).flatMap(([type, { title, fields }]) => [
    type,
    title.zh,
    ...Object.entries(fields).flatMap(([name, spec]) => [name, spec.title.zh]),
  ]);
  const forbidden =
    /health.?code|健康码|红码|黄码|绿码|track|trace|轨迹|行程|itinerar|location|位置|temperature|体温|nucleic|核酸|vaccin(?!atedUntil)|quarantine|隔离|名单|posted|公示/i;
  expect(names.filter((name) => forbidden.test(name))).toEqual([]);
  expect(Object.keys(purposes.emergency_order.covers).toSorted()).toEqual([
    'emergency_note',
    'household',
    'resident',
  ]);
  expect(Object.keys(recordTypes.emergency_note.fields)).toEqual(['need', 'outcome']);
});
