/** @jsxImportSource hono/jsx */
import type { Bilingual } from '../../policy/bilingual.ts';
import { fieldSpec } from '../../policy/fields.ts';
import type { Grant } from '../../policy/grant.ts';
import { isWrite } from '../../policy/offers.ts';
import type { Role } from '../../policy/roles.ts';
import { policy as builtIn } from '../../policy/rules.ts';
import { levelWords, purposeWords, roleWords } from '../../policy/words.ts';
import { problems } from '../http/problem.ts';
import type { ValueOf } from '../http/route.ts';
import type { FieldError } from '../outcome.ts';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Act, Fact, Facts, Field, Note, Way, Ways, When, Wrong } from './parts.tsx';
import { versionWords as words } from './words-policy-versions.ts';

type Version = ValueOf<'listPolicies'>['items'][number];
type Comparison = ValueOf<'comparePolicy'>;
type Change = Comparison['more'][number];

const stateWords = { in_force: words.inForce, draft: words.draft, past: words.past };

/** Which version decides, what is drafted, and what was in force before. */
async function list(visit: Visit): Promise<Answer> {
  const found = await visit.ask('listPolicies', undefined);
  if (!found.ok) return found;
  const { items, builtInDiffers } = found.value;
  const drafts = visit.who.role === 'privacy_officer';
  return {
    title: visit.say(words.title),
    body: (
      <>
        <h1>{visit.say(words.title)}</h1>
        <p>{visit.say(words.what)}</p>
        {builtInDiffers ? (
          <Note kind="info">
            <p>{visit.say(words.waiting)}</p>
          </Note>
        ) : null}
        <Ways>
          {items.map((version) =>
            version.state === 'draft' ? (
              <Way href={`${visit.base}/policy/versions/${version.version}`} hint={about(visit, version)}>
                {version.version} · {visit.say(stateWords[version.state])}
              </Way>
            ) : (
              <li class="weui-cell">
                <span class="weui-cell__bd">
                  {version.version} · {visit.say(stateWords[version.state])}
                  <span class="aside">{about(visit, version)}</span>
                </span>
              </li>
            ),
          )}
        </Ways>
        {drafts ? (
          <p>
            <a class="weui-btn weui-btn_primary" href={`${visit.base}/policy/versions/new`}>
              {visit.say(words.make)}
            </a>
          </p>
        ) : null}
      </>
    ),
  };
}

const about = (v: Visit, { rules, maker, at }: Version) => (
  <>
    {v.say(words.rules, { n: rules })} · <When v={v} at={at} />
    {maker === null ? ` · ${v.say(words.first)}` : ''}
  </>
);

const ask = (visit: Visit): Promise<Answer> => drafting(visit, []);

/** The form: from what, resting on which assessment, and what is taken away. */
async function drafting(visit: Visit, errors: readonly FieldError[]): Promise<Answer> {
  const pias = await visit.ask('listPias', undefined);
  if (!pias.ok) return pias;
  const { items } = pias.value;
  const body = (
    <>
      <Wrong v={visit} errors={errors.map((error) => ({ ...error, at: error.field }))} />
      <h1>{visit.say(words.make)}</h1>
      {items.length === 0 ? (
        <Note kind="info">
          <p>{visit.say(words.noPia)}</p>
        </Note>
      ) : null}
      <form method="post" action={`${visit.base}/policy/versions/new`}>
        <Field v={visit} name="from" label={visit.say(words.from)}>
          {(attributes) => (
            <select {...attributes} class="weui-select">
              <option value="in_force">{visit.say(words.fromInForce)}</option>
              <option value="built_in" selected={visit.form['from'] === 'built_in'}>
                {visit.say(words.fromBuiltIn)}
              </option>
            </select>
          )}
        </Field>
        <Field
          v={visit}
          name="pia"
          label={visit.say(words.pia)}
          hint={visit.say(words.piaHint)}
          error={errors[0]}
        >
          {(attributes) => (
            <select {...attributes} class="weui-select">
              {items.map(({ id, occasion }) => (
                <option value={id}>{`${occasion} · ${id.slice(0, 8)}`}</option>
              ))}
            </select>
          )}
        </Field>
        <Limits v={visit} />
        <button class="weui-btn weui-btn_primary" type="submit">
          {visit.say(words.save)}
        </button>
      </form>
    </>
  );
  const status = errors.length === 0 ? 200 : problems.invalid.status;
  return { title: visit.say(words.make), body, status, here: '/policy/versions/new' };
}

