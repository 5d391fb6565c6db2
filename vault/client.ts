import type { z } from 'zod';
import type { RecordType } from '../policy/fields.ts';
import { OwnCalls } from './http/own-calls.ts';
import { type Answer, type ExchangedToken, failed, problemOf, valueOf } from './http/answers.ts';
import type * as dutySchemas from './http/duty-schemas.ts';
import type * as consentSchemas from './http/consent-schemas.ts';
import type * as importSchemas from './http/import-schemas.ts';
import type * as linkSchemas from './http/link-schemas.ts';
import type * as logSchemas from './http/log-schemas.ts';
import type * as attachmentSchemas from './http/attachment-schemas.ts';
import type * as schemas from './http/schemas.ts';
import type * as searchSchemas from './http/search-schemas.ts';
import { base64url, idempotencyKey, ifMatch } from './http/sending.ts';
import type * as signInSchemas from './http/sign-in-schemas.ts';

export type { Answer, ExchangedToken, VaultProblem } from './http/answers.ts';
export type { Relation, Right } from './http/own-calls.ts';

type In<Schema extends z.ZodType> = z.input<Schema>;
type Out<Schema extends z.ZodType> = z.output<Schema>;
type Of<Name extends 'recordCreate' | 'recordRead' | 'recordUpdate' | 'recordSearch'> = In<
  ReturnType<(typeof schemas & typeof searchSchemas)[Name]['of']>
>;
type S = typeof schemas &
  typeof consentSchemas &
  typeof signInSchemas &
  typeof importSchemas &
  typeof linkSchemas &
  typeof logSchemas &
  typeof attachmentSchemas;
type Duties = typeof dutySchemas;
type Search = typeof searchSchemas;

export type ReleasedRecord = Out<S['releasedRecord']>;
export type ReleasedTicket = Out<S['releasedTicket']>;
export type AttachmentList = Out<S['attachmentList']>;
export type TicketState = Out<S['ticketState']>;
export type LinkPage = NonNullable<In<S['linkOpen']>['page']>;
export type Receipt = Out<S['receipt']>;
export type Shown = Out<S['shown']>;
export type LogEntry = Out<S['logEntry']>;
export type OwnEntry = Out<S['ownEntry']>;
export type Notice = Out<S['notice']>;
export type ConsentRecorded = Out<S['consentRecorded']>;
export type ConsentReceipt = Out<S['consentReceipt']>;
export type ConsentStanding = Out<S['consentStanding']>;
export type CommunityContent = Out<S['communityContent']>;
export type Notification = Out<S['notification']>;
export type ImportLine = In<S['importLine']>;

export type Recipient = Out<Duties['recipientList']>['items'][number];

export interface ClientOptions {
  /** `http://localhost:8787`, without a path. */
  url: string;
  community: string;
  /** Without one only what is published can be asked for. One that changes is asked for at each request. */
  token?: string | (() => string);
  /** The language of problems' words; Chinese when left out. */
  language?: 'zh-CN' | 'en';
  /** Milliseconds until a request counts as unanswered; 30,000 when left out. */
  timeout?: number;
}

type Json = Record<string, unknown>;

interface Sent {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  body?: string | FormData;
  headers?: Record<string, string>;
}

/**
 * One community's vault over HTTP, as one caller. A chat contact's token is good for one request: exchange a new one
 * for each intent and ask through {@link VaultClient.as}.
 */
