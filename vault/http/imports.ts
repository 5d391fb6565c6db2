import type { ImportLine } from '../imports.ts';
import type { FieldError } from '../outcome.ts';
import { type Body, readLines } from './body.ts';
import { fieldErrors, mostErrors } from './field-errors.ts';
import { mayDo } from './permits.ts';
import { route } from './route.ts';
import { imported, importLine } from './import-schemas.ts';
import { z } from '@hono/zod-openapi';

/** No import has more lines: it is one transaction, and others wait for it. */
const mostLines = 2_000;

const lines = z
  .array(importLine)
  .max(mostLines)
  .openapi({ description: 'NDJSON: one of these a line' }) as unknown as z.ZodType<ImportLine[]>;

/** Each line by itself, so that an error has its line's number and a path that starts in the line. */
async function readImport(request: Request): Promise<Body<ImportLine[]>> {
  const read = await readLines(request, mostLines);
  if (!read.ok) return read;
  const values: ImportLine[] = [];
  const errors: FieldError[] = [];
  for (const { line, value } of read.value) {
    const parsed = importLine.safeParse(value, { reportInput: true });
    if (parsed.success) values.push(parsed.data);
    else errors.push(...fieldErrors(parsed.error.issues, line));
    if (errors.length >= mostErrors) break;
  }
  if (errors.length === 0) return { ok: true, value: values };
  return { ok: false, problem: { code: 'invalid', errors: errors.slice(0, mostErrors) } };
}

export const imports = [
  route({
    path: '/imports',
    pipeline: 'importBatch',
    resource: { zh: '导入', en: 'Imports' },
    summary: { zh: '导入一批档案', en: 'Import a batch' },
    note: {
      zh: '每行一份档案、一张以前的工单或一份纸质同意,最多 2,000 行、1 MiB;要么全部存下,要么一行也不存;只有要请隐私官核对的行先放下,回答里有行号。',
      en: 'A record, a ticket of the time before, or a consent on paper a line, 2,000 lines and 1 MiB at most; all of it is stored, or none, but for lines that the privacy officer has to look at first: the answer has their numbers.',
    },
    roles: mayDo('import'),
    body: lines,
    read: { mediaType: 'application/x-ndjson', body: readImport },
    idempotent: 'required',
    example: [
      {
        kind: 'record',
        type: 'resident',
        id: '01kq3v9m2c7hx4e8ztn5rbw6ga',
        grid: 3,
        fields: { name: '王秀英' },
      },
      {
        kind: 'consent',
        subject: '01kq3v9m2c7hx4e8ztn5rbw6ga',
        purpose: 'phone_contact',
        at: 1_764_000_000_000,
      },
      {
        kind: 'ticket',
        reporter: '01kq3v9m2c7hx4e8ztn5rbw6ga',
        opened: 1_764_000_000_000,
        category: 'lift',
        description: '3号楼电梯坏了',
        state: 'submitted',
      },
    ],
    request: ({ body }) => body,
    answer: imported,
  }),
] as const;
