import { ask } from './api.js';
import { avatarOf } from './avatar.js';
import { h, iconButton, toast } from './dom.js';
import { addressOf } from './address.js';
import { privately } from './state.js';
import { words } from './words.js';

/** A dialog of its own time: it is gone when it is closed. */
function dialog(label, className, ...children) {
  const box = h(
    'dialog',
    { class: className, 'aria-label': label },
    iconButton('close', words.close, () => box.close(), { class: 'icon-button close' }),
    children,
  );
  box.addEventListener('close', () => box.remove());
  box.addEventListener('click', ({ target }) => target === box && box.close());
  document.body.append(box);
  box.showModal();
  return box;
}

/** The card behind an avatar: here the bot is added, as a person is on the phone. */
export function showProfile(phone, person) {
  const { friend, asked } = phone.me;
  const act = friend
    ? h(
        'button',
        {
          type: 'button',
          class: 'main-button',
          onclick: () => {
            box.close();
            location.hash = addressOf(phone.me.id, privately);
          },
        },
        words.talk,
      )
    : h(
        'button',
        { type: 'button', class: 'main-button', disabled: asked, onclick: () => void add() },
        asked ? words.asked : words.add,
      );
  const add = async () => {
    try {
      await ask('POST', '/friends', { from: phone.me.id });
      act.disabled = true;
      act.textContent = words.asked;
    } catch (error) {
      toast(error.message);
    }
  };
  const box = dialog(
    words.profileOf(person.name),
    'card',
    h(
      'div',
      { class: 'card-head' },
      avatarOf(person),
      h('div', {}, h('h2', {}, person.name), h('p', { class: 'hint' }, words.botIs)),
    ),
    act,
  );
}

export function showMembers(phone, { room, members }) {
  const title = room === null ? phone.person('bot').name : words.groupOf(words.members, members.length);
  dialog(
    title,
    'card',
    h('h2', {}, title),
    h(
      'ul',
      { class: 'members' },
      members.map((one) => h('li', {}, avatarOf(one), h('span', {}, one.name))),
    ),
  );
}

export function showPicture(url, alt) {
  const box = dialog(alt, 'viewer', h('img', { src: url, alt, onclick: () => box.close() }));
}
