/** @jsxImportSource hono/jsx */

/** The part of JSON Schema that the document uses. A part we begin to use has to be added here. */
export interface JsonSchema {
  $ref?: string;
  type?: string | readonly string[];
  title?: string;
  description?: string;
  format?: string;
  pattern?: string;
  example?: unknown;
  default?: unknown;
  const?: unknown;
  enum?: readonly unknown[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  items?: JsonSchema;
  properties?: Readonly<Record<string, JsonSchema>>;
  additionalProperties?: boolean | JsonSchema;
  required?: readonly string[];
  oneOf?: readonly JsonSchema[];
  anyOf?: readonly JsonSchema[];
  allOf?: readonly JsonSchema[];
}

export type Components = Readonly<Record<string, JsonSchema>>;

/** Chinese first, English beside it. */
export const Both = ({ zh, en }: { zh: string; en: string }) => (
  <>
    {zh} <span lang="en">{en}</span>
  </>
);

const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);

/** What a value may be: in words where it is simple, as a table where it is an object. */
export const Schema = ({ of: schema }: { of: JsonSchema }) => {
  const choices = schema.oneOf ?? schema.anyOf;
  if (schema.$ref !== undefined) {
    const name = nameOf(schema.$ref);
    return <a href={`#schema-${name}`}>{name}</a>;
  }
  if (choices !== undefined) return <Choice of={choices} />;
  if (schema.allOf !== undefined)
    return (
      <>
        {schema.allOf.map((part) => (
          <Schema of={part} />
        ))}
      </>
    );
  if (schema.enum !== undefined || schema.const !== undefined)
    return <Values of={schema.enum ?? [schema.const]} />;
  if (schema.items !== undefined)
    return (
      <>
        <Both zh="列表" en="list" /> {bounds(schema.minItems, schema.maxItems)}: <Schema of={schema.items} />
      </>
    );
  if (schema.properties !== undefined) return <Properties of={schema} />;
  if (typeof schema.additionalProperties === 'object')
    return (
      <>
        <Both zh="按名字" en="by name" />: <Schema of={schema.additionalProperties} />
      </>
    );
  return <Simple of={schema} />;
};

const Choice = ({ of: choices }: { of: readonly JsonSchema[] }) => {
  const nullable = choices.filter((choice) => choice.type !== 'null');
  const [only] = nullable;
  if (nullable.length === 1 && only !== undefined)
    return (
      <>
        <Schema of={only} /> <Both zh="或" en="or" /> <code>null</code>
      </>
    );
  return (
    <>
      <Both zh="其中之一" en="one of" />
      <ul class="choice">
        {choices.map((choice) => (
          <li>
            {choice.title !== undefined && <strong>{choice.title} </strong>}
            <Schema of={choice} />
          </li>
        ))}
      </ul>
    </>
  );
};

const Values = ({ of: values }: { of: readonly unknown[] }) => (
  <>
    {values.map((value, at) => (
      <>
        {at > 0 && ' · '}
        <code>{String(value)}</code>
      </>
    ))}
  </>
);

const Properties = ({ of: { properties = {}, required = [] } }: { of: JsonSchema }) => {
  const entries = Object.entries(properties);
  if (entries.length === 0) return <Both zh="空的 {}" en="empty" />;
  return (
    <dl>
      {entries.map(([name, schema]) => (
        <>
          <dt>
            <code>{name}</code>{' '}
            <span class="must">
              {required.includes(name) ? (
                <Both zh="必填" en="required" />
              ) : (
                <Both zh="可不填" en="optional" />
              )}
            </span>
          </dt>
          <dd>
            {schema.title !== undefined && schema.properties === undefined && <>{schema.title} </>}
            <Schema of={schema} />
            {schema.description !== undefined && <span lang="en"> {schema.description}</span>}
          </dd>
        </>
      ))}
    </dl>
  );
};

const typeWords: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  string: ['文字', 'text'],
  integer: ['整数', 'whole number'],
  number: ['数字', 'number'],
  boolean: ['true 或 false', 'true or false'],
  object: ['对象', 'object'],
  null: ['null', 'null'],
};

const Simple = ({ of: schema }: { of: JsonSchema }) => {
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  const [zh, en] = [0, 1].map((at) => types.map((type) => typeWords[type]?.[at] ?? type).join(' / '));
  const limits = bounds(schema.minimum ?? schema.minLength, schema.maximum ?? schema.maxLength);
  return (
    <>
      <Both zh={zh ?? ''} en={en ?? ''} /> {limits}
      {schema.pattern !== undefined && <code> {schema.pattern}</code>}
    </>
  );
};

/** Bounds that are no real ones (the largest safe integer) are not shown. */
function bounds(least: number | undefined, most: number | undefined): string {
  const upper = most === undefined || most >= Number.MAX_SAFE_INTEGER ? '' : String(most);
  const lower = least === undefined || least <= -Number.MAX_SAFE_INTEGER ? '' : String(least);
  return lower === '' && upper === '' ? '' : `${lower}–${upper}`;
}

/** A value of this form, for a `curl` line: what is required, and something in an object that requires nothing. */
export function exampleOf(schema: JsonSchema, components: Components): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.$ref !== undefined) return exampleOf(components[nameOf(schema.$ref)] ?? {}, components);
  const [first] = schema.oneOf ?? schema.anyOf ?? schema.allOf ?? [];
  if (first !== undefined) return exampleOf(first, components);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.items !== undefined) return [exampleOf(schema.items, components)];
  if (schema.properties !== undefined) {
    const { properties, required = [] } = schema;
    const names = required.length > 0 ? required : Object.keys(properties).slice(0, 1);
    return Object.fromEntries(names.map((name) => [name, exampleOf(properties[name] ?? {}, components)]));
  }
  if (schema.type === 'boolean') return true;
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(schema.minimum ?? 1, 1);
  return '…';
}
