import { OpenAPIHono } from '@hono/zod-openapi';
import { consoleOver, type ConsolePlatform } from './console/console.ts';
import { frontPage } from './console/front.tsx';
import { policyTableRoutes } from './http/policy-table.ts';
import { attachmentRoutes } from './http/attachments.ts';
import { approvalRoutes } from './http/approvals.ts';
import { bindings } from './http/bindings.ts';
import { emergencyRoutes } from './http/emergencies.ts';
import { discard } from './http/body.ts';
import { community } from './http/community.ts';
import { consents } from './http/consents.ts';
import { docsPage } from './http/docs.tsx';
import { apiDocument } from './http/document.ts';
import { headersFor } from './http/headers.ts';
import { keyRoutes } from './http/keys.ts';
import { custodyRoutes } from './http/custody.ts';
import { dutyRoutes } from './http/duties.ts';
import { health } from './http/health.ts';
import { imports } from './http/imports.ts';
import { languageOf } from './http/language.ts';
import { links } from './http/links.ts';
import { log } from './http/log.ts';
import { noticeRoutes } from './http/notices.ts';
import { policies } from './http/policies.ts';
import { type Asked, problemResponse, type WireProblem } from './http/problem.ts';
import { ringFault } from './http/ring-fault.ts';
import { recipientRoutes } from './http/recipients.ts';
import { records } from './http/records.ts';
import { orderRoutes } from './http/orders.ts';
import { paramsOf, patternOf, type Route } from './http/route.ts';
import { relations } from './http/relations.ts';
import { signIns } from './http/sign-in.ts';
import { staff } from './http/staff.ts';
import { tickets } from './http/tickets.ts';
import { tokens } from './http/tokens.ts';
import { rightRoutes, statementRoutes } from './http/rights.ts';
import { mediationRoutes } from './http/mediations.ts';
import { visits } from './http/visits.ts';
import { erasureRoutes } from './http/erasure.ts';
import { watchRoutes } from './http/watch.ts';

/** What the app is put over: a Worker's bindings, or a vault in the test's own process. */
export interface Platform extends ConsolePlatform {
  newRequestId(): string;
}

type Env = { Variables: { asked: Asked; secureHeadersNonce?: string } };

const prefix = '/v1/communities/{community}';

/** Every route, in the order of the document. */
const routesOver = (platform: Platform): readonly Route[] => [
  ...records,
  ...tickets,
  ...attachmentRoutes,
  ...consents,
  ...noticeRoutes(platform.notices),
  ...bindings,
  ...relations,
  ...links,
  ...visits,
  ...mediationRoutes,
  ...policies,
  ...signIns,
  ...log,
  ...tokens,
  ...staff,
  ...community,
  ...imports,
  ...approvalRoutes,
  ...recipientRoutes,
  ...dutyRoutes,
  ...policyTableRoutes,
  ...emergencyRoutes,
  ...orderRoutes,
  ...rightRoutes,
  ...statementRoutes,
  ...watchRoutes,
  ...custodyRoutes,
  ...erasureRoutes,
  ...keyRoutes,
];

/** Everything between HTTP and a community. */
export function createApp(platform: Platform): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>();
  const routes = routesOver(platform);
  const document = apiDocument(app, prefix, routes);

  app.use(async (c, next) => {
    // Ours, never the caller's: it is what stands in the log.
    const asked = { request: platform.newRequestId(), language: languageOf(c.req.header('accept-language')) };
    c.set('asked', asked);
    await next();
    c.res.headers.set('X-Request-Id', asked.request);
  });
  app.use((c, next) => headersFor(c.req.path)(c, next));

  app.get('/', () => frontPage(platform.style, platform.communities.keys()));
  app.get('/healthz', () => health(platform.communities));
  app.get('/openapi.json', (c) => c.json(document(), 200, { 'Cache-Control': 'no-cache' }));
  app.get('/docs', (c) => docsPage(c, document()));

  const mounted = Map.groupBy(
    routes.map((route) => ({ route, pattern: patternOf(`${prefix}${route.path}`) })),
    ({ route }) => areaOf(`${prefix}${route.path}`),
  );
  app.all('/v1/*', async (c) => {
    const response = await answer(c.req.raw, c.req.path, c.get('asked'), platform, mounted);
    await discard(c.req.raw);
    return response;
  });
  const pages = consoleOver(platform);
  app.all('/c/*', async (c) => {
    const nonce = String(c.get('secureHeadersNonce') ?? '');
    const response = await pages.answer({ raw: c.req.raw, asked: c.get('asked'), nonce });
    await discard(c.req.raw);
    return response;
  });
  app.notFound((c) => problemResponse({ code: 'not_found' }, c.get('asked')));
  app.onError((error, c) => {
    const problem = broken(error, c.get('asked'));
    return c.req.path.startsWith('/c/')
      ? pages.trouble({ raw: c.req.raw, asked: c.get('asked'), nonce: '' }, problem)
      : problemResponse(problem, c.get('asked'));
  });
  return app;
}

interface Mounted {
  route: Route;
  pattern: RegExp;
}

/** The part of a path behind the community, which no route leaves open: only routes of the same are tried. */
const areaOf = (path: string): string => /^[^/:]*/.exec(path.split('/', 5)[4] ?? '')?.[0] ?? '';

async function answer(
  raw: Request,
  path: string,
  asked: Asked,
  { communities }: Platform,
  mounted: ReadonlyMap<string, readonly Mounted[]>,
): Promise<Response> {
  const refuse = (problem: WireProblem, headers: Record<string, string> = {}): Response =>
    problemResponse(problem, asked, { headers });
  const here = mounted.get(areaOf(path))?.filter(({ pattern }) => pattern.test(path)) ?? [];
  const id = /^\/v1\/communities\/([^/:]+)/.exec(path)?.[1];
  const of = id === undefined ? undefined : communities.get(id);
  if (of === undefined || here.length === 0) return refuse({ code: 'not_found' });
  const method = raw.method === 'HEAD' ? 'get' : raw.method.toLowerCase();
  const found = here.find(({ route }) => route.method === method);
  if (found === undefined) {
    const allowed = here.flatMap(({ route: { method } }) => (method === 'get' ? ['get', 'head'] : [method]));
    return refuse({ code: 'method_not_allowed' }, { Allow: allowed.join(', ').toUpperCase() });
  }
  const params = paramsOf(path, found.pattern);
  if (params === undefined) return refuse({ code: 'not_found' });
  // Addresses stand in logs on the way, so nothing is taken from a query.
  if (new URL(raw.url).search !== '') return refuse({ code: 'invalid', errors: [noQuery] });
  return found.route.handle({ ...asked, raw, community: of(), base: `/v1/communities/${id}`, params });
}

const noQuery = {
  field: 'query',
  code: 'unknown_field',
  zh: '地址里不带查询参数,都写在内容里',
  en: 'addresses take no query: everything goes into the body',
};

/** Of what nobody expected, only that it happened: a message could carry data. */
function broken(error: Error, { request }: Asked): WireProblem {
  console.error(`${request} ${error.name}`);
  const shut = ringFault(error);
  if (shut !== undefined) return { code: 'unavailable', retryAfter: shut.retryAfter };
  const passing = 'retryable' in error || 'overloaded' in error;
  return passing ? { code: 'unavailable', retryAfter: 1 } : { code: 'internal' };
}