const Limits = ({ v }: { v: Visit }) => (
  <fieldset>
    <legend>{v.say(words.limits)}</legend>
    <p class="aside">{v.say(words.limitsHint)}</p>
    {builtIn.grants.map((grant) => (
      <Field v={v} name={`rule-${grant.id}`} label={ruleWords(v, grant)}>
        {(attributes) => (
          <select {...attributes} class="weui-select">
            <option value="">{v.say(words.asIs)}</option>
            {lowerThan(grant).map(([level, said]) => (
              <option value={level} selected={v.form[`rule-${grant.id}`] === level}>
                {v.say(said)}
              </option>
            ))}
          </select>
        )}
      </Field>
    ))}
  </fieldset>
);

/** 网格员:手机号(完整显示),电话联系. */
function ruleWords(v: Visit, { roles, type, fields, purpose, level }: Grant): string {
  const whom = roles.map((role) => v.say(roleWords[role])).join('、');
  const what = fields.map((field) => v.say(fieldSpec(type, field)?.title ?? { zh: field, en: field }));
  return `${v.say(words.sentence, { role: whom, field: what.join('、'), purpose: v.say(purposeWords(purpose)) })} · ${v.say(levelWords[level])}`;
}

function lowerThan({ level, actions }: Grant): readonly (readonly [string, Bilingual])[] {
  const off = ['none', words.off] as const;
  if (actions.some(isWrite)) return [off];
  const fact = ['fact', words.toFact] as const;
  if (level === 'clear') return [['masked', words.toMasked], fact, off];
  return level === 'masked' ? [fact, off] : [off];
}

const isLimit = (said: string): said is 'none' | 'fact' | 'masked' =>
  said === 'none' || said === 'fact' || said === 'masked';

async function draft(visit: Visit): Promise<Answer> {
  const { form } = visit;
  const limits = Object.entries(form).flatMap(([name, level]) =>
    name.startsWith('rule-') && isLimit(level) ? [{ rule: name.slice(5), level }] : [],
  );
  const from = form['from'] === 'built_in' ? ('built_in' as const) : ('in_force' as const);
  const made = await visit.ask('draftPolicy', { from, limits, pia: form['pia'] ?? '' });
  if (made.ok) return to(visit, `/policy/versions/${made.value.version}`);
  return made.problem.errors === undefined ? made : drafting(visit, made.problem.errors);
}

/** A draft beside the version in force, and the log decided again by it. */
async function show(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const version = visit.params['policy'] ?? '';
  const found = await visit.ask('comparePolicy', { version });
  if (!found.ok) return found;
  const title = `${visit.say(words.draft)} ${version}`;
  return {
    title,
    status: errors.length === 0 ? 200 : problems.invalid.status,
    here: `/policy/versions/${version}`,
    body: (
      <>
        <Wrong v={visit} errors={errors.map((error) => ({ ...error, at: 'words' }))} />
        <h1>{title}</h1>
        <h2>{visit.say(words.differs)}</h2>
        <Changes v={visit} title={words.more} changes={found.value.more} />
        <Changes v={visit} title={words.less} changes={found.value.less} />
        <Rules v={visit} of={found.value.rules} />
        <Replayed v={visit} of={found.value.replay} />
        {visit.who.role === 'privacy_officer' ? <Next v={visit} version={version} errors={errors} /> : null}
      </>
    ),
  };
}

