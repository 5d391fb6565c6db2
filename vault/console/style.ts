import type { Guest } from './page.ts';

/** Each build has its own address, so that a browser asks once. */
export const styleAt = (build: string, community: string): string => `/c/${community}/style-${build}.css`;

/** WeUI is 190 KB, and a sixth of that on the way. */
const compressed = (text: string): ReadableStream =>
  new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));

/** Serves the one stylesheet; undefined for any other address. */
export function stylePages({ text, build }: { text: string; build: string }) {
  return function styleOf({ headers, method }: Request, { id, path }: Guest): Response | undefined {
    if (path !== styleAt(build, id) || !['GET', 'HEAD'].includes(method)) return undefined;
    const zipped = /\bgzip\b/.test(headers.get('accept-encoding') ?? '');
    return new Response(zipped ? compressed(text) : text, {
      headers: {
        'Content-Type': 'text/css; charset=utf-8',
        'Cache-Control': 'public, max-age=31536000, immutable',
        Vary: 'Accept-Encoding',
        ...(zipped ? { 'Content-Encoding': 'gzip' } : {}),
      },
      // workerd would compress it once more.
      ...(zipped ? { encodeBody: 'manual' as const } : {}),
    });
  };
}
