import { z } from '@hono/zod-openapi';
import { purpose } from './schemas.ts';

export const photoAttach = z
  .strictObject({
    image: z.string().min(1).openapi({
      title: '照片',
      description: 'JPEG or PNG in base64 (RFC 4648 §4), at most 700 KiB',
      format: 'byte',
    }),
  })
  .openapi('PhotoAttach');
export const photoRead = z.strictObject({ purpose }).openapi('PhotoRead');
export const releasedPhoto = z
  .strictObject({ type: z.enum(['image/jpeg', 'image/png']), image: z.string() })
  .openapi('ReleasedPhoto');
