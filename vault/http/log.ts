import { z } from '@hono/zod-openapi';
import { mayDo } from './permits.ts';
import { problemResponse } from './problem.ts';
import { type Incoming, publicRoute, route } from './route.ts';
import {
  consistency,
  logConsistency,
  logOwn,
  logPage,
  logSearch,
  ownLogPage,
  proof,
  signedCheckpoint,
} from './log-schemas.ts';
import { nothing } from './schemas.ts';

const resource = { zh: '访问记录', en: 'Access log' };

const text = (body: string): Response =>
  new Response(body, {
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-cache' },
  });

/** For officers and residents; decided and logged as every release is. */
const asked = [
  route({
    path: '/log:search',
    pipeline: 'searchLog',
    resource,
    summary: { zh: '查询访问记录', en: 'Search the access log' },
    note: {
      zh: '从新到旧;查询本身也会记录。case 是工单的 id 或编号;request 是拒绝里给的编号,至少前八位。',
      en: 'Newest first; searching is logged itself. case is a ticket’s id or number; request the reference a refusal gave, at least its first eight characters.',
    },
    roles: mayDo('log.search'),
    body: logSearch,
    example: { decision: 'refused', limit: 20 },
    request: ({ body }) => body,
    answer: logPage,
  }),
  route({
    path: '/log:own',
    pipeline: 'ownLog',
    resource,
    summary: { zh: '谁看过我的信息', en: 'Who has looked at my data' },
    note: {
      zh: '也列出以本人名义做的事,by 是 self;写 only: others 就只看别人的。',
      en: 'What was done in one’s own name stands there too, by self; with only: others, what others did alone.',
    },
    roles: mayDo('log.own'),
    body: logOwn,
    example: { limit: 20 },
    request: ({ body }) => body,
    answer: ownLogPage,
  }),
  route({
    path: '/log/entries/{seq}:prove',
    pipeline: 'proveEntry',
    resource,
    summary: { zh: '为一条记录出具证明', en: 'Prove an entry' },
    note: {
      zh: 'C2SP tlog-proof,可离线核验。带上 Accept: text/plain,只给证明本身,可直接存成文件。',
      en: 'A C2SP tlog-proof, to be checked offline. With Accept: text/plain the proof alone, to be saved as it comes.',
    },
    roles: mayDo('log.prove'),
    body: nothing,
    request: ({ params }) => Number(params['seq']),
    answer: proof,
    text: (value) => value.proof,
    codes: ['not_published_yet'],
  }),
  route({
    path: '/log:consistency',
    pipeline: 'proveConsistency',
    resource,
    summary: { zh: '证明日志只增不改', en: 'Prove that the log was only added to' },
    roles: mayDo('log.prove'),
    body: logConsistency,
    example: { from: 100, to: 200 },
    request: ({ body }) => body,
    answer: consistency,
  }),
  route({
    path: '/log/checkpoints',
    pipeline: 'checkpointNow',
    resource,
    summary: { zh: '立即签发检查点', en: 'Sign a checkpoint now' },
    note: {
      zh: '只给隐私官本人;公开的每十分钟一个。',
      en: 'For the privacy officer alone; published ones come every ten minutes.',
    },
    roles: mayDo('log.checkpoint_now'),
    body: nothing,
    request: () => undefined,
    answer: signedCheckpoint,
  }),
] as const;

/** What is published of the log: C2SP tlog-tiles, with this as its prefix (docs/log-format.md). */
const published = [
  publicRoute({
    path: '/log/checkpoint',
    resource,
    summary: { zh: '公开的检查点', en: 'The published checkpoint' },
    mediaType: 'text/plain; charset=utf-8',
    schema: z.string(),
    handle: async (incoming) => {
      const { checkpoint } = await incoming.community.published();
      return checkpoint === null ? nothingHere(incoming) : text(checkpoint);
    },
  }),
  publicRoute({
    path: '/log/key',
    resource,
    summary: { zh: '验证公钥', en: 'The verifier key' },
    note: {
      zh: '请另找途径核对一次,不要只信日志自己给的。',
      en: 'Compare it once by another way than the log itself.',
    },
    mediaType: 'text/plain; charset=utf-8',
    schema: z.string(),
    handle: async ({ community }) =>
      text((await community.published()).vkeys.map((vkey) => `${vkey}\n`).join('')),
  }),
  publicRoute({
    path: '/log/tile/{tile}',
    resource,
    summary: { zh: '日志的瓦片', en: 'Tiles of the log' },
    note: {
      zh: 'C2SP tlog-tiles;{tile} 可含斜线,如 0/x001/234.p/8。到公开的检查点为止。只有哈希:各条记录的内容不公开。',
      en: 'C2SP tlog-tiles; {tile} may contain slashes, such as 0/x001/234.p/8. Up to the published checkpoint. Hashes alone: the entries are not published.',
    },
    mediaType: 'application/octet-stream',
    schema: z.string().openapi({ format: 'binary' }),
    handle: async (incoming) => {
      const bytes = await incoming.community.tile(incoming.params['tile'] ?? '');
      if (bytes === null) return nothingHere(incoming);
      // What a tile's path stands for never changes.
      return new Response(bytes as Uint8Array<ArrayBuffer>, {
        headers: {
          'Content-Type': 'application/octet-stream',
          'Cache-Control': 'public, max-age=31536000, immutable',
        },
      });
    },
  }),
] as const;

const nothingHere = (incoming: Incoming): Response => problemResponse({ code: 'not_found' }, incoming);

export const log = [...asked, ...published] as const;
