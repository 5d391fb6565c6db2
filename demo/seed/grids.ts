export interface Grid {
  readonly id: number;
  readonly kind: 'basic' | 'dedicated';
  readonly buildings: readonly number[];
}

/** 基础网格 and 专属网格 of the community that this one is modelled on. */
const basic = 19;
const dedicated = 11;

/**
 * The 30 grids. The buildings stand in two rows numbered from west to east, 1 to 19 and 20 to 38, and a
 * basic grid is one of each; a dedicated grid is one block of the shopping area (商圈), with some flats
 * above the shops: buildings 39 to 49.
 */
export const grids: readonly Grid[] = Array.from({ length: basic + dedicated }, (_, at) => {
  const id = at + 1;
  return id <= basic
    ? { id, kind: 'basic', buildings: [id, id + basic] }
    : { id, kind: 'dedicated', buildings: [id + basic] };
});

export function gridOf(building: number): Grid {
  const found = grids.find(({ buildings }) => buildings.includes(building));
  if (found === undefined) throw new RangeError(`there is no building ${building}`);
  return found;
}

export interface Shop {
  readonly name: string;
  readonly building: number;
}

/** The shopping area: some shops of each block, all of them made up. */
export const shops: readonly Shop[] = (
  [
    [39, '老郭包子铺 春来水果店 阿敏裁缝铺'],
    [40, '泉边超市 小满书店'],
    [41, '一碗牛肉面 老济南把子肉 巷口烧烤'],
    [42, '康宁药房 明眸眼镜店'],
    [43, '爪爪宠物店 绿叶花店'],
    [44, '邻里菜市场 海鲜档口 豆腐坊'],
    [45, '快剪理发店 云朵洗衣店'],
    [46, '向阳托育园 小荷画室'],
    [47, '驿站快递点 修车老孙'],
    [48, '夜猫子便利店 星光台球厅'],
    [49, '晨光健身房 舒心足疗'],
  ] as const
).flatMap(([building, names]) => names.split(' ').map((name) => ({ name, building })));
