import { expect, test } from 'vitest';
import { oneMore, type Tries, wrongPin } from './pin.ts';

test.each(['000000', '123456', '654321', '890123', '321098', '121212', '123123', '888888'])(
  '%s is too easy',
  (pin) => expect(wrongPin(pin)?.code).toBe('too_easy'),
);

test.each(['', '12345', '1234567', '12345a', '１２３４５６', ' 28051'])('%j is no PIN', (pin) =>
  expect(wrongPin(pin)?.code).toBe('wrong_form'),
);

test.each(['280519', '907314', '112233', '100000'])('%s is taken', (pin) =>
  expect(wrongPin(pin)).toBeUndefined(),
);

test('four wrong tries cost nothing, the fifth five minutes, and each one after it more', () => {
  const minutes: number[] = [];
  let tries: Tries = { wrong: 0, lockedUntil: 0 };
  for (let n = 0; n < 11; n += 1) {
    tries = oneMore(tries, 1_000);
    minutes.push(Math.max(0, (tries.lockedUntil - 1_000) / 60_000));
  }
  expect(minutes).toEqual([0, 0, 0, 0, 5, 15, 60, 240, 1_440, 1_440, 1_440]);
});
