import { ascii, standsAt, u32 } from '../picture.ts';

/** Kilobits a second of layer III (ISO/IEC 11172-3 §2.4.2.3, 13818-3 §2.4.2.3), and samples a second. */
const rates1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const rates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const samples = [44_100, 48_000, 32_000];

/**
 * The frames of an MP3 file, one behind the other. What stands before and behind them is tags (ID3v2, ID3v1, APEv2): who,
 * where, with what, pictures. Of them nothing stays.
 */
export function cleanMp3(file: Uint8Array): Uint8Array | undefined {
  let from = 0;
  // A tag's size has seven bits in each byte (ID3v2.4 §3.1); a flag says that a footer of ten bytes follows.
  while (standsAt(file, from, ascii('ID3'))) {
    const size = [6, 7, 8, 9].reduce((sum, n) => sum * 128 + ((file[from + n] ?? 0) & 127), 0);
    from += 10 + size + ((file[from + 5] ?? 0) & 0x10 ? 10 : 0);
  }
  // Some leave zeros behind a tag.
  while (file[from] === 0) from += 1;
  const until = endOfFrames(file);
  let at = from;
  let frames = 0;
  while (at + 4 <= until) {
    const size = frameSize(file, at);
    if (size === undefined) break;
    at += size;
    frames += 1;
  }
  // The last frame may be cut off, by what recorded it, and zeros may follow it.
  const isWhole = at >= until || file.subarray(at, until).every((byte) => byte === 0);
  return frames >= 2 && isWhole ? file.subarray(from, Math.min(at, until)) : undefined;
}

function endOfFrames(file: Uint8Array): number {
  let end = file.length;
  if (standsAt(file, end - 128, ascii('TAG'))) end -= 128;
  if (standsAt(file, end - 32, ascii('APETAGEX'))) {
    const size = u32(file.slice(end - 20, end - 16).reverse(), 0);
    end -= size + ((file[end - 9] ?? 0) & 0x80 ? 32 : 0);
  }
  return Math.max(0, end);
}

function frameSize(file: Uint8Array, at: number): number | undefined {
  const head = u32(file, at);
  const [version, layer] = [(head >>> 19) & 3, (head >>> 17) & 3];
  const [rate, sample, padding] = [(head >>> 12) & 15, (head >>> 10) & 3, (head >>> 9) & 1];
  if (head >>> 21 !== 0x7ff || version === 1 || layer !== 1 || rate === 0 || rate === 15 || sample === 3)
    return undefined;
  const perSecond = (samples[sample] ?? 1) / (version === 3 ? 1 : version === 2 ? 2 : 4);
  const kilobits = (version === 3 ? rates1 : rates2)[rate] ?? 0;
  return Math.floor(((version === 3 ? 144_000 : 72_000) * kilobits) / perSecond) + padding;
}