export class VaultClient extends OwnCalls {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    super();
    this.#options = options;
  }

  /** The same vault, as somebody else. */
  as(token: string): VaultClient {
    return new VaultClient({ ...this.#options, token });
  }

  setUpCommunity(content: In<S['communityContent']>) {
    return this.#json<Out<S['communityContent']>>('PUT', '', content);
  }

  /** @param key as for {@link VaultClient.createRecord} */
  appoint(appointment: In<S['appointment']>, key: string) {
    return this.#json<Out<S['appointed']>>('POST', '/staff', appointment, idempotencyKey(key));
  }

  changeRole(staff: string, version: number, change: In<S['roleChange']>) {
    return this.#json<Out<S['appointed']>>('PUT', `/staff/${staff}/role`, change, ifMatch(version));
  }

  mintToken(request: In<S['tokenMint']>) {
    return this.#json<Out<S['minted']>>('POST', '/tokens', request);
  }

  /** For the bot: a token for one request of one chat contact (RFC 8693). */
  exchangeToken(contact: { transport: string; contact: string; context: 'private' | 'group' }) {
    const { transport, contact: id, context } = contact;
    const form = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token_type: 'urn:lindun:token-type:chat-contact',
      subject_token: base64url(JSON.stringify({ transport, contact: id })),
      context,
    });
    return this.#send<ExchangedToken>('/tokens:exchange', {
      method: 'POST',
      body: form.toString(),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
  }

  revokeTokens(request: In<S['tokenRevoke']>) {
    return this.#json<Out<S['revoked']>>('POST', '/tokens:revoke', request);
  }

  setExchange(open: boolean) {
    return this.#json<Out<S['exchangeSwitch']>>('PUT', '/exchange', { open });
  }

  /** @param key the caller's own name for this creation (`Idempotency-Key`): sent again, it is done once */
  createRecord(type: RecordType, record: Of<'recordCreate'>, key: string) {
    return this.#json<Out<Search['recordCreated']>>('POST', `/records/${type}`, record, idempotencyKey(key));
  }

  readRecord(type: RecordType, id: string, request: Of<'recordRead'>) {
    return this.#json<ReleasedRecord>('POST', `/records/${type}/${id}:read`, request);
  }

  updateRecord(type: RecordType, id: string, version: number, change: Of<'recordUpdate'>) {
    return this.#json<Out<S['written']>>('PATCH', `/records/${type}/${id}`, change, ifMatch(version));
  }

  searchRecords(type: RecordType, search: Of<'recordSearch'>) {
    return this.#json<Out<S['recordPage']>>('POST', `/records/${type}:search`, search);
  }

  findHousehold(search: In<Search['householdFind']>) {
    return this.#json<Out<Search['foundHouseholds']>>('POST', '/households:find', search);
  }

  findDuplicates(type: RecordType, search: In<ReturnType<Search['recordDuplicates']['of']>>) {
    return this.#json<Out<Search['duplicateList']>>('POST', `/records/${type}:duplicates`, search);
  }

  /** @param key as for {@link VaultClient.createRecord} */
  createTicket(ticket: In<S['ticketCreate']>, key: string) {
    return this.#json<TicketState | Receipt>('POST', '/tickets', ticket, idempotencyKey(key));
  }

  searchTickets(search: In<S['ticketSearch']>) {
    return this.#json<Out<S['ticketPage']>>('POST', '/tickets:search', search);
  }

  /** @param ticket its id, or its number with or without zeros: `318`, `0318`, `2026-0318` */
  readTicket(ticket: string, request: In<S['ticketRead']>) {
    return this.#json<ReleasedTicket>('POST', `/tickets/${ticket}:read`, request);
  }

  /**
   * @param version what the mover saw; only through a chat it may be left out
   * @param key the caller's own name for this change: sent again within a day, it is done once
   */
  moveTicket(ticket: string, move: In<S['ticketMove']>, version?: number, key?: string) {
    const headers = { ...(version === undefined ? {} : ifMatch(version)), ...idempotencyKey(key) };
    return this.#json<TicketState>('POST', `/tickets/${ticket}:move`, move, headers);
  }

  /** @param key as for {@link VaultClient.moveTicket} */
  supplementTicket(ticket: string, text: string, key?: string) {
    const path = `/tickets/${ticket}:supplement`;
    return this.#json<TicketState>('POST', path, { text }, idempotencyKey(key));
  }

  /**
   * @param file a photo, a voice message or a document, as it is; it is the last of the answer's `attachments`
   * @param key as for {@link VaultClient.moveTicket}
   */
  addAttachment(ticket: string, file: { bytes: Uint8Array; name?: string }, key?: string) {
    const form = new FormData();
    form.set('file', new Blob([file.bytes]), file.name ?? '');
    const headers = idempotencyKey(key);
    return this.#send<TicketState>(`/tickets/${ticket}/attachments`, { method: 'POST', body: form, headers });
  }

  listAttachments(ticket: string, request: In<S['attachmentSearch']>) {
    return this.#json<AttachmentList>('POST', `/tickets/${ticket}/attachments:search`, request);
  }

  /** @param n which of the ticket's attachments, from 1 */
  readAttachment(ticket: string, n: number, request: In<S['attachmentRead']>) {
    return this.#json<Uint8Array>('POST', `/tickets/${ticket}/attachments/${n}:read`, request);
  }

  /** @param cells of 8 by 8, as the photo is shown, from 0 at the upper left */
  blurAttachment(ticket: string, n: number, cells: readonly number[]) {
    return this.#json<TicketState>('POST', `/tickets/${ticket}/attachments/${n}:blur`, { cells });
  }

  /** Lets others see a photo as it is, now. @param key as for {@link VaultClient.moveTicket} */
  showAttachment(ticket: string, n: number, key?: string) {
    const path = `/tickets/${ticket}/attachments/${n}:show`;
    return this.#json<TicketState>('POST', path, {}, idempotencyKey(key));
  }

  /** @param key as for {@link VaultClient.moveTicket} */
  recordConsent(consent: In<S['consentRecord']>, key?: string) {
    return this.#json<ConsentRecorded>('POST', '/consents', consent, idempotencyKey(key));
  }

  /** For a worker, with the resident before them. @param key as for {@link VaultClient.moveTicket} */
  recordAtDoor(consent: In<S['consentAtDoor']>, key?: string) {
    const path = '/consents:at-door';
    return this.#json<Out<S['consentAtDoorRecorded']>>('POST', path, consent, idempotencyKey(key));
  }

  /** @param event the id of an event, as {@link VaultClient.listConsents} gives it */
  consentReceipt(event: string, whose?: string) {
    const body = whose === undefined ? {} : { for: whose };
    return this.#json<ConsentReceipt>('POST', `/consents/${event}:receipt`, body);
  }

  /** The key that receipts are signed with. */
  receiptKey() {
    return this.#send<Out<S['receiptKey']>>('/consents/key', { method: 'GET' });
  }

  /** @param whose for whom: themselves when left out */
  listConsents(whose?: string) {
    const body = whose === undefined ? {} : { for: whose };
    return this.#json<Out<S['consentList']>>('POST', '/consents:search', body);
  }

  notices() {
    return this.#send<Out<S['noticeList']>>('/notices', { method: 'GET' });
  }

  /** @param resident whose; one's own when left out */
  openBinding(resident?: string) {
    return this.#json<Out<S['binding']>>('POST', '/bindings', resident === undefined ? {} : { resident });
  }

  /** @param key as for {@link VaultClient.moveTicket} */
  answerBinding(code: string, key?: string) {
    return this.#json<Out<S['bindingWaiting']>>('POST', '/bindings:answer', { code }, idempotencyKey(key));
  }

  readBinding(id: string) {
    return this.#json<Out<S['binding']>>('POST', `/bindings/${id}:read`, {});
  }

  confirmBinding(id: string) {
    return this.#json<Out<S['bindingBound']>>('POST', `/bindings/${id}:confirm`, {});
  }

  /**
   * @param of for who watches over access: whose; one's own when left out
   * @param key as for {@link VaultClient.moveTicket}
   */
  endBinding(of?: string, key?: string) {
    const body = of === undefined ? {} : { of };
    return this.#json<Out<S['bindingEnded']>>('POST', '/bindings:end', body, idempotencyKey(key));
  }

  /** Who may be given one's data: the organisations in the register (for an officer, all there were). */
  listRecipients() {
    return this.#json<Out<Duties['recipientList']>>('POST', '/recipients:search', {});
  }

  /** A link for one use; its `path` goes behind the vault's own address. */
  openLink(request: In<S['linkOpen']> = {}) {
    return this.#json<Out<S['link']>>('POST', '/links', request);
  }

  /** What stands behind the `#` of a link's path, for a session; needs no token. */
  enterLink(secret: string) {
    return this.#json<Out<S['entered']>>('POST', '/links:enter', { secret });
  }

  signIn(number: string, pin: string) {
    return this.#json<Out<S['entered']>>('POST', '/sign-ins:enter', { number, pin });
  }

  /** One's own; where an enrolment link was used up by it the answer has a session. */
  setPin(pin: string) {
    return this.#json<Out<S['enrolled']>>('PUT', '/sign-ins/pin', { pin });
  }

  inviteToSignIn(resident: string) {
    return this.#json<Out<S['link']>>('POST', '/sign-ins:invite', { resident });
  }

  endSignIn(of: string) {
    return this.#json<Out<S['signInEnded']>>('POST', '/sign-ins:end', { of });
  }

  /** For the bot: whom to remind of what, oldest first. */
  takeNotifications(request: In<S['notificationTake']> = {}) {
    return this.#json<Out<S['notificationPage']>>('POST', '/notifications:take', request);
  }

  /** For the bot: it has these, and they are not told again. */
  endNotifications(ids: readonly string[]) {
    return this.#json<Out<S['notificationEnded']>>('POST', '/notifications:end', { ids });
  }

  searchLog(search: In<S['logSearch']> = {}) {
    return this.#json<Out<S['logPage']>>('POST', '/log:search', search);
  }

  ownLog(page: In<S['logOwn']> = {}) {
    return this.#json<Out<S['ownLogPage']>>('POST', '/log:own', page);
  }

  proveEntry(seq: number) {
    return this.#json<Out<S['proof']>>('POST', `/log/entries/${seq}:prove`, {});
  }

  proveConsistency(from: number, to: number) {
    return this.#json<Out<S['consistency']>>('POST', '/log:consistency', { from, to });
  }

  checkpointNow() {
    return this.#json<Out<S['signedCheckpoint']>>('POST', '/log/checkpoints', {});
  }

  publishedCheckpoint() {
    return this.#send<string>('/log/checkpoint', { method: 'GET' });
  }

  logKey() {
    return this.#send<string>('/log/key', { method: 'GET' });
  }

  /** @param path as C2SP tlog-tiles has it behind `tile/`, such as `0/000.p/8`; hashes alone */
  tile(path: string) {
    return this.#send<Uint8Array>(`/log/tile/${path}`, { method: 'GET' });
  }

  /** @param key as for {@link VaultClient.createRecord}; at most 1 MiB of lines */
  importLines(lines: readonly ImportLine[], key: string) {
    return this.#send<Out<S['imported']>>('/imports', {
      method: 'POST',
      body: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
      headers: { 'Content-Type': 'application/x-ndjson', ...idempotencyKey(key) },
    });
  }

  /** What has no method here: any `POST …` with JSON (`/docs`). @param key as for moveTicket */
  override post<Value>(path: string, body: object, key?: string) {
    return this.#json<Value>('POST', path, { ...body }, idempotencyKey(key));
  }

  #json<Value>(method: Sent['method'], path: string, body: Json, headers: Record<string, string> = {}) {
    return this.#send<Value>(path, {
      method,
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', ...headers },
    });
  }

  async #send<Value>(path: string, { method, body, headers }: Sent): Promise<Answer<Value>> {
    const { url, community, token, language = 'zh-CN', timeout = 30_000 } = this.#options;
    let response: Response;
    let bytes: Uint8Array;
    try {
      response = await fetch(`${url}/v1/communities/${community}${path}`, {
        method,
        ...(body === undefined ? {} : { body }),
        headers: {
          'Accept-Language': language,
          ...(token === undefined
            ? {}
            : { Authorization: `Bearer ${typeof token === 'string' ? token : token()}` }),
          ...headers,
        },
        signal: AbortSignal.timeout(timeout),
      });
      bytes = new Uint8Array(await response.arrayBuffer());
    } catch {
      return failed(0, 'unreachable', '连不上保险库', 'the vault cannot be reached', language);
    }
    const answer = response.ok ? valueOf<Value>(response, bytes) : problemOf(response, bytes);
    if (answer !== undefined) return answer;
    return failed(response.status, 'unreadable', '回答读不懂', 'the answer cannot be read', language);
  }
}
