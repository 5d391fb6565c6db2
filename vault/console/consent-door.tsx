/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx';
import { checkedHows } from '../../policy/consent/consent.ts';
import { isPurpose, type PurposeId, purposeIds, purposes, restsOnConsent } from '../../policy/purposes.ts';
import { wordsIn } from '../http/language.ts';
import { problems } from '../http/problem.ts';
import { noticeFor, refOf } from './consents.tsx';
import { NoticeText } from './notice-text.tsx';
import type { AnyPage, Answer, Visit } from './page.ts';
import { Back, Fact, Facts, Field, Note, Value, Way, Ways } from './parts.tsx';
import { spoken } from './when.ts';
import { checkedWords, doorWords as words } from './words-consents.ts';

/** How a worker can know who stands before them: what they saw or asked; paper is for imports. */
const hows = checkedHows.filter((how) => how !== 'paper');
type How = (typeof hows)[number];
const isHow = (said: string | undefined): said is How => hows.some((how) => how === said);

/** Whom, masked: that it is the right person. */
async function whom(visit: Visit): Promise<{ ok: true; shown: Child } | { ok: false; answer: Answer }> {
  const read = await visit.ask('readRecord', {
    type: 'resident',
    id: visit.params['id'] ?? '',
    purpose: 'grid_overview',
    fields: ['name', 'address'],
  });
  if (!read.ok) return { ok: false, answer: read };
  const { name, address } = read.value.fields;
  const shown = (
    <Facts>
      <Fact name={visit.say({ zh: '姓名', en: 'Name' })}>
        <Value v={visit} of={name} />
      </Fact>
      <Fact name={visit.say({ zh: '住址', en: 'Address' })}>
        <Value v={visit} of={address} />
      </Fact>
    </Facts>
  );
  return { ok: true, shown };
}

async function choose(visit: Visit): Promise<Answer> {
  const found = await whom(visit);
  if (!found.ok) return found.answer;
  const at = `${visit.base}/residents/${visit.params['id']}/consents`;
  const body = (
    <>
      <h1>{visit.say(words.title)}</h1>
      {found.shown}
      <p>{visit.say(words.lead)}</p>
      <Ways>
        {purposeIds.filter(restsOnConsent).map((purpose) => (
          <Way href={`${at}/${purpose}`} hint={visit.say(words.ask)}>
            {visit.say(purposes[purpose].title)}
          </Way>
        ))}
      </Ways>
      <Back v={visit} to="/residents" words={words.back} />
    </>
  );
  return { title: visit.say(words.title), body };
}

const purposeIn = ({ params }: Visit): PurposeId | undefined => {
  const said = params['purpose'] ?? '';
  return isPurpose(said) && restsOnConsent(said) ? said : undefined;
};

/** The notice to be read aloud, how the person was checked, and their answer. */
async function ask(visit: Visit, trouble?: string): Promise<Answer> {
  const purpose = purposeIn(visit);
  const notice = purpose === undefined ? undefined : noticeFor(visit, { purpose, audience: 'adult' });
  if (purpose === undefined || notice === undefined) return { problem: { code: 'not_found' } };
  const found = await whom(visit);
  if (!found.ok) return found.answer;
  const path = `/residents/${visit.params['id']}/consents/${purpose}`;
  const body = (
    <>
      {trouble === undefined ? null : (
        <Note kind="problem">
          <p>{trouble}</p>
        </Note>
      )}
      <h1>{notice.title}</h1>
      {found.shown}
      <p>{visit.say(words.lead)}</p>
      <NoticeText body={notice.body} language={notice.lang} />
      <Note kind="info">
        <p>{visit.say(words.what)}</p>
      </Note>
      <Decide v={visit} at={visit.base + path} shown={notice.sha256} />
      <Back v={visit} to="/residents" words={words.back} />
    </>
  );
  const status = trouble === undefined ? 200 : problems.invalid.status;
  return { title: notice.title, body, status, here: path };
}

const Decide = ({ v, at, shown }: { v: Visit; at: string; shown: string }) => (
  <form class="act" method="post" action={at}>
    <input type="hidden" name="notice" value={shown} />
    <Field v={v} name="checked" label={v.say(words.checked)}>
      {(attributes) => (
        <select {...attributes} class="weui-select">
          {hows.map((how) => (
            <option value={how}>{v.say(checkedWords[how])}</option>
          ))}
        </select>
      )}
    </Field>
    <button class="weui-btn weui-btn_primary" type="submit" name="event" value="given">
      {v.say(words.yes)}
    </button>
    <button class="weui-btn weui-btn_default" type="submit" name="event" value="refused">
      {v.say(words.no)}
    </button>
  </form>
);

async function record(visit: Visit): Promise<Answer> {
  const purpose = purposeIn(visit);
  if (purpose === undefined) return { problem: { code: 'not_found' } };
  const { event, checked, notice: sha256 } = visit.form;
  const shown = visit.notices.find((one) => one.purpose === purpose && one.sha256 === sha256);
  if ((event !== 'given' && event !== 'refused') || !isHow(checked) || shown === undefined)
    return { problem: { code: 'invalid' } };
  const resident = visit.params['id'] ?? '';
  const said = await visit.ask('recordAtDoor', { resident, purpose, event, checked, notice: refOf(shown) });
  if (!said.ok) {
    const [error] = said.problem.errors ?? [];
    return error === undefined ? said : ask(visit, wordsIn(visit.language, error));
  }
  const { confirmBy } = said.value;
  const title = visit.say(words.title);
  const done =
    confirmBy === null
      ? visit.say(words.doneNo)
      : visit.say(words.done, { when: spoken(confirmBy, visit.now, visit.language) });
  const body = (
    <>
      <h1>{title}</h1>
      <Note kind="done">
        <p>{done}</p>
      </Note>
      <Back v={visit} to="/residents" words={words.back} />
    </>
  );
  return { title, body, here: `/residents/${resident}/consents/${purpose}` };
}

const worker = ['grid_worker'] as const;

export const doorPages: readonly AnyPage[] = [
  { method: 'get', path: '/residents/{id}/consents', for: worker, handle: choose },
  { method: 'get', path: '/residents/{id}/consents/{purpose}', for: worker, handle: (visit) => ask(visit) },
  { method: 'post', path: '/residents/{id}/consents/{purpose}', for: worker, handle: record },
];
