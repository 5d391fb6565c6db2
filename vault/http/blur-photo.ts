import type { AttachmentRequest } from '../attachments/read.ts';
import { blurred } from '../media/jpeg/blur.ts';
import { smallOf } from '../media/jpeg/small.ts';
import { mostOfAll, refusals } from '../media/kinds.ts';
import type { Outcome } from '../outcome.ts';
import type { PipelineName, RequestOf } from '../answer.ts';
import type { WireProblem } from './problem.ts';
import type { ValueOf } from './route.ts';
import { contentOf, holding } from './upload.ts';

/** Asks the community as one person, more than once. */
export type Ask = <Name extends PipelineName>(
  name: Name,
  request: RequestOf<Name>,
) => Promise<Outcome<ValueOf<Name>>>;

/**
 * Makes parts of a photo unrecognisable: reads it, as whoever asks, works on it here, where the community's object does not
 * wait for it, and puts what comes out in its place. Reading it is an entry of its own.
 */
export async function blurPhoto(
  ask: Ask,
  request: AttachmentRequest,
  cells: readonly number[],
): Promise<{ ok: true; value: ValueOf<'blurAttachment'> } | { ok: false; problem: WireProblem }> {
  const read = await ask('readAttachment', { ...request, part: 'whole', purpose: 'handle_ticket' });
  if (!read.ok) return read;
  const { kind, size, version, content } = read.value;
  if (kind !== 'photo') {
    await content.cancel();
    return {
      ok: false,
      problem: { code: 'invalid', errors: [{ field: 'attachment', code: 'not_a_photo', ...notAPhoto }] },
    };
  }
  return holding(2 * Math.min(size, mostOfAll), async () => {
    const file = await allOf(content, size);
    const changed = blurred(file, cells);
    const small = changed.ok ? smallOf(changed.bytes) : changed;
    if (!changed.ok || !small.ok) {
      const { code, zh, en } = refusals.photo_broken;
      return { ok: false, problem: { code: 'invalid', errors: [{ field: 'attachment', code, zh, en }] } };
    }
    const [whole, little] = [await contentOf(changed.bytes), await contentOf(small.small)];
    return ask('blurAttachment', { ...request, version, whole, small: little });
  });
}

const notAPhoto = { zh: '只有照片可以打码', en: 'only photos can be made unrecognisable in part' };

/** All of an attachment, where it is needed at once. */
export async function allOf(
  content: ReadableStream<Uint8Array>,
  size: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(size);
  const reader = content.getReader();
  for (let at = 0; ;) {
    const { done, value } = await reader.read();
    if (done && at !== size) throw new Error('an attachment broke off');
    if (done) return bytes;
    bytes.set(value, at);
    at += value.length;
  }
}
