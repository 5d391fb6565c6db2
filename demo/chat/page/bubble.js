import { fileUrl } from './api.js';
import { avatarOf } from './avatar.js';
import { h, icon } from './dom.js';
import { linkParts } from './links.js';
import { contentLine } from './content-line.js';
import { messageMenu } from './menu.js';
import { showPicture, showProfile } from './profile.js';
import { recalledText } from './recalled.js';
import { voicePlayer } from './voice.js';
import { words } from './words.js';

/** A message as it is seen. @param hands the phone, the chat, and what can be done from here */
export function bubbleOf(message, hands) {
  const { phone, chat } = hands;
  const person = phone.person(message.from);
  const own = message.from === phone.me.id;
  const row = h(
    'div',
    { class: 'row' },
    face(phone, person),
    h(
      'div',
      { class: 'said' },
      !own && chat.room !== null && h('span', { class: 'name' }, person.name),
      (own || chat.room === null) &&
        h('span', { class: 'unseen' }, words.quoteOf(own ? words.me : person.name)),
      content(message, hands, person),
      message.quote !== null && quoted(message.quote, phone),
    ),
  );
  row.append(messageMenu(message, hands, row));
  return row;
}

/** Only the bot's picture does something: it is how one becomes its friend. */
function face(phone, person) {
  if (person.role !== 'bot') return avatarOf(person);
  const label = words.profileOf(person.name);
  return h(
    'button',
    {
      type: 'button',
      class: 'face',
      'aria-label': label,
      title: label,
      onclick: () => showProfile(phone, person),
    },
    avatarOf(person),
  );
}

function content({ type, text, file }, { phone }, { name }) {
  if (type === 'text') return h('div', { class: 'bubble' }, textNodes(text));
  const url = fileUrl(file.id, phone.me.id);
  if (type === 'voice') return h('div', { class: 'bubble' }, voicePlayer(url));
  const alt = words.pictureOf(name);
  return h(
    'button',
    { type: 'button', class: 'picture', title: words.open, onclick: () => showPicture(url, alt) },
    h('img', { src: url, alt, loading: 'lazy' }),
  );
}

/**
 * A line may end before an address: it is long, and nothing in it is a place to break. Where one has just ended it must not
 * end again, which would leave an empty one.
 */
function textNodes(text) {
  return linkParts(text).flatMap(({ href, text: said }, at, parts) => {
    if (href === undefined) return said;
    const link = h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, said);
    return at === 0 || parts[at - 1].text.endsWith('\n') ? link : [h('wbr'), link];
  });
}

function quoted(quote, phone) {
  if (quote.recalled) return h('div', { class: 'quoted' }, words.gone);
  return h('div', { class: 'quoted' }, words.quoteOf(phone.person(quote.from).name) + contentLine(quote));
}

/** A message on its way, or one that did not get there. */
export function pendingBubble(pending, { phone, again }) {
  const { text, preview, voice, quote, failed } = pending;
  return h(
    'div',
    { class: 'row' },
    avatarOf(phone.me),
    h(
      'div',
      { class: 'said' },
      preview !== undefined
        ? h('span', { class: 'picture' }, h('img', { src: preview, alt: words.pictureOf(words.me) }))
        : h('div', { class: 'bubble' }, voice === undefined ? textNodes(text) : words.voice),
      quote !== undefined && quoted({ ...quote, recalled: false }, phone),
    ),
    failed
      ? h(
          'button',
          { type: 'button', class: 'failed', 'aria-label': words.retry, title: words.retry, onclick: again },
          icon('failed'),
        )
      : h('span', { class: 'sending', role: 'img', 'aria-label': words.sending }),
  );
}

/** What stands where a message was. */
export function recallLine({ id, from }, { phone, write }) {
  const own = from === phone.me.id;
  const text = recalledText(id);
  return h(
    'p',
    { class: 'note' },
    own ? words.youRecalled : words.theyRecalled(phone.person(from).name),
    own && text && h('button', { type: 'button', class: 'link', onclick: () => write(text) }, words.again),
  );
}
