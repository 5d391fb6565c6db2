import { h, icon, iconButton, toast } from './dom.js';
import { contentLine } from './content-line.js';
import { base64Of, largestVoice, record, shrunk } from './media.js';
import { MentionList } from './mention.js';
import { words } from './words.js';

const longest = 2000;

/** What was begun in each chat and not sent stays there, as long as the page does. */
const drafts = new Map();

/** Where one writes, with what can be sent beside words. */
export class Composer {
  #phone;
  #chat;
  #field;
  #send;
  #tools;
  #quoteBox = h('div', { class: 'quoting', hidden: true });
  #recordBox = h('div', { class: 'recorder', hidden: true });
  #mentions;
  #quote;
  #name;
  element;

  constructor(phone, chat) {
    this.#phone = phone;
    this.#chat = chat;
    this.#name = `${phone.me.id}/${chat.id}`;
    this.#field = h('textarea', {
      id: 'write',
      rows: '1',
      maxlength: longest,
      placeholder: '',
      'aria-label': words.write,
      enterkeyhint: 'send',
      autocomplete: 'off',
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
      onpaste: (event) => this.#pasted(event),
    });
    this.#send = h('button', { type: 'submit', class: 'send', disabled: true }, words.send);
    this.#mentions = new MentionList(
      this.#field,
      chat.room === null ? [] : chat.members.filter(({ id }) => id !== phone.me.id),
    );
    this.#tools = this.#toolRow();
    const more = iconButton(
      'circlePlus',
      words.more,
      () => {
        const opened = this.element.classList.toggle('with-tools');
        more.setAttribute('aria-expanded', String(opened));
      },
      { class: 'icon-button plus', 'aria-expanded': 'false', 'aria-controls': 'tools' },
    );
    this.element = h(
      'form',
      {
        class: 'composer',
        onsubmit: (event) => {
          event.preventDefault();
          this.#say();
        },
      },
      this.#mentions.element,
      this.#mentions.status,
      this.#quoteBox,
      this.#recordBox,
      h('div', { class: 'writing' }, this.#field, more, this.#send),
      this.#tools,
    );
    this.write(drafts.get(this.#name) ?? '', false);
  }

  focus() {
    this.#field.focus();
  }

  /** Puts a text there to be gone on with. */
  write(text, focus = true) {
    this.#field.value = text;
    this.#typed();
    if (focus) this.focus();
  }

  quote(message) {
    this.#quote = message;
    const name = this.#phone.person(message.from).name;
    this.#quoteBox.replaceChildren(
      h('span', {}, words.quoteOf(name) + contentLine(message)),
      iconButton('close', words.dropQuote, () => this.#dropQuote()),
    );
    this.#quoteBox.hidden = false;
    this.focus();
  }

  #dropQuote() {
    this.#quote = undefined;
    this.#quoteBox.hidden = true;
    this.focus();
  }

  #typed() {
    drafts.set(this.#name, this.#field.value);
    const isEmpty = this.#field.value.trim() === '';
    this.#send.disabled = isEmpty;
    this.element.classList.toggle('has-text', !isEmpty);
    this.#field.style.height = 'auto';
    this.#field.style.height = `${Math.min(this.#field.scrollHeight, 140)}px`;
    this.#mentions.update();
  }

  #key(event) {
    if (event.isComposing || this.#mentions.key(event)) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.#say();
    } else if (event.key === 'Escape' && this.#quote !== undefined) this.#dropQuote();
  }

  #say() {
    const text = this.#field.value;
    if (text.trim() === '') return;
    this.write('');
    this.#post({ text });
  }

  #post(what) {
    const quote = this.#quote;
    if (quote !== undefined) this.#dropQuote();
    this.element.classList.remove('with-tools');
    void this.#phone.send(this.#chat, { ...what, quote });
  }

  #toolRow() {
    const choose = (accept, onFile) => {
      const input = h('input', {
        type: 'file',
        accept,
        hidden: true,
        onchange: () => {
          const [file] = input.files;
          input.value = '';
          if (file !== undefined) void onFile(file);
        },
      });
      return input;
    };
    const picture = choose('image/*', (file) => this.#picture(file));
    const voice = choose('audio/*', (file) => this.#voice(file));
    const tool = (sign, act) =>
      h(
        'button',
        { type: 'button', class: 'tool', onclick: act },
        h('span', { class: 'tool-sign' }, icon(sign)),
        words.tools[sign],
      );
    return h(
      'div',
      { class: 'tools', id: 'tools' },
      picture,
      voice,
      tool('picture', () => picture.click()),
      tool('record', () => void this.#record()),
      tool('voice', () => voice.click()),
    );
  }

  #pasted(event) {
    const file = [...event.clipboardData.files].find(({ type }) => type.startsWith('image/'));
    if (file === undefined) return;
    event.preventDefault();
    void this.#picture(file);
  }

  async #picture(file) {
    const blob = await shrunk(file);
    if (blob === undefined) {
      toast(words.noPicture);
      return;
    }
    this.#post({ image: await base64Of(blob), preview: URL.createObjectURL(blob) });
  }

  async #voice(blob) {
    if (blob.size > largestVoice) {
      toast(words.tooBig);
      return;
    }
    this.#post({ voice: await base64Of(blob) });
  }

  async #record() {
    if (!this.#recordBox.hidden) return;
    let stop;
    try {
      stop = await record();
    } catch {
      toast(words.noMicrophone);
      return;
    }
    const said = h('span', { role: 'timer' }, words.recording(0));
    const begun = Date.now();
    const timer = setInterval(() => {
      said.textContent = words.recording(Math.floor((Date.now() - begun) / 1000));
    }, 1000);
    const end = async (send) => {
      clearInterval(timer);
      this.#recordBox.hidden = true;
      const blob = await stop();
      if (send) await this.#voice(blob);
      this.focus();
    };
    const sendIt = h('button', { type: 'button', class: 'send', onclick: () => void end(true) }, words.send);
    this.#recordBox.replaceChildren(
      said,
      h('button', { type: 'button', class: 'quiet', onclick: () => void end(false) }, words.cancel),
      sendIt,
    );
    this.#recordBox.hidden = false;
    sendIt.focus();
  }
}
