/** @jsxImportSource hono/jsx */
import { fieldSpec, isRecordType, recordTypes } from '../../policy/fields.ts';
import type { Bilingual } from '../../policy/bilingual.ts';
import { roleWords } from '../../policy/words.ts';
import { problems } from '../http/problem.ts';
import type { ValueOf } from '../http/route.ts';
import { Custody } from './custody.tsx';
import { type Came, Happened } from './happened.tsx';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Act, Fact, Facts, Field, Note, When } from './parts.tsx';
import { indexWords, keyWords as words } from './words-keys.ts';

type Progress = ValueOf<'readKeyProgress'>;

/** How far the keys have turned, and what may be begun by hand. */
async function show(visit: Visit, came: Came = {}): Promise<Answer> {
  const read = await visit.ask('readKeyProgress', undefined);
  if (!read.ok) return read;
  const { epochs, indexes, log, programs, custody } = read.value;
  const { role } = visit.who;
  const title = visit.say(words.title);
  const body = (
    <>
      <Happened v={visit} came={came} />
      <Done v={visit} />
      <h1>{title}</h1>
      <p class="lead">{visit.say(words.lead)}</p>
      <Epochs v={visit} epochs={epochs} />
      <Indexes v={visit} indexes={indexes} mayRotate={role === 'administrator'} />
      <LogKeys v={visit} log={log} mayAsk={role !== 'outside_auditor'} came={came} />
      <Programs v={visit} programs={programs} />
      <Custody v={visit} items={custody} />
    </>
  );
  const status = came.problem === undefined ? 200 : problems[came.problem.code].status;
  return { title, body, status, here: '/keys' };
}

const told = { index: words.doneIndex, log: words.doneLog } as const;

const Done = ({ v }: { v: Visit }) => {
  const done = v.query.get('done') ?? '';
  if (!Object.hasOwn(told, done)) return null;
  return (
    <Note kind="done">
      <p>{v.say(told[done as keyof typeof told])}</p>
    </Note>
  );
};

