import { mayDo } from './permits.ts';
import { route } from './route.ts';
import {
  link,
  linkOpen,
  notificationEnd,
  notificationEnded,
  notificationPage,
  notificationTake,
} from './link-schemas.ts';

const resource = { zh: '链接与提醒', en: 'Links and reminders' };

export const links = [
  route({
    path: '/links',
    pipeline: 'openLink',
    resource,
    summary: { zh: '发出一次性链接', en: 'Make a link for one use' },
    note: {
      zh: '管理员写明 for,得到某位工作人员的工作台;居民在私聊里得到本人页面,page 写明到哪一页;网格员在私聊里写明 ticket,得到这张工单的页面。十分钟内有效,打开不算用掉,点一下才算。',
      en: 'An administrator names for: a member of staff’s desk. A resident in a private chat gets a page of their own; page says which. A worker in a private chat names ticket: that ticket’s page. Good for ten minutes; opening it uses nothing up, a tap does.',
    },
    roles: mayDo('link.open'),
    body: linkOpen,
    status: 201,
    example: { ticket: '0318' },
    request: ({ body }) => body,
    answer: link,
  }),
  route({
    path: '/notifications:take',
    pipeline: 'takeNotifications',
    resource,
    summary: { zh: '取提醒', en: 'Get reminders' },
    note: {
      zh: '给楼管家:谁(address)该知道哪张工单有了进展。取过不算送到,送到后再报一次。',
      en: 'For the chat assistant: whom (address) to tell that which ticket moved. They stay until they are ended.',
    },
    roles: mayDo('notification.take'),
    body: notificationTake,
    example: { limit: 20 },
    request: ({ body }) => body,
    answer: notificationPage,
  }),
  route({
    path: '/notifications:end',
    pipeline: 'endNotifications',
    resource,
    summary: { zh: '提醒已接下', en: 'End reminders' },
    roles: mayDo('notification.take'),
    body: notificationEnd,
    example: { ids: ['000000000000042-0f3a9c1e'] },
    request: ({ body }) => body,
    answer: notificationEnded,
  }),
] as const;
