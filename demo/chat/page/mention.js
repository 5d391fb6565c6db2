import { avatarOf } from './avatar.js';
import { h } from './dom.js';
import { words } from './words.js';

const most = 50;

/** What stands between the last `@` and the caret; undefined where no name is being typed. */
export function wantedName(text, caret) {
  const typed = /@([^@\s]{0,20})$/u.exec(text.slice(0, caret));
  return typed === null ? undefined : typed[1];
}

/** The list that opens at an `@`: arrows and Enter choose, Escape leaves, a tap does too. */
export class MentionList {
  element = h('ul', {
    id: 'mentions',
    class: 'mentions',
    role: 'listbox',
    'aria-label': words.members,
    hidden: true,
  });
  status = h('span', { class: 'unseen', role: 'status' });
  #field;
  #members;
  #found = [];
  #at = 0;
  #left;

  constructor(field, members) {
    this.#field = field;
    this.#members = members;
    field.setAttribute('aria-autocomplete', 'list');
    field.setAttribute('aria-controls', 'mentions');
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** After each change of the text. */
  update() {
    const wanted = wantedName(this.#field.value, this.#field.selectionStart);
    if (wanted !== this.#left) this.#left = undefined;
    const found =
      wanted === undefined || this.#left !== undefined
        ? []
        : this.#members.filter(({ name }) => name.includes(wanted));
    const isNew = found.length !== this.#found.length;
    this.#found = found.slice(0, most);
    this.#at = 0;
    this.#draw();
    if (isNew) this.status.textContent = found.length === 0 ? '' : words.mentions(found.length);
  }

  #draw() {
    const options = this.#found.map((person, at) =>
      h(
        'li',
        {
          id: `mention-${at}`,
          role: 'option',
          'aria-selected': String(at === this.#at),
          onmousedown: (event) => {
            event.preventDefault();
            this.#choose(person);
          },
        },
        avatarOf(person),
        person.name,
      ),
    );
    this.element.replaceChildren(...options);
    this.element.hidden = options.length === 0;
    if (options.length === 0) this.#field.removeAttribute('aria-activedescendant');
    else {
      this.#field.setAttribute('aria-activedescendant', `mention-${this.#at}`);
      options[this.#at].scrollIntoView({ block: 'nearest' });
    }
  }

  /** @returns whether the key was for this list */
  key(event) {
    if (!this.isOpen) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      this.#at = (this.#at + steps[event.key] + this.#found.length) % this.#found.length;
      this.#draw();
    } else if (event.key === 'Enter' || event.key === 'Tab') this.#choose(this.#found[this.#at]);
    else if (event.key === 'Escape') this.#leave();
    else return false;
    event.preventDefault();
    return true;
  }

  #leave() {
    this.#left = wantedName(this.#field.value, this.#field.selectionStart);
    this.#found = [];
    this.#draw();
  }

  /** With the space that WeChat puts there, U+2005. */
  #choose({ name }) {
    const { value, selectionStart } = this.#field;
    const from = value.slice(0, selectionStart).lastIndexOf('@');
    this.#field.setRangeText(`@${name}\u2005`, from, selectionStart, 'end');
    this.#found = [];
    this.#draw();
    this.#field.focus();
    this.#field.dispatchEvent(new Event('input'));
  }
}