const Epochs = ({ v, epochs }: { v: Visit; epochs: Progress['epochs'] }) => (
  <section>
    <h2>{v.say(words.epochs)}</h2>
    <p>{v.say(words.epochsWhat)}</p>
    <table>
      <thead>
        <tr>
          <th scope="col">{v.say(words.month)}</th>
          <th scope="col">{v.say(words.wraps)}</th>
          <th scope="col">{v.say(words.fate)}</th>
        </tr>
      </thead>
      <tbody>
        {epochs.toReversed().map((epoch) => (
          <tr>
            <th scope="row">{epoch.name}</th>
            <td data-label={v.say(words.wraps)}>{epoch.keys}</td>
            <td data-label={v.say(words.fate)}>
              <Fate v={v} epoch={epoch} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const Fate = ({ v, epoch }: { v: Visit; epoch: Progress['epochs'][number] }) => {
  const { current, destroyed, destroy } = epoch;
  if (destroyed !== null)
    return (
      <>
        {v.say(words.destroyed)}
        <When v={v} at={destroyed} />
      </>
    );
  if (current) return <>{v.say(words.current)}</>;
  if (destroy === null) return <>{v.say(words.turning)}</>;
  return (
    <>
      {v.say(words.toDestroy)}
      <When v={v} at={destroy} />
    </>
  );
};

/** An index in the words of its field: 居民 · 电话. */
function indexName(name: string): Bilingual {
  const known = indexWords[name];
  if (known !== undefined) return known;
  const [type = '', field = ''] = name.split('.');
  const spec = isRecordType(type) ? fieldSpec(type, field) : undefined;
  if (!isRecordType(type) || spec === undefined) return { zh: name, en: name };
  const { title } = recordTypes[type];
  return { zh: `${title.zh} · ${spec.title.zh}`, en: `${title.en} · ${spec.title.en}` };
}

const Indexes = ({
  v,
  indexes,
  mayRotate,
}: {
  v: Visit;
  indexes: Progress['indexes'];
  mayRotate: boolean;
}) => (
  <section>
    <h2>{v.say(words.indexes)}</h2>
    <p>{v.say(words.indexesWhat)}</p>
    <table>
      <thead>
        <tr>
          <th scope="col">{v.say(words.index)}</th>
          <th scope="col">{v.say(words.generation)}</th>
          <th scope="col">{v.say(words.progress)}</th>
        </tr>
      </thead>
      <tbody>
        {indexes.map(({ name, generation, phase, since, tags, made }) => (
          <tr>
            <th scope="row">{v.say(indexName(name))}</th>
            <td data-label={v.say(words.generation)}>{generation}</td>
            <td data-label={v.say(words.progress)}>
              {phase === 'done' ? v.say(words.since) : `${v.say(words[phase], { made, tags })} · `}
              <When v={v} at={since} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    {mayRotate ? (
      <Act action={`${v.base}/keys/index`} label={v.say(words.rotate)} kind="default">
        <Field v={v} name="index" label={v.say(words.which)}>
          {(attributes) => (
            <select {...attributes} class="weui-select">
              {indexes
                .filter(({ phase }) => phase === 'done')
                .map(({ name }) => (
                  <option value={name}>{v.say(indexName(name))}</option>
                ))}
            </select>
          )}
        </Field>
      </Act>
    ) : null}
  </section>
);

const LogKeys = ({
  v,
  log,
  mayAsk,
  came,
}: {
  v: Visit;
  log: Progress['log'];
  mayAsk: boolean;
  came: Came;
}) => (
  <section>
    <h2>{v.say(words.log)}</h2>
    <p>{v.say(words.logWhat)}</p>
    {log.toReversed().map(({ generation, vkey, until, retired }) => (
      <Facts>
        <Fact name={`${v.say(words.generation)} ${generation}`}>
          {retired !== null ? (
            v.say(words.signedTo, { n: retired })
          ) : until === null ? (
            v.say(words.signs)
          ) : (
            <>
              {v.say(words.signsUntil)}
              <When v={v} at={until} />
            </>
          )}
          <br />
          <code>{vkey}</code>
        </Fact>
      </Facts>
    ))}
    {mayAsk ? (
      <Act action={`${v.base}/keys/log`} label={v.say(words.askLog)} kind="default">
        <Field
          v={v}
          name="days"
          label={v.say(words.days)}
          error={came.errors?.find(({ field }) => field === 'days')}
        >
          {(attributes) => (
            <input
              {...attributes}
              class="weui-input"
              type="text"
              inputmode="numeric"
              maxlength={3}
              value={v.form['days'] ?? '90'}
            />
          )}
        </Field>
        <Field v={v} name="words" label={v.say(words.why)}>
          {(attributes) => (
            <input {...attributes} class="weui-input" type="text" autocomplete="off" maxlength={500} />
          )}
        </Field>
      </Act>
    ) : null}
  </section>
);

const Programs = ({ v, programs }: { v: Visit; programs: Progress['programs'] }) => (
  <section>
    <h2>{v.say(words.programs)}</h2>
    {programs.length === 0 ? <p>{v.say(words.none)}</p> : null}
    {programs.map(({ id, role, tokens }) => (
      <Facts>
        <Fact name={`${v.say(roleWords[role])} …${id.slice(-5)}`}>
          {tokens.length === 0 ? v.say(words.noToken) : null}
          {tokens.map(({ made, expires }) => (
            <p>
              {v.say(words.made)} {made === null ? v.say(words.unknown) : <When v={v} at={made} />} ·{' '}
              {v.say(words.ends)} <When v={v} at={expires} />
            </p>
          ))}
        </Fact>
      </Facts>
    ))}
  </section>
);

async function rotate(visit: Visit): Promise<Answer> {
  const begun = await visit.ask('rotateIndex', { index: visit.form['index'] ?? '' });
  return begun.ok ? to(visit, '/keys?done=index') : show(visit, begun);
}

async function askForLog(visit: Visit): Promise<Answer> {
  const days = (visit.form['days'] ?? '').trim().normalize('NFKC');
  if (!/^\d{1,3}$/.test(days) || Number(days) > 366) {
    const errors = [{ field: 'days', code: 'wrong_form', ...words.badDays }];
    return show(visit, { problem: { code: 'invalid' }, errors });
  }
  const said = (visit.form['words'] ?? '').trim();
  const asked = await visit.ask('proposeLogKey', {
    days: Number(days),
    ...(said === '' ? {} : { words: said }),
  });
  return asked.ok ? to(visit, '/keys?done=log') : show(visit, asked);
}

const readers = ['administrator', 'privacy_officer', 'outside_auditor'] as const;
const makers = ['administrator', 'privacy_officer'] as const;

export const keyPages: readonly AnyPage[] = [
  { method: 'get', path: '/keys', for: readers, handle: (visit) => show(visit) },
  { method: 'post', path: '/keys/index', for: ['administrator'], handle: rotate },
  { method: 'post', path: '/keys/log', for: makers, handle: askForLog },
];
