/** @jsxImportSource hono/jsx */
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import { purposes } from '../../policy/purposes.ts';
import type { Role } from '../../policy/roles.ts';
import { roleWords } from '../../policy/words.ts';
import { Both, type Components, exampleOf, type JsonSchema, Schema } from './docs-schema.tsx';
import { docsStyle } from './docs-style.ts';
import type { ApiDocument, OperationExtension } from './document.ts';
import { problems } from './problem.ts';

interface Media {
  schema: JsonSchema;
  example?: unknown;
}

/** An operation as document.ts writes it. */
interface Operation extends OperationExtension {
  tags: readonly [string];
  summary: string;
  description?: string;
  parameters?: readonly { name: string; in: string; required?: boolean; schema: JsonSchema }[];
  requestBody?: { content: Readonly<Record<string, Media>> };
  responses: Readonly<Record<string, { description: string; content?: Readonly<Record<string, Media>> }>>;
}

interface Entry {
  method: string;
  path: string;
  operation: Operation;
}

/** The API for people: the document behind `/openapi.json` as one page, without script. */
export function docsPage(c: Context, document: ApiDocument): Response | Promise<Response> {
  const components = (document.components?.schemas ?? {}) as Components;
  const entries = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as Readonly<Record<string, Operation>>).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
  const resources = Map.groupBy(entries, ({ operation }) => operation.tags[0]);
  const nonce = String(c.get('secureHeadersNonce') ?? '');
  const page = (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>邻盾 API · Lindun</title>
        <style nonce={nonce}>{raw(docsStyle)}</style>
      </head>
      <body>
        <Head description={document.info.description ?? ''} resources={resources} />
        <main>
          <Conventions />
          {[...resources].map(([name, operations]) => (
            <section>
              <h2 id={`resource-${name}`}>
                <Both zh={name} en={operations[0]?.operation['x-resource-en'] ?? ''} />
              </h2>
              {operations.map((entry) => (
                <OperationView entry={entry} components={components} />
              ))}
            </section>
          ))}
          <Purposes />
          <Problems />
          <Forms components={components} />
        </main>
      </body>
    </html>
  );
  return c.html(html`<!doctype html>${page}`, 200, { 'Cache-Control': 'no-cache' });
}

const Head = (props: { description: string; resources: ReadonlyMap<string, readonly Entry[]> }) => {
  const [zh = '', en = ''] = props.description.split('\n\n');
  return (
    <header>
      <h1>
        <Both zh="邻盾 API" en="Lindun" />
      </h1>
      <p>{zh}</p>
      <p lang="en">{en}</p>
      <p>
        <a href="/openapi.json">/openapi.json</a>{' '}
        <Both zh="是同一份内容,给程序看" en="is the same for programs" />
      </p>
      <nav aria-label="目录 Contents">
        <ul>
          {[...props.resources].map(([name, [first]]) => (
            <li>
              <a href={`#resource-${name}`}>
                {name} <span lang="en">{first?.operation['x-resource-en']}</span>
              </a>
            </li>
          ))}
          <li>
            <a href="#purposes">
              用途 <span lang="en">Purposes</span>
            </a>
          </li>
          <li>
            <a href="#problems">
              出错时 <span lang="en">Problems</span>
            </a>
          </li>
          <li>
            <a href="#forms">
              数据格式 <span lang="en">Forms</span>
            </a>
          </li>
        </ul>
      </nav>
    </header>
  );
};