const Changes = ({ v, title, changes }: { v: Visit; title: Bilingual; changes: readonly Change[] }) => (
  <section>
    <h3>
      {v.say(title)} ({changes.length})
    </h3>
    {changes.length === 0 ? (
      <p>{v.say(words.none)}</p>
    ) : (
      <ul>
        {changes.map((change) => (
          <li>
            {v.say(words.sentence, {
              role: v.say(roleWords[change.role as Role]),
              field: v.say(
                fieldSpec(change.type, change.field)?.title ?? { zh: change.field, en: change.field },
              ),
              purpose: v.say(purposeWords(change.purpose)),
            })}
            {change.action === 'list' ? `(${v.say(words.list)})` : ''}:{' '}
            {v.say(words.arrow, { from: v.say(levelWords[change.from]), to: v.say(levelWords[change.to]) })}
          </li>
        ))}
      </ul>
    )}
  </section>
);

const Rules = ({ v, of }: { v: Visit; of: Comparison['rules'] }) => (
  <Facts>
    {(
      [
        [words.addedRules, of.added],
        [words.removedRules, of.removed],
        [words.changedRules, of.changed],
      ] as const
    ).map(([title, ids]) =>
      ids.length === 0 ? null : (
        <Fact name={v.say(title)}>
          <code>{ids.join(', ')}</code>
        </Fact>
      ),
    )}
  </Facts>
);

const logReaders = ['privacy_officer', 'outside_auditor'] as const;

const Replayed = ({ v, of }: { v: Visit; of: Comparison['replay'] }) => (
  <section>
    <h2>{v.say(words.replay)}</h2>
    {of.looked === 0 ? (
      <p>{v.say(words.replayNone)}</p>
    ) : (
      <p>{v.say(words.replayed, { ...of, changed: '', since: '' })}</p>
    )}
    {of.tampered === 0 ? null : <p>{v.say(words.tampered, { n: of.tampered })}</p>}
    <ul>
      {of.changed.map(({ seq, as }) => (
        <li>
          {/* The entry itself is for who reads the log. */}
          {logReaders.some((role) => role === v.who.role) ? (
            <a class="tap" href={`${v.base}/log/${seq}`}>
              {v.say(words.entry, { seq })}
            </a>
          ) : (
            v.say(words.entry, { seq })
          )}{' '}
          {v.say(as === 'more' ? words.more : as === 'less' ? words.less : words.changedRules)}
        </li>
      ))}
    </ul>
  </section>
);

const Next = ({ v, version, errors }: { v: Visit; version: string; errors: readonly FieldError[] }) => (
  <>
    <form method="post" action={`${v.base}/policy/versions/${version}/propose`}>
      <Field v={v} name="words" label={v.say(words.why)} error={errors[0]}>
        {(attributes) => <input {...attributes} class="weui-input" type="text" maxlength={500} />}
      </Field>
      <button class="weui-btn weui-btn_primary" type="submit">
        {v.say(words.propose)}
      </button>
    </form>
    <Act action={`${v.base}/policy/versions/${version}/drop`} label={v.say(words.drop)} kind="default" />
  </>
);

async function propose(visit: Visit): Promise<Answer> {
  const version = visit.params['policy'] ?? '';
  const said = (visit.form['words'] ?? '').trim();
  if (said === '') return show(visit, [{ field: 'words', code: 'required', ...words.whyMissing }]);
  const asked = await visit.ask('proposePolicy', { version, words: said });
  return asked.ok ? to(visit, '/approvals') : asked;
}

async function drop(visit: Visit): Promise<Answer> {
  const dropped = await visit.ask('dropPolicy', { version: visit.params['policy'] ?? '' });
  return dropped.ok ? to(visit, '/policy/versions') : dropped;
}

const readers = ['privacy_officer', 'outside_auditor', 'committee_head', 'administrator'] as const;
const officer = ['privacy_officer'] as const;

export const versionPages: readonly AnyPage[] = [
  { method: 'get', path: '/policy/versions', for: readers, handle: list },
  { method: 'get', path: '/policy/versions/new', for: officer, handle: ask },
  { method: 'post', path: '/policy/versions/new', for: officer, handle: draft },
  { method: 'get', path: '/policy/versions/{policy}', for: readers, handle: (visit) => show(visit) },
  { method: 'post', path: '/policy/versions/{policy}/propose', for: officer, handle: propose },
  { method: 'post', path: '/policy/versions/{policy}/drop', for: officer, handle: drop },
];
