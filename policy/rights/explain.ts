import { articleWords } from '../articles.ts';
import type { Bilingual } from '../bilingual.ts';
import { conditions } from '../conditions.ts';
import { fieldSpec, isRecordType, recordTypes } from '../fields.ts';
import type { Grant } from '../grant.ts';
import type { Level } from '../levels.ts';
import { purposeSpec } from '../purposes.ts';
import { reasons, type ReasonCode } from '../reasons.ts';
import { refusals } from '../refusals.ts';
import {
  actionWords,
  levelWords,
  logActionWords,
  purposeWords,
  roleWords,
  vaultReasonWords,
} from '../words.ts';

/** What an entry of the log says that an explanation needs. Values are in no entry. */
export interface Happened {
  readonly action: string;
  readonly decision: string;
  readonly role: string;
  readonly purpose: string | null;
  readonly rule: string | null;
  readonly reason: string | null;
  /** Field to level. */
  readonly fields: Readonly<Record<string, string>>;
  /** The types of the records it was about. */
  readonly types: readonly string[];
  readonly policy: string;
}

/**
 * Says of one decision, in words a resident understands, what happened, what it was for, by which rule, what stood in the
 * way, and what can be done (PIPL Art 48; of a refused right the reasons, Art 50). Pure; made from the tables that decided,
 * so that it cannot say anything else than they do.
 * @param who in the reader's terms: 您, 网格员李**
 * @param grants of the version that decided; `null` where it is not kept any more
 */
export function explain(happened: Happened, who: Bilingual, grants: readonly Grant[] | null): Bilingual[] {
  const grant = grants?.find(({ id }) => id === happened.rule);
  return [
    whatHappened(happened, who),
    ...whatFor(happened),
    byWhichRule(happened, grant, grants !== null),
    ...whatStoodInTheWay(happened),
    ...whatCanBeDone(happened),
    {
      zh: `判断时用的是第 ${happened.policy} 版规则。当时记下的是什么,日后改不了,也删不掉。`,
      en: `It was decided by version ${happened.policy} of the rules. What was written down then cannot be changed or taken out later.`,
    },
  ];
}

const both = (make: (lang: 'zh' | 'en') => string): Bilingual => ({ zh: make('zh'), en: make('en') });
const list = (words: readonly Bilingual[]): Bilingual => ({
  zh: words.map(({ zh }) => zh).join('、'),
  en: words.map(({ en }) => en).join(', '),
});

function whatHappened({ action, decision, fields, types }: Happened, who: Bilingual): Bilingual {
  const did = Object.hasOwn(logActionWords, action)
    ? logActionWords[action as keyof typeof logActionWords]
    : { zh: action, en: action };
  const named = Object.keys(fields);
  const titles = list(named.map((name) => titleOf(name, types)));
  const seen = named.filter((name) => fields[name] !== 'none');
  const isLook = /\.(read|list|search)$/.test(action);
  if (decision === 'refused')
    return both((lang) => {
      const what = named.length === 0 ? '' : lang === 'zh' ? `(${titles.zh})` : ` (${titles.en})`;
      return lang === 'zh'
        ? `${who.zh}想做的是:${did.zh}${what}。没有准许,什么也没给出去。`
        : `${who.en} wanted to: ${did.en}${what}. It was refused, and nothing was given out.`;
    });
  if (!isLook || seen.length === 0)
    return both((lang) => (lang === 'zh' ? `${who.zh}:${did.zh}。` : `${who.en}: ${did.en}.`));
  const shown = list(
    seen.map((name) => {
      const level = levelWords[fields[name] as Level] ?? levelWords.none;
      const title = titleOf(name, types);
      return { zh: `${title.zh}(${level.zh})`, en: `${title.en} (${level.en})` };
    }),
  );
  return both((lang) => (lang === 'zh' ? `${who.zh}看到了:${shown.zh}。` : `${who.en} saw: ${shown.en}.`));
}

/** A field's title, of the types the entry names, else of the first that has such a field. */
function titleOf(name: string, types: readonly string[]): Bilingual {
  if (name === 'reporter.name') return { zh: '称呼', en: 'how to address you' };
  const all = [...types, ...Object.keys(recordTypes)];
  return (
    all.map((type) => fieldSpec(type, name)?.title).find((title) => title !== undefined) ?? {
      zh: name,
      en: name,
    }
  );
}

function whatFor({ purpose }: Happened): Bilingual[] {
  const spec = purpose === null ? undefined : purposeSpec(purpose);
  if (purpose === null || spec === undefined) return [];
  const basis = articleWords(spec.basis.article);
  const ground = grounds[spec.basis.kind];
  return [
    both((lang) => {
      const { title, controller, recipients, retention } = spec;
      return lang === 'zh'
        ? `用途是「${title.zh}」,由${controller.zh}负责,${ground.zh}(${basis.zh})。看得到的人:${recipients.zh};存到:${retention.zh}。`
        : `The purpose is “${title.en}”, for which ${controller.en} answers. ${ground.en} (${basis.en}). Who sees it: ${recipients.en}; kept: ${retention.en}.`;
    }),
  ];
}

const grounds: Readonly<Record<'consent' | 'duty' | 'emergency' | 'right', Bilingual>> = {
  consent: {
    zh: '靠的是您的同意,随时可以撤回',
    en: 'It rests on your consent, which you may take back at any time',
  },
  duty: { zh: '是依法要做的事,不靠您的同意', en: 'It is a duty by law and does not rest on your consent' },
  emergency: {
    zh: '是紧急情况下保护人身、财产安全',
    en: 'It protects life, health or property in an emergency',
  },
  right: { zh: '是您自己的权利', en: 'It is a right of your own' },
};

