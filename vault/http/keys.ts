import { approvals } from '../../policy/cases/approvals.ts';
import { proposed } from './approval-schemas.ts';
import {
  indexProgress,
  indexRotate,
  keyProgress,
  logKeyPropose,
  rotated,
  tokenRotate,
} from './key-schemas.ts';
import { mayDo } from './permits.ts';
import { route } from './route.ts';
import { nothing } from './schemas.ts';

const resource = { zh: '密钥更换', en: 'Turning of the keys' };

/** How far the turning of the keys has come, and beginning one by hand. */
export const keyRoutes = [
  route({
    path: '/keys:progress',
    pipeline: 'readKeyProgress',
    resource,
    summary: { zh: '密钥更换到哪一步', en: 'How far the keys have turned' },
    note: {
      zh: '每月密钥还封着多少、何时销毁;各项查找用第几代密钥、新的做到哪里;日志由哪几把密钥签名;楼管家的令牌何时到期。不含任何密钥。',
      en: 'How much each month’s key still wraps and when it is destroyed; each index’s generation and how far the next has come; which keys sign the log; when the chat assistant’s tokens end. No key is in it.',
    },
    roles: mayDo('keys.read'),
    body: nothing,
    request: () => undefined,
    answer: keyProgress,
  }),
  route({
    path: '/keys:rotate-index',
    pipeline: 'rotateIndex',
    resource,
    summary: { zh: '为一项查找更换密钥', en: 'Have an index get another key' },
    note: {
      zh: '在后台分小步做完,其间照常查得到。每项每年自动更换一次。',
      en: 'Done in small steps behind the scenes; everything is found as ever meanwhile. Each index does so once a year by itself.',
    },
    roles: mayDo('keys.rotate_index'),
    body: indexRotate,
    example: { index: 'resident.mobile' },
    request: ({ body }) => body,
    answer: indexProgress,
    codes: ['conflict'],
  }),
  route({
    path: '/keys:rotate-log',
    pipeline: 'proposeLogKey',
    resource,
    summary: { zh: '申请更换日志签名密钥', en: 'Ask for another key for the log' },
    note: {
      zh: '第二个人同意后启用。days 天内新旧两把一起签名,任一把都能核对;0 为旧的立即停用。',
      en: 'Begins when a second person agrees. For so many days both keys sign, and either verifies; with 0 the old one ends at once.',
    },
    roles: approvals.rotate_log_key.makers,
    body: logKeyPropose,
    idempotent: 'optional',
    status: 201,
    example: { days: 90, words: '每年更换' },
    request: ({ body }) => body,
    answer: proposed,
  }),
  route({
    path: '/tokens:rotate',
    pipeline: 'rotateToken',
    resource,
    summary: { zh: '更换楼管家的令牌', en: 'Give the chat assistant another token' },
    note: {
      zh: '旧令牌再用 overlap 分钟,到时自己失效。新令牌写进它的令牌文件即可,不用重启;令牌只在这次回答里出现。',
      en: 'Its other tokens go on for so many minutes and end by themselves. Write the new one into its token file: it need not be started again. The token stands in this answer only.',
    },
    roles: mayDo('token.mint'),
    body: tokenRotate,
    status: 201,
    example: { for: '01kq3v9m2c7hx4e8ztn5rbw6ga', minutes: 43_200, overlap: 60 },
    request: ({ body }) => body,
    answer: rotated,
  }),
] as const;
