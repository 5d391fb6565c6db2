/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx';
import { heldTypes, type RecordType } from '../../policy/fields.ts';
import { isPurpose, type PurposeId, restsOnConsent } from '../../policy/purposes.ts';
import { isSensitivePurpose } from '../../policy/people/relations.ts';
import { consentWords } from '../../policy/words.ts';
import type { ValueOf } from '../http/route.ts';
import type { OfferedNotice } from '../vault.ts';
import { Fields, type Released } from './record.tsx';
import { NoticeText } from './notice-text.tsx';
import { Entries } from './own-log.tsx';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Act, Note, Value, Way, Ways } from './parts.tsx';
import { forWords as words } from './words-relations.ts';

type Relation = ValueOf<'listRelations'>['items'][number];

/** For whom the visitor acts, if that stands; else what went wrong. */
async function relationOf(visit: Visit): Promise<Relation | { problem: { code: 'denied' } }> {
  const found = await visit.ask('listRelations', undefined);
  const other = visit.params['id'];
  const held = found.ok
    ? found.value.items.find((item) => item.side === 'held' && item.other === other && item.stands)
    : undefined;
  return held ?? { problem: { code: 'denied' } };
}

/** Says for whom, first of all and on each page, so that nobody takes another's page for their own. */
const Acting = ({ v, of, children }: { v: Visit; of: Relation; children?: Child }) => {
  const [before, after] = v.say(words.acting, { name: '\u{e000}' }).split('\u{e000}');
  return (
    <>
      <Note kind="info">
        <p>
          <strong>
            {before}
            {of.name === null ? v.say(words.somebody) : <Value v={v} of={of.name} />}
            {after}
          </strong>
        </p>
        <p>{v.say(of.kind === 'guardian' ? words.recordedChild : words.recordedOther)}</p>
      </Note>
      {children}
      <p>
        <a class="tap" href={`${v.base}/me`}>
          {v.say(words.leave)}
        </a>
      </p>
    </>
  );
};

const may = ({ kind, scope }: Relation, what: Relation['scope'][number]): boolean =>
  kind === 'guardian' || scope.includes(what);

/** What a child has, and what a delegate is let see: what an errand is for may be sensitive. */
const heldIn = ({ kind, scope }: Relation): readonly (typeof heldTypes)[number][] =>
  heldTypes.filter((type) =>
    kind === 'guardian' ? type !== 'vehicle' : type !== 'errand' || scope.includes('see_sensitive'),
  );

/** The other's record, where that is in the scope, and the ways to the rest of what is. */
async function show(visit: Visit): Promise<Answer> {
  const of = await relationOf(visit);
  if ('problem' in of) return of;
  const here = `/for/${of.other}`;
  const seen = may(of, 'see_record');
  const records = async (type: RecordType) => {
    const where = { mine: true, for: of.other } as const;
    const found = await visit.ask('searchRecords', { type, purpose: 'own_record', where, limit: 20 });
    return found.ok ? found.value.items : [];
  };
  const [record] = seen ? await records('resident') : [];
  const held: Released[] = [];
  for (const type of seen ? heldIn(of) : []) held.push(...(await records(type)));
  const body = (
    <Acting v={visit} of={of}>
      <h1>{visit.say(words.record)}</h1>
      <Ways>
        {may(of, 'see_log') ? <Way href={`${visit.base}${here}/log`}>{visit.say(words.log)}</Way> : null}
        {may(of, 'consents') ? (
          <Way href={`${visit.base}${here}/consents`}>{visit.say(words.consents)}</Way>
        ) : null}
      </Ways>
      {record === undefined ? null : <Fields v={visit} of={record} />}
      {held.map((one) => (
        <Fields v={visit} of={one} />
      ))}
    </Acting>
  );
  return { title: visit.say(words.record), body };
}

async function log(visit: Visit): Promise<Answer> {
  const of = await relationOf(visit);
  if ('problem' in of) return of;
  const found = await visit.ask('ownLog', { for: of.other, only: 'others', limit: 20 });
  if (!found.ok) return found;
  const title = visit.say(words.log);
  const body = (
    <Acting v={visit} of={of}>
      <h1>{title}</h1>
      {found.value.items.length === 0 ? <p>{visit.say(words.none)}</p> : null}
      <Entries v={visit} items={found.value.items} withoutProof />
    </Acting>
  );
  return { title, body };
}

