import { language, words } from './words.js';

/** What was refused, in the words of who refused it. */
export class Refused extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** @throws Refused, also when nobody answered (`offline`) */
export async function ask(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    });
  } catch {
    throw new Refused('offline', words.offline);
  }
  const answer = await response
    .json()
    .catch(() => ({ code: 'offline', zh: words.offline, en: words.offline }));
  if (!response.ok) throw new Refused(answer.code, answer[language]);
  return answer;
}

export const fileUrl = (id, as) => `/files/${encodeURIComponent(id)}?as=${encodeURIComponent(as)}`;

/**
 * What happens from now on. A page that is not looked at lets go: a browser gives one address six connections, and each
 * tab would hold one.
 * @param {() => number} after how far this page has come
 */
export function listen(as, after, { onEvent, onState }) {
  let source;
  const close = () => {
    source?.close();
    source = undefined;
  };
  const open = () => {
    close();
    source = new EventSource(`/events?as=${encodeURIComponent(as)}&after=${after()}`);
    source.onopen = () => onState(true);
    source.onmessage = ({ data }) => onEvent(JSON.parse(data));
    source.onerror = () => {
      onState(false);
      // It comes back by itself but where the server answered with an error.
      if (source?.readyState === EventSource.CLOSED) setTimeout(() => source !== undefined && open(), 2000);
    };
  };
  const visible = () => (document.hidden ? close() : open());
  document.addEventListener('visibilitychange', visible);
  visible();
  return () => {
    document.removeEventListener('visibilitychange', visible);
    close();
  };
}
