import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objectFigures } from './figures.ts';
import { measureHttp, httpFigures } from './http.ts';
import { buildObjectBundle, startObjects } from './objects.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lindun-bench-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const silent = (): void => undefined;

describe('in a Durable Object', () => {
  test('both engines pass their checks, and do every task that a figure is made of', async () => {
    const bundle = buildObjectBundle(join(folder, 'object'));
    for (const engine of ['plain', 'sealed'] as const) {
      const dir = join(folder, engine);
      const settings = { bundle, dir, engine, objects: 2, residents: 60, wide: 10, seed: 1 };
      const running = await startObjects(engine, settings);
      try {
        for (const { ours, against, within } of objectFigures) {
          const task = engine === 'sealed' || within === true ? ours : against;
          if (task === undefined || (engine === 'plain' && within === true)) continue;
          expect(running.tasks).toContain(task);
          expect(await running.time(task, 3)).toBeGreaterThanOrEqual(0);
        }
        await expect(running.time('rewrap', 1)).rejects.toThrow('the server answered 404');
      } finally {
        await running.stop();
      }
    }
  });
});

describe('over HTTP', () => {
  test('the product and the plaintext Worker answer every kind of request that a figure is made of', async () => {
    const options = { residents: 60, rounds: 1, requests: { one: 2, list: 1 } };
    const figures = await measureHttp(join(folder, 'http'), options, 1, silent);
    expect(figures.map(({ id }) => id)).toEqual(httpFigures.map(({ id }) => id));
    for (const { ours, against } of figures) {
      expect(ours).toBeGreaterThan(0);
      expect(against).toBeGreaterThan(0);
    }
  });
});
