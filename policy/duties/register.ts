import { articleWords } from '../articles.ts';
import type { Bilingual } from '../bilingual.ts';
import { fieldsOf, type FieldSpec, type RecordType, recordTypes } from '../fields.ts';
import { isProviding, recipientKinds, type RecipientKind } from './recipients.ts';
import { type PurposeId, purposeIds, purposes } from '../purposes.ts';
import { policy } from '../rules.ts';
import type { Role } from '../roles.ts';
import { roleWords } from '../words.ts';

/**
 * The record of processing activities (个人信息处理活动记录: PIPL Art 54–56; what it tells follows GDPR Art 30(1), which
 * is the fuller list). Nothing of it is written here: it is read out of the purposes, the fields and the rules, so that it
 * cannot say anything else than what the vault does.
 */
export interface ProcessingRecord {
  readonly purpose: PurposeId;
  readonly title: Bilingual;
  readonly controller: Bilingual;
  readonly basis: { readonly kind: string; readonly article: Bilingual };
  /** Which information of whom; sensitive ones are marked (PIPL Art 28). */
  readonly categories: readonly Category[];
  /** Who in the house gets something of it, by some rule. */
  readonly roles: readonly Role[];
  readonly recipients: Bilingual;
  /** Organisations of the register, of a purpose that hands over. */
  readonly registered: readonly RegisteredRecipient[];
  readonly retention: Bilingual;
}

interface Category {
  readonly type: RecordType;
  readonly title: Bilingual;
  readonly fields: readonly {
    readonly name: string;
    readonly title: Bilingual;
    readonly sensitive: boolean;
    readonly years: number;
  }[];
}

/** A recipient as the register of recipients has it; organisations, not people. */
export interface RegisteredRecipient {
  readonly name: string;
  readonly kind: RecipientKind;
  readonly contact: string;
  readonly purpose: string;
  readonly fields: readonly string[];
}

/** What protects all of it (PIPL Art 51), each with where one can see that it is so. */
export const securityMeasures: readonly (Bilingual & { readonly shown: string })[] = [
  {
    zh: '逐字段加密,每位居民一把密钥;销毁密钥即抹除',
    en: 'each field sealed, a key for each resident; destroying the key is erasure',
    shown: 'docs/format.md',
  },
  {
    zh: '每次查看先按规则判断,并在同一笔事务里记入只增不改的访问记录',
    en: 'every look is decided by rules first, and logged in the same transaction in a log that is only added to',
    shown: 'docs/log-format.md',
  },
  {
    zh: '规则、默认最少、遮住显示、双人复核',
    en: 'a table of rules, least by default, masks, two people where it weighs most',
    shown: 'docs/policy-matrix.md',
  },
  {
    zh: '密钥、数据、备份分三处保管',
    en: 'keys, data and backups in three places',
    shown: 'docs/threat-model.md',
  },
  {
    zh: '对外只以签名加密的移交包提供',
    en: 'given to others only as signed and encrypted packages',
    shown: 'docs/decisions/0012-hand-over-packages.md',
  },
  {
    zh: '数据存放在境内服务器,不向境外提供',
    en: 'stored on a server in the mainland; nothing is provided abroad',
    shown: 'docs/threat-model.md',
  },
];

/** The whole record, a purpose at a time. @param recipients of the register, that have not ended */
export function processingRegister(recipients: readonly RegisteredRecipient[]): readonly ProcessingRecord[] {
  return purposeIds.map((purpose) => {
    const { title, controller, basis, covers, recipients: within, retention } = purposes[purpose];
    return {
      purpose,
      title,
      controller,
      basis: { kind: basis.kind, article: articleWords(basis.article) },
      categories: categoriesOf(covers),
      roles: [
        ...new Set(
          policy.grants.filter((grant) => grant.purpose === purpose).flatMap((grant) => grant.roles),
        ),
      ],
      recipients: within,
      registered: isProviding(purpose) ? recipients.filter((one) => one.purpose === purpose) : [],
      retention,
    };
  });
}

function categoriesOf(covers: Readonly<Partial<Record<RecordType, readonly string[]>>>): readonly Category[] {
  return (Object.keys(recordTypes) as RecordType[]).flatMap((type) => {
    const specs = fieldsOf(type);
    const fields = (covers[type] ?? []).flatMap((name) => {
      const spec: FieldSpec | undefined = specs[name];
      return spec === undefined
        ? []
        : [{ name, title: spec.title, sensitive: spec.class === 'sensitive', years: spec.retain.years }];
    });
    return fields.length === 0 ? [] : [{ type, title: recordTypes[type].title, fields }];
  });
}

/** The record as Markdown, Chinese with English beside it: to print, to sign, to hand to who audits. */
export function renderRegister(recipients: readonly RegisteredRecipient[] = []): string {
  return [
    '# 个人信息处理活动记录 Record of processing activities',
    '',
    '由规则生成,不另写。Made from the policy itself. ★ 敏感个人信息 sensitive (PIPL Art 28).',
    '',
    ...processingRegister(recipients).flatMap(renderRecord),
    '## 安全措施 Security measures',
    '',
    ...securityMeasures.map(({ zh, en, shown }) => `- ${zh}。${en} (${shown}).`),
    '',
  ].join('\n');
}

const renderRecord = (record: ProcessingRecord): readonly string[] => [
  `## ${record.title.zh} ${record.title.en} \`${record.purpose}\``,
  '',
  `- 处理者 Controller: ${record.controller.zh}, ${record.controller.en}`,
  `- 依据 Basis: ${record.basis.article.zh}, ${record.basis.article.en} (${record.basis.kind})`,
  ...(record.categories.length === 0
    ? ['- 信息种类 Categories: 无 none']
    : record.categories.map(
        ({ title, fields }) =>
          `- 信息种类 Categories, ${title.zh} ${title.en}: ${fields.map(fieldWords).join(', ')}`,
      )),
  `- 谁用 Used by: ${record.roles.map((role) => `${roleWords[role].zh} ${roleWords[role].en}`).join(', ') || '无 nobody'}`,
  `- 接收方 Recipients: ${record.recipients.zh}, ${record.recipients.en}`,
  ...record.registered.map(
    ({ name, kind, contact, fields }) =>
      `  - ${name} (${recipientKinds[kind].zh}, ${contact}): ${fields.join(', ')}`,
  ),
  `- 保存 Retention: ${record.retention.zh}, ${record.retention.en}`,
  '',
];

const fieldWords = ({ title, sensitive, years }: Category['fields'][number]): string =>
  `${title.zh} ${title.en}${sensitive ? ' ★' : ''} (${years} 年 y)`;
