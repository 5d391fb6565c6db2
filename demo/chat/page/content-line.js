import { words } from './words.js';

/** What a message holds, in one line. */
export function contentLine({ type, text }) {
  if (type === 'image') return words.picture;
  if (type === 'voice') return words.voice;
  return text.replaceAll(/\s+/g, ' ');
}