const conventions: readonly (readonly [zh: string, en: string])[] = [
  [
    '每次请求带 Authorization: Bearer 令牌。个人信息只放在内容里,地址里没有。',
    'Send Authorization: Bearer with each request. Personal data goes into bodies only, never into an address.',
  ],
  [
    '查看要写明用途 purpose;为工单查看写工单 case;用途是 other 时写理由 reason;fields 可以少要几项。',
    'A read names its purpose; the case when it is for a ticket; a reason in words when the purpose is other; fields to ask for less.',
  ],
  [
    '每次查看、每次拒绝都会记录,居民能看到。',
    'Each look and each refusal is logged, and the resident can see it.',
  ],
  [
    '新建时带 Idempotency-Key,重发用同一个,只会做一次。修改时带 If-Match,值是看到的 ETag。',
    'Creating takes an Idempotency-Key: sent again with the same, it is done once. Changing takes If-Match with the ETag you saw.',
  ],
  [
    '列表一页 1–50 条(limit),下一页用 cursor,remaining 是还有多少。',
    'A page has 1–50 items (limit); cursor leads to the next, remaining says how many there are.',
  ],
  [
    '内容须是 UTF-8 的 JSON,最多 1 MiB,不能有不认识的字段。X-Request-Id 就是访问记录里的请求编号。',
    'Bodies are JSON in UTF-8, 1 MiB at most, without unknown fields. X-Request-Id is the request’s id in the access log.',
  ],
];

const Conventions = () => (
  <section>
    <h2 id="conventions">
      <Both zh="怎么用" en="How to call it" />
    </h2>
    <article>
      {conventions.map(([zh, en]) => (
        <p>
          <Both zh={zh} en={en} />
        </p>
      ))}
    </article>
  </section>
);

const OperationView = ({ entry, components }: { entry: Entry; components: Components }) => {
  const { method, path, operation } = entry;
  const headers = operation.parameters?.filter((parameter) => parameter.in === 'header') ?? [];
  const [media] = Object.entries(operation.requestBody?.content ?? {});
  const english = operation['x-description-en'];
  return (
    <article id={anchor(entry)}>
      <h3>
        <Both zh={operation.summary} en={operation['x-summary-en']} />
      </h3>
      <code class="address">
        <span class="method">{method}</span>
        {path}
      </code>
      {operation.description !== undefined && <p>{operation.description}</p>}
      {english !== undefined && <p lang="en">{english}</p>}
      <p>
        <strong>
          <Both zh="谁可以" en="Who" />
        </strong>
        : <Who roles={operation['x-roles']} />
      </p>
      {headers.length > 0 && (
        <p>
          <strong>
            <Both zh="请求头" en="Headers" />
          </strong>
          :{' '}
          {headers.map(({ name, required }) => (
            <>
              <code>{name}</code>{' '}
              {required === true ? <Both zh="必填" en="required" /> : <Both zh="可不填" en="optional" />}{' '}
            </>
          ))}
        </p>
      )}
      {media !== undefined && (
        <>
          <h4>
            <Both zh="内容" en="Body" /> <code>{media[0]}</code>
          </h4>
          <Schema of={media[1].schema} />
        </>
      )}
      <h4>
        <Both zh="回答" en="Answers" />
      </h4>
      <Answers of={operation} />
      <h4>
        <Both zh="试一下" en="Try it" />
      </h4>
      <pre tabindex={0}>
        <code>{curlLine(entry, components)}</code>
      </pre>
    </article>
  );
};

const Who = ({ roles }: { roles: readonly Role[] }) =>
  roles.length === 0 ? (
    <Both zh="任何人,不用令牌" en="anybody, without a token" />
  ) : (
    <Both
      zh={roles.map((role) => roleWords[role].zh).join('、')}
      en={roles.map((role) => roleWords[role].en).join(', ')}
    />
  );

const isProblem = (content: Readonly<Record<string, Media>> = {}): boolean =>
  Object.hasOwn(content, 'application/problem+json');

const Answers = ({ of: { responses } }: { of: Operation }) => {
  const answers = Object.entries(responses);
  const refusals = answers.filter(([, { content }]) => isProblem(content));
  return (
    <dl>
      {answers
        .filter(([, { content }]) => !isProblem(content))
        .map(([status, { description, content = {} }]) => (
          <>
            <dt>
              <code>{status}</code> {description}
            </dt>
            <dd>
              {Object.entries(content).map(([mediaType, { schema }]) => (
                <>
                  <code>{mediaType}</code> <Schema of={schema} />
                </>
              ))}
            </dd>
          </>
        ))}
      {refusals.length > 0 && (
        <>
          <dt>
            <Both zh="出错时" en="Problems" />
          </dt>
          <dd>
            {refusals.map(([status, { description }]) => (
              <>
                <code>{status}</code> <Codes of={description} />
              </>
            ))}
          </dd>
        </>
      )}
    </dl>
  );
};

