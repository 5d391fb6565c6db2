import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataKey, importKey } from './keys.ts';
import { readLayout, writeLayout } from './layout.ts';
import { nobleAead } from './noble.ts';
import { fieldNumbers, openFields, sealRecord, type RecordContext } from './record.ts';

/** Everything that can be done to a sealed record without its key, and the one answer to all of it. */

const key = importKey(DataKey, new Uint8Array(32).fill(7));
const context: RecordContext = {
  community: 'hengda',
  subject: 's1',
  type: 'resident',
  id: 'r1',
  keyId: 'k1',
  version: 3,
};
const fields = new Map([
  [1, '欧阳娜娜'],
  [2, '13800138000'],
  [5, '3-2-501'],
]);
const all = [...fields.keys()];
const blob = sealRecord(fields, context, key, nobleAead);

/** Exactly this and no more: no text, no number, no hint of how near it came. */
function expectRefused(changed: Uint8Array, at: RecordContext = context, with_ = key, numbers = all): void {
  const answer = JSON.stringify(openFields(changed, at, with_, numbers, nobleAead));
  expect(answer).toBe('{"ok":false,"error":"tampered"}');
}

function opened(bytes: Uint8Array, numbers: Iterable<number> = all) {
  return openFields(bytes, context, key, numbers, nobleAead);
}

test('the untouched record opens, so that the refusals below mean something', () => {
  expect(opened(blob)).toEqual({ ok: true, fields });
});

describe('a changed blob is refused:', () => {
  test('every single bit', () => {
    for (let bit = 0; bit < blob.length * 8; bit++) {
      const changed = new Uint8Array(blob);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expectRefused(changed);
    }
  });

  test('every bit of head and own box, when one field alone is opened', () => {
    const head = 1 + 24 + 2 + 4 * 3;
    for (let bit = 0; bit < (head + 48) * 8; bit++) {
      const changed = new Uint8Array(blob);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expectRefused(changed, context, key, [1]);
    }
  });

  test('every truncation, at either end', () => {
    for (let length = 0; length < blob.length; length++) {
      expectRefused(blob.subarray(0, length));
      expectRefused(blob.subarray(blob.length - length));
    }
  });

  test('every extension, also by whole boxes', () => {
    for (const size of [1, 16, 32, 48, 52]) {
      expectRefused(Uint8Array.of(...blob, ...new Uint8Array(size)));
      expectRefused(Uint8Array.of(...blob, ...blob.subarray(blob.length - size)));
    }
    expectRefused(Uint8Array.of(...blob, ...blob));
  });

  test('random bytes, and random bytes behind a good head', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expectRefused(bytes);
        expectRefused(Uint8Array.of(1, ...bytes));
        const changed = new Uint8Array(blob);
        changed.set(bytes.subarray(0, blob.length - 39), 39);
        if (bytes.length > 0 && Buffer.compare(changed, blob) !== 0) expectRefused(changed);
      }),
    );
  });
});

describe('a record in another place is refused:', () => {
  test.each([
    ['community', { community: 'hengdb' }],
    ['subject', { subject: 's2' }],
    ['type', { type: 'household' }],
    ['id', { id: 'r2' }],
    ['data key id', { keyId: 'k2' }],
    ['version, older', { version: 2 }],
    ['version, newer', { version: 4 }],
    ['boundary between subject and type', { subject: 's1r', type: 'esident' }],
    ['order of subject and id', { subject: 'r1', id: 's1' }],
  ] as [string, Partial<RecordContext>][])('another %s', (_, change) => {
    expectRefused(blob, { ...context, ...change });
    expectRefused(blob, { ...context, ...change }, key, [2]);
    const other = sealRecord(fields, { ...context, ...change }, key, nobleAead);
    expectRefused(other);
  });

  test('another key, and any other context at all', () => {
    expectRefused(blob, context, importKey(DataKey, new Uint8Array(32).fill(8)));
    const name = fc.string({ unit: 'binary' });
    const anyContext = fc.record<RecordContext>({
      community: fc.oneof(fc.constant('hengda'), name),
      subject: fc.oneof(fc.constant('s1'), name),
      type: fc.oneof(fc.constant('resident'), name),
      id: fc.oneof(fc.constant('r1'), name),
      keyId: fc.oneof(fc.constant('k1'), name),
      version: fc.oneof(fc.constant(3), fc.maxSafeNat()),
    });
    fc.assert(
      fc.property(anyContext, (at) => {
        fc.pre(JSON.stringify(at) !== JSON.stringify(context));
        expectRefused(blob, at);
      }),
    );
  });
});

