import type { z } from '@hono/zod-openapi';
import type { Bilingual } from '../../policy/bilingual.ts';
import type { Role } from '../../policy/roles.ts';
import type { AnswerOf, Call, PipelineName, RequestOf } from '../answer.ts';
import type { RingFault } from './ring-fault.ts';
import type { Entered, Session } from '../access/links.ts';
import type { Outcome } from '../outcome.ts';
import type { ByPasskey, ByPin } from '../sign-in/enter.ts';
import { type Body, readJson } from './body.ts';
import { fieldErrors } from './field-errors.ts';
import { type Asked, problemResponse, problems, type WireCode, type WireProblem } from './problem.ts';
import { bearerToken, requestHeaders, wantsText } from './request-headers.ts';
import { type PathParameter, pathParameters } from './schemas.ts';

/** The key that verifies consent receipts: its 32 bytes, and the same as DER (RFC 8410). */
export interface ReceiptKey {
  name: string;
  publicKey: Uint8Array;
  spki: Uint8Array;
}

/** What HTTP reaches of a community: `vault/community.ts` has it, in another process or here. */
export interface CommunityCalls {
  ask<Name extends PipelineName>(
    call: Call,
    name: Name,
    request: RequestOf<Name>,
  ): Promise<Outcome<ValueOf<Name>>>;
  /** Whether a token is one at all; spends nothing and logs nothing. */
  knows(token: string): Promise<boolean>;
  /** A link's secret for a session's token. */
  enter(request: { secret: string; request: string }): Promise<Outcome<Entered>>;
  enterByPin(request: ByPin): Promise<Outcome<Entered>>;
  enterByPasskey(request: ByPasskey): Promise<Outcome<Entered>>;
  /** For the page that asks for a passkey; nothing is kept of it. */
  challenge(): Promise<string>;
  /** Whose session a token is, for a page; spends nothing and logs nothing. */
  session(token: string): Promise<Session | null>;
  published(): Promise<{ checkpoint: string | null; vkey: string; vkeys: string[] }>;
  receiptKey(): Promise<ReceiptKey>;
  tile(path: string): Promise<Uint8Array | null>;
  /** The OpenPGP key that packages for recipients are signed with. */
  packageKey(): Promise<{ armored: string; fingerprint: string }>;
  /** Whether it is open, which implementation it seals with, and whether its keys could be had anew. */
  health(): Promise<{ entries: number; cipher: string; keys: 'open' | RingFault }>;
}

/** What a pipeline gives when it does not refuse. */
export type ValueOf<Name extends PipelineName> = Extract<AnswerOf<Name>, { ok: true }>['value'];

/** One request, as a route's handler gets it. */
export interface Incoming extends Asked {
  raw: Request;
  community: CommunityCalls;
  /** The community's own path: `/v1/communities/hengda`. */
  base: string;
  /** What stands in the path, in its form. */
  params: Readonly<Record<string, string>>;
}

/** A route as app.ts mounts it, the document describes it, and the page shows it. */
export interface Route {
  method: 'get' | 'post' | 'put' | 'patch';
  /** Below `/v1/communities/{community}`, with `{name}` for what varies. */
  path: string;
  resource: Bilingual;
  summary: Bilingual;
  /** What one has to know beside the summary. */
  note?: Bilingual;
  /** Who may call it at all; empty where anybody may, without a token. What of it, the policy decides. */
  roles: readonly Role[];
  body?: { mediaType: string; schema: z.ZodType; example?: unknown };
  ifMatch?: 'required' | 'optional';
  /** Whether it takes an `Idempotency-Key`. */
  idempotent?: 'required' | 'optional';
  /** A wrong form is told as RFC 6749 §5.2 has it, too: RFC 8693 §2.2.2. */
  oauth?: true;
  /** What it can also be refused with, beside what every route can. */
  codes?: readonly WireCode[];
  answer: {
    status: 200 | 201;
    mediaType: string;
    schema: z.ZodType;
    etag: boolean;
    location: boolean;
    /** It is also to be had as `text/plain`. */
    text: boolean;
  };
  handle(incoming: Incoming): Promise<Response>;
}

/**
 * What is answered: the pipeline's value as it is, which has to fit the schema, or what `show` makes of it, with
 * the body, of which not everything is the community's to know. One that does not fit is an error of types.
 */
type Answering<Name extends PipelineName, Answer extends z.ZodType> =
  | { answer: ValueOf<Name> extends z.output<Answer> ? Answer : never; show?: undefined }
  | {
      answer: Answer;
      show(value: ValueOf<Name>, body: unknown): z.output<Answer> | Promise<z.output<Answer>>;
    };

export type Spec<Name extends PipelineName, Schema extends z.ZodType, Answer extends z.ZodType> = Answering<
  Name,
  Answer
