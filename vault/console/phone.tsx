/** @jsxImportSource hono/jsx */
import { ticketWorkers } from '../../policy/roles.ts';
import type { AnyPage, Answer, Guest, Visit } from './page.ts';
import { Fact, Facts, Note, Value } from './parts.tsx';
import { shortReference } from './reference.ts';
import { exact, spoken } from './when.ts';
import { phoneWords as words } from './words-ticket.ts';

/** How long the number stays on a screen, in milliseconds: as long as a call is put through, not as long as a phone lies about. */
const shownFor = 5 * 60_000;

/**
 * The telephone number for one ticket. It is the answer to a form and has no address: reloading asks anew, is decided
 * anew and is recorded anew. The page leaves by itself (a header, so that it works without script).
 */
async function look(visit: Visit): Promise<Answer> {
  const { params, form } = visit;
  const ticket = params['ticket'] ?? '';
  const read = await visit.ask('readRecord', {
    type: 'resident',
    id: form['reporter'] ?? '',
    purpose: 'phone_contact',
    case: ticket,
    fields: ['name', 'mobile'],
  });
  const back = `${visit.base}/tickets/${ticket}`;
  if (!read.ok && read.problem.code !== 'denied') return read;
  if (!read.ok) return refused(visit, back);
  const { name, mobile } = read.value.fields;
  const phone = mobile?.level === 'clear' ? mobile.value : '';
  const until = visit.now + shownFor;
  const title = visit.say(words.heading, { number: /^\d{4,9}$/.exec(form['number'] ?? '')?.[0] ?? '' });
  const body = (
    <>
      <h1>{title}</h1>
      {phone === '' ? (
        <p>{visit.say(words.none)}</p>
      ) : (
        <p>
          <a class="weui-btn weui-btn_primary call" href={`tel:${phone}`}>
            {visit.say(words.call, { phone: spaced(phone) })}
          </a>
        </p>
      )}
      <Facts>
        <Fact name={visit.say(words.whose)}>
          <Value v={visit} of={name} />
        </Fact>
      </Facts>
      <Note kind="info">
        <p>{visit.say(words.recorded)}</p>
        <p>
          <time datetime={exact(until)}>
            {visit.say(words.until, { until: spoken(until, visit.now, visit.language) })}
          </time>
        </p>
      </Note>
      <Back v={visit} href={back} />
    </>
  );
  const headers = { Refresh: `${shownFor / 1000}; url=${back}` };
  return { title, body, here: `/tickets/${ticket}`, headers };
}

function refused(visit: Visit, back: string): Answer {
  const title = visit.say(words.refusedTitle);
  const body = (
    <>
      <h1>{title}</h1>
      <Note kind="problem">
        <p>{visit.say(words.refused)}</p>
        <p class="aside">
          {visit.say(words.ask)} <code>{shortReference(visit.request)}</code>
        </p>
      </Note>
      <Back v={visit} href={back} />
    </>
  );
  return { title, body, status: 403, here: back.slice(visit.base.length) };
}

const Back = ({ v, href }: { v: Guest; href: string }) => (
  <p>
    <a class="weui-btn weui-btn_default" href={href}>
      {v.say(words.back)}
    </a>
  </p>
);

/** 13812341234 → 138 1234 1234, as it is read out. */
const spaced = (phone: string): string => phone.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1 $2 $3');

export const phonePages: readonly AnyPage[] = [
  { method: 'post', path: '/tickets/{ticket}/phone', for: ticketWorkers, oneTicket: true, handle: look },
];