/** The notices that are put to who acts for them: a guardian reads a minor's. */
function noticeFor(
  { notices, language }: Visit,
  of: Relation,
  purpose: PurposeId,
): OfferedNotice | undefined {
  const audience = of.kind === 'guardian' ? 'minor' : 'adult';
  const offered = notices.filter((one) => one.purpose === purpose && one.audience === audience);
  return offered.find(({ lang }) => lang === language) ?? offered[0];
}

async function consents(visit: Visit): Promise<Answer> {
  const of = await relationOf(visit);
  if ('problem' in of) return of;
  const found = await visit.ask('listConsents', { for: of.other });
  if (!found.ok) return found;
  const title = visit.say(words.consents);
  const at = (purpose: string) => `${visit.base}/for/${of.other}/consents/${purpose}`;
  const asked = found.value.items.filter(({ state }) => state !== 'not_asked_for');
  const body = (
    <Acting v={visit} of={of}>
      <h1>{title}</h1>
      {asked.map(({ purpose, title: named, state }) => (
        <section class="card">
          <h2>{visit.say(named)}</h2>
          <p class="lead">{state === 'not_asked_for' ? null : visit.say(consentWords[state])}</p>
          {state === 'given' || state === 'provisional' ? (
            <Act
              action={at(purpose)}
              kind="warn"
              label={visit.say(words.withdraw)}
              values={{ event: 'withdrawn' }}
            />
          ) : of.kind === 'delegate' && isSensitivePurpose(purpose) ? (
            <p class="aside">{visit.say(words.own)}</p>
          ) : (
            <p>
              <a class="weui-btn weui-btn_default" href={at(purpose)}>
                {visit.say(words.read)}
              </a>
            </p>
          )}
        </section>
      ))}
    </Acting>
  );
  return { title, body };
}

const purposeIn = ({ params }: Visit): PurposeId | undefined => {
  const said = params['purpose'] ?? '';
  return isPurpose(said) && restsOnConsent(said) ? said : undefined;
};

async function notice(visit: Visit): Promise<Answer> {
  const of = await relationOf(visit);
  if ('problem' in of) return of;
  const purpose = purposeIn(visit);
  const offered = purpose === undefined ? undefined : noticeFor(visit, of, purpose);
  if (purpose === undefined || offered === undefined) return { problem: { code: 'not_found' } };
  const at = `${visit.base}/for/${of.other}/consents/${purpose}`;
  const shown = { notice: offered.sha256 };
  const body = (
    <Acting v={visit} of={of}>
      <h1>{offered.title}</h1>
      <NoticeText body={offered.body} language={offered.lang} />
      <Act action={at} label={visit.say(words.give)} values={{ event: 'given', ...shown }} />
      <Act
        action={at}
        kind="default"
        label={visit.say(words.refuse)}
        values={{ event: 'refused', ...shown }}
      />
    </Acting>
  );
  return { title: offered.title, body };
}

async function answer(visit: Visit): Promise<Answer> {
  const purpose = purposeIn(visit);
  const { event, notice: sha256 } = visit.form;
  if (purpose === undefined) return { problem: { code: 'not_found' } };
  if (event !== 'given' && event !== 'refused' && event !== 'withdrawn')
    return { problem: { code: 'invalid' } };
  const of = visit.params['id'] ?? '';
  // The text that was on the screen is what is agreed to: its hash comes back with the answer.
  const shown = visit.notices.find((one) => one.purpose === purpose && one.sha256 === sha256);
  const ref = shown && { id: shown.id, version: shown.version, sha256: shown.sha256, lang: shown.lang };
  const said = await visit.ask('recordConsent', {
    purpose,
    event,
    for: of,
    ...(event === 'withdrawn' || ref === undefined ? {} : { notice: ref }),
  });
  return said.ok ? to(visit, `/for/${of}/consents`) : said;
}

const resident = ['resident'] as const;

export const forOtherPages: readonly AnyPage[] = [
  { method: 'get', path: '/for/{id}', for: resident, handle: show },
  { method: 'get', path: '/for/{id}/log', for: resident, handle: log },
  { method: 'get', path: '/for/{id}/consents', for: resident, handle: consents },
  { method: 'get', path: '/for/{id}/consents/{purpose}', for: resident, handle: notice },
  { method: 'post', path: '/for/{id}/consents/{purpose}', for: resident, handle: answer },
];
