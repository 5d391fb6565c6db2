/**
 * What compressed bytes become, piece by piece, and no more than is said: nothing is inflated further than its reader goes.
 * @param format `deflate` has a head and a checksum (RFC 1950), `deflate-raw` has none (RFC 1951)
 * @returns false as soon as it is too much, or the bytes are no such thing
 */
export async function inflated(
  format: 'deflate' | 'deflate-raw',
  parts: readonly Uint8Array[],
  most: number,
  take: (piece: Uint8Array) => boolean | void,
): Promise<boolean> {
  const source = new Blob(parts as Uint8Array<ArrayBuffer>[]).stream();
  const reader = source.pipeThrough(new DecompressionStream(format)).getReader() as {
    read(): Promise<{ done: boolean; value?: Uint8Array }>;
    cancel(): Promise<void>;
  };
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || value === undefined) return true;
      size += value.length;
      if (size > most || take(value) === false) {
        await reader.cancel().catch(() => undefined);
        return false;
      }
    }
  } catch {
    return false;
  }
}
