/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx';
import { isOpen } from '../../policy/cases/case.ts';
import { ticketWorkers } from '../../policy/roles.ts';
import type { Part } from '../attachments/stream.ts';
import { gridSize } from '../media/jpeg/blur.ts';
import { mediaTypes, type MediaType } from '../media/kinds.ts';
import { wordsIn } from '../http/language.ts';
import type { FieldError } from '../outcome.ts';
import { allOf, blurPhoto } from '../http/blur-photo.ts';
import { type AnyPage, type Answer, to, type Visit } from './page.ts';
import { Act, Fact, Note } from './parts.tsx';
import { numberOf } from './state.tsx';
import { isReporter, type Ticket } from './ticket-view.tsx';
import { spoken } from './when.ts';
import { attachmentWords as words } from './words-attachments.ts';

export type Attached = Ticket['attachments'][number];

const ticketIn = ({ params }: Visit): string => params['ticket'] ?? '';
const which = (visit: Visit) => ({ ticket: ticketIn(visit), attachment: Number(visit.params['attachment']) });
const pathOf = (visit: Visit): string =>
  `/tickets/${ticketIn(visit)}/attachments/${visit.params['attachment'] ?? ''}`;
const purposeOf = (visit: Visit) =>
  isReporter(visit.who) ? ('own_record' as const) : ('handle_ticket' as const);

/** What is attached, on a ticket's page. @param names of files, where they were asked for */
export const Attachments = ({
  v,
  ticket,
  names,
}: {
  v: Visit;
  ticket: Ticket;
  names: readonly (string | null)[];
}): Child => {
  // Their number alone would tell nothing that could be looked at.
  if (ticket.attachments.length === 0 || ticket.fields['description']?.level !== 'clear') return null;
  return (
    <Fact name={v.say(words.title)}>
      <ul class="attached">
        {ticket.attachments.map((attached, at) => (
          <li>
            <One v={v} ticket={ticket} attached={attached} n={at + 1} name={names[at] ?? null} />
          </li>
        ))}
      </ul>
      {isReporter(v.who) ? null : <p class="aside">{v.say(words.cost)}</p>}
    </Fact>
  );
};

interface OneProps {
  v: Visit;
  ticket: Ticket;
  attached: Attached;
  n: number;
  name: string | null;
}

const One = ({ v, ticket, attached, n, name }: OneProps): Child => {
  const at = `${v.base}/tickets/${ticket.id}/attachments/${n}`;
  const { kind, from } = attached;
  const isHeld = v.now < from;
  const when = spoken(from, v.now, v.language);
  const title = name === null || name === '' ? v.say(words[kind], { n }) : name;
  if (isHeld && !isReporter(v.who))
    return <span class="aside">{`${title}:${v.say(words.heldOthers, { when })}`}</span>;
  if (kind === 'photo')
    return (
      <>
        <Photo v={v} at={at} n={n} />
        {isHeld ? <p class="aside">{v.say(words.heldOwn, { when })}</p> : null}
        {isOpen(ticket.state) ? <Hiding v={v} at={at} held={isHeld} /> : null}
      </>
    );
  return (
    <>
      <span class="words">{title}</span>
      {kind === 'voice' ? <Act action={`${at}/play`} label={v.say(words.play)} kind="default" /> : null}
      <Act action={`${at}/file`} label={v.say(words.download)} kind="default" />
    </>
  );
};

/** The small picture, which leads to the whole one. */
export const Photo = ({ v, at, n }: { v: Visit; at: string; n: number }) => (
  <a href={at}>
    <img src={`${at}/small`} alt={v.say(words.photo, { n })} />
  </a>
);

/** Hiding faces, and saying that there is nothing to hide. */
export const Hiding = ({ v, at, held }: { v: Visit; at: string; held: boolean }) => (
  <>
    <a class="weui-btn weui-btn_default" href={`${at}/blur`}>
      {v.say(words.blur)}
    </a>
    {held ? <Act action={`${at}/show`} label={v.say(words.showNow)} kind="default" /> : null}
  </>
);

