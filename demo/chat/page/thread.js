import { Composer } from './compose.js';
import { bubbleOf, pendingBubble, recallLine } from './bubble.js';
import { h, icon, iconButton } from './dom.js';
import { addressOf } from './address.js';
import { showMembers } from './profile.js';
import { privately } from './state.js';
import { spokenTime } from './time.js';
import { words } from './words.js';

/** As on the phone: a line with the time where nothing was said for five minutes. */
const pause = 5 * 60_000;

/** One chat on the right: its messages and where one writes. */
export class Thread {
  #phone;
  #chat;
  #list;
  #log;
  #composer;
  #loading = false;
  /** One reads the newest: what comes, and pictures that take their place late, push the rest up. */
  #pinned = true;
  #sized = new ResizeObserver(() => this.#pinned && this.#toEnd());

  constructor(phone) {
    this.#phone = phone;
  }

  async show(place, chat) {
    this.#chat = chat;
    if (chat === undefined) {
      place.replaceChildren(h('p', { class: 'choose' }, icon('chats'), words.choose));
      return;
    }
    this.#list = h('ol', { class: 'messages' });
    this.#log = h(
      'div',
      {
        class: 'log',
        role: 'log',
        'aria-label': words.messages,
        tabindex: '0',
        'aria-busy': 'true',
        onscroll: () => this.#scrolled(),
      },
      this.#list,
    );
    this.#sized.disconnect();
    this.#sized.observe(this.#list);
    this.#sized.observe(this.#log);
    this.#composer = new Composer(this.#phone, chat);
    place.replaceChildren(this.#head(), this.#log, this.#composer.element);
    if (chat.messages === undefined) await this.#phone.load(chat);
    if (this.#chat !== chat) return;
    this.#fill();
    this.#toEnd();
    this.#log.setAttribute('aria-busy', 'false');
    if (matchMedia('(hover: hover) and (pointer: fine)').matches) this.#composer.focus();
    else place.querySelector('h2').focus();
  }

  #head() {
    const { title, room, members } = this.#chat;
    return h(
      'header',
      { class: 'bar' },
      h(
        'a',
        {
          class: 'icon-button back',
          href: addressOf(this.#phone.me.id),
          'aria-label': words.back,
          title: words.back,
        },
        icon('back'),
      ),
      h('h2', { tabindex: '-1' }, room === null ? title : words.groupOf(title, members.length)),
      iconButton('dots', words.members, () => showMembers(this.#phone, this.#chat)),
    );
  }

  #fill() {
    const { messages, pending, more, room } = this.#chat;
    const items = [];
    if (more) {
      items.push(
        h(
          'li',
          { class: 'older' },
          h('button', { type: 'button', class: 'quiet', onclick: () => void this.#older() }, words.older),
        ),
      );
    } else if (room === null && this.#phone.me.friend) items.push(h('li', { class: 'note' }, words.friends));
    if (messages.length === 0)
      items.push(h('li', { class: 'note' }, room === null ? words.helloBot : words.hello));
    let before = 0;
    for (const message of messages) {
      items.push(this.#item(message, before));
      before = message.at;
    }
    items.push(...pending.map((one) => this.#pendingItem(one)));
    this.#list.replaceChildren(...items);
  }

  #item(message, before) {
    const { id, at, from, recalled } = message;
    const own = from === this.#phone.me.id;
    const hands = {
      phone: this.#phone,
      chat: this.#chat,
      quote: (quoted) => this.#composer.quote(quoted),
      write: (text) => this.#composer.write(text),
    };
    return h(
      'li',
      { class: recalled ? 'item' : `item ${own ? 'own' : 'theirs'}`, 'data-id': id },
      at - before > pause &&
        h(
          'p',
          { class: 'note' },
          h('time', { datetime: new Date(at).toISOString() }, spokenTime(at, Date.now())),
        ),
      recalled ? recallLine(message, hands) : bubbleOf(message, hands),
    );
  }

  #pendingItem(pending) {
    const again = () => void this.#phone.again(this.#chat, pending);
    return h('li', { class: 'item own pending' }, pendingBubble(pending, { phone: this.#phone, again }));
  }

  /** Something about this chat is another. What stays is left alone: somebody may be listening to it, or stand on it. */
  changed({ kind, message, id }) {
    if (this.#chat.messages === undefined || this.#log.getAttribute('aria-busy') === 'true') return;
    for (const item of this.#list.querySelectorAll('.pending')) item.remove();
    if (kind === 'message') {
      if (this.#chat.messages.length === 1) this.#list.querySelector('li.note:last-child')?.remove();
      this.#list.append(this.#item(message, this.#chat.messages.at(-2)?.at ?? 0));
    }
    if (kind === 'recall') this.#redraw(id);
    this.#list.append(...this.#chat.pending.map((one) => this.#pendingItem(one)));
    if (this.#pinned || kind === 'pending' || message?.from === this.#phone.me.id) this.#toEnd();
  }

  #redraw(id) {
    for (const [at, message] of this.#chat.messages.entries()) {
      if (message.id !== id && message.quote?.id !== id) continue;
      const item = this.#list.querySelector(`[data-id="${CSS.escape(message.id)}"]`);
      item?.replaceWith(this.#item(message, this.#chat.messages[at - 1]?.at ?? 0));
    }
  }

  /** The bot has said yes, or somebody has asked it. */
  befriended() {
    if (this.#chat?.id === privately && this.#chat.messages !== undefined) this.#fill();
  }

  async #older() {
    if (this.#loading || !this.#chat.more) return;
    this.#loading = true;
    const fromEnd = this.#log.scrollHeight - this.#log.scrollTop;
    try {
      await this.#phone.load(this.#chat);
      this.#fill();
      this.#log.scrollTop = this.#log.scrollHeight - fromEnd;
    } finally {
      this.#loading = false;
    }
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    this.#pinned = scrollHeight - scrollTop - clientHeight < 80;
    if (scrollTop < 60 && !this.#pinned) void this.#older();
  }

  #toEnd() {
    this.#pinned = true;
    this.#log.scrollTop = this.#log.scrollHeight;
  }
}
