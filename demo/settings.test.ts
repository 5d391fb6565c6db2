import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { demandFree } from './ports.ts';
import { settingsOf } from './settings.ts';

test('without a word it is the whole community on the usual ports, in .lindun', () => {
  expect(settingsOf([], {})).toMatchObject({
    port: 8787,
    chatPort: 8788,
    fresh: false,
    curl: false,
    households: 6_771,
  });
  expect(settingsOf([], {}).dir).toMatch(/\/\.lindun$/);
});

test('what is said goes before the environment', () => {
  const env = {
    LINDUN_PORT: '1',
    LINDUN_CHAT_PORT: '2',
    LINDUN_DIR: '/tmp/somewhere',
    LINDUN_DEMO_HOUSEHOLDS: '60',
  };
  expect(settingsOf([], env)).toMatchObject({ port: 1, chatPort: 2, dir: '/tmp/somewhere', households: 60 });
  const said = settingsOf(['--port', '3', '--chat-port=4', '--fresh', '--curl'], env);
  expect(said).toMatchObject({ port: 3, chatPort: 4, fresh: true, curl: true });
});

test.each([
  [['--frsh'], {}, /不认识 --frsh.*--fresh/],
  [['something'], {}, /不认识 something/],
  [['--port', '65536'], {}, /端口/],
  [['--chat-port', 'http'], {}, /端口/],
  [[], { LINDUN_PORT: '-1' }, /端口/],
  [[], { LINDUN_DEMO_HOUSEHOLDS: '3' }, /LINDUN_DEMO_HOUSEHOLDS/],
  [[], { LINDUN_DEMO_HOUSEHOLDS: 'all' }, /LINDUN_DEMO_HOUSEHOLDS/],
] as const)('%j with %j is refused in words', (args, env, words) => {
  expect(() => settingsOf(args, env)).toThrow(words);
});

let server: Server | undefined;
afterEach(() => server?.close());

test('a port that is taken is said, with how to take another; a free one and "any" are fine', async () => {
  const taken = createServer();
  server = taken;
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as { port: number };
  await expect(demandFree(port, 'vault')).rejects.toThrow(
    new RegExp(`端口 ${port} 已被占用.*--port \\d+.*LINDUN_PORT.*is taken`),
  );
  await expect(demandFree(port, 'chat')).rejects.toThrow(/聊天.*--chat-port.*LINDUN_CHAT_PORT/);
  await demandFree(0, 'vault');
  await new Promise((resolve) => taken.close(resolve));
  await demandFree(port, 'vault');
});
