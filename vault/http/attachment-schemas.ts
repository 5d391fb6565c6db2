import { z } from '@hono/zod-openapi';
import { gridSize } from '../media/jpeg/blur.ts';
import { kinds } from '../media/kinds.ts';
import type { Upload } from './upload.ts';
import { distinct, purpose, time } from './schemas.ts';

/** One file (RFC 7578), and nothing beside it. */
export const attachmentUpload = z.custom<Upload>().openapi('AttachmentUpload', {
  type: 'object',
  properties: {
    file: { type: 'string', format: 'binary', description: 'photo ≤ 10 MiB, voice ≤ 5 MiB, file ≤ 10 MiB' },
  },
  required: ['file'],
});

export const attachmentSearch = z.strictObject({ purpose }).openapi('AttachmentSearch');
export const attachmentList = z
  .strictObject({
    items: z.array(
      z.strictObject({
        n: z.int().min(1),
        kind: z.enum(kinds),
        /** From when others than who reported may see it. */
        from: time,
        media: z.string().nullable(),
        size: z.int().min(0).nullable(),
        name: z.string().nullable(),
        blurred: z.boolean().nullable(),
      }),
    ),
  })
  .openapi('AttachmentList');

export const attachmentRead = z
  .strictObject({
    purpose,
    /** The whole of it, or of a photo a small picture. */
    part: z.enum(['whole', 'small']).default('whole'),
  })
  .openapi('AttachmentRead');
export const attachmentBytes = z.string().openapi('AttachmentBytes', { format: 'binary' });

/** Cells of a picture that is laid out in 8 by 8, as it is shown, from 0 at the upper left, row after row. */
export const attachmentBlur = z
  .strictObject({
    cells: distinct(
      z
        .int()
        .min(0)
        .max(gridSize * gridSize - 1),
      gridSize * gridSize,
    ).min(1),
  })
  .openapi('AttachmentBlur');
