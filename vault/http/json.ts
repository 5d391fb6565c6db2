/** Deeper than anything the API takes. */
const deepest = 16;
/** More values than any body needs; each costs a schema more time than its two bytes cost whoever sends them. */
const most = 20_000;

export type JsonFlaw = 'json_syntax' | 'duplicate_name' | 'too_deep' | 'too_many' | 'lone_surrogate';

export type ParsedJson =
  | { ok: true; value: unknown }
  | {
      ok: false;
      code: JsonFlaw;
      /** Where, in names that are safe to repeat; `body` for the whole. */
      field: string;
    };

/**
 * Parses JSON as I-JSON (RFC 7493) wants it: a name stands once in an object, and every text is Unicode. With
 * `JSON.parse` alone the last of two equal names wins, and a proxy or an auditor may have read the first.
 */
export function parseJson(text: string): ParsedJson {
  try {
    // Bounds first: a megabyte of brackets keeps JSON.parse busy for a second.
    const flaw = flawOf(text);
    if (flaw !== undefined) return { ok: false, ...flaw };
    return { ok: true, value: JSON.parse(text) };
  } catch {
    // Its message quotes the text, which may be anybody's data.
    return { ok: false, code: 'json_syntax', field: 'body' };
  }
}

/** An object or an array that is open at this point of the text. */
interface Open {
  /** The names so far; undefined in an array. */
  names: Set<string> | undefined;
  awaitsName: boolean;
  at: string | number;
}

/**
 * Walks through text without a grammar: whether it is JSON at all, `JSON.parse` says afterwards.
 * @throws SyntaxError for a text in it that is none
 */
function flawOf(text: string): { code: JsonFlaw; field: string } | undefined {
  const open: Open[] = [];
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    const top = open.at(-1);
    switch (text[at]) {
      case '"': {
        const end = endOfString(text, at);
        const said = stringAt(text, at, end);
        if (!said.isWellFormed()) return { code: 'lone_surrogate', field: fieldOf(open) };
        if (top?.names !== undefined && top.awaitsName) {
          if (top.names.has(said))
            return { code: 'duplicate_name', field: fieldOf([...open.slice(0, -1), { at: said }]) };
          top.names.add(said);
          top.at = said;
          top.awaitsName = false;
        }
        at = end - 1;
        break;
      }
      case '{':
      case '[':
        if (open.length === deepest) return { code: 'too_deep', field: fieldOf(open) };
        values += 1;
        open.push(
          text[at] === '{'
            ? { names: new Set(), awaitsName: true, at: '' }
            : { names: undefined, awaitsName: false, at: 0 },
        );
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        values += 1;
        if (typeof top?.at === 'number') top.at += 1;
        else if (top !== undefined) top.awaitsName = true;
        break;
      default: // spaces, colons, numbers, true, false, null
        break;
    }
    if (values > most) return { code: 'too_many', field: 'body' };
  }
  return undefined;
}

/** @param at where the opening quote stands @returns the place behind the closing one, or behind the text */
function endOfString(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end += 1) {
    if (text[end] === '\\') end += 1;
    else if (text[end] === '"') return end + 1;
  }
  return text.length;
}

/** @throws SyntaxError when it is none */
function stringAt(text: string, at: number, end: number): string {
  const quoted = text.slice(at, end);
  const plain = quoted.endsWith('"') && !quoted.includes('\\');
  return plain ? quoted.slice(1, -1) : (JSON.parse(quoted) as string);
}

const fieldOf = (open: readonly { at: PropertyKey }[]): string => fieldPath(open.map(({ at }) => at));

/**
 * A path in a body as errors name it. It ends before a name that is none of ours: what a caller writes as a name may
 * be a person's name or number, and errors repeat no value.
 */
export function fieldPath(path: readonly PropertyKey[]): string {
  const named: string[] = [];
  for (const part of path) {
    const name = String(part);
    if (!/^(?:[A-Za-z][A-Za-z_]{0,39}|\d{1,4})$/.test(name)) break;
    named.push(name);
  }
  return named.length === 0 ? 'body' : named.join('.');
}
