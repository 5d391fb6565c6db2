/** @jsxImportSource hono/jsx */
import { fieldsOf } from '../../policy/fields.ts';
import { purposeSpec } from '../../policy/purposes.ts';
import { providingPurposes, recipientKinds } from '../../policy/duties/recipients.ts';
import { problems } from '../http/problem.ts';
import type { ValueOf } from '../http/route.ts';
import type { FieldError } from '../outcome.ts';
import { Area, Checks, Choice, Line, said, ticked } from './inputs.tsx';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Act, Fact, Facts, Note, When, Way, Ways, Wrong } from './parts.tsx';
import { recipientWords as words } from './words-duties.ts';

type Item = ValueOf<'listRecipients'>['items'][number];

const purposeTitles = Object.fromEntries(
  providingPurposes.map((purpose) => [purpose, purposeSpec(purpose)?.title ?? { zh: purpose, en: purpose }]),
);
const fieldTitles = Object.fromEntries(
  Object.entries(fieldsOf('resident'))
    .filter(([name]) =>
      providingPurposes.some((purpose) => purposeSpec(purpose)?.covers.resident?.includes(name as 'name')),
    )
    .map(([name, { title }]) => [name, title]),
);

/** The register, and a form for one more. */
async function show(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const found = await visit.ask('listRecipients', undefined);
  if (!found.ok) return found;
  const done = visit.query.get('done');
  const mayChange = visit.who.role === 'privacy_officer';
  const body = (
    <>
      {done === 'proposed' || done === 'ended' ? (
        <Note kind="done">
          <p>{visit.say(words[done])}</p>
        </Note>
      ) : null}
      <Wrong v={visit} errors={errors.map((error) => ({ ...error, at: error.field }))} />
      <h1>{visit.say(words.title)}</h1>
      <p>{visit.say(words.lead)}</p>
      {found.value.items.length === 0 ? <p>{visit.say(words.none)}</p> : null}
      {found.value.items.map((item) => (
        <Recipient v={visit} item={item} mayChange={mayChange} />
      ))}
      {mayChange ? <Proposal v={visit} errors={errors} /> : null}
    </>
  );
  const status = errors.length > 0 ? { status: problems.invalid.status } : {};
  return { title: visit.say(words.title), body, here: '/recipients', ...status };
}

const stateWords = { proposed: words.stateProposed, active: words.stateActive, ended: words.stateEnded };

const Recipient = ({ v, item, mayChange }: { v: Visit; item: Item; mayChange: boolean }) => (
  <section class="card">
    <h2>{item.name}</h2>
    <Facts>
      <Fact name={v.say(words.state)}>{v.say(stateWords[item.state])}</Fact>
      <About v={v} item={item} />
      <Fact name={v.say(words.fingerprint)}>
        <code class="hash">{item.fingerprint}</code>
      </Fact>
      {item.keyExpires === null ? null : (
        <Fact name={v.say(words.keyExpires)}>
          <When v={v} at={item.keyExpires} />
        </Fact>
      )}
    </Facts>
    {mayChange && item.state !== 'ended' ? (
      <Act action={`${v.base}/recipients/${item.id}/end`} label={v.say(words.end)} kind="warn" />
    ) : null}
  </section>
);

/** What everybody may know of a recipient. */
const About = ({ v, item }: { v: Visit; item: Item }) => (
  <>
    <Fact name={v.say(words.kind)}>{v.say(recipientKinds[item.kind])}</Fact>
    <Fact name={v.say(words.contactAt)}>{item.contact}</Fact>
    <Fact name={v.say(words.purpose)}>{v.say(purposeTitles[item.purpose] ?? words.purpose)}</Fact>
    {item.law === '' ? null : (
      <Fact name={v.say(words.whatLaw)}>
        {item.law} {item.document}
      </Fact>
    )}
    <Fact name={v.say(words.fields)}>
      {item.fields
        .map((name) => v.say(fieldTitles[name] ?? { zh: name, en: name }))
        .join(v.language === 'en' ? ', ' : '、')}
    </Fact>
    {item.since === null ? null : (
      <Fact name={v.say(words.since)}>
        <When v={v} at={item.since} />
      </Fact>
    )}
  </>
);

