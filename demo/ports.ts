import { createServer } from 'node:net';
import { Fault } from '../cli/fault.ts';

/**
 * Sees that a port is free before anything else is done, so that a mistake costs nothing.
 * @throws Fault 'port' saying how to take another
 */
export async function demandFree(port: number, whose: 'vault' | 'chat'): Promise<void> {
  const trouble = port === 0 ? undefined : await troubleWith(port);
  if (trouble === undefined) return;
  const [zh, option, variable] =
    whose === 'vault'
      ? (['保险库', '--port', 'LINDUN_PORT'] as const)
      : (['聊天', '--chat-port', 'LINDUN_CHAT_PORT'] as const);
  const other = `npm start -- ${option} ${port > 65_000 || port < 1_024 ? 18_787 : port + 10}`;
  const [isZh, isEn] = trouble === 'EADDRINUSE' ? ['已被占用', 'is taken'] : ['打不开', 'cannot be opened'];
  throw new Fault(
    'port',
    `${zh}要用的端口 ${port} ${isZh}。换一个:${other},或设 ${variable}`,
    `port ${port}, which the ${whose} wants, ${isEn}. Choose another: ${other}, or set ${variable}`,
  );
}

/** @returns the system's code for why nobody can listen there; undefined when one can */
function troubleWith(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
  });
}
