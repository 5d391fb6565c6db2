import { publicationInterval } from '../vault/log/checkpoint.ts';
import type { CommunityReport, Report } from './verify-directory.ts';

export type Language = 'zh' | 'en' | 'both';

type Line = { readonly zh: string; readonly en: string };

/** A report for people: Chinese first, English below it. */
export function reportText(report: Report, language: Language): string {
  const lines = [...report.communities.flatMap(communityLines), ...report.findings, conclusion(report)];
  return lines.map(({ zh, en }) => said(zh, en, language)).join('');
}

function said(zh: string, en: string, language: Language): string {
  if (language === 'zh') return `${zh}\n`;
  return language === 'en' ? `${en}\n` : `${zh}\n  ${en}\n`;
}

function communityLines(report: CommunityReport): Line[] {
  const { community, vkey, keys, counts, findings, more } = report;
  const { entries, records, rows, tags, transient, keys: opened, signed, unsigned } = counts;
  const lines: Line[] = [
    {
      zh: `社区 ${community}:日志 ${entries} 条,档案 ${records} 份,控制行 ${rows},索引 ${tags},临时行 ${transient},密钥 ${opened}`,
      en: `community ${community}: ${entries} log entries, ${records} records, ${rows} control rows, ${tags} index tags, ${transient} transient rows, ${opened} keys`,
    },
  ];
  if (vkey === null) {
    lines.push({
      zh: '未核对签名:没有日志公钥(--vkey),也读不到日志密钥',
      en: 'signatures were not checked: there is no verifier key (--vkey) and no log secret to make it from',
    });
  } else {
    lines.push({
      zh: `签名覆盖前 ${signed} 条,其后 ${unsigned} 条尚未签名;日志公钥 ${vkey}`,
      en: `signed up to size ${signed}, then ${unsigned} entries under no signature yet; verifier key ${vkey}`,
    });
  }
  if (counts.unsignedFor > 2 * publicationInterval) {
    const minutes = Math.floor(counts.unsignedFor / 60_000);
    lines.push({
      zh: `注意:尚未签名的日志已跨 ${minutes} 分钟,检查点本应每 10 分钟发布一次;若不是刚刚启动,发布已停`,
      en:
        `note: the entries under no signature span ${minutes} minutes, and a checkpoint is published every 10: ` +
        'unless the vault was started just now, publication has stopped',
    });
  }
  if (!keys) {
    lines.push({
      zh: '没有用密钥:签名、树、内容与日志哈希已核对;换回旧版本的行、被删的行、校验码、封存的内容须有密钥才能核对',
      en:
        'without keys: signatures, tree and digests were checked. Rows put back to an older state, deleted rows, ' +
        'MACs and sealed contents can be checked with the keys only',
    });
  }
  lines.push(...findings);
  if (more > 0) lines.push({ zh: `另有同类问题 ${more} 处`, en: `and ${more} more of the same kinds` });
  return lines;
}

function conclusion({ ok, communities, findings }: Report): Line {
  const count = communities.reduce((sum, each) => sum + each.findings.length + each.more, findings.length);
  if (ok) return { zh: '核对完毕,没有发现问题', en: 'checked; nothing was found' };
  return { zh: `核对完毕,发现 ${count} 处问题`, en: `checked; ${count} findings` };
}
