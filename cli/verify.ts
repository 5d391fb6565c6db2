import { Command, Option } from 'commander';
import { findCommunities } from './directory.ts';
import { asFault } from './fault.ts';
import { wrappingsAt } from './root-place.ts';
import { verifyDirectory, type VerifyOptions } from './verify-directory.ts';
import { reportText, type Language } from './verify-text.ts';

type Options = VerifyOptions & { readonly json?: true; readonly lang: Language };

/** `lindun verify`: exit code 0 when all is as it was written, 1 when not, 2 when that could not be checked. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('核对数据与访问日志 / check stored data and access log; also while the vault runs')
    .option('--dir <folder>', '数据、密钥和日志密钥所在 / where data, keys and the log key lie', '.lindun')
    .option('--community <id...>', '社区代号,默认全部 / community ids, default all')
    .option('--vkey <key>', '另行取得的日志公钥 / a verifier key that was got by another way')
    .option('--no-keys', '不用密钥,只查签名、树和哈希 / without keys: signatures, tree and digests only')
    .option('--checkpoint <file...>', '另处保存的检查点 / checkpoints that were kept elsewhere')
    .option('--json', '一个 JSON 对象 / one JSON object')
    .addOption(
      new Option('--lang <language>', '语言 / language').choices(['zh', 'en', 'both']).default('both'),
    )
    .action(verify);
}

async function verify(options: Options): Promise<void> {
  try {
    const { root, communities } = findCommunities(options.dir, options.community);
    const ids = communities.map(({ community }) => community);
    const isAsked = root.kind === 'service' && options.keys !== false;
    const wrappings = isAsked ? { wrappings: await wrappingsAt(root, ids) } : {};
    const report = verifyDirectory({ ...options, ...wrappings });
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : reportText(report, options.lang));
    process.exitCode = report.ok ? 0 : 1;
  } catch (error) {
    const fault = asFault(error);
    if (fault === undefined) throw error;
    process.exitCode = 2;
    const { code, words } = fault;
    if (options.json) process.stdout.write(`${JSON.stringify({ ok: false, error: { code, ...words } })}\n`);
    else process.stderr.write(`${words.zh}\n${words.en}\n`);
  }
}
