import { avatarOf, roomAvatar } from './avatar.js';
import { contentLine } from './content-line.js';
import { h, iconButton } from './dom.js';
import { addressOf } from './address.js';
import { showProfile } from './profile.js';
import { shortTime } from './time.js';
import { words } from './words.js';

/** The chats of this phone; on a wide screen they stay beside the one that is open. */
export function drawList(place, phone) {
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset.chat : undefined;
  const chats = phone.list();
  place.replaceChildren(
    h(
      'header',
      { class: 'bar' },
      h('span', { class: 'self' }, avatarOf(phone.me)),
      h('h1', { tabindex: '-1' }, phone.me.name),
      h('a', { class: 'quiet', href: '#', 'aria-label': words.switchPerson(phone.me.name) }, words.another),
      iconButton('circlePlus', words.addBot, () => showProfile(phone, phone.person('bot'))),
    ),
    chats.length === 0
      ? h('p', { class: 'hint' }, words.noChats)
      : h(
          'nav',
          { 'aria-label': words.chats },
          h(
            'ul',
            { class: 'chats' },
            chats.map((chat) => h('li', {}, row(phone, chat))),
          ),
        ),
  );
  if (focused !== undefined) place.querySelector(`[data-chat="${CSS.escape(focused)}"]`)?.focus();
}

function row(phone, chat) {
  const { id, title, last, unread, called, members } = chat;
  return h(
    'a',
    {
      class: 'chat-row',
      href: addressOf(phone.me.id, id),
      'data-chat': id,
      'aria-current': chat === phone.open ? 'page' : false,
    },
    h(
      'span',
      { class: 'badge-holder' },
      chat.room === null ? avatarOf(phone.person('bot')) : roomAvatar(members),
      unread > 0 &&
        h(
          'span',
          { class: 'badge' },
          h('span', { 'aria-hidden': 'true' }, unread > 99 ? '99+' : unread),
          h('span', { class: 'unseen' }, words.unread(unread)),
        ),
    ),
    h(
      'span',
      { class: 'chat-words' },
      h(
        'span',
        { class: 'chat-top' },
        h('span', { class: 'chat-title' }, title),
        last !== null && h('span', { class: 'chat-time' }, shortTime(last.at, Date.now())),
      ),
      h(
        'span',
        { class: 'chat-last' },
        called && unread > 0 && h('span', { class: 'called' }, words.mentioned),
        last === null ? '' : snippet(phone, chat, last),
      ),
    ),
  );
}

/** The last message in one line, with who said it where that is not clear. */
function snippet(phone, chat, message) {
  const name = phone.person(message.from).name;
  const own = message.from === phone.me.id;
  if (message.recalled) return own ? words.youRecalled : words.theyRecalled(name);
  const said = contentLine(message);
  return chat.room === null || own ? said : words.quoteOf(name) + said;
}