/** A form for one more, on one's own ticket. */
export const AddOne = ({
  v,
  ticket,
  error,
}: {
  v: Visit;
  ticket: Ticket;
  error?: FieldError | undefined;
}) => (
  <details open={error !== undefined}>
    <summary>{v.say(words.addTitle)}</summary>
    <form
      class="act"
      method="post"
      enctype="multipart/form-data"
      action={`${v.base}/tickets/${ticket.id}/attachments`}
    >
      <div class={error === undefined ? 'field' : 'field field_wrong'}>
        <label for="file">{v.say(words.addLabel)}</label>
        <p class="aside" id="file-hint">
          {v.say(words.addHint)}
        </p>
        {error === undefined ? null : (
          <p class="wrong" id="file-error">
            {wordsIn(v.language, error)}
          </p>
        )}
        <input
          id="file"
          name="file"
          type="file"
          required
          accept="image/jpeg,image/png,audio/*,.amr,.silk,.pdf,.docx,.xlsx,.txt"
          aria-describedby={error === undefined ? 'file-hint' : 'file-hint file-error'}
        />
      </div>
      <button class="weui-btn weui-btn_default" type="submit">
        {v.say(words.add)}
      </button>
    </form>
  </details>
);

/** A photo as it is: the small one in a page, the whole one where somebody asks for it. */
const picture =
  (part: Part) =>
  async (visit: Visit): Promise<Answer> => {
    const read = await visit.ask('readAttachment', { ...which(visit), part, purpose: purposeOf(visit) });
    if (!read.ok) return read;
    const { kind, media, content } = read.value;
    if (kind === 'photo') return bytes(content, media);
    await content.cancel();
    return { problem: { code: 'not_found' } };
  };

const bytes = (content: ReadableStream<Uint8Array>, media: string, file?: string): Response =>
  new Response(content, {
    headers: {
      'Content-Type': media,
      'Cache-Control': 'no-store',
      ...(file === undefined ? {} : { 'Content-Disposition': `attachment; filename="${file}"` }),
    },
  });

/** A file of the ticket's own name: what it was called may name somebody, and a file's name goes further than its page. */
async function download(visit: Visit): Promise<Answer> {
  const { attachment } = which(visit);
  const read = await visit.ask('readAttachment', {
    ...which(visit),
    part: 'whole',
    purpose: purposeOf(visit),
  });
  if (!read.ok) return read;
  const { media, content } = read.value;
  const ext = Object.hasOwn(mediaTypes, media) ? mediaTypes[media as MediaType].ext : 'bin';
  return bytes(content, 'application/octet-stream', `lindun-${attachment}.${ext}`);
}

/** What browsers play. */
const playable: ReadonlySet<string> = new Set(['audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/wav']);

/**
 * A voice message, in a page that is the answer to a form: it has no address, and its sound is in it, because a player that
 * fetched it piece by piece would be an entry for each.
 */
async function play(visit: Visit): Promise<Answer> {
  const { attachment } = which(visit);
  const read = await visit.ask('readAttachment', {
    ...which(visit),
    part: 'whole',
    purpose: purposeOf(visit),
  });
  if (!read.ok) return read;
  const { kind, media, content, size } = read.value;
  if (kind !== 'voice' || !playable.has(media)) await content.cancel();
  if (kind !== 'voice') return { problem: { code: 'not_found' } };
  const title = visit.say(words.voiceTitle);
  const sound = playable.has(media) ? base64Of(await allOf(content, size)) : undefined;
  const body = (
    <>
      <h1>{title}</h1>
      <p>{visit.say(words.voice, { n: attachment })}</p>
      {sound === undefined ? (
        <Note kind="info">
          <p>{visit.say(words.cannotPlay, { media: media.replace('audio/', '').toUpperCase() })}</p>
        </Note>
      ) : (
        <audio controls src={`data:${media};base64,${sound}`} />
      )}
      <Act action={`${visit.base}${pathOf(visit)}/file`} label={visit.say(words.download)} kind="default" />
      <Back v={visit} />
    </>
  );
  return { title, body, here: `/tickets/${ticketIn(visit)}` };
}

/** RFC 4648 §4, in pieces: a call takes only so many arguments. */
function base64Of(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8_192)
    binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(binary);
}

const Back = ({ v }: { v: Visit }) => (
  <p>
    <a class="weui-btn weui-btn_default" href={`${v.base}/tickets/${ticketIn(v)}`}>
      {v.say(words.back)}
    </a>
  </p>
);

const cellName = /^c(\d{1,2})$/;