describe('boxes put elsewhere are refused:', () => {
  const layout = readLayout(blob);
  if (layout === undefined) throw new Error('the blob has a layout');
  const box = (number: number) => layout.box(layout.numbers.indexOf(number));
  const rebuilt = (boxes: [number, Uint8Array][], nonce: Uint8Array = layout.nonce) =>
    writeLayout(nonce, new Map(boxes));

  test('(the same boxes in the same places are accepted)', () => {
    expect(
      opened(
        rebuilt([
          [1, box(1)],
          [2, box(2)],
          [5, box(5)],
        ]),
      ),
    ).toEqual({ ok: true, fields });
  });

  test('exchanged between two fields', () => {
    const changed = rebuilt([
      [1, box(2)],
      [2, box(1)],
      [5, box(5)],
    ]);
    expectRefused(changed);
    expectRefused(changed, context, key, [1]);
    expectRefused(changed, context, key, [2]);
  });

  test('renumbered, repeated under another number, or doubled', () => {
    expectRefused(
      rebuilt([
        [1, box(1)],
        [2, box(2)],
        [6, box(5)],
      ]),
      context,
      key,
      [1, 2, 6],
    );
    expectRefused(
      rebuilt([
        [1, box(1)],
        [2, box(2)],
        [3, box(2)],
        [5, box(5)],
      ]),
      context,
      key,
      [3],
    );
    expectRefused(
      rebuilt([
        [1, box(1)],
        [2, box(1)],
        [5, box(1)],
      ]),
    );
  });

  test.each(all)('field %i dropped, whichever of the others is opened', (dropped) => {
    const rest = all.filter((number) => number !== dropped);
    const changed = rebuilt(rest.map((number) => [number, box(number)]));
    for (const number of rest) expectRefused(changed, context, key, [number]);
    expectRefused(changed, context, key, [dropped]);
    expectRefused(changed, context, key, []);
  });

  test('a field added, whichever is opened', () => {
    const changed = rebuilt([
      [1, box(1)],
      [2, box(2)],
      [5, box(5)],
      [9, box(5)],
    ]);
    for (const number of [...all, 9]) expectRefused(changed, context, key, [number]);
  });

  test('taken from another write of the same record, with or without its nonce', () => {
    const again = readLayout(sealRecord(fields, context, key, nobleAead));
    const old = again?.box(again.numbers.indexOf(2)) ?? new Uint8Array(0);
    expectRefused(
      rebuilt([
        [1, box(1)],
        [2, old],
        [5, box(5)],
      ]),
    );
    expectRefused(
      rebuilt(
        [
          [1, box(1)],
          [2, old],
          [5, box(5)],
        ],
        again?.nonce,
      ),
    );
  });
});

describe('the head has one form; refused is', () => {
  const head = (change: (view: DataView) => void) => {
    const changed = new Uint8Array(blob);
    change(new DataView(changed.buffer));
    return changed;
  };
  const countAt = 25;
  const entryAt = (i: number) => 27 + 4 * i;

  test('another suite', () => {
    for (let suite = 0; suite < 256; suite++)
      if (suite !== 1) expectRefused(head((v) => v.setUint8(0, suite)));
  });

  test('a count of none, fewer, more, or more than there are bytes', () => {
    for (const count of [0, 1, 2, 4, 5, 65535]) expectRefused(head((v) => v.setUint16(countAt, count)));
    expectRefused(blob.subarray(0, 27));
    expectRefused(head((v) => v.setUint16(countAt, 0)).subarray(0, 27));
    expect(fieldNumbers(head((v) => v.setUint16(countAt, 0)).subarray(0, 27))).toBeUndefined();
  });

  test('numbers that descend, repeat or are 0', () => {
    for (const number of [0, 2, 3, 6]) expectRefused(head((v) => v.setUint16(entryAt(0), number)));
    expectRefused(head((v) => v.setUint16(entryAt(1), 1)));
    expectRefused(head((v) => v.setUint16(entryAt(2), 2)));
  });

  test('a size that is no bucket', () => {
    for (const units of [0, 2, 3, 5, 8, 65535])
      expectRefused(head((v) => v.setUint16(entryAt(0) + 2, units)));
    const layout = readLayout(blob);
    const boxes = new Map(layout?.numbers.map((number, place) => [number, layout.box(place)]));
    const odd = new Map(boxes).set(5, new Uint8Array(96 + 16));
    expect(readLayout(writeLayout(new Uint8Array(24), odd))).toBeUndefined();
    const even = new Map(boxes).set(5, new Uint8Array(128 + 16));
    expect(readLayout(writeLayout(new Uint8Array(24), even))?.numbers).toEqual(all);
  });
});

test('a blob inside a larger buffer is read from its own first byte', () => {
  const room = new Uint8Array(blob.length + 13);
  room.set(blob, 9);
  expect(opened(room.subarray(9, 9 + blob.length))).toEqual({ ok: true, fields });
});
