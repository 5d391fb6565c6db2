import type { Bilingual } from '../bilingual.ts';

/**
 * Words that offices write and nobody says, each with what to write instead. A notice that somebody has to read twice
 * informs nobody (PIPL Art 17: "in clear and easily understood language").
 */
export interface Stiff {
  /** As it stands in a text. In English a whole word or phrase, in any case. */
  readonly word: string;
  readonly instead: Bilingual;
}

/** `zh` and `en` are one suggestion, said to a Chinese and to an English reader. */
const say = (word: string, instead: string): Stiff => ({
  word,
  instead: { zh: `写成“${instead}”`, en: `write “${instead}”` },
});
const leaveOut = (word: string): Stiff => ({
  word,
  instead: { zh: '去掉,意思不变', en: 'leave it out; nothing is lost' },
});

export const stiffChinese: readonly Stiff[] = [
  say('请勿', '请不要'),
  say('切勿', '请不要'),
  say('严禁', '不能'),
  say('禁止', '不能'),
  say('不得', '不能'),
  say('务必', '请'),
  say('敬请', '请'),
  leaveOut('兹'),
  leaveOut('特此'),
  leaveOut('予以'),
  leaveOut('进行了'),
  say('如若', '如果'),
  say('倘若', '如果'),
  say('届时', '到时候'),
  say('逾期', '过了时间'),
  say('即日起', '从今天起'),
  say('上述', '前面说的'),
  say('下列', '下面这些'),
  say('该等', '这些'),
  say('贵方', '您'),
  say('本人应', '您要'),
  say('应当', '要'),
  say('应予', '要'),
  say('须经', '要先问过'),
  say('并处', '还会'),
  say('均可', '都可以'),
  say('均不', '都不'),
  say('未经', '没有'),
  say('鉴于', '因为'),
  say('根据有关规定', '因为(写明哪一条)'),
  say('相关规定', '(写明哪一条)'),
  say('履行', '做'),
  say('告知义务', '我们要告诉您'),
  say('数据主体', '您'),
  say('个人信息主体', '您'),
  say('个人信息处理者', '我们(写出名字)'),
  say('指令', '您说的话'),
  say('系统异常', '我这边没办成'),
  say('知悉', '知道'),
  say('视为', '就算是'),
];

export const stiffEnglish: readonly Stiff[] = [
  leaveOut('hereby'),
  leaveOut('herein'),
  say('thereof', 'of it'),
  say('therein', 'in it'),
  say('shall', 'will'),
  say('pursuant to', 'under'),
  say('in accordance with', 'as … says'),
  say('prior to', 'before'),
  say('subsequent to', 'after'),
  say('in the event that', 'if'),
  say('in order to', 'to'),
  say('notwithstanding', 'even if'),
  say('aforementioned', 'this'),
  say('utilise', 'use'),
  say('utilize', 'use'),
  say('commence', 'start'),
  say('terminate', 'end'),
  say('purchase', 'buy'),
  say('obtain', 'get'),
  say('provision of', 'giving'),
  say('with respect to', 'about'),
  say('with regard to', 'about'),
  say('data subject', 'you'),
  say('data controller', 'we (say the name)'),
  say('personally identifiable information', 'your data (say which)'),
  say('processing activities', 'what we do with it'),
  say('legitimate interest', '(say what for)'),
  say('third parties', '(say who)'),
  say('strictly prohibited', 'not allowed'),
  leaveOut('please be advised'),
  leaveOut('do not hesitate'),
  say('deemed', 'taken as'),
  say('undertake to', 'will'),
  say('including but not limited to', 'such as'),
];
