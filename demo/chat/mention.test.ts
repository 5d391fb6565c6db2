import { expect, test } from 'vitest';
import { mentioned } from './mention.ts';

const members = [
  { id: 'bot', name: '楼管家' },
  { id: 'a', name: '阿李' },
  { id: 'b', name: '阿李的邻居' },
  { id: 'c', name: '阿李' },
];

test('an @ means the longest name behind it, with a space of WeChat after it or without', () => {
  expect(mentioned('@楼管家 上报', members)).toEqual(['bot']);
  expect(mentioned('@楼管家\u2005上报', members)).toEqual(['bot']);
  expect(mentioned('早@楼管家上报', members)).toEqual(['bot']);
  expect(mentioned('@阿李的邻居 你好', members)).toEqual(['b']);
  expect(mentioned('@阿李 @楼管家', members)).toEqual(['a', 'c', 'bot']);
});

test('without an @, without a name behind it, or with everybody, nobody is meant', () => {
  expect(mentioned('楼管家 上报', members)).toEqual([]);
  expect(mentioned('@ 楼管家', members)).toEqual([]);
  expect(mentioned('@所有人 开会', members)).toEqual([]);
  expect(mentioned('a@b.example', members)).toEqual([]);
});
