import { allOf } from '../vault/http/blur-photo.ts';
import { contentOf, type Upload } from '../vault/http/upload.ts';
import { takeIn } from '../vault/media/take.ts';
import type { ValueOf } from '../vault/http/route.ts';
import { jpegFile } from './photos.ts';

/** A file as it comes to the vault's object: looked at and cleaned. @throws Error for one that is not taken */
export async function uploaded(file: Uint8Array = jpegFile([]), name?: string): Promise<Upload> {
  const taken = await takeIn(file, name);
  if (!taken.ok) throw new Error(taken.code);
  const { kind, media, bytes, small } = taken;
  return {
    kind,
    media,
    ...(name === undefined ? {} : { name }),
    whole: await contentOf(bytes),
    ...(small === undefined ? {} : { small: await contentOf(small) }),
  };
}

/** What was released, to its end. */
export const bytesOf = async ({ content, size }: ValueOf<'readAttachment'>): Promise<Buffer> =>
  Buffer.from(await allOf(content, size));

/** An AMR voice message of so many frames (RFC 4867): the highest mode, silence. */
export const amr = (frames = 50): Buffer =>
  Buffer.concat([
    Buffer.from('#!AMR\n'),
    ...Array.from({ length: frames }, () => Buffer.concat([Buffer.from([0x3c]), Buffer.alloc(31)])),
  ]);

/** A form with one file, as `fetch` sends it. */
export function formOf(file: Uint8Array, name = 'a'): FormData {
  const form = new FormData();
  form.set('file', new Blob([file]), name);
  return form;
}