/** The photo under a grid of boxes to tick: it works without a script, and with a keyboard. */
function blurPage(visit: Visit, error?: string): Answer {
  const title = visit.say(words.blurTitle);
  const at = `${visit.base}${pathOf(visit)}`;
  const cells = Array.from({ length: gridSize * gridSize }, (_, cell) => cell);
  const body = (
    <>
      <h1>{title}</h1>
      <p>{visit.say(words.blurWhat)}</p>
      {error === undefined ? null : (
        <Note kind="problem">
          <p>{error}</p>
        </Note>
      )}
      <form class="act" method="post" action={`${at}/blur`}>
        <div class="hiding">
          <img src={`${at}/small`} alt={visit.say(words.photo, { n: which(visit).attachment })} />
          <div class="cells">
            {cells.map((cell) => (
              <label>
                <input
                  type="checkbox"
                  name={`c${cell}`}
                  value="1"
                  aria-label={visit.say(words.cell, {
                    row: Math.floor(cell / gridSize) + 1,
                    column: (cell % gridSize) + 1,
                  })}
                />
                <span />
              </label>
            ))}
          </div>
        </div>
        <button class="weui-btn weui-btn_primary" type="submit">
          {visit.say(words.blurDo)}
        </button>
      </form>
      {isReporter(visit.who) ? (
        <Act action={`${at}/show`} label={visit.say(words.showNow)} kind="default" />
      ) : null}
      <Back v={visit} />
    </>
  );
  return { title, body, status: error === undefined ? 200 : 422, here: `${pathOf(visit)}/blur` };
}

async function blur(visit: Visit): Promise<Answer> {
  const cells = Object.keys(visit.form).flatMap((name) => {
    const cell = Number(cellName.exec(name)?.[1] ?? NaN);
    return cell < gridSize * gridSize ? [cell] : [];
  });
  if (cells.length === 0) return blurPage(visit, visit.say(words.blurNone));
  const changed = await blurPhoto((name, request) => visit.ask(name, request), which(visit), cells);
  return changed.ok ? to(visit, `/tickets/${changed.value.id}?done=blur`) : changed;
}

async function showNow(visit: Visit): Promise<Answer> {
  const shown = await visit.ask('showAttachment', which(visit));
  return shown.ok ? to(visit, `/tickets/${shown.value.id}?done=show`) : shown;
}

/** Photos of one's own that nobody else can see yet: where a link from the chat leads. */
async function justSent(visit: Visit): Promise<Answer> {
  const found = await visit.ask('listTickets', {
    purpose: 'own_record',
    where: { mine: true },
    fields: ['category'],
    limit: 20,
  });
  if (!found.ok) return found;
  const held = found.value.items.flatMap((ticket) =>
    ticket.attachments.flatMap(({ from }, at) => (visit.now < from ? [{ ticket, n: at + 1, from }] : [])),
  );
  const title = visit.say(words.minePhotos);
  const body = (
    <>
      <h1>{title}</h1>
      {held.length === 0 ? (
        <Note kind="info">
          <p>{visit.say(words.minePhotosNone)}</p>
        </Note>
      ) : (
        <p>{visit.say(words.minePhotosWhat)}</p>
      )}
      <ul class="attached">
        {held.map(({ ticket, n, from }) => {
          const at = `${visit.base}/tickets/${ticket.id}/attachments/${n}`;
          return (
            <li>
              <h2>{numberOf(ticket.number)}</h2>
              <Photo v={visit} at={at} n={n} />
              <p class="aside">
                {visit.say(words.heldOwn, { when: spoken(from, visit.now, visit.language) })}
              </p>
              <Hiding v={visit} at={at} held />
            </li>
          );
        })}
      </ul>
      <p>
        <a class="weui-btn weui-btn_default" href={`${visit.base}/me/tickets`}>
          {visit.say(words.back)}
        </a>
      </p>
    </>
  );
  return { title, body };
}

const both = [...ticketWorkers, 'resident'] as const;
const one = '/tickets/{ticket}/attachments/{attachment}';

export const attachmentPages: readonly AnyPage[] = [
  { method: 'get', path: '/me/photos', for: ['resident'], handle: justSent },
  { method: 'get', path: one, for: both, oneTicket: true, handle: picture('whole') },
  { method: 'get', path: `${one}/small`, for: both, oneTicket: true, handle: picture('small') },
  { method: 'post', path: `${one}/file`, for: both, oneTicket: true, handle: download },
  { method: 'post', path: `${one}/play`, for: both, oneTicket: true, handle: play },
  { method: 'get', path: `${one}/blur`, for: both, oneTicket: true, handle: (visit) => blurPage(visit) },
  {
    method: 'post',
    path: `${one}/blur`,
    for: both,
    oneTicket: true,
    mostFields: gridSize * gridSize,
    handle: blur,
  },
  { method: 'post', path: `${one}/show`, for: ['resident'], handle: showNow },
];
