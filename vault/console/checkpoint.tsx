/** @jsxImportSource hono/jsx */
import { type AnyPage, type Answer, file, type Visit } from './page.ts';
import { Act } from './parts.tsx';
import { checkpointWords as words } from './words-log.ts';

/** The published checkpoint, and one of this moment for whoever audits, alone. */
async function show(visit: Visit, now?: string): Promise<Answer> {
  const { checkpoint, vkey } = await visit.community.published();
  const title = visit.say(words.title);
  const action = `${visit.base}/log/checkpoint`;
  const body = (
    <>
      <h1>{title}</h1>
      <p>{visit.say(words.what)}</p>
      {now === undefined ? null : (
        <section>
          <h2>{visit.say(words.nowTitle)}</h2>
          <SignedNote v={visit} note={now} />
        </section>
      )}
      <section>
        <h2>{visit.say(words.published)}</h2>
        {checkpoint === null ? (
          <p>{visit.say(words.none)}</p>
        ) : (
          <>
            <SignedNote v={visit} note={checkpoint} />
            <p>
              <a class="tap" href={`${action}/file`}>
                {visit.say(words.save)}
              </a>
            </p>
          </>
        )}
      </section>
      <section>
        <h2>{visit.say(words.key)}</h2>
        <pre tabindex={0}>
          <code>{vkey}</code>
        </pre>
      </section>
      {now === undefined ? (
        <section>
          <h2>{visit.say(words.nowTitle)}</h2>
          <Act action={action} label={visit.say(words.now)} hint={visit.say(words.nowWhat)} kind="default" />
        </section>
      ) : null}
    </>
  );
  return { title, body, here: '/log/checkpoint' };
}

/** C2SP tlog-checkpoint: origin, size, root, a line each, then the signature. */
const SignedNote = ({ v, note }: { v: Visit; note: string }) => (
  <>
    <p class="lead">{v.say(words.size, { n: note.split('\n')[1] ?? '' })}</p>
    <pre tabindex={0}>
      <code>{note}</code>
    </pre>
  </>
);

async function sign(visit: Visit): Promise<Answer> {
  const signed = await visit.ask('checkpointNow', undefined);
  return signed.ok ? show(visit, signed.value.checkpoint) : signed;
}

async function keep(visit: Visit): Promise<Answer> {
  const { checkpoint } = await visit.community.published();
  return checkpoint === null
    ? { problem: { code: 'not_found' } }
    : file(checkpoint, `lindun-${visit.id}.checkpoint`);
}

const auditors = ['privacy_officer', 'outside_auditor'] as const;

export const checkpointPages: readonly AnyPage[] = [
  { method: 'get', path: '/log/checkpoint', for: auditors, handle: (visit) => show(visit) },
  { method: 'post', path: '/log/checkpoint', for: auditors, handle: sign },
  { method: 'get', path: '/log/checkpoint/file', for: auditors, handle: keep },
];
