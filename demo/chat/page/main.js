import { addressOf, whereOf } from './address.js';
import { ask } from './api.js';
import { h, toast } from './dom.js';
import { drawList } from './list.js';
import { Phone } from './state.js';
import { Thread } from './thread.js';
import { drawWho } from './who.js';
import { language, words } from './words.js';

const app = document.getElementById('app');
let phone;
let thread;

document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';

async function draw() {
  const [person = '', chat] = whereOf(location.hash);
  try {
    if (person === '') await choose();
    else {
      if (phone?.me.id !== person && !(await pickUp(person))) return;
      await show(chat);
    }
  } catch (error) {
    toast(error.message);
  }
}

async function choose() {
  phone?.stop();
  phone = undefined;
  app.dataset.screen = 'who';
  document.title = words.title;
  const stillHere = () => whereOf(location.hash)[0] === '';
  await drawWho(app, { stillHere, onPick: (id) => (location.hash = addressOf(id)) });
}

async function pickUp(person) {
  phone?.stop();
  const people = await ask('GET', '/people');
  if (!people.some(({ id, role }) => id === person && role !== 'bot')) {
    location.hash = '';
    return false;
  }
  phone = new Phone(people, person, heard);
  thread = new Thread(phone);
  await phone.start();
  app.replaceChildren(
    h('aside', { class: 'side', id: 'side' }),
    h('main', { class: 'thread', id: 'thread' }),
    h('p', { class: 'lost', id: 'lost', role: 'status', hidden: true }, words.lost),
  );
  return true;
}

async function show(id) {
  const chat = id === undefined ? undefined : phone.chats.get(id);
  if (id !== undefined && chat === undefined) {
    location.replace(addressOf(phone.me.id));
    return;
  }
  phone.open = chat;
  app.dataset.screen = chat === undefined ? 'list' : 'thread';
  list();
  await thread.show(document.getElementById('thread'), chat);
  read();
}

function list() {
  drawList(document.getElementById('side'), phone);
  const { unread } = phone;
  document.title = unread === 0 ? words.title : `(${unread}) ${words.title}`;
}

/** What is on the screen, and looked at, is read. */
function read() {
  if (phone?.open !== undefined && !document.hidden) phone.markRead(phone.open);
}

function heard(what) {
  if (what.kind === 'connection') document.getElementById('lost').hidden = phone.connected;
  else if (what.kind === 'refused') toast(what.error.message);
  else {
    if (what.chat !== undefined && what.chat === phone.open) thread.changed(what);
    if (what.kind === 'message') read();
    list();
    if (what.kind === 'friend') thread.befriended();
  }
}

addEventListener('hashchange', () => void draw());
document.addEventListener('visibilitychange', read);
void draw();
