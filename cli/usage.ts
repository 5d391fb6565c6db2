/**
 * What the command line's parser finds wrong with a call, in Chinese: commander itself says it in English only.
 *
 * @param said commander's message, such as `error: unknown option '--prot'`
 */
export function usageError(said: string): string {
  const found = words.find(([pattern]) => pattern.test(said));
  if (found === undefined) return '错误:命令的写法不对,加 --help 看用法';
  const [pattern, zh] = found;
  const [, name = ''] = pattern.exec(said) ?? [];
  return `错误:${zh}${name === '' ? '' : ` ${name}`},加 --help 看用法`;
}

const words: readonly (readonly [RegExp, string])[] = [
  [/unknown option '(.*?)'/, '没有这个选项'],
  [/unknown command '(.*?)'/, '没有这个命令'],
  [/option '(.*?)' argument missing/, '这个选项后面缺少值'],
  [/option '(.*?)' argument '.*' is invalid/, '这个选项的值不对'],
  [/required option '(.*?)' not specified/, '缺少必需的选项'],
  [/missing required argument '(.*?)'/, '缺少参数'],
  [/too many arguments/, '多出了参数'],
];
