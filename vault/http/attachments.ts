import type { z } from '@hono/zod-openapi';
import {
  attachmentBlur,
  attachmentBytes,
  attachmentList,
  attachmentRead,
  attachmentSearch,
  attachmentUpload,
} from './attachment-schemas.ts';
import { blurPhoto } from './blur-photo.ts';
import { readJson } from './body.ts';
import { mayAct } from './permits.ts';
import { problemResponse, type WireProblem } from './problem.ts';
import { bearerToken, requestHeaders } from './request-headers.ts';
import { fitting, type Incoming, type Route, route } from './route.ts';
import { nothing, ticketState } from './schemas.ts';
import { readUpload } from './upload.ts';

const resource = { zh: '工单', en: 'Tickets' };
const which = (params: Readonly<Record<string, string>>) => ({
  ticket: params['ticket'] ?? '',
  attachment: Number(params['attachment']),
});

const add = route({
  path: '/tickets/{ticket}/attachments',
  pipeline: 'addAttachment',
  resource,
  summary: { zh: '附上照片、语音或文件', en: 'Attach a photo, a voice message or a file' },
  note: {
    zh: '工单没结束时由报事人附上。是什么,看内容而不看名字:JPEG、PNG;AMR、SILK、MP3、M4A、OGG、WAV;PDF、docx、xlsx、txt。拍摄地点、时间、设备等信息会去掉。最后一个 attachments 就是它。',
    en: 'By who reported it, while the ticket is open. What it is, its bytes say and not its name: JPEG, PNG; AMR, SILK, MP3, M4A, OGG, WAV; PDF, docx, xlsx, txt. Where, when and with what it was made is removed. It is the last of the answer’s attachments.',
  },
  roles: mayAct('create', 'attachment'),
  body: attachmentUpload,
  read: { mediaType: 'multipart/form-data', body: (request) => readUpload(request) },
  idempotent: 'optional',
  status: 201,
  request: ({ body, params }) => ({ ...body, ticket: params['ticket'] ?? '' }),
  answer: ticketState,
  version: ({ version }) => version,
  location: ({ id, attachments }) => `/tickets/${id}/attachments/${attachments.length}`,
});

const list = route({
  path: '/tickets/{ticket}/attachments:search',
  pipeline: 'listAttachments',
  resource,
  summary: { zh: '查看附件清单', en: 'List what is attached' },
  roles: mayAct('list', 'attachment'),
  body: attachmentSearch,
  example: { purpose: 'handle_ticket' },
  request: ({ body, params }) => ({ ...body, ticket: params['ticket'] ?? '' }),
  answer: attachmentList,
});

const show = route({
  path: '/tickets/{ticket}/attachments/{attachment}:show',
  pipeline: 'showAttachment',
  resource,
  summary: { zh: '照片不用打码,现在就给看', en: 'Let others see a photo as it is, now' },
  note: {
    zh: '报事人发来的照片,十分钟内只有本人能看,好先给路人打码。说了这一句,或打过码,别人马上能看。',
    en: 'For ten minutes a photo is its reporter’s alone, so that faces of bystanders can be hidden first. After this, or once they are, others see it at once.',
  },
  roles: mayAct('update', 'attachment'),
  body: nothing,
  idempotent: 'optional',
  example: {},
  request: ({ params }) => which(params),
  answer: ticketState,
  version: ({ version }) => version,
});

/** What comes before anything is asked: whose token it is, and the body. */
async function asked<Schema extends z.ZodType>(
  incoming: Incoming,
  schema: Schema,
  idempotent: { idempotent?: 'optional' } = {},
) {
  const token = bearerToken(incoming.raw);
  if (token === undefined || !(await incoming.community.knows(token)))
    return { ok: false, problem: { code: 'unauthenticated' } } as const;
  const headers = requestHeaders(incoming.raw, idempotent);
  if (!headers.ok) return headers;
  const body = fitting(await readJson(incoming.raw), schema);
  if (!body.ok) return body;
  const { idempotencyKey } = headers.value;
  return {
    ok: true,
    body: body.value,
    call: { token, request: incoming.request, via: 'api', idempotencyKey },
  } as const;
}

const refuse = (incoming: Incoming, problem: WireProblem): Response => problemResponse(problem, incoming);

/** The bytes as they are, whatever they are: nothing that is sent is to be taken for a page. */
const read: Route = {
  method: 'post',
  path: '/tickets/{ticket}/attachments/{attachment}:read',
  resource,
  summary: { zh: '查看附件', en: 'Look at an attachment' },
  note: {
    zh: '接单的网格员在工作台上、报事人本人可看。会记录,居民能看到。',
    en: 'For the worker who has the ticket, at a desk, and for who reported it. It is logged, and the resident can see it.',
  },
  roles: mayAct('read', 'attachment'),
  body: {
    mediaType: 'application/json',
    schema: attachmentRead,
    example: { purpose: 'handle_ticket', part: 'small' },
  },
  answer: {
    status: 200,
    mediaType: 'application/octet-stream',
    schema: attachmentBytes,
    etag: true,
    location: false,
    text: false,
  },
  handle: async (incoming) => {
    const ready = await asked(incoming, attachmentRead);
    if (!ready.ok) return refuse(incoming, ready.problem);
    const request = { ...which(incoming.params), ...ready.body };
    const released = await incoming.community.ask(ready.call, 'readAttachment', request);
    if (!released.ok) return refuse(incoming, released.problem);
    const { content, version } = released.value;
    return new Response(content, {
      headers: {
        'Content-Type': 'application/octet-stream',
        'Content-Disposition': 'attachment',
        'Cache-Control': 'no-store',
        ETag: `"${version}"`,
      },
    });
  },
};

const blur: Route = {
  method: 'post',
  path: '/tickets/{ticket}/attachments/{attachment}:blur',
  resource,
  summary: { zh: '给照片打码', en: 'Make parts of a photo unrecognisable' },
  note: {
    zh: '照片按看到的样子分成 8×8 格,从左上角 0 开始数。格子里变成一块颜色,原来的画面销毁,找不回来。',
    en: 'A photo is laid out in 8 by 8 cells as it is shown, counted from 0 at the upper left. Each named one becomes a single colour; what was there is destroyed.',
  },
  roles: mayAct('update', 'attachment'),
  body: { mediaType: 'application/json', schema: attachmentBlur, example: { cells: [12, 13, 20, 21] } },
  answer: {
    status: 200,
    mediaType: 'application/json',
    schema: ticketState,
    etag: true,
    location: false,
    text: false,
  },
  handle: async (incoming) => {
    const ready = await asked(incoming, attachmentBlur);
    if (!ready.ok) return refuse(incoming, ready.problem);
    const { call, body } = ready;
    const changed = await blurPhoto(
      (name, request) => incoming.community.ask(call, name, request),
      which(incoming.params),
      body.cells,
    );
    if (!changed.ok) return refuse(incoming, changed.problem);
    const headers = {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      ETag: `"${changed.value.version}"`,
    };
    return new Response(JSON.stringify(changed.value), { headers });
  },
};

export const attachmentRoutes: readonly Route[] = [add, list, read, blur, show];
