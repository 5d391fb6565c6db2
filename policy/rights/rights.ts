import type { Bilingual } from '../bilingual.ts';
import type { Role } from '../roles.ts';
import { deadline, type Deadline } from './working-days.ts';

/**
 * What a person may ask about their own data (PIPL Art 44–50, and Art 15 for taking a consent back). The list is closed,
 * and each right says who answers it and what somebody has to show who asks for another.
 */
export interface RightSpec {
  /** What a resident calls it. */
  readonly title: Bilingual;
  /** What they get, in a sentence. */
  readonly gives: Bilingual;
  readonly article: string;
  /** `at_once`: the vault answers by itself. `by_hand`: somebody has to look at it, within the promised time. */
  readonly answered: 'at_once' | 'by_hand';
  /** Who may take it in hand, answer or refuse it. Of those that are answered at once: when it is asked for another. */
  readonly decides: readonly Role[];
  /** Only with a passkey or a PIN: whoever holds the chat account alone could take away or change what is held. */
  readonly strongly: boolean;
  /** Whether there is something to be said for it in words, sealed with the request. */
  readonly words: 'required' | 'welcome' | 'none';
  /** Whether somebody else may ask for it in the person's name, with what they have to show. */
  readonly forOther: Bilingual | null;
}

const officer = ['privacy_officer'] as const;
const workerOrOfficer = ['grid_worker', 'privacy_officer'] as const;

const relation: Bilingual = {
  zh: '户口簿或监护证明;本人书面委托;亲属已故的,死亡证明和亲属关系证明',
  en: 'the household register or proof of guardianship; a written mandate; for somebody who has died, the certificate of death and proof of kinship (PIPL Art 49)',
};

export const rights = {
  know: {
    title: { zh: '知道', en: 'Know' },
    gives: {
      zh: '存了您的哪些信息,为什么,存多久,给谁看',
      en: 'what is held about you, why, for how long, and who receives it',
    },
    article: 'PIPL Art 44',
    answered: 'at_once',
    decides: officer,
    strongly: false,
    words: 'none',
    forOther: relation,
  },
  see: {
    title: { zh: '看', en: 'See' },
    gives: { zh: '您的信息本身,一项一项', en: 'the data itself, item by item' },
    article: 'PIPL Art 45',
    answered: 'at_once',
    decides: officer,
    strongly: false,
    words: 'none',
    forOther: relation,
  },
  copy: {
    title: { zh: '要一份', en: 'Get a copy' },
    gives: {
      zh: '一份带签名的副本,用您自己定的口令加密,自己保存',
      en: 'a signed copy of everything, encrypted with a passphrase of your own, to keep',
    },
    article: 'PIPL Art 45',
    answered: 'at_once',
    decides: officer,
    strongly: true,
    words: 'none',
    forOther: relation,
  },
  move: {
    title: { zh: '带走', en: 'Move' },
    gives: {
      zh: '同一份副本,写成别的系统能读的格式',
      en: 'the same copy in a documented form that another system can read',
    },
    article: 'PIPL Art 45',
    answered: 'at_once',
    decides: officer,
    strongly: true,
    words: 'none',
    forOther: relation,
  },
  correct: {
    title: { zh: '改', en: 'Correct' },
    gives: {
      zh: '写错、过时的信息,核对以后改过来',
      en: 'what is wrong or out of date is checked and put right',
    },
    article: 'PIPL Art 46',
    answered: 'by_hand',
    decides: workerOrOfficer,
    strongly: true,
    words: 'welcome',
    forOther: relation,
  },
  restrict: {
    title: { zh: '先别用', en: 'Restrict' },
    gives: {
      zh: '信息留着,日常不再查看;您自己看、依法必须的和紧急情况除外',
      en: 'your data stays and is not used, but for your own affairs, what the law demands, and emergencies',
    },
    article: 'PIPL Art 44',
    answered: 'at_once',
    decides: officer,
    strongly: true,
    words: 'none',
    forOther: relation,
  },
  delete: {
    title: { zh: '删', en: 'Delete' },
    gives: {
      zh: '您的信息全部抹除,从此谁也打不开',
      en: 'all that is held about you is erased, and opens for nobody any more',
    },
    article: 'PIPL Art 47',
    answered: 'at_once',
    decides: officer,
    strongly: true,
    words: 'none',
    forOther: relation,
  },
  withdraw: {
    title: { zh: '撤回同意', en: 'Withdraw consent' },
    gives: { zh: '您同意过的事,随时撤回,当场生效', en: 'what you agreed to is taken back, at once' },
    article: 'PIPL Art 15',
    answered: 'at_once',
    decides: officer,
    strongly: false,
    words: 'none',
    forOther: null,
  },
  explain: {
    title: { zh: '问为什么', en: 'Ask why' },
    gives: {
      zh: '为什么被拒绝,为什么看了您的信息,按哪条规则,用白话说清楚',
      en: 'why you were refused, or why your data was seen, by which rule, in plain words',
    },
    article: 'PIPL Art 48',
    answered: 'by_hand',
    decides: officer,
    strongly: false,
    words: 'required',
    forOther: relation,
  },
} as const satisfies Readonly<Record<string, RightSpec>>;

