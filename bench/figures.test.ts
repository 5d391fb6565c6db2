import { describe, expect, test } from 'vitest';
import { figureOf, missedBy, quantile } from './figures.ts';
import { summarise } from './profile.ts';
import { wholeAnswer } from './wire.ts';

describe('a figure', () => {
  const named = { id: 'x', title: 'x' };

  test('is the median of each round compared with itself, not of two medians', () => {
    // The machine was ten times slower in the last round: for both.
    const figure = figureOf(named, [0.002, 0.004, 0.06], [0.001, 0.001, 0.02]);
    expect(figure.ratio).toBeCloseTo(3);
    expect(figure.ours).toBeCloseTo(4);
    expect(figure.against).toBeCloseTo(1);
  });

  test('counts what is done in a second the other way round', () => {
    expect(figureOf({ ...named, rate: true }, [0.004], [0.001]).ratio).toBeCloseTo(0.25);
  });

  test('refuses rounds that do not belong together', () => {
    expect(() => figureOf(named, [1, 2], [1])).toThrow(RangeError);
    expect(() => figureOf(named, [])).toThrow(RangeError);
  });

  test('says by what factor its goal is missed, whichever way it points', () => {
    expect(missedBy(figureOf({ ...named, id: 'read-20' }, [40], [2]))).toBeCloseTo(2);
    expect(missedBy(figureOf({ ...named, id: 'http-16', rate: true }, [10], [1]))).toBeCloseTo(5);
    expect(missedBy(figureOf(named, [1], [1]))).toBeUndefined();
  });

  test('takes quantiles between two values', () => {
    expect(quantile([3, 1, 2], 0.5)).toBe(2);
    expect(quantile([4, 1, 2, 3], 0.5)).toBe(2.5);
  });
});

describe('a profile', () => {
  const frame = (functionName: string, url: string) => ({
    functionName,
    url,
    scriptId: '',
    lineNumber: 0,
    columnNumber: 0,
  });
  const node = (id: number, name: string, url: string, children: number[] = []) => ({
    id,
    callFrame: frame(name, url),
    children,
  });

  test('puts a sample into the step it is in and the kind of work it is', () => {
    const nodes = [
      node(1, '(root)', '', [2, 6]),
      node(2, 'atomically', 'file:///r/bench/sql.ts', [3, 5]),
      node(3, 'openRecord', 'file:///r/vault/subject.ts', [4]),
      node(4, 'process', 'file:///r/node_modules/@noble/ciphers/_poly1305.js'),
      node(5, 'run', ''),
      node(6, '(program)', ''),
    ];
    const samples = [4, 4, 4, 3, 5, 5, 6, 6];
    const taken = { nodes, samples, startTime: 0, endTime: 1 };
    expect(summarise(taken)).toEqual({
      open: { AEAD: 3 / 6, rest: 1 / 6 },
      'begin, commit': { SQL: 2 / 6 },
    });
  });
});

describe('an answer on the wire', () => {
  const bytes = (text: string) => Buffer.from(text, 'utf8');

  test('is whole when its length is there, and not before', () => {
    const text = 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n王*';
    expect(wholeAnswer(bytes(text))).toBeUndefined();
    expect(wholeAnswer(bytes(`${text}*1`))).toEqual({ status: 200, body: '王**1' });
  });

  test('may come in chunks', () => {
    const text = 'HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{"a\r\n4\r\n":1}\r\n';
    expect(wholeAnswer(bytes(text))).toBeUndefined();
    expect(wholeAnswer(bytes(`${text}0\r\n\r\n`))).toEqual({ status: 403, body: '{"a":1}' });
  });
});
