import { describe, expect, test } from 'vitest';
import { openNodeVault } from '../tests/node-vault.ts';
import { Together } from './together.ts';

/** Turns that the test takes when it wants to. */
function turns() {
  const due: (() => void)[] = [];
  return {
    later: (turn: () => void) => void due.push(turn),
    due,
    take: () => due.splice(0).forEach((turn) => turn()),
  };
}

describe('requests that came one after another', () => {
  test('are run in one turn, in their order, and not before it', async () => {
    const { later, due, take } = turns();
    const together = new Together(later);
    const seen: number[] = [];
    const answers = [1, 2, 3].map((n) => together.run(() => (seen.push(n), n * 10)));
    expect([seen, due.length]).toEqual([[], 1]);
    take();
    expect(seen).toEqual([1, 2, 3]);
    expect(await Promise.all(answers)).toEqual([10, 20, 30]);
  });

  test('do not fall with one that fails, now or later', async () => {
    const { later, take } = turns();
    const together = new Together(later);
    const fails = together.run(() => {
      throw new Error('not this one');
    });
    const refuses = together.run(() => Promise.reject(new Error('nor this one')));
    const works = together.run(() => Promise.resolve('works'));
    take();
    await expect(fails).rejects.toThrow('not this one');
    await expect(refuses).rejects.toThrow('nor this one');
    expect(await works).toBe('works');
  });

  test('that come while a turn is run, or after it, have one of their own', async () => {
    const { later, due, take } = turns();
    const together = new Together(later);
    let inner: Promise<string> | undefined;
    const outer = together.run(() => ((inner = together.run(() => 'inner')), 'outer'));
    take();
    expect([await outer, due.length]).toEqual(['outer', 1]);
    take();
    expect(await inner).toBe('inner');
  });

  test('are transactions of their own: what one of them did wrong is taken back, the others’ work stays', async () => {
    const node = await openNodeVault();
    const { vault } = node;
    const { later, take } = turns();
    const together = new Together(later);
    const before = vault.journal.size;
    const read = () => together.run(() => node.ask(node.administrator, 'readPolicy', undefined));
    const answers = [
      read(),
      together.run(() =>
        vault.store.atomically(() => {
          vault.rows.put('switch', 'exchange', { open: false }, vault.journal.size);
          throw new Error('half way');
        }),
      ),
      read(),
    ];
    take();
    const ended = await Promise.allSettled(answers);
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(vault.rows.get('switch', 'exchange')).toBeUndefined();
    expect(vault.journal.size).toBe(before + 2);
  });

  test('decide in their own place: what was withdrawn before is refused, also to who was waiting', async () => {
    const { later, take } = turns();
    const together = new Together(later);
    let given = true;
    const read = () => together.run(() => (given ? 'shown' : 'denied'));
    const answers = [read(), together.run(() => ((given = false), 'withdrawn')), read()];
    take();
    expect(await Promise.all(answers)).toEqual(['shown', 'withdrawn', 'denied']);
  });
});
