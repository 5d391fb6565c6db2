import { z } from '@hono/zod-openapi';
import { notificationKinds } from '../../policy/notifications.ts';
import { type LinkPage, linkPageNames } from '../../policy/link-pages.ts';
import { distinct, id, limit, ticketForm, time } from './schemas.ts';

export const linkPage = z.enum(linkPageNames as [LinkPage, ...LinkPage[]]).openapi('LinkPage');
export const linkOpen = z
  .strictObject({
    for: id.optional(),
    ticket: z.string().regex(ticketForm).optional(),
    page: linkPage.optional(),
  })
  .openapi('LinkOpen');
/** The path's fragment is the secret. */
export const link = z.strictObject({ path: z.string(), expires: time }).openapi('Link');

const notificationId = z.string().regex(/^\d{15}-[0-9a-f]{8}$/);
export const notification = z
  .strictObject({
    id: notificationId,
    to: z.string(),
    kind: z.enum(notificationKinds),
    ticket: z.int().nullable(),
    grid: z.int().nullable(),
    at: time,
  })
  .openapi('Notification');
export const notificationTake = z.strictObject({ limit }).openapi('NotificationTake');
export const notificationPage = z.strictObject({ items: z.array(notification) }).openapi('NotificationPage');
export const notificationEnd = z
  .strictObject({ ids: distinct(notificationId, 50) })
  .openapi('NotificationEnd');
export const notificationEnded = z.strictObject({ ended: z.int().min(0) }).openapi('NotificationEnded');
