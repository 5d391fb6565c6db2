import type { OfferedNotice } from '../vault.ts';
import { publicRoute, type Route } from './route.ts';
import { noticeList } from './schemas.ts';

/** The notices in force. They are the same for every community, and no community is asked for them. */
export const noticeRoutes = (notices: readonly OfferedNotice[]): readonly Route[] => [
  publicRoute({
    path: '/notices',
    resource: { zh: '告知书', en: 'Notices' },
    summary: { zh: '现行告知书', en: 'The notices in force' },
    note: {
      zh: 'text 是告知书文件全文,sha256 是它的 UTF-8 字节的哈希;同意时要带上。',
      en: 'text is the whole notice file and sha256 is over its UTF-8 bytes; a consent names it.',
    },
    mediaType: 'application/json',
    schema: noticeList,
    handle: () => {
      const items = notices.map(({ id, version, lang, audience, purpose, title, body, text, sha256 }) => ({
        id,
        version,
        lang,
        audience,
        purpose,
        title,
        body,
        text,
        sha256,
      }));
      const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=60' };
      return Promise.resolve(new Response(JSON.stringify({ items }), { headers }));
    },
  }),
];
