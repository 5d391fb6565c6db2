import { fieldSpec } from '../../policy/fields.ts';

/** What a package says once it is opened. */
export interface PackageContents {
  /** The hand-over's id, as it stands in the community's log. */
  id: string;
  community: string;
  recipient: string;
  purpose: string;
  /** The article, and the number of the paper that asks for it; empty where people agreed. */
  basis: string;
  document: string;
  /** RFC 3339, UTC. */
  at: string;
  fields: readonly string[];
  people: readonly Readonly<Record<string, string>>[];
  /** How many were asked for and are not here. Never who, nor why. */
  leftOut: number;
}

const mark = '----- JSON -----';

/** The text of a package: first for people, then the same for a program, in one line of JSON. */
export function packageText(contents: PackageContents): string {
  const title = (field: string): string => fieldSpec('resident', field)?.title.zh ?? field;
  const person = (values: Readonly<Record<string, string>>, at: number): string =>
    [`${at + 1}.`, ...contents.fields.map((field) => `   ${title(field)}:${values[field] ?? ''}`)].join('\n');
  return [
    `${contents.community} 个人信息移交单`,
    '',
    `编号:${contents.id}`,
    `时间:${contents.at}`,
    `接收方:${contents.recipient}`,
    `依据:${contents.basis}`,
    ...(contents.document === '' ? [] : [`文号:${contents.document}`]),
    `共 ${contents.people.length} 人${contents.leftOut === 0 ? '' : `,另有 ${contents.leftOut} 人未提供`}`,
    '',
    '请只用于上述事项,不再提供给别人,用完删除(《个人信息保护法》第二十三条、第四十七条)。',
    '每一位本人都能看到这次移交。',
    '',
    ...contents.people.map(person),
    '',
    mark,
    JSON.stringify(contents),
    '',
  ].join('\n');
}

/** The part of a package that is for a program. @returns undefined where it has none */
export function packageJson(text: string): PackageContents | undefined {
  const [, line] = text.split(`\n${mark}\n`);
  return line === undefined ? undefined : (JSON.parse(line) as PackageContents);
}
