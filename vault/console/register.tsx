/** @jsxImportSource hono/jsx */
import { roleWords } from '../../policy/words.ts';
import type { ValueOf } from '../http/route.ts';
import { type AnyPage, type Answer, file, type Visit } from './page.ts';
import { Fact, Facts } from './parts.tsx';
import { registerWords as words } from './words-duties.ts';

type Item = ValueOf<'readRegister'>['items'][number];

/** The record of processing, a purpose at a time. */
async function show(visit: Visit): Promise<Answer> {
  const read = await visit.ask('readRegister', undefined);
  if (!read.ok) return read;
  const body = (
    <>
      <h1>{visit.say(words.title)}</h1>
      <p>{visit.say(words.lead)}</p>
      <p>
        <a class="tap" href={`${visit.base}/register/file`}>
          {visit.say(words.save)}
        </a>
      </p>
      {read.value.items.map((item) => (
        <Processing v={visit} item={item} />
      ))}
      <section>
        <h2>{visit.say(words.measures)}</h2>
        <ul>
          {read.value.measures.map((measure) => (
            <li>
              {visit.say(measure)} <span class="aside">{measure.shown}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
  return { title: visit.say(words.title), body };
}

const Processing = ({ v, item }: { v: Visit; item: Item }) => {
  const list = (parts: readonly string[]): string => parts.join(v.language === 'en' ? ', ' : '、');
  const registered = item.registered.map(({ name }) => name);
  return (
    <section class="card">
      <h2>{v.say(item.title)}</h2>
      <Facts>
        <Fact name={v.say(words.basis)}>{v.say(item.basis.article)}</Fact>
        <Fact name={v.say(words.controller)}>{v.say(item.controller)}</Fact>
        <Fact name={v.say(words.kinds)}>
          {item.categories.length === 0
            ? v.say(words.nothing)
            : item.categories.map(({ title, fields }) => (
                <div>
                  {v.say(title)}:{' '}
                  {list(fields.map((one) => `${v.say(one.title)}${one.sensitive ? ' ★' : ''}`))}
                </div>
              ))}
        </Fact>
        <Fact name={v.say(words.roles)}>
          {item.roles.length === 0
            ? v.say(words.nobody)
            : list(item.roles.map((role) => v.say(roleWords[role])))}
        </Fact>
        <Fact name={v.say(words.recipients)}>
          {v.say(item.recipients)}
          {registered.length === 0 ? '' : `: ${list(registered)}`}
        </Fact>
        <Fact name={v.say(words.retention)}>{v.say(item.retention)}</Fact>
      </Facts>
    </section>
  );
};

async function keep(visit: Visit): Promise<Answer> {
  const read = await visit.ask('readRegister', undefined);
  return read.ok ? file(read.value.markdown, `lindun-${visit.id}-register.md`) : read;
}

const watchers = ['privacy_officer', 'outside_auditor', 'committee_head'] as const;

export const registerPages: readonly AnyPage[] = [
  { method: 'get', path: '/register', for: watchers, handle: show },
  { method: 'get', path: '/register/file', for: watchers, handle: keep },
];
