/**
 * The bot's machinery without its conversation, a process of its own that tests may kill: it says back what it heard.
 * A message that mentions it in a group is answered there and in private; of what is no text it says how many bytes came.
 */
import { readFileSync } from 'node:fs';
import { paceOf } from '../bot/pacing.ts';
import { runBot } from '../bot/run.ts';
import { openBotStore } from '../bot/store/open.ts';
import { localWechaty, serviceWechaty, WechatTransport } from '../bot/wechat.ts';
import { VaultClient } from '../vault/client.ts';

const env = (name: string): string => process.env[name] ?? '';
const transport = new WechatTransport(
  env('WECHATY_PUPPET') === 'wechaty-puppet-service'
    ? serviceWechaty(() => undefined)
    : localWechaty(env('LINDUN_CHAT'), readFileSync(env('LINDUN_CHAT_TOKEN_FILE'), 'latin1').trim()),
);
const store = await openBotStore(env('LINDUN_BOT_DIR'), transport.name);
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
const ending = await runBot(
  {
    store,
    transport,
    vault: new VaultClient({ url: 'http://localhost:1', community: 'hengda' }),
    handle: ({ message, reply, replyInPrivate, session, setSession }) => {
      const { kind, file, text } = message;
      if (kind === 'text' && message.room !== null && !message.mentionsUs && !message.quotesUs)
        return Promise.resolve();
      const said = kind === 'text' ? text : `${kind} ${file?.length ?? 'without'}`;
      const count = Number(session?.answers['count'] ?? 0) + 1;
      reply(`${said}#${count}`);
      if (message.room !== null) replyInPrivate(`私${said}`);
      setSession({ form: 'count', step: '', answers: { count: String(count) }, at: message.at });
      return Promise.resolve();
    },
    words: { waiting: '我记着', failed: '没办成' },
    pace: paceOf(Number(env('LINDUN_BOT_PACE'))),
    now: () => Date.now(),
    random: () => Math.random(),
    log: (line) => console.log(`bot: ${line}`),
  },
  stop.signal,
).catch((error: unknown) => {
  console.log(`bot: ${error instanceof Error ? error.message : 'unknown'}`);
  return 'lost' as const;
});
store.close();
process.exit(ending === 'lost' ? 75 : 0);
