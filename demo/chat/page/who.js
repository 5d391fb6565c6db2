import { ask } from './api.js';
import { avatarOf } from './avatar.js';
import { h, icon } from './dom.js';
import { switchLanguage, words } from './words.js';

/** More than this of one kind are shown when asked for: a community has hundreds of residents. */
const few = 12;
const order = [
  'resident',
  'worker',
  'grid_worker',
  'grid_leader',
  'dispatcher',
  'officer',
  'privacy_officer',
  'administrator',
];

/** The first screen: whose phone one picks up. */
export async function drawWho(place, { stillHere, onPick }) {
  const list = h('div', { class: 'who-list' });
  const status = h('p', { class: 'hint', role: 'status' });
  const field = h('input', {
    type: 'search',
    id: 'who-search',
    autocomplete: 'off',
    placeholder: words.search,
    oninput: () => fill(),
  });
  const opened = new Set();
  let people = [];
  const fill = () => {
    const wanted = field.value.trim();
    const found = people.filter(({ name }) => name.includes(wanted));
    status.textContent = people.length === 0 ? words.empty : found.length === 0 ? words.nobody : '';
    const all = { opened, everybody: wanted !== '', fill, onPick };
    list.replaceChildren(...groupsOf(found).map(([role, members]) => group(role, members, all)));
  };
  place.replaceChildren(
    h(
      'main',
      { class: 'who' },
      h(
        'div',
        { class: 'who-head' },
        h('h1', {}, words.pick),
        h('button', { type: 'button', class: 'quiet', onclick: switchLanguage }, words.other),
      ),
      h('p', { class: 'hint' }, words.pickNote),
      h(
        'div',
        { class: 'search' },
        icon('search'),
        h('label', { for: 'who-search', class: 'unseen' }, words.search),
        field,
      ),
      status,
      list,
    ),
  );
  do {
    people = (await ask('GET', '/people')).filter(({ role }) => role !== 'bot');
    fill();
    // The demonstration may still be bringing people in.
    if (people.length === 0) await new Promise((resolve) => setTimeout(resolve, 2000));
  } while (people.length === 0 && stillHere());
}

function groupsOf(people) {
  const groups = new Map();
  for (const person of people) groups.set(person.role, [...(groups.get(person.role) ?? []), person]);
  const place = (role) => (order.includes(role) ? order.indexOf(role) : order.length);
  return [...groups].sort(([a], [b]) => place(a) - place(b));
}

function group(role, people, { opened, everybody, fill, onPick }) {
  const shown = everybody || opened.has(role) ? people : people.slice(0, few);
  return h(
    'section',
    {},
    h('h2', {}, words.roles[role] ?? words.elseRole),
    h(
      'ul',
      { class: 'cells' },
      shown.map((person) =>
        h(
          'li',
          {},
          h(
            'button',
            { type: 'button', class: 'cell', onclick: () => onPick(person.id) },
            avatarOf(person),
            h('span', { class: 'cell-name' }, person.name),
          ),
        ),
      ),
    ),
    shown.length < people.length &&
      h(
        'button',
        {
          type: 'button',
          class: 'all',
          onclick: () => {
            opened.add(role);
            fill();
          },
        },
        words.all(people.length),
      ),
  );
}
