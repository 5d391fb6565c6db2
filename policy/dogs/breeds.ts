import type { Bilingual } from '../bilingual.ts';

/**
 * Where the list is from. It is the police's to change: a community that learns of another edits this file and says where it
 * read it. A dog of some other breed may still be too large, which only who measures it knows.
 */
export const breedSource = {
  by: {
    zh: '济南市公安局、济南市农业农村局共同确定(2021-12-14 新闻发布会),重点管理区内个人不得饲养,共 56 种',
    en: 'Jinan police and agriculture bureaus, press conference of 2021-12-14: 56 breeds nobody may keep privately in a key zone',
  } satisfies Bilingual,
  /** Read as a news report gives it, not in the official gazette. */
  readIn: 'https://sdxw.iqilu.com/share/YS0yMS0xMDUwMjY4NQ.html',
  checked: '2026-11-26',
} as const;

/** Beside the breeds: shoulder height and length above which a dog of any breed is a large one, in centimetres. */
export const largeDog = { shoulder: 65, length: 100 } as const;

/** The names as announced. */
export const bannedBreeds: readonly string[] = [
  '马士提夫犬 俄罗斯高加索犬 意大利那不勒斯犬 法国波尔多犬 阿根廷杜高犬 西班牙加纳利犬',
  '日本土佐犬 雪达猎犬 波音达猎犬 寻血猎犬 牛头梗 大丹犬 苏俄牧羊犬 拳师犬 大白熊犬 纽芬兰犬',
  '比特犬 圣伯纳犬 伯恩山犬 灵提犬 比利时牧羊犬 藏獒犬 德国牧羊犬 威玛犬 多伯曼犬 阿根廷犬',
  '可蒙犬 法国狼犬 大髯犬 马雷马犬 比利猎犬 阿富汗猎犬 爱尔兰猎狼犬 兰西尔犬 大蓝加斯科涅猎犬',
  '大加斯科-圣通日犬 埃什特雷拉山地犬 捷克福斯克犬 拿波里獒犬 斗牛獒犬 斯皮诺犬 罗德西亚脊背犬',
  '比利牛斯獒犬 贝林登梗 边境梗 凯利蓝梗 美国斯塔福梗 沙克犬 阿拉斯加 罗威纳 斑点 巨贵 狼青',
  '马犬 昆明犬 秋田犬',
].flatMap((names) => names.split(' '));

/** What else people write for one of them: our own list, and no official one. */
export const alsoCalled: Readonly<Record<string, string>> = {
  高加索: '俄罗斯高加索犬',
  高加索犬: '俄罗斯高加索犬',
  杜高: '阿根廷杜高犬',
  加纳利: '西班牙加纳利犬',
  土佐: '日本土佐犬',
  苏牧: '苏俄牧羊犬',
  大白熊: '大白熊犬',
  比特斗牛犬: '比特犬',
  美国比特斗牛犬: '比特犬',
  圣伯纳: '圣伯纳犬',
  圣伯纳德犬: '圣伯纳犬',
  伯恩山: '伯恩山犬',
  灵缇: '灵提犬',
  格力犬: '灵提犬',
  马里努阿犬: '马犬',
  藏獒: '藏獒犬',
  德牧: '德国牧羊犬',
  黑背: '德国牧羊犬',
  杜宾: '多伯曼犬',
  杜宾犬: '多伯曼犬',
  阿富汗犬: '阿富汗猎犬',
  阿拉斯加雪橇犬: '阿拉斯加',
  阿拉斯加犬: '阿拉斯加',
  罗威纳犬: '罗威纳',
  斑点狗: '斑点',
  大麦町犬: '斑点',
  巨型贵宾: '巨贵',
  巨型贵宾犬: '巨贵',
  狼青犬: '狼青',
  秋田: '秋田犬',
};

const bare = (breed: string): string =>
  breed
    .normalize('NFKC')
    .replace(/\s/gu, '')
    .replace(/[犬狗]$/u, '');
const banned = new Map<string, string>([
  ...bannedBreeds.map((breed) => [bare(breed), breed] as const),
  ...Object.entries(alsoCalled).map(([name, breed]) => [bare(name), breed] as const),
]);

/**
 * The breed of the list that somebody's words name, or undefined. Only the whole of the words: 边境牧羊犬 is no 边境梗, and of
 * a cross nobody but the authority can say.
 */
export const bannedBreed = (words: string): string | undefined => banned.get(bare(words));
