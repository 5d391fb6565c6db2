/** @jsxImportSource hono/jsx */
import { articleWords } from '../../policy/articles.ts';
import type { ValueOf } from '../http/route.ts';
import { id as idForm } from '../http/schemas.ts';
import { type AnyPage, type Answer, file, type Visit } from './page.ts';
import { Fact, Facts } from './parts.tsx';
import { exact } from './when.ts';
import { byWhom, checkedWords, eventWords, receiptWords as words } from './words-consents.ts';

type Signed = ValueOf<'consentReceipt'>;

const ask = (visit: Visit) => {
  const id = visit.params['event'] ?? '';
  return idForm.safeParse(id).success ? visit.ask('consentReceipt', { id }) : undefined;
};

/** A receipt that a person reads and prints; the file beside it is what is signed. */
async function page(visit: Visit): Promise<Answer> {
  const found = await ask(visit);
  if (found === undefined) return { problem: { code: 'not_found' } };
  if (!found.ok) return found;
  const at = `${visit.base}/me/consents`;
  const { receipt } = found.value;
  const body = (
    <>
      <h1>{visit.say(words.title)}</h1>
      <p class="screen-only">{visit.say(words.lead)}</p>
      <Decision v={visit} of={found.value} />
      <About v={visit} of={found.value} />
      <p class="screen-only">
        <a class="weui-btn weui-btn_default" href={`${at}/receipts/${receipt.record_id}/file`}>
          {visit.say(words.file)}
        </a>
      </p>
      <h2>{visit.say(words.check)}</h2>
      <p>{visit.say(words.checkHow, { key: `/v1/communities/${visit.id}/consents/key` })}</p>
      <p>
        <code class="hash">npx lindun receipt verify receipt.json --key key.json</code>
      </p>
      <p class="screen-only">
        <a class="tap" href={at}>
          {visit.say(words.back)}
        </a>
      </p>
    </>
  );
  return { title: visit.say(words.title), body };
}

const Decision = ({ v, of: { receipt } }: { v: Visit; of: Signed }) => {
  const { event, purposes } = receipt;
  const { kind, checked } = event.entity;
  const whose = Object.hasOwn(byWhom, kind) ? v.say(byWhom[kind as keyof typeof byWhom]) : kind;
  const how =
    checked !== null && Object.hasOwn(checkedWords, checked)
      ? ` (${v.say(checkedWords[checked as keyof typeof checkedWords])})`
      : '';
  return (
    <Facts>
      <Fact name={v.say(words.what)}>
        <strong>{v.say(eventWords[event.event_state])}</strong>
        {event.to_confirm ? `, ${v.say(words.toConfirm)}` : ''}
      </Fact>
      <Fact name={v.say(words.purpose)}>{purposes.map(({ title }) => v.say(title)).join(', ')}</Fact>
      <Fact name={v.say(words.when)}>
        {exact(Date.parse(event.event_time)).replace('T', ' ').slice(0, 19)}
      </Fact>
      <Fact name={v.say(words.who)}>{whose + how}</Fact>
      <Fact name={v.say(words.until)}>
        {event.valid_until === null
          ? v.say(words.forever)
          : exact(Date.parse(event.valid_until)).slice(0, 10)}
      </Fact>
    </Facts>
  );
};

const About = ({ v, of: { receipt, signature } }: { v: Visit; of: Signed }) => {
  const { purposes, parties, privacy_notice: notice, log, record_id } = receipt;
  const [purpose] = purposes;
  const [controller] = parties;
  const fields = purpose?.pii_information.map(
    ({ title, sensitive }) => v.say(title) + (sensitive ? ` (${v.say(words.sensitive)})` : ''),
  );
  return (
    <Facts>
      <Fact name={v.say(words.fields)}>{fields?.join(', ')}</Fact>
      <Fact name={v.say(words.recipients)}>{purpose?.recipients}</Fact>
      <Fact name={v.say(words.retention)}>{purpose?.retention_period}</Fact>
      <Fact name={v.say(words.basis)}>{v.say(articleWords(purpose?.lawful_basis ?? ''))}</Fact>
      <Fact name={v.say(words.controller)}>{controller?.party_name}</Fact>
      <Fact name={v.say(words.contact)}>{controller?.party_contact}</Fact>
      <Fact name={v.say(words.notice)}>
        {notice.id} {notice.version}, SHA-256 <code class="hash">{notice.sha256}</code>
      </Fact>
      <Fact name={v.say(words.record)}>
        <code class="hash">{record_id}</code>
      </Fact>
      <Fact name={v.say(words.entry)}>{v.say(words.entryIn, { origin: log.origin, entry: log.entry })}</Fact>
      <Fact name={v.say(words.signature)}>
        <code class="hash">{signature.value}</code>
      </Fact>
    </Facts>
  );
};

async function download(visit: Visit): Promise<Answer> {
  const found = await ask(visit);
  if (found === undefined) return { problem: { code: 'not_found' } };
  if (!found.ok) return found;
  return file(`${JSON.stringify(found.value, null, 2)}\n`, `receipt-${found.value.receipt.record_id}.json`);
}

const resident = ['resident'] as const;

export const receiptPages: readonly AnyPage[] = [
  { method: 'get', path: '/me/consents/receipts/{event}', for: resident, handle: page },
  { method: 'get', path: '/me/consents/receipts/{event}/file', for: resident, handle: download },
];
