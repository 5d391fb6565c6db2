import { type OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi';
import type { Role } from '../../policy/roles.ts';
import { problems, type WireCode } from './problem.ts';
import { idempotencyKeyForm, versionForm } from './request-headers.ts';
import type { Route } from './route.ts';
import { type PathParameter, pathParameters, problem } from './schemas.ts';

export type ApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>;

/** What one operation says beside OpenAPI's own members. English words stand beside the Chinese ones. */
export interface OperationExtension {
  'x-summary-en': string;
  'x-description-en'?: string;
  /** The roles that may call it at all; what of it is granted, the policy decides for each request. */
  'x-roles': readonly Role[];
  'x-resource-en': string;
}

/**
 * Enters all routes into the app's registry.
 * @returns gives the OpenAPI 3.1 document, which is made when somebody first wants it
 */
export function apiDocument(
  app: Pick<OpenAPIHono, 'openAPIRegistry' | 'getOpenAPI31Document'>,
  prefix: string,
  routes: readonly Route[],
): () => ApiDocument {
  const registry = app.openAPIRegistry;
  registry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  for (const route of routes) registry.registerPath(described(prefix, route));
  registry.registerPath(healthPath);
  let made: ApiDocument | undefined;
  return () => (made ??= app.getOpenAPI31Document(info));
}

const info = {
  openapi: '3.1.0',
  info: {
    title: '邻盾 Lindun',
    version: '1',
    description:
      '居民信息保险库。每一次给出都由政策和授权决定,写明用途,同时记录,居民看得到。\n\n' +
      'A vault for what a community holds about its residents. Every release is decided by policy and consent, ' +
      'has a purpose, is logged as it happens, and is visible to the resident.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
};

function described(prefix: string, route: Route): RouteConfig {
  const { answer } = route;
  const headers = answerHeaders(route);
  const open = route.roles.length === 0;
  const extension: OperationExtension = {
    'x-summary-en': route.summary.en,
    ...(route.note === undefined ? {} : { 'x-description-en': route.note.en }),
    'x-roles': route.roles,
    'x-resource-en': route.resource.en,
  };
  return {
    method: route.method,
    path: `${prefix}${route.path}`,
    tags: [route.resource.zh],
    summary: route.summary.zh,
    ...(route.note === undefined ? {} : { description: route.note.zh }),
    security: open ? [] : [{ token: [] }],
    ...extension,
    request: {
      params: z.object(Object.fromEntries(parametersOf(`${prefix}${route.path}`))),
      ...requestHeaders(route),
      ...(route.body === undefined
        ? {}
        : {
            body: {
              required: true,
              content: {
                [route.body.mediaType]: {
                  schema: route.body.schema,
                  ...(route.body.example === undefined ? {} : { example: route.body.example }),
                },
              },
            },
          }),
    },
    responses: {
      [answer.status]: {
        description: answer.status === 201 ? '已新建 · Created' : '完成 · Done',
        ...(headers === undefined ? {} : { headers }),
        content: {
          [answer.mediaType]: { schema: answer.schema },
          ...(answer.text ? { 'text/plain': { schema: z.string() } } : {}),
        },
      },
      ...refusals(codesOf(route), route.oauth === true),
    },
  };
}

function parametersOf(path: string): [string, z.ZodType][] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [
    name,
    Object.hasOwn(pathParameters, name)
      ? pathParameters[name as PathParameter]
      : z.string().openapi({ example: '0/000.p/8' }),
  ]);
}

function requestHeaders(route: Route) {
  const version = z.string().regex(versionForm).openapi({ example: '"3"' });
  const key = z.string().regex(idempotencyKeyForm).openapi({ example: 'report-20261123-17' });
  const headers = {
    ...(route.ifMatch === 'required' ? { 'If-Match': version } : {}),
    ...(route.ifMatch === 'optional' ? { 'If-Match': version.optional() } : {}),
    ...(route.idempotent === 'required' ? { 'Idempotency-Key': key } : {}),
    ...(route.idempotent === 'optional' ? { 'Idempotency-Key': key.optional() } : {}),
  };
  return Object.keys(headers).length === 0 ? undefined : { headers: z.object(headers) };
}

function answerHeaders({ answer, idempotent }: Route) {
  const text = (description: string) => ({ description, schema: { type: 'string' as const } });
  const headers = {
    ...(answer.etag ? { ETag: text('版本 · the version') } : {}),
    ...(answer.location ? { Location: text('新建的在哪里 · where it is') } : {}),
    ...(idempotent === undefined
      ? {}
      : { 'Idempotency-Replayed': text('true:以前已经做过 · done before, not again') }),
  };
  return Object.keys(headers).length === 0 ? undefined : headers;
}

/** What a route can be refused with. */
function codesOf(route: Route): WireCode[] {
  if (route.roles.length === 0 && route.body === undefined) return ['not_found'];
  const door = ['malformed_body', 'denied', 'not_found', 'body_too_large', 'media_type', 'invalid'] as const;
  if (route.roles.length === 0) return [...door, 'too_many_requests', 'unavailable'];
  return [
    'malformed_body',
    'unauthenticated',
    'denied',
    'not_found',
    'body_too_large',
    'media_type',
    'invalid',
    'too_many_requests',
    ...(route.idempotent === 'required' ? (['idempotency_key_missing'] as const) : []),
    ...(route.idempotent === undefined ? [] : (['idempotency_key_reused'] as const)),
    ...(route.ifMatch === undefined ? [] : (['version_missing', 'version_changed'] as const)),
    ...(route.codes ?? []),
    'tampered',
    'unavailable',
  ];
}

/** One response a status; its description names the codes that it comes with. */
function refusals(codes: readonly WireCode[], oauth: boolean) {
  const byStatus = Map.groupBy(codes, (code) => {
    const { status } = problems[code];
    return oauth && status === 422 ? 400 : status;
  });
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.join(' · '),
        content: { 'application/problem+json': { schema: problem } },
      },
    ]),
  );
}

const healthPath: RouteConfig = {
  method: 'get',
  path: '/healthz',
  tags: ['运行状态'],
  summary: '是否正常运行',
  security: [],
  'x-summary-en': 'Whether it works',
  'x-roles': [],
  'x-resource-en': 'Health',
  responses: {
    200: {
      description: '正常 · It works',
      content: {
        'application/json': {
          schema: z.strictObject({
            status: z.literal('ok'),
            communities: z.int(),
            ciphers: z.array(z.string()),
          }),
        },
      },
    },
    503: {
      description: '有社区没有响应 · A community does not answer',
      content: {
        'application/json': {
          schema: z.strictObject({ status: z.literal('failing'), failing: z.array(z.string()) }),
        },
      },
    },
  },
};
