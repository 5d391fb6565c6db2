import { refusals, type Taken } from './kinds.ts';
import { sniff } from './sniff.ts';
import { type Entry, plainEntry, readZip, unpackedHead, writeZip } from './zip.ts';

const xml = (text: string): Uint8Array =>
  new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`);
const officeDocument = 'http://schemas.openxmlformats.org/officeDocument/2006';

/** Who wrote it, when, for which firm, with what (ECMA-376-2 §11, ECMA-376-1 §22.2): there, and empty. */
const properties: Readonly<Record<string, Uint8Array>> = {
  'docProps/core.xml': xml(
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
  ),
  'docProps/app.xml': xml(`<Properties xmlns="${officeDocument}/extended-properties"/>`),
  'docProps/custom.xml': xml(`<Properties xmlns="${officeDocument}/custom-properties"/>`),
};

/**
 * A document or a table of Office Open XML. Every part is unpacked once, so that its size is the one it says; archives,
 * programs and macros inside are refused. It is written anew with the same parts, but for its properties, which are empty
 * then. Names that stand in the content, such as those of comments and tracked changes, stay.
 */
export async function takeOffice(file: Uint8Array): Promise<Taken> {
  const archive = readZip(file);
  if (!archive.ok) return refusals[`file_${archive.why}`];
  const { entries } = archive;
  const has = (name: string): boolean => entries.some((entry) => entry.name === name);
  if (entries.some(({ name }) => /\.(?:zip|jar|rar|7z|docx|xlsx|pptx|gz)$/i.test(name)))
    return refusals.file_nested;
  if (!has('[Content_Types].xml')) return refusals.file_type;
  const kind = has('word/document.xml') ? 'wordprocessingml.document' : 'spreadsheetml.sheet';
  if (!has('word/document.xml') && !has('xl/workbook.xml')) return refusals.file_type;
  if (entries.some(({ name }) => /vbaProject|macrosheets|activeX/i.test(name))) return refusals.file_active;
  for (const entry of entries) {
    const wrong = await wrongIn(entry);
    if (wrong !== undefined) return refusals[wrong];
  }
  const media = `application/vnd.openxmlformats-officedocument.${kind}` as const;
  return { ok: true, kind: 'file', media, bytes: writeZip(entries.map(withoutProperties)) };
}

async function wrongIn(entry: Entry): Promise<'file_bomb' | 'file_nested' | 'file_active' | undefined> {
  if (entry.size === 0) return undefined;
  const head = await unpackedHead(entry);
  if (head === undefined) return 'file_bomb';
  const what = sniff(head);
  if (what === 'zip' || what === 'archive' || what === 'old office' || what === 'pdf') return 'file_nested';
  return what === 'program' ? 'file_active' : undefined;
}

function withoutProperties(entry: Entry): Entry {
  const empty = properties[entry.name];
  return empty === undefined ? entry : plainEntry(entry.name, empty);
}
