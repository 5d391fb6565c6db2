import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldsOf, recordTypes, type RecordType } from './fields.ts';
import { levels } from './levels.ts';
import { masks, present, showable, type MaskName } from './masks.ts';

test.each<[MaskName, string, string | null]>([
  ['name', '张三', '张*'],
  ['name', '张三丰', '张**'],
  ['name', '欧阳修文', '欧阳**'],
  ['name', '欧阳', '欧*'],
  ['name', '阿卜杜拉·买买提', '阿***·'],
  ['name', 'Alice Wu', 'A***'],
  ['name', '张', '*'],
  ['name', '旺财2号', '旺***'],
  ['name', '', null],
  ['idNumber', '370112199003071234', '3****************4'],
  ['idNumber', '3701', null],
  ['mobile', '13812341234', '138****1234'],
  ['mobile', '1381234', null],
  ['address', '3-2-501', '3号楼*单元****'],
  ['address', '12-1-1203', '12号楼*单元****'],
  ['address', '恒大城', null],
  ['building', '3号楼2单元501室门口', '3号楼'],
  ['building', '恒大城三号楼楼下', '3号楼'],
  ['building', '１２栋 电梯', '12号楼'],
  ['building', '4#501', '4号楼'],
  ['building', '3-2-501', '3号楼'],
  ['building', '南门', null],
  ['building', '501室', null],
  ['building', '12345号楼', null],
  ['building', '', null],
  ['decade', '1990-03-07', '90后'],
  ['decade', '2008-12-31', '00后'],
  ['lastFour', '156000000004321', '****4321'],
  ['lastFour', 'LC00123', null],
  ['expiryMonth', '2027-03-15', '有,到2027年3月'],
  ['expiryMonth', 'soon', null],
  ['plate', '鲁A12345', '鲁A***45'],
  ['plate', '鲁AD12345', '鲁A***45'],
  ['plate', '鲁A', null],
  ['whole', '恒大超市', '恒大超市'],
  ['nothing', '独居', null],
  ['fact', '金毛', null],
])('%s of %j is %j', (mask, value, masked) => {
  expect(masks[mask](value)).toBe(masked);
});

test('below clear, what is kept as a hash is a fact, free text is nothing, and no field rises', () => {
  const limits = fc.record({
    keep: fc.constantFrom('sealed' as const, 'hash' as const),
    mask: fc.constantFrom(...(Object.keys(masks) as MaskName[])),
  });
  fc.assert(
    fc.property(limits, fc.constantFrom(...levels), (spec, level) => {
      const shown = showable(spec, level);
      expect(levels.indexOf(shown)).toBeLessThanOrEqual(levels.indexOf(level));
      if (spec.keep === 'hash') expect(['none', 'fact']).toContain(shown);
      if (spec.mask === 'nothing') expect(['none', 'clear']).toContain(shown);
      if (spec.mask === 'fact') expect(shown).not.toBe('masked');
    }),
  );
});

test('shows each level and no more', () => {
  const mobile = recordTypes.resident.fields.mobile;
  expect(levels.map((level) => present(level, mobile, '13812341234'))).toEqual([
    { level: 'none' },
    { level: 'fact', value: 'yes' },
    { level: 'masked', value: '138****1234' },
    { level: 'clear', value: '13812341234' },
  ]);
  expect(present('masked', mobile, '')).toEqual({ level: 'fact', value: 'no' });
  expect(present('masked', mobile, 'not a number')).toEqual({ level: 'fact', value: 'yes' });
  expect(present('clear', recordTypes.resident.fields.idNumber, 'hash')).toEqual({
    level: 'fact',
    value: 'yes',
  });
  expect(present('masked', recordTypes.resident.fields.care, '独居')).toEqual({ level: 'none' });
});

/** Pairs of values that a mask must not tell apart: they differ only in what it is there to hide. */
const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`, 'u'));
const hidden: Readonly<Partial<Record<MaskName, fc.Arbitrary<readonly [string, string]>>>> = {
  mobile: fc
    .tuple(digits(3), digits(4), digits(4), digits(4))
    .map(([a, b, c, d]) => [a + b + d, a + c + d] as const),
  idNumber: fc.tuple(digits(16), digits(16)).map(([a, b]) => [`3${a}4`, `3${b}4`] as const),
  address: fc
    .tuple(fc.nat(999), fc.nat(99), fc.nat(9999), fc.nat(99), fc.nat(9999))
    .map(([b, u, d, v, e]) => [`${b}-${u}-${d}`, `${b}-${v}-${e}`] as const),
  building: fc
    .tuple(
      fc.nat(999),
      fc.stringMatching(/^[2-9]单元\d{3}室[^\d号#栋幢]{0,9}$/u),
      fc.constantFrom('', '楼下', '4号楼对面'),
    )
    .map(([b, one, other]) => [`${b}号楼${one}`, `${b}号楼${other}`] as const),
  lastFour: fc.tuple(digits(11), digits(11), digits(4)).map(([a, b, c]) => [a + c, b + c] as const),
  decade: fc
    .tuple(digits(1), digits(1), digits(1))
    .map(([decade, a, b]) => [`19${decade}${a}-01-02`, `19${decade}${b}-11-30`] as const),
  plate: fc
    .tuple(digits(3), digits(4), digits(2))
    .map(([a, b, c]) => [`鲁A${a}${c}`, `鲁A${b}${c}`] as const),
  expiryMonth: fc.tuple(digits(2), digits(2)).map(([a, b]) => [`2027-03-${a}`, `2027-03-${b}`] as const),
};

describe('two masks of one value do not add up to more than one', () => {
  test.each(Object.entries(hidden))(
    '%s: what it hides changes nothing at any level below clear',
    (mask, pairs) => {
      fc.assert(
        fc.property(pairs, ([a, b]) => {
          const spec = { keep: 'sealed', mask: mask as MaskName } as const;
          for (const level of ['none', 'fact', 'masked'] as const) {
            expect(present(level, spec, a)).toEqual(present(level, spec, b));
          }
        }),
      );
    },
  );

  test('a fact is already told by the masked form', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 20 }),
        fc.constantFrom(...(Object.keys(masks) as MaskName[])),
        (value, mask) => {
          const spec = { keep: 'sealed', mask } as const;
          const masked = present('masked', spec, value);
          if (masked.level === 'masked')
            expect(present('fact', spec, value)).toEqual({ level: 'fact', value: 'yes' });
        },
      ),
    );
  });

  test('no field of the same kind is masked in two ways', () => {
    const byCheck = new Map<string, Set<string>>();
    for (const type of Object.keys(recordTypes) as RecordType[]) {
      for (const { check, mask } of Object.values(fieldsOf(type))) {
        // What a mask shows nothing of adds nothing to another.
        if (['text', 'line', 'recordId'].includes(check) || mask === 'nothing' || mask === 'fact') continue;
        byCheck.set(check, (byCheck.get(check) ?? new Set()).add(mask));
      }
    }
    for (const used of byCheck.values()) expect(used.size).toBe(1);
  });

  test('a masked name never shows the whole name', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[张欧阳司马ab·]{1,8}$/u), (name) => {
        expect(masks.name(name)).not.toBe(name);
      }),
    );
  });
});