const Codes = ({ of: description }: { of: string }) => (
  <>
    {description.split(' · ').map((code) => (
      <>
        <a href={`#problem-${code}`}>{code}</a>{' '}
      </>
    ))}
  </>
);

const Purposes = () => (
  <section>
    <h2 id="purposes">
      <Both zh="用途" en="Purposes" />
    </h2>
    <article>
      <dl>
        {Object.entries(purposes).map(([name, { title, basis, recipients }]) => (
          <>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              <Both {...title} /> · {basis.article} · <Both {...recipients} />
            </dd>
          </>
        ))}
      </dl>
    </article>
  </section>
);

const Problems = () => (
  <section>
    <h2 id="problems">
      <Both zh="出错时" en="When something goes wrong" />
    </h2>
    <article>
      <p>
        <Both
          zh="回答是 application/problem+json(RFC 9457)。看 code,不要看文字;errors 说明哪个字段不对。"
          en="Answers are application/problem+json (RFC 9457). Go by code, not by the words; errors names the fields."
        />
      </p>
      <dl>
        {Object.entries(problems).map(([code, { status, title, detail }]) => (
          <>
            <dt id={`problem-${code}`}>
              <code>
                {status} {code}
              </code>
            </dt>
            <dd>
              <p>
                <Both {...title} />
              </p>
              <p>
                <Both {...detail} />
              </p>
            </dd>
          </>
        ))}
      </dl>
    </article>
  </section>
);

const Forms = ({ components }: { components: Components }) => (
  <section>
    <h2 id="forms">
      <Both zh="数据格式" en="Forms" />
    </h2>
    {Object.entries(components).map(([name, schema]) => (
      <article id={`schema-${name}`}>
        <h3>
          <code>{name}</code> {schema.title ?? ''}
        </h3>
        <Schema of={schema} />
      </article>
    ))}
  </section>
);

const anchor = ({ method, path }: Entry): string =>
  `${method.toLowerCase()}-${path.replaceAll(/[^a-z]+/gi, '-')}`;

/** What somebody can paste, with `$VAULT` for the address and `$TOKEN` for the token. */
function curlLine({ method, path, operation }: Entry, components: Components): string {
  const example = (name: string): string => {
    const schema = operation.parameters?.find((parameter) => parameter.name === name)?.schema ?? {};
    return String(exampleOf(schema, components));
  };
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => example(name));
  const [media] = Object.entries(operation.requestBody?.content ?? {});
  const headers = operation.parameters?.filter((parameter) => parameter.in === 'header') ?? [];
  return [
    `curl${method === 'GET' ? '' : ` -X ${method}`} "$VAULT${url}"`,
    ...(operation['x-roles'].length === 0 ? [] : ['-H "Authorization: Bearer $TOKEN"']),
    ...headers.map(({ name, schema }) => `-H '${name}: ${String(exampleOf(schema, components))}'`),
    ...(media === undefined ? [] : [`-H 'Content-Type: ${media[0]}'`, dataOf(media, components)]),
  ].join(' \\\n  ');
}

function dataOf([type, { schema, example }]: [string, Media], components: Components): string {
  const value = example ?? exampleOf(schema, components);
  if (type.startsWith('application/x-www-form'))
    return `-d '${String(new URLSearchParams(value as Record<string, string>))}'`;
  const lines = type.includes('ndjson') && Array.isArray(value) ? value : [value];
  return `--data-binary '${lines.map((line) => JSON.stringify(line)).join('\n')}'`;
}
