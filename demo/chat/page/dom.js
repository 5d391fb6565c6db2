/**
 * An element. What is text stays text: nothing here parses HTML, so nothing somebody wrote becomes part of the page.
 * @param {Record<string, string | number | boolean | undefined | ((event: Event) => void)>} props `on…` listens, `class` and `data-…` and `aria-…` are attributes, `false` leaves out
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === false || value === undefined || value === null) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

const shapes = {
  back: 'M15 4 7 12l8 8',
  plus: 'M12 5v14M5 12h14',
  circlePlus: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 8v8M8 12h8',
  dots: 'M6 12h.01M12 12h.01M18 12h.01',
  close: 'M6 6l12 12M18 6 6 18',
  picture: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M9 9h.01',
  record: 'M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM5 11a7 7 0 0 0 14 0M12 18v3',
  voice:
    'M9 18V6l10-2v12M9 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM19 16a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z',
  wave: 'M6 10a3 3 0 0 1 0 4M10 7a7 7 0 0 1 0 10M14 4a11 11 0 0 1 0 16',
  chats: 'M4 5h16v11H10l-4 4v-4H4z',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5',
  copy: 'M8 8h12v12H8zM4 16V4h12',
  quote: 'M10 7H5v6h4c0 2-1 3-3 4M20 7h-5v6h4c0 2-1 3-3 4',
  recall: 'M8 5 4 9l4 4M4 9h10a5 5 0 0 1 0 10h-4',
  failed: 'M12 7v6M12 16.5v.01',
  home: 'M4 11 12 4l8 7M6 10v9h12v-9M10 19v-5h4v5',
};

/** A drawn sign; its meaning is said by what it stands in. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', shapes[name]);
  svg.append(path);
  return svg;
}

/** A button with a sign in it, and its name for whoever does not see it. */
export function iconButton(name, label, onclick, props = {}) {
  return h(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': label, title: label, onclick, ...props },
    icon(name),
  );
}

let notice;
/** Says something for a moment, aloud too. */
export function toast(text) {
  const box = document.getElementById('toast');
  clearTimeout(notice);
  box.textContent = text;
  box.classList.add('shown');
  notice = setTimeout(() => {
    box.classList.remove('shown');
    box.textContent = '';
  }, 4000);
}
