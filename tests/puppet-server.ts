/** A puppet service of one's own, as a process: `PuppetServer` before the local puppet, with a certificate of one's own CA. */
import { readFileSync } from 'node:fs';
import { log } from 'wechaty-puppet';
import { PuppetServer } from 'wechaty-puppet-service';
import { LocalPuppet } from '../bot/puppets/local.ts';

const env = (name: string): string => process.env[name] ?? '';
log.level('silent');
const puppet = new LocalPuppet({
  url: env('LINDUN_CHAT'),
  token: readFileSync(env('LINDUN_CHAT_TOKEN_FILE'), 'latin1').trim(),
});
const server = new PuppetServer({
  endpoint: env('ENDPOINT'),
  token: env('TOKEN'),
  puppet,
  tls: { serverCert: readFileSync(env('CERT'), 'utf8'), serverKey: readFileSync(env('KEY'), 'utf8') },
});
await server.start();
console.log('puppet: listening');