> & {
  method?: 'post' | 'put' | 'patch';
  path: string;
  pipeline: Name;
  resource: Bilingual;
  summary: Bilingual;
  note?: Bilingual;
  roles: readonly Role[];
  /** The body's schema, which may depend on the path, and the one that is documented for all paths. */
  body: Schema | { of(params: Readonly<Record<string, string>>): Schema; documented: z.ZodType };
  /** A body that could be sent, for the page. */
  example?: unknown;
  read?: Reading<Schema>;
  ifMatch?: 'required' | 'optional';
  idempotent?: 'required' | 'optional';
  status?: 201;
  request(input: {
    body: z.output<Schema>;
    params: Readonly<Record<string, string>>;
    version: number | undefined;
  }): RequestOf<Name>;
  /** Where what was made is, below the community; undefined where nobody is told. */
  location?(value: ValueOf<Name>): string | undefined;
  /** Its version, for the ETag. */
  version?(value: ValueOf<Name>): number | undefined;
  /** A field's name in this body, where the pipeline calls it otherwise. */
  rename?: (field: string) => string;
  oauth?: true;
  /** What the pipeline can refuse with beside what every pipeline can. */
  codes?: readonly WireCode[];
  /** The value as plain text, for who asks for that with `Accept`. */
  text?: (value: ValueOf<Name>) => string;
};

/** How a body is read, and held against its schema. */
interface Reading<Schema extends z.ZodType> {
  mediaType: string;
  body: (request: Request, schema: Schema) => Promise<Body<z.output<Schema>>>;
}

/**
 * Makes a route: parse, call, answer. Everything is looked at from the outside inwards (address, token, headers, body's
 * form, body's content), and nothing is asked of the community before all of it is right, but whether it knows the
 * token: who has none is not worth the reading of a long body.
 */
export function route<Name extends PipelineName, Schema extends z.ZodType, Answer extends z.ZodType>(
  spec: Spec<Name, Schema, Answer>,
): Route {
  const { body: declared } = spec;
  const read: Reading<Schema> = spec.read ?? {
    mediaType: 'application/json',
    body: async (request, schema) => fitting(await readJson(request), schema),
  };
  const byPath = 'documented' in declared;

  return {
    method: spec.method ?? 'post',
    path: spec.path,
    resource: spec.resource,
    summary: spec.summary,
    ...(spec.note === undefined ? {} : { note: spec.note }),
    roles: spec.roles,
    body: {
      mediaType: read.mediaType,
      schema: byPath ? declared.documented : declared,
      ...(spec.example === undefined ? {} : { example: spec.example }),
    },
    ...(spec.ifMatch === undefined ? {} : { ifMatch: spec.ifMatch }),
    ...(spec.idempotent === undefined ? {} : { idempotent: spec.idempotent }),
    ...(spec.oauth === undefined ? {} : { oauth: spec.oauth }),
    ...(spec.codes === undefined ? {} : { codes: spec.codes }),
    answer: {
      status: spec.status ?? 200,
      mediaType: 'application/json',
      schema: spec.answer,
      etag: spec.version !== undefined,
      location: spec.location !== undefined,
      text: spec.text !== undefined,
    },
    handle: (incoming) => {
      const schema = byPath ? declared.of(incoming.params) : declared;
      return passThrough(spec, { read, schema }, incoming);
    },
  };
}

async function passThrough<Name extends PipelineName, Schema extends z.ZodType, Answer extends z.ZodType>(
  spec: Spec<Name, Schema, Answer>,
  { read, schema }: { read: Reading<Schema>; schema: Schema },
  incoming: Incoming,
): Promise<Response> {
  const refuse = (problem: WireProblem): Response =>
    problemResponse(renamed(problem, spec.rename), incoming, {
      headers: headersOf(problem, incoming, read.mediaType),
      ...(spec.oauth === true && [400, 422].includes(problems[problem.code].status) ? oauthError : {}),
    });
  const token = bearerToken(incoming.raw);
  if (token === undefined) return refuse({ code: 'unauthenticated' });
  const isKnown = (): Promise<boolean> => incoming.community.knows(token);
  const short = isShort(incoming.raw);
  if (!short && !(await isKnown())) return refuse({ code: 'unauthenticated' });
  // Who has no token is not told what is wrong with their request, either.
  const refuseForm = async (problem: WireProblem): Promise<Response> =>
    refuse(short && !(await isKnown()) ? { code: 'unauthenticated' } : problem);
  const headers = requestHeaders(incoming.raw, spec);
  if (!headers.ok) return refuseForm(headers.problem);
  const parsed = await read.body(incoming.raw, schema);
  if (!parsed.ok) return refuseForm(parsed.problem);

  const { request, params } = incoming;
  const { version, idempotencyKey } = headers.value;
  const call = { token, request, via: 'api', idempotencyKey };
  const asked = spec.request({ body: parsed.value, params, version });
  const outcome = await incoming.community.ask(call, spec.pipeline, asked);
  if (!outcome.ok) return refuse(outcome.problem);
  const { value, replayed = false } = outcome;
  const shown = spec.show === undefined ? value : await spec.show(value, parsed.value);
  return answered(spec, incoming, { value, shown, replayed });
}

