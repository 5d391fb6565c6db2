import { readFileSync } from 'node:fs';
import { isMap, isScalar, LineCounter, parseDocument, type YAMLMap } from 'yaml';

export type Language = 'zh-CN' | 'en';
export const languages = ['zh-CN', 'en'] as const satisfies readonly Language[];

type Values = Readonly<Record<string, string | number>>;

/** All words of the bot in one language. */
export interface Texts {
  readonly language: Language;
  /**
   * The text of a key, with its placeholders filled.
   * @throws Error when there is no such key, or a placeholder has no value: tests call every key
   */
  say: (key: string, values?: Values) => string;
  has: (key: string) => boolean;
}

/** What is wrong with a file of texts: where, and what to do about it. */
export interface TextFault {
  file: string;
  line: number | null;
  what: string;
}

/** Thrown at start: a bot with half of its words must not run. */
export class TextsError extends Error {
  override readonly name = 'TextsError';
  readonly faults: readonly TextFault[];
  constructor(faults: readonly TextFault[]) {
    const lines = faults.map(({ file, line, what }) => `${file}${line === null ? '' : `:${line}`} ${what}`);
    super(`texts cannot be used:\n${lines.join('\n')}`);
    this.faults = faults;
  }
}

interface Entry {
  text: string;
  line: number;
  placeholders: readonly string[];
}
type Entries = ReadonlyMap<string, Entry>;

const folder = new URL('texts/', import.meta.url);
const placeholder = /\{(\w+)\}/g;

/**
 * Reads the bot's words in both languages, holds them against each other, and gives those of one.
 * @throws TextsError
 */
export function loadTexts(language: Language): Texts {
  return textsOf(
    language,
    Object.fromEntries(
      languages.map((one) => [one, readFileSync(new URL(`${one}.yaml`, folder), 'utf8')]),
    ) as Record<Language, string>,
  );
}

/** As {@link loadTexts}, of the files' contents. */
export function textsOf(language: Language, sources: Readonly<Record<Language, string>>): Texts {
  const faults: TextFault[] = [];
  const read = (one: Language) => readEntries(`${one}.yaml`, sources[one], faults);
  const all = { 'zh-CN': read('zh-CN'), en: read('en') };
  if (faults.length === 0) faults.push(...differences(all['zh-CN'], all.en));
  if (faults.length > 0) throw new TextsError(faults);
  const entries = all[language];
  return { language, has: (key) => entries.has(key), say: (key, values = {}) => say(entries, key, values) };
}

function say(entries: Entries, key: string, values: Values): string {
  const entry = entries.get(key);
  if (entry === undefined) throw new Error(`there is no text ${key}`);
  return entry.text.replace(placeholder, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`text ${key} has no value for {${name}}`);
    return String(value);
  });
}

function readEntries(file: string, source: string, faults: TextFault[]): Entries {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number | undefined) => lines.linePos(offset ?? 0).line;
  for (const { message, pos } of document.errors) {
    const what = `cannot be read as YAML: ${message}`;
    faults.push({ file, line: lineAt(pos[0]), what });
  }
  const entries = new Map<string, Entry>();
  if (document.errors.length > 0) return entries;
  if (!isMap(document.contents)) {
    faults.push({
      file,
      line: 1,
      what: 'should be sections with texts in them, such as `help: { resident: … }`',
    });
    return entries;
  }
  const walk = (map: YAMLMap, prefix: string): void => {
    for (const { key, value } of map.items) {
      const name = prefix + (isScalar(key) ? String(key.value) : '?');
      const line = lineAt(isScalar(key) ? key.range?.[0] : undefined);
      if (isMap(value)) walk(value, `${name}.`);
      else if (isScalar(value) && typeof value.value === 'string' && value.value.trim() !== '') {
        const text = value.value.replace(/\n+$/u, '');
        entries.set(name, { text, line, placeholders: placeholdersOf(text) });
        const odd = /[{}]/.exec(text.replace(placeholder, ''));
        if (odd)
          faults.push({ file, line, what: `${name}: a lone ${odd[0]}; placeholders look like {number}` });
      } else {
        const what = `${name}: should be a text; put it in "…" when it is only a number or 是/yes/no`;
        faults.push({ file, line, what });
      }
    }
  };
  walk(document.contents, '');
  return entries;
}

const placeholdersOf = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(placeholder)].map(([, name = '']) => name))].sort();

/** What one file has and the other has not. */
function differences(zh: Entries, en: Entries): TextFault[] {
  const missing = (from: Entries, to: Entries, file: string, other: string): TextFault[] =>
    [...from].flatMap(([key, { line }]) =>
      to.has(key)
        ? []
        : [{ file: other, line: null, what: `lacks ${key}, which ${file} has in line ${line}` }],
    );
  const unlike = [...zh].flatMap(([key, { placeholders, line }]): TextFault[] => {
    const other = en.get(key);
    if (other === undefined || other.placeholders.join() === placeholders.join()) return [];
    const list = (names: readonly string[]) => names.map((name) => `{${name}}`).join(' ') || 'none';
    const what = `${key}: has ${list(other.placeholders)}; zh-CN.yaml has ${list(placeholders)} in line ${line}`;
    return [{ file: 'en.yaml', line: other.line, what }];
  });
  return [
    ...missing(zh, en, 'zh-CN.yaml', 'en.yaml'),
    ...missing(en, zh, 'en.yaml', 'zh-CN.yaml'),
    ...unlike,
  ];
}
