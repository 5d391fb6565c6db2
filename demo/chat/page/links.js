/** What ends an address in a text: white space, Chinese letters and signs, quotation marks and brackets. */
const address = /https?:\/\/[^\s\u3000-\u303f\u3400-\u9fff\uff00-\uffef\u2018-\u201f<>"'`{}|\\^]+/gi;
const trailing = /[.,;:!?)\]]+$/;

/**
 * A text in pieces, its web addresses apart: `[{ text }, { text, href }, …]`. Only http and https are ever links.
 * @param {string} text
 * @returns {{ text: string, href?: string }[]}
 */
export function linkParts(text) {
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(address)) {
    const found = match[0].replace(trailing, '');
    const href = hrefOf(found);
    if (href === undefined) continue;
    if (match.index > at) parts.push({ text: text.slice(at, match.index) });
    parts.push({ text: found, href });
    at = match.index + found.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}

function hrefOf(text) {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, href } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && hostname !== '' ? href : undefined;
}