const Proposal = ({ v, errors }: { v: Visit; errors: readonly FieldError[] }) => {
  const filled = { v, errors };
  return (
    <details open={errors.length > 0}>
      <summary>{v.say(words.add)}</summary>
      <form method="post" action={`${v.base}/recipients`}>
        <Choice {...filled} name="kind" label={words.kind} titles={recipientKinds} />
        <Line {...filled} name="name" label={words.name} />
        <Line {...filled} name="contact" label={words.contact} />
        <Choice {...filled} name="purpose" label={words.purpose} titles={purposeTitles} />
        <Line {...filled} name="law" label={words.law} />
        <Line {...filled} name="document" label={words.document} />
        <Checks {...filled} name="fields" label={words.fields} titles={fieldTitles} />
        <Area {...filled} name="key" label={words.key} hint={words.keyHint} rows={8} />
        <Area {...filled} name="words" label={words.why} />
        <button class="weui-btn weui-btn_primary" type="submit">
          {v.say(words.propose)}
        </button>
      </form>
    </details>
  );
};

async function propose(visit: Visit): Promise<Answer> {
  const { kind = '', purpose = '' } = visit.form;
  if (!Object.hasOwn(recipientKinds, kind) || !Object.hasOwn(purposeTitles, purpose))
    return { problem: { code: 'invalid' } };
  const proposed = await visit.ask('proposeRecipient', {
    kind: kind as Item['kind'],
    purpose: purpose as Item['purpose'],
    name: said(visit, 'name') ?? '',
    contact: said(visit, 'contact') ?? '',
    law: said(visit, 'law') ?? '',
    document: said(visit, 'document') ?? '',
    fields: ticked(visit, 'fields'),
    key: (visit.form['key'] ?? '').replaceAll('\r\n', '\n'),
    words: said(visit, 'words'),
  });
  if (proposed.ok) return to(visit, '/recipients?done=proposed');
  return proposed.problem.code === 'invalid' ? show(visit, proposed.problem.errors) : proposed;
}

async function end(visit: Visit): Promise<Answer> {
  const ended = await visit.ask('endRecipient', { id: visit.params['id'] ?? '' });
  return ended.ok ? to(visit, '/recipients?done=ended') : ended;
}

/** For a resident: who may be given their data (PIPL Art 17, 23). */
async function mine(visit: Visit): Promise<Answer> {
  const found = await visit.ask('listRecipients', undefined);
  if (!found.ok) return found;
  const body = (
    <>
      <h1>{visit.say(words.mineTitle)}</h1>
      {found.value.items.length === 0 ? (
        <p class="lead">{visit.say(words.mineNone)}</p>
      ) : (
        <p>{visit.say(words.mineLead)}</p>
      )}
      {found.value.items.map((item) => (
        <section class="card">
          <h2>{item.name}</h2>
          <Facts>
            <About v={visit} item={item} />
          </Facts>
        </section>
      ))}
      <Ways>
        <Way href={`${visit.base}/me/log`}>{visit.say(words.mineLog)}</Way>
        <Way href={`${visit.base}/me/consents`}>{visit.say(words.mineConsent)}</Way>
      </Ways>
    </>
  );
  return { title: visit.say(words.mineTitle), body };
}

const watchers = ['privacy_officer', 'outside_auditor', 'committee_head'] as const;
const officer = ['privacy_officer'] as const;

export const recipientPages: readonly AnyPage[] = [
  { method: 'get', path: '/recipients', for: watchers, handle: (visit) => show(visit) },
  { method: 'post', path: '/recipients', for: officer, handle: propose },
  { method: 'post', path: '/recipients/{id}/end', for: officer, handle: end },
  { method: 'get', path: '/me/recipients', for: ['resident'], handle: mine },
];