function answered<Name extends PipelineName, Schema extends z.ZodType, Answer extends z.ZodType>(
  spec: Spec<Name, Schema, Answer>,
  { base, raw }: Incoming,
  { value, shown, replayed }: { value: ValueOf<Name>; shown: unknown; replayed: boolean },
): Response {
  if (spec.text !== undefined && wantsText(raw)) {
    const headers = {
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
      Vary: 'Accept',
    };
    return new Response(spec.text(value), { headers });
  }
  const version = spec.version?.(value);
  const location = spec.location?.(value);
  return new Response(JSON.stringify(shown), {
    status: spec.status ?? 200,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      ...(spec.text === undefined ? {} : { Vary: 'Accept' }),
      ...(version === undefined ? {} : { ETag: `"${version}"` }),
      ...(location === undefined ? {} : { Location: `${base}${location}` }),
      ...(replayed ? { 'Idempotency-Replayed': 'true' } : {}),
    },
  });
}

/**
 * Whether a body announces that it is short: one that is costs less to read than a question whether the token is known,
 * which goes to the object and back. The call itself asks it anyway.
 */
function isShort({ headers }: Request): boolean {
  const announced = headers.get('content-length');
  return announced !== null && Number(announced) <= 4_096;
}

const oauthError = { status: 400, members: { error: 'invalid_request' } };

function headersOf({ code }: WireProblem, { raw }: Incoming, mediaType: string): Record<string, string> {
  if (code === 'media_type') return { Accept: mediaType };
  if (code !== 'unauthenticated') return {};
  // RFC 6750 §3: who sent no token is not told of an error.
  const error = raw.headers.has('authorization') ? ', error="invalid_token"' : '';
  return { 'WWW-Authenticate': `Bearer realm="lindun"${error}` };
}

/** Holds a body against a schema. */
export function fitting<Schema extends z.ZodType>(
  body: Body<unknown>,
  schema: Schema,
): Body<z.output<Schema>> {
  if (!body.ok) return body;
  const parsed = schema.safeParse(body.value, { reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, problem: { code: 'invalid', errors: fieldErrors(parsed.error.issues) } };
}

function renamed(problem: WireProblem, rename: ((field: string) => string) | undefined): WireProblem {
  if (rename === undefined || problem.errors === undefined) return problem;
  return { ...problem, errors: problem.errors.map((error) => ({ ...error, field: rename(error.field) })) };
}

/** A route for who has no token yet: it gives one. */
export function doorRoute<Schema extends z.ZodType>(spec: {
  path: string;
  resource: Bilingual;
  summary: Bilingual;
  note?: Bilingual;
  body: Schema;
  example: unknown;
  enter: (community: CommunityCalls, body: z.output<Schema>, request: string) => Promise<Outcome<Entered>>;
  answer: z.ZodType;
}): Route {
  const { body: schema, example, enter, answer, ...rest } = spec;
  const mediaType = 'application/json';
  return {
    ...rest,
    method: 'post',
    roles: [],
    body: { mediaType, schema, example },
    answer: { status: 200, mediaType, schema: answer, etag: false, location: false, text: false },
    handle: async (incoming) => {
      const parsed = fitting(await readJson(incoming.raw, mostOfAGuest), schema);
      if (!parsed.ok) return problemResponse(parsed.problem, incoming);
      const outcome = await enter(incoming.community, parsed.value, incoming.request);
      if (!outcome.ok) return problemResponse(outcome.problem, incoming);
      const headers = { 'Content-Type': mediaType, 'Cache-Control': 'no-store' };
      return new Response(JSON.stringify(outcome.value), { headers });
    },
  };
}

/** Whoever has no token is not worth the reading of more, in bytes. */
const mostOfAGuest = 1_024;

/** A route that anybody may call, without a token: what is published. */
export function publicRoute(spec: {
  path: string;
  resource: Bilingual;
  summary: Bilingual;
  note?: Bilingual;
  mediaType: string;
  schema: z.ZodType;
  handle(incoming: Incoming): Promise<Response>;
}): Route {
  const { mediaType, schema, ...rest } = spec;
  return {
    ...rest,
    method: 'get',
    roles: [],
    answer: { status: 200, mediaType, schema, etag: false, location: false, text: false },
  };
}

/** The pattern a path of the document is matched with, and the names of what varies in it. */
export function patternOf(path: string): RegExp {
  const pattern = path
    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replace(/\{(\w+)\}/g, (_, name: string) => (name === 'tile' ? '(?<tile>.+)' : `(?<${name}>[^/:]+)`));
  return new RegExp(`^${pattern}$`);
}

/** What varies in a path, checked for its form; undefined where something has none that could exist. */
export function paramsOf(path: string, pattern: RegExp): Readonly<Record<string, string>> | undefined {
  const groups = pattern.exec(path)?.groups;
  if (groups === undefined) return pattern.test(path) ? {} : undefined;
  const wrong = Object.entries(groups).some(
    ([name, value]) =>
      Object.hasOwn(pathParameters, name) && !pathParameters[name as PathParameter].safeParse(value).success,
  );
  return wrong ? undefined : { ...groups };
}
