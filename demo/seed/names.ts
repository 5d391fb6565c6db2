import type { Draw } from './draw.ts';

export type Sex = 'male' | 'female';

type List = readonly [string, ...string[]];
const list = (words: string): List => words.split(' ') as unknown as List;

/** Surnames as they are common in Shandong; the compound ones oftener than in life, so that masks meet them. */
const surnames: readonly (readonly [string, number])[] = [
  ...list('王 张 李 刘').map((each) => [each, 80] as const),
  ...list('孙 赵 杨 陈 徐 马 宋 朱 高 郭').map((each) => [each, 24] as const),
  ...list('韩 于 吴 周 姜 胡 黄 冯 董 吕 许 邢 曹 崔 孟 孔 毕 逄 丁 范 魏 邹 秦 卢 石 牛').map(
    (each) => [each, 8] as const,
  ),
  ...list('欧阳 上官 司马 诸葛 东方 慕容').map((each) => [each, 4] as const),
];

/** Given names are fashions: by sex, and by the year somebody was born. */
const given: Readonly<Record<Sex, readonly { readonly until: number; readonly names: List }[]>> = {
  male: [
    {
      until: 1965,
      names: list(
        '建国 德福 振华 玉山 学文 志刚 永贵 广田 长生 宝林 洪武 传海 光明 凤山 立业 培元 国栋 庆丰 守信 兆祥',
      ),
    },
    {
      until: 1995,
      names: list(
        '伟 强 磊 军 勇 涛 明 超 刚 鹏 海涛 志强 建军 晓东 文斌 新民 立新 春雷 红卫 俊杰 少华 卫东 宏伟 继东 长青',
      ),
    },
    {
      until: 9999,
      names: list(
        '浩宇 子轩 宇航 浩然 梓睿 一诺 俊熙 博文 沐辰 奕辰 泽宇 皓轩 铭泽 承宇 嘉树 知远 景行 云帆 思齐 佑安',
      ),
    },
  ],
  female: [
    {
      until: 1965,
      names: list(
        '秀英 桂兰 玉珍 淑芬 凤英 秀兰 桂芳 玉兰 爱华 素贞 翠花 月娥 春梅 金凤 明霞 庆云 兆芹 传英 绪兰 继荣',
      ),
    },
    {
      until: 1995,
      names: list(
        '丽 静 敏 燕 艳 娟 霞 芳 娜 婷 晓燕 海燕 红梅 春燕 文静 丽华 秀丽 雪梅 冬梅 亚男 晓红 玉洁 佳慧 少红 新颖',
      ),
    },
    {
      until: 9999,
      names: list(
        '梓涵 欣怡 诗涵 雨桐 可馨 一诺 子涵 梦琪 若汐 语桐 安然 思彤 沐瑶 清妍 书瑶 芷若 念初 知夏 乐怡 嘉禾',
      ),
    },
  ],
};

/** Names of two parts, the second the father's: a family has no surname in common. */
const parted: Readonly<Record<Sex, List>> = {
  male: list('阿卜杜拉 艾力 玉素甫 艾尔肯 阿迪力 库尔班'),
  female: list('古丽娜尔 迪丽努尔 阿依古丽 热依罕 帕提古丽 米热古丽'),
};
const fathers = list('买买提 吐尔逊 艾合买提 阿不都热合曼 依明 卡德尔');

/** A family's surname; undefined for a family whose names have two parts. */
export function drawSurname(draw: Draw): string | undefined {
  return draw.chance(1) ? undefined : draw.weighted(surnames);
}

export function drawName(draw: Draw, surname: string | undefined, sex: Sex, born: number): string {
  if (surname === undefined) return `${draw.pick(parted[sex])}·${draw.pick(fathers)}`;
  const fashion = given[sex].find(({ until }) => born <= until) ?? given[sex][0];
  return surname + (fashion === undefined ? '' : draw.pick(fashion.names));
}
