/** @jsxImportSource hono/jsx */
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Act, Note } from './parts.tsx';
import { switchWords as words } from './words-log.ts';

/** The switch that stops the chat assistant, with a step between the wish and the deed. */
async function show(visit: Visit): Promise<Answer> {
  const read = await visit.ask('readExchange', undefined);
  if (!read.ok) return read;
  const { open } = read.value;
  const done = visit.query.get('done');
  const title = visit.say(words.title);
  const body = (
    <>
      {done === 'stop' || done === 'start' ? (
        <Note kind="done">
          <p>{visit.say(done === 'stop' ? words.stopped : words.started)}</p>
        </Note>
      ) : null}
      <h1>{title}</h1>
      <p class="lead">{visit.say(open ? words.isOpen : words.isClosed)}</p>
      <p>{visit.say(words.what)}</p>
      <p>
        <a
          class={`weui-btn ${open ? 'weui-btn_warn' : 'weui-btn_primary'}`}
          href={`${visit.base}/assistant/${open ? 'stop' : 'start'}`}
        >
          {visit.say(open ? words.stop : words.start)}
        </a>
      </p>
    </>
  );
  return { title, body };
}

const sure =
  (open: boolean) =>
  (visit: Visit): Answer => {
    const title = visit.say(open ? words.sureStart : words.sureStop);
    const body = (
      <>
        <h1>{title}</h1>
        <p>{visit.say(open ? words.sureStartWhat : words.sureStopWhat)}</p>
        <Act
          action={`${visit.base}/assistant/${open ? 'start' : 'stop'}`}
          label={visit.say(open ? words.doStart : words.doStop)}
          kind={open ? 'primary' : 'warn'}
        />
        <p>
          <a class="weui-btn weui-btn_default" href={`${visit.base}/assistant`}>
            {visit.say(words.cancel)}
          </a>
        </p>
      </>
    );
    return { title, body };
  };

const set =
  (open: boolean) =>
  async (visit: Visit): Promise<Answer> => {
    const set = await visit.ask('setExchange', open);
    return set.ok ? to(visit, `/assistant?done=${open ? 'start' : 'stop'}`) : set;
  };

const officer = ['privacy_officer'] as const;

export const switchPages: readonly AnyPage[] = [
  { method: 'get', path: '/assistant', for: officer, handle: show },
  { method: 'get', path: '/assistant/stop', for: officer, handle: sure(false) },
  { method: 'get', path: '/assistant/start', for: officer, handle: sure(true) },
  { method: 'post', path: '/assistant/stop', for: officer, handle: set(false) },
  { method: 'post', path: '/assistant/start', for: officer, handle: set(true) },
];
