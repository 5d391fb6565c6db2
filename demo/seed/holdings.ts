import { addDays } from './calendar.ts';
import type { Resident } from './community.ts';
import type { Draw } from './draw.ts';
import { type Grid, shops } from './grids.ts';
import { drawCreditCode, drawMobile, drawPlate } from './numbers.ts';
import { drawName, drawSurname } from './names.ts';

/** What a household has beside its people and its dog. */
export interface Holdings {
  /** It rents the flat: there is no head. */
  readonly tenants: boolean;
  readonly vehicle?: Vehicle;
  readonly errand?: Errand;
}

interface Vehicle {
  readonly id: string;
  readonly keeper: string;
  readonly plate: string;
  readonly model: string;
  readonly space: string;
}

/** Something that a worker does for somebody. */
interface Errand {
  readonly id: string;
  readonly keeper: string;
  readonly item: string;
  readonly details: string;
  readonly asked: string;
  readonly result?: string;
  readonly done?: string;
}

export interface Business {
  readonly id: string;
  readonly grid: number;
  readonly name: string;
  readonly creditCode: string;
  readonly trade: string;
  readonly place: string;
  readonly contact: string;
  readonly mobile: string;
}

const models = ['白色轿车', '黑色轿车', '银色面包车', '红色两厢车', '灰色越野车', '白色电动车'] as const;
type Asked = readonly [item: string, details: string];
const errands: readonly [Asked, ...Asked[]] = [
  ['pension_check', '腿脚不便,上门拍照'],
  ['senior_card', '证件照已交,帮忙送去窗口'],
  ['medical_insurance', '不会用手机缴费'],
  ['medical_claims', '住院票据已交'],
  ['utilities', '水表换了,户号要重新绑'],
];

/**
 * One household in five has a car, one in eight rents, and for one in six of the old something is done.
 * @param draw a stream of its own, so that people stay who they are
 * @param once draws until it is a value that nobody has
 */
export function holdingsOf(
  draw: Draw,
  today: string,
  members: readonly [Resident, ...Resident[]],
  once: (drawing: () => string) => string,
): Holdings {
  const [first] = members;
  const tenants = draw.chance(12);
  const drives = draw.chance(20);
  const old = members.find(({ born }) => born < addDays(today, -70 * 365));
  const asks = old !== undefined && draw.chance(16);
  return {
    tenants,
    ...(drives ? { vehicle: vehicleOf(draw, first.id, once) } : {}),
    ...(asks ? { errand: errandOf(draw, today, old.id) } : {}),
  };
}

function vehicleOf(draw: Draw, keeper: string, once: (drawing: () => string) => string): Vehicle {
  const plate = once(() => drawPlate(draw));
  const space = `地下${draw.pick(['A', 'B', 'C'])}区${draw.between(1, 220)}号`;
  return { id: draw.id(), keeper, plate, model: draw.pick(models), space };
}

function errandOf(draw: Draw, today: string, keeper: string): Errand {
  const [item, details] = draw.pick(errands);
  const asked = addDays(today, -draw.between(1, 150));
  const done = addDays(asked, draw.between(1, 12));
  const errand = { id: draw.id(), keeper, item, details, asked };
  return done < today ? { ...errand, result: '已办好,本人知道', done } : errand;
}

const trades: readonly (readonly [RegExp, string])[] = [
  [/包子|面$|肉|烧烤|豆腐/u, '餐饮'],
  [/药房|眼镜|足疗|健身/u, '健康服务'],
  [/托育|画室/u, '教育'],
  [/裁缝|理发|洗衣|修车|快递/u, '居民服务'],
];

/** The shops of the shopping area, each with somebody to call; all of them made up. */
export function businessesOf(draw: Draw, grids: readonly Grid[]): readonly Business[] {
  return shops.map(({ name, building }, at) => ({
    id: draw.id(),
    grid: grids.find(({ buildings }) => buildings.includes(building))?.id ?? 0,
    name,
    creditCode: drawCreditCode(draw),
    trade: trades.find(([words]) => words.test(name))?.[1] ?? '零售',
    place: `商业街${building}号楼底商${(at % 6) + 1}号`,
    contact: drawName(draw, drawSurname(draw), draw.pick(['male', 'female']), 1985),
    mobile: drawMobile(draw),
  }));
}
