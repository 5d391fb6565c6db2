/** @jsxImportSource hono/jsx */
import type { Context } from 'hono';
import type { ApiDocument } from './document.ts';

/** The API for people. */
export function docsPage(c: Context, document: ApiDocument) {
  return c.html(
    <html lang="zh-CN">
      <body>{document.info.title}</body>
    </html>,
  );
}
