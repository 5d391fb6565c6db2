import { h, icon } from './dom.js';

const colours = 8;

/** Always the same colour for the same person. */
function colourOf(id) {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + character.codePointAt(0)) % 9973;
  return sum % colours;
}

/** The last two characters tell people of one family name apart. */
const shortName = (name) =>
  Array.from(name.replace(/[^\p{L}\p{N}]/gu, ''))
    .slice(-2)
    .join('') || '·';

/** A person's picture: the name always stands beside it, so it says nothing itself. */
export function avatarOf(person) {
  if (person.role === 'bot') return h('span', { class: 'avatar bot', 'aria-hidden': 'true' }, icon('home'));
  return h(
    'span',
    { class: `avatar tone-${colourOf(person.id)}`, 'aria-hidden': 'true' },
    shortName(person.name),
  );
}

/** Of a room: its first nine people, as on the phone. */
export function roomAvatar(members) {
  const shown = members.slice(0, 9);
  const wide = shown.length > 4 ? 3 : 2;
  return h('span', { class: `avatar group wide-${wide}`, 'aria-hidden': 'true' }, shown.map(tile));
}

function tile(person) {
  if (person.role === 'bot') return h('span', { class: 'bot' }, icon('home'));
  return h('span', { class: `tone-${colourOf(person.id)}` }, Array.from(shortName(person.name)).at(-1) ?? '');
}
