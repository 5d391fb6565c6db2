/** Pictures and sound as what they are and nothing else; with ranges, or Safari plays nothing. */
export function fileResponse(
  request: Request,
  { type, bytes }: { type: string; bytes: Uint8Array },
): Response {
  const headers = new Headers({
    'Content-Type': type,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, max-age=60',
    'Accept-Ranges': 'bytes',
  });
  const body = new Uint8Array(bytes);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('range') ?? '');
  if (range === null) return new Response(body, { headers });
  const start = Number(range[1]);
  const end = range[2] === '' ? body.length - 1 : Math.min(Number(range[2]), body.length - 1);
  if (start > end) {
    headers.set('Content-Range', `bytes */${body.length}`);
    return new Response(null, { status: 416, headers });
  }
  headers.set('Content-Range', `bytes ${start}-${end}/${body.length}`);
  return new Response(body.subarray(start, end + 1), { status: 206, headers });
}