export type RightId = keyof typeof rights;
export const rightIds = Object.keys(rights) as readonly RightId[];

/** A right by its id, or undefined. Safe for any string. */
export const rightSpec = (id: string): RightSpec | undefined =>
  Object.hasOwn(rights, id) ? rights[id as RightId] : undefined;

/** The law sets no number; this is the community's own promise, and the officer's page counts by it. */
export const promisedWorkingDays = 15;

/** When a request has to be answered. @param opened UTC milliseconds */
export const dueOf = (opened: number): Deadline => deadline(opened, promisedWorkingDays);

/**
 * Where a request stands. `waiting`: somebody asks for another, and a second person has not agreed yet. The clock runs
 * from the first moment all the same.
 */
export const rightStates = ['waiting', 'open', 'in_hand', 'answered', 'refused', 'withdrawn'] as const;
export type RightState = (typeof rightStates)[number];

export const rightStateWords: Readonly<Record<RightState, Bilingual>> = {
  waiting: { zh: '等第二人复核', en: 'waiting for a second person' },
  open: { zh: '已收到', en: 'received' },
  in_hand: { zh: '正在办', en: 'in hand' },
  answered: { zh: '已答复', en: 'answered' },
  refused: { zh: '没有办成', en: 'refused' },
  withdrawn: { zh: '已收回', en: 'taken back' },
};

/** Whether somebody still has to do something about it: its clock runs. */
export const isPending = (state: RightState): boolean =>
  state === 'waiting' || state === 'open' || state === 'in_hand';

export const rightSteps = ['approve', 'take', 'answer', 'refuse', 'withdraw'] as const;
export type RightStep = (typeof rightSteps)[number];

const from: Readonly<Record<RightStep, { readonly states: readonly RightState[]; readonly to: RightState }>> =
  {
    approve: { states: ['waiting'], to: 'open' },
    take: { states: ['open'], to: 'in_hand' },
    answer: { states: ['open', 'in_hand'], to: 'answered' },
    refuse: { states: ['waiting', 'open', 'in_hand'], to: 'refused' },
    withdraw: { states: ['waiting', 'open', 'in_hand'], to: 'withdrawn' },
  };

/** Where a step leads; undefined where it cannot be made. */
export function rightAfter(state: RightState, step: RightStep): RightState | undefined {
  return from[step].states.includes(state) ? from[step].to : undefined;
}

/** Why a right can be refused. Each is told to the person in these words, beside what whoever decided says themselves. */
export const refusals = {
  tickets_in_hand: {
    zh: '您还有工单正在办理。等办完、您确认结单以后,马上可以再申请。',
    en: 'Tickets of yours are still in hand. Once they are done and you have closed them, ask again.',
  },
  kept_by_law: {
    zh: '法律规定这部分必须保存,期满以前不能删。保存期间不作别的用途(《个人信息保护法》第四十七条)。',
    en: 'The law orders this part kept until its time is over; until then it is stored and used for nothing else (PIPL Art 47).',
  },
  not_shown: {
    zh: '现有的证明还看不出该怎么改。补上证明可以再申请。',
    en: 'What was brought does not show what is right. Bring more, and ask again.',
  },
  is_right: {
    zh: '核对过了,现在存的就是对的。',
    en: 'It was checked, and what is held is right.',
  },
  others_data: {
    zh: '里面有别人的信息,给您看会伤到别人的权利。',
    en: 'It holds somebody else’s data, whose rights it would harm.',
  },
  not_proven: {
    zh: '替别人申请要有证明,这次的证明不够。',
    en: 'Asking for somebody else needs proof, and what was shown is not enough.',
  },
  other: { zh: '理由写在下面。', en: 'The reason stands below.' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type RightRefusal = keyof typeof refusals;
export const rightRefusals = Object.keys(refusals) as readonly RightRefusal[];

/** Told with every refusal (PIPL Art 50): it is not the end of the matter. */
export const afterRefusal: Bilingual = {
  zh: '不同意这个答复,可以找隐私官当面说,也可以向网信部门投诉,或者向人民法院起诉(《个人信息保护法》第五十条、第六十五条)。',
  en: 'If you disagree, speak to the privacy officer, complain to the cyberspace authority, or go to court (PIPL Art 50, 65).',
};
