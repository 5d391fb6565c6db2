import { ask } from './api.js';
import { rememberRecalled } from './recalled.js';
import { h, icon, iconButton, toast } from './dom.js';
import { words } from './words.js';

const recallable = 2 * 60_000;
const longPress = 500;

/**
 * What can be done with a message: by its button, by the right mouse key, by a long press. It is built when it is opened,
 * for what it holds depends on the time.
 */
export function messageMenu(message, hands, row) {
  const name = hands.phone.person(message.from).name;
  const target = row.querySelector('.bubble, .picture');
  const button = iconButton('dots', words.actions(name), () => open(message, hands, button, target), {
    class: 'icon-button more',
    'aria-haspopup': 'menu',
    title: words.menu,
  });
  target.addEventListener('contextmenu', (event) => {
    // A link has a menu of the browser's own.
    if (event.target.closest('a') !== null) return;
    event.preventDefault();
    open(message, hands, button, target);
  });
  let timer;
  target.addEventListener(
    'touchstart',
    () => {
      timer = setTimeout(() => open(message, hands, button, target), longPress);
    },
    { passive: true },
  );
  for (const end of ['touchend', 'touchmove', 'touchcancel']) {
    target.addEventListener(end, () => clearTimeout(timer), { passive: true });
  }
  return button;
}

function open(message, hands, button, target) {
  document.getElementById('menu')?.remove();
  const close = () => menu.hidePopover();
  const item = (sign, label, act) =>
    h(
      'button',
      {
        type: 'button',
        role: 'menuitem',
        tabindex: '-1',
        onclick: () => {
          close();
          act();
        },
      },
      icon(sign),
      label,
    );
  const items = [
    message.type === 'text' && item('copy', words.copy, () => void copy(message.text)),
    item('quote', words.quote, () => hands.quote(message)),
    canRecall(message, hands.phone) && item('recall', words.recall, () => void recall(message, hands.phone)),
  ].filter(Boolean);
  const menu = h(
    'div',
    { id: 'menu', role: 'menu', 'aria-label': words.menu, popover: 'auto', onkeydown: arrows },
    items,
  );
  menu.addEventListener('toggle', ({ newState }) => {
    if (newState !== 'closed') return;
    if (menu.contains(document.activeElement)) button.focus();
    menu.remove();
  });
  document.body.append(menu);
  menu.showPopover();
  place(menu, target.getBoundingClientRect());
  items[0].focus();
}

/** Above the message, or below where there is no room; inside the window in any case. */
function place(menu, { top, bottom, left, width }) {
  const { offsetWidth, offsetHeight } = menu;
  const wanted = left + width / 2 - offsetWidth / 2;
  menu.style.left = `${Math.max(8, Math.min(wanted, innerWidth - offsetWidth - 8))}px`;
  const above = top - offsetHeight - 8;
  const below = Math.min(bottom + 8, innerHeight - offsetHeight - 8);
  menu.style.top = `${above >= 56 ? above : below}px`;
}

function arrows(event) {
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const step = steps[event.key];
  if (step === undefined) {
    if (event.key === 'Tab') event.preventDefault();
    return;
  }
  event.preventDefault();
  const items = [...event.currentTarget.children];
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
}

const canRecall = ({ from, at }, phone) => from === phone.me.id && Date.now() - at < recallable;

async function copy(text) {
  await navigator.clipboard.writeText(text);
  toast(words.copied);
}

async function recall(message, phone) {
  const { text } = message;
  try {
    if (text !== '') rememberRecalled({ id: message.id, text });
    await ask('POST', `/messages/${message.id}/recall`, { from: phone.me.id });
  } catch (error) {
    toast(error.message);
  }
}
