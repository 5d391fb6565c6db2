/**
 * How WeChat's clients write mentions and quotes into a text. Puppets hand it on as it is; only some also say whom it
 * mentions.
 */

/**
 * Whether a text in a group mentions us, and what it says beside that. A mention comes with U+2005 behind it, a space, or
 * nothing (`@楼管家上报`); `@所有人` is not us, whatever a puppet lists.
 * @param names ours, as the group knows us
 * @param listed whom the puppet says it mentions; empty where it says nothing
 * @param self our id
 */
export function mentionOf(
  text: string,
  names: readonly string[],
  listed: readonly string[],
  self: string,
): { isMentioned: boolean; text: string } {
  const ours = names
    .filter((name) => name !== '')
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  const written = new RegExp(`@(?:${ours.join('|')})[\\u2005 ]?`, 'gu');
  const isWritten = ours.length > 0 && written.test(text);
  const isEverybody = /@(?:所有人|all\b)/i.test(text);
  const isMentioned = isWritten
    ? listed.length === 0 || listed.includes(self) // else it is somebody whose name begins as ours does
    : listed.includes(self) && !isEverybody;
  return { isMentioned, text: isMentioned && isWritten ? text.replaceAll(written, '').trim() : text.trim() };
}

/** A quote stands before the answer, in corner brackets with its author's name, above a line of hyphens. */
const quote = /^「([^「」\n]{1,64}?)[::]\s?[^]*?」\n(?:- ?){5,}\n([^]*)$/u;

/** @returns whom it quotes, and what it says itself; all of it where it quotes nobody */
export function quoteOf(text: string): { quoted: string | undefined; text: string } {
  const found = quote.exec(text);
  if (found === null) return { quoted: undefined, text };
  const [, quoted, own = ''] = found;
  return { quoted, text: own };
}