function byWhichRule({ rule }: Happened, grant: Grant | undefined, known: boolean): Bilingual {
  if (grant !== undefined) return ruleWords(grant);
  if (rule === null || rule === 'none')
    return {
      zh: '没有一条规则允许这样做。这里的办法是:没有写明允许的,一律不给。',
      en: 'No rule allows it. Here, what no rule allows is refused.',
    };
  if (refusals.some(({ id }) => id === rule))
    return {
      zh: `起作用的是规则「${rule}」。它是一条不许的规则,别的规则再怎么允许也越不过它。`,
      en: `The rule that decided is “${rule}”. It is a rule that forbids, and no rule that allows gets past it.`,
    };
  const was = known ? '' : '(那一版规则的全文这里已经没有了)';
  const gone = known ? '' : ' (that version of the rules is not kept here any more)';
  return { zh: `起作用的是规则「${rule}」。${was}`, en: `The rule that decided is “${rule}”.${gone}` };
}

/** A grant as a sentence: who, what, which fields, how much, for what, and under which conditions. */
function ruleWords({ id, roles, actions, purpose, type, fields, level, when }: Grant): Bilingual {
  const who = list(roles.map((role) => roleWords[role]));
  const what = list(actions.map((action) => actionWords[action]));
  const titles = list(fields.map((name) => titleOf(name, [type])));
  const of = isRecordType(type) ? recordTypes[type].title : { zh: type, en: type };
  const must = when.map((name) => conditions[name].words);
  const reads = actions.some((action) => action === 'read' || action === 'list');
  return both((lang) => {
    const much = reads ? (lang === 'zh' ? `,${levelWords[level].zh}` : `, ${levelWords[level].en}`) : '';
    const conditionWords =
      must.length === 0
        ? ''
        : lang === 'zh'
          ? `;条件是:${must.map(({ zh }) => zh).join(',')}`
          : `; provided that ${must.map(({ en }) => en).join(', ')}`;
    return lang === 'zh'
      ? `按的是规则「${id}」:${who.zh}为了「${purposeWords(purpose).zh}」,可以${what.zh}${of.zh}的${titles.zh}${much}${conditionWords}。`
      : `The rule is “${id}”: for “${purposeWords(purpose).en}”, ${who.en} may ${what.en} of ${of.en}: ${titles.en}${much}${conditionWords}.`;
  });
}

function whatStoodInTheWay({ decision, reason }: Happened): Bilingual[] {
  if (decision !== 'refused' || reason === null || reason === 'granted') return [];
  const words = { ...reasons, ...vaultReasonWords } as Readonly<Record<string, Bilingual>>;
  const said = Object.hasOwn(words, reason) ? words[reason] : undefined;
  const { zh, en } = said ?? { zh: reason, en: reason };
  return [{ zh: `没有准许,是因为:${zh}。`, en: `It was refused because: ${en}.` }];
}

/** What somebody can do about a refusal; by its reason, and in any case ask a person. */
function whatCanBeDone({ decision, reason }: Happened): Bilingual[] {
  const asking: Bilingual = {
    zh: '觉得不对,可以请隐私官当面说明:在「我的权利」里点「问为什么」,十五个工作日内答复您。',
    en: 'If this seems wrong, ask the privacy officer: choose “Ask why” among your rights, and you are answered within fifteen working days.',
  };
  if (decision !== 'refused') return [asking];
  const way = reason !== null && Object.hasOwn(remedies, reason) ? remedies[reason as ReasonCode] : undefined;
  return way === undefined ? [asking] : [way, asking];
}

const consentWay: Bilingual = {
  zh: '想让这件事能办,在「我的授权」里看了告知书再同意就行;不同意也完全可以。',
  en: 'If you want it to be possible, read the notice among your consents and agree; you need not.',
};
const pageWay: Bilingual = {
  zh: '在自己的页面上(用通行密钥或口令登录)可以办;不方便就请网格员当面办。',
  en: 'It can be done on your own page, signed in with a passkey or a PIN; or in person with your grid worker.',
};

const remedies: Readonly<Partial<Record<ReasonCode, Bilingual>>> = {
  consent_withdrawn: consentWay,
  consent_refused: consentWay,
  consent_expired: consentWay,
  consent_superseded: consentWay,
  no_consent: consentWay,
  sign_in_needed: pageWay,
  own_page_only: pageWay,
  consent_not_renewal: pageWay,
  consent_elsewhere: pageWay,
  group_context: {
    zh: '群里人多,什么都不给。私聊里问就有。',
    en: 'A group has many readers, so nothing is given there. Ask in the private chat.',
  },
  private_only: { zh: '请在私聊里办。', en: 'Do it in the private chat.' },
  restricted: {
    zh: '这是您自己要求的「先别用」。想恢复,在「我的权利」里收回它。',
    en: 'You asked yourself that your data not be used. To change that, take the request back among your rights.',
  },
  not_your_record: {
    zh: '这不是您本人的信息。别人的信息,要那个人自己委托您,才能看。',
    en: 'The data is not yours. Somebody else’s can be seen when they let you act for them.',
  },
  case_closed: {
    zh: '工单已经结了;还有事,重新报一张就行。',
    en: 'The ticket is closed; report again if there is more.',
  },
};
