import { beforeEach, describe, expect, test } from 'vitest';
import { type Browser, nodeConsole, type NodeConsole, type Seen } from '../../tests/node-console.ts';
import { value } from '../../tests/node-community.ts';

let c: NodeConsole;
let worker: Browser;

beforeEach(async () => {
  c = await nodeConsole();
  worker = await c.staff(c.worker.id);
});

const secrets = ['13800138000', '138 0013 8000', '王秀英', '3-2-501', '370112199003071230'];
const tellsNothing = ({ html }: Seen) => secrets.forEach((secret) => expect(html).not.toContain(secret));
/** What the page says beside what was typed, which the box keeps. */
const without = (seen: Seen): Seen => ({ ...seen, html: seen.html.replace(/<input[^>]*>/g, '') });
const keep = (
  type: 'resident' | 'household' | 'dog' | 'vehicle' | 'business',
  fields: Record<string, string>,
  by = c.worker.token,
  grid = 3,
): string => {
  const owner = type === 'dog' || type === 'vehicle' ? { keeper: c.resident } : { grid };
  return value(c.vault.ask(by, 'createRecord', { type, purpose: 'record_keeping', ...owner, fields })).id;
};

describe('looking for a resident', () => {
  test('by the whole number finds them, masked; the number stands in no address', async () => {
    const seen = await worker.post('/residents', { value: '１３８-0013-8000' });
    expect(seen.text).toContain('找到 1 位');
    expect(seen.text).toContain('王**');
    expect(seen.html).not.toMatch(/(?:href|action)="[^"]*1380013/);
  });

  test('by the whole name or the address finds them too, in the one box; a part of a name finds nobody', async () => {
    for (const value of ['王秀英', ' 王秀英\u200b', '三号楼二单元501', '3-2-501']) {
      const seen = await worker.post('/residents', { value });
      expect(seen.text, value).toContain('找到 1 位');
      tellsNothing({ ...seen, html: seen.html.replace(/<input[^>]*>/g, '') });
    }
    expect((await worker.post('/residents', { value: '王秀' })).text).toContain('没有找到');
  });

  test('finds nobody of another grid, and says no more than that', async () => {
    const elsewhere = await c.staff(c.otherWorker.id);
    const hit = await elsewhere.post('/residents', { value: '13800138000' });
    const miss = await elsewhere.post('/residents', { value: '13900139000' });
    expect(hit.text).toContain('没有找到');
    const same = (seen: Seen) => seen.text.replace(/13[89]0013[89]000/g, '').replace(/page-?\d+/g, '');
    expect(same(hit)).toBe(same(miss));
  });

  test.each([
    ['', '写上要找的姓名、手机号、住址或车牌'],
    ['1380013', '手机号应是 11 位数字'],
    ['3-501', '请写上单元'],
    ['<script>alert()</script>', '姓名只能用汉字'],
  ])('for %o says what to mend, beside the field', async (said, words) => {
    const seen = await worker.post('/residents', { value: said });
    expect(seen.status).toBe(422);
    expect(seen.text).toContain(words);
    expect(seen.html).toMatch(/<input id="value"[^>]*aria-invalid="true"/);
    expect(seen.html).not.toContain('<script');
  });

  test('is over for a while after thirty in an hour', async () => {
    for (let n = 0; n < 30; n += 1) await worker.post('/residents', { value: '13900139000' });
    const seen = await worker.post('/residents', { value: '13900139000' });
    expect(seen.status).toBe(429);
    expect(seen.text).toContain('分钟再试');
  });
});

describe('the one box', () => {
  test.each([
    ['13800138000', '按手机号查的'],
    ['王秀英', '按姓名查的'],
    ['三号楼二单元501室', '按住址查的'],
    ['王秀英 3-2-501', '按姓名和住址查的'],
    ['王秀英13800138000', '按姓名和手机号查的'],
    ['370112199003071230', '按身份证号查的'],
  ])('says what it searched by, and shows who it is, masked: %s', async (typed, by) => {
    const before = c.entries();
    const seen = await worker.post('/residents', { value: typed });
    expect(seen.text).toContain(by);
    expect(seen.text).toContain('王**');
    tellsNothing(without(seen));
    expect(c.entries()).toBe(before + 1);
  });

  test('finds a car by its plate, a dog by its chip, a shop by its name', async () => {
    keep('vehicle', { plate: '鲁A12345', model: '白色轿车' });
    keep('business', { name: '7天便利店', trade: '零售', place: '3号楼底商' });
    const car = await worker.post('/residents', { value: '鲁a12345' });
    expect(car.text).toMatch(/按车牌号查的.*找到 1 份.*鲁A\*\*\*45/);
    const dog = await worker.post('/residents', { value: '156000012345678' });
    expect(dog.text).toMatch(/按犬只芯片号查的.*找到 1 份/);
    expect(dog.text).not.toContain('156000012345678');
    const shop = await worker.post('/residents', { value: '7天便利店' });
    expect(shop.text).toMatch(/按商户名称查的.*找到 1 份.*零售/);
  });

  test('at an address shows the household, who belongs to it, and who lives there beside', async () => {
    const household = keep('household', { address: '3-2-501' });
    keep('resident', { name: '赵大', household, householdRole: 'head' });
    const seen = await worker.post('/residents', { value: '３号楼２单元５０１' });
    expect(seen.text).toMatch(/找到 2 位.*这一户.*赵\*.*住这里、没归到户的.*王\*\*/);
    const listed = await worker.open('/residents?type=household');
    expect(listed.text).toContain('看户里有谁');
    expect(listed.html).toContain(`href="/c/hengda/households/${household}"`);
  });

  test('leads to a building’s list and to a ticket, and searches for neither', async () => {
    const before = c.entries();
    expect((await worker.post('/residents', { value: '3号楼' })).headers.get('location')).toMatch(
      /\/residents\?building=3$/,
    );
    expect((await worker.post('/residents', { value: '0318' })).headers.get('location')).toMatch(
      /\/tickets\/0318$/,
    );
    expect(c.entries()).toBe(before);
  });

  test('offers what else it may be, and says what that costs, before it tries', async () => {
    const before = c.entries();
    const seen = await worker.post('/residents', { value: '370112900307123' });
    expect(seen.text).toContain('15 位数字');
    expect(seen.text).toContain('当作犬只芯片号再查一次');
    expect(c.entries()).toBe(before);
    const named = await worker.post('/residents', { value: '旺旺超市' });
    expect(named.text).toContain('没有找到');
    expect(named.text).toMatch(/当作商户名称再查一次.*又算一次查找/);
    keep('business', { name: '旺旺超市' });
    const shop = await worker.post('/residents', { value: '旺旺超市', as: 'business.name' });
    expect(shop.text).toMatch(/按商户名称查的.*找到 1 份/);
  });

  test('a leader is told who searches by what is not hers, and nothing is asked', async () => {
    const appointed = { role: 'grid_leader' as const, grids: [3], fields: { name: '孙站' } };
    const leader = await c.staff(value(c.vault.ask(c.administrator, 'appoint', appointed)).id);
    const before = c.entries();
    for (const typed of ['370112199003071230', '156000012345678', '7天便利店']) {
      const seen = await leader.post('/residents', { value: typed });
      expect([seen.status, seen.text.includes('请找网格员')]).toEqual([422, true]);
    }
    expect((await leader.post('/residents', { value: '0318' })).text).toContain('工单由接单的网格员看');
    expect(c.entries()).toBe(before);
    expect((await leader.post('/residents', { value: '王秀英 3-2-501' })).text).toContain('王**');
  });

  test('another grid’s household is not found', async () => {
    const household = keep('household', { address: '5-1-101' }, c.otherWorker.token, 5);
    keep('resident', { name: '张伟', household }, c.otherWorker.token, 5);
    const seen = await worker.post('/residents', { value: '5-1-101' });
    expect(seen.text).toContain('没有找到');
    expect(seen.text).not.toContain('张');
  });
});

describe('the lists of a grid', () => {
  test('by building, page by page, with what is not looked through, and nothing of anybody in an address', async () => {
    for (let n = 0; n < 21; n += 1) keep('resident', { name: '孙丽', address: `4-1-${101 + n}` });
    const first = await worker.open('/residents?building=4');
    expect(first.text).toContain('第 3 网格的居民 · 4号楼');
    expect(first.html.match(/<tr><th scope="row">/g)).toHaveLength(20);
    expect(first.text).not.toContain('王**');
    expect(first.text).toMatch(/还有 \d+ 份没翻到/);
    const [, next = ''] = /href="([^"]+after=[^"]+)"/.exec(first.html) ?? [];
    const second = await worker.open(next.replaceAll('&amp;', '&'));
    expect(second.html.match(/<tr><th scope="row">/g)).toHaveLength(1);
    expect(next).toMatch(/^\/c\/hengda\/residents\?grid=3&amp;building=4&amp;after=[0-9a-z]+$/);
  });

  test('by kind: households, cars, shops; and dogs whose vaccination has run out', async () => {
    keep('household', { address: '3-1-101', size: '4' });
    keep('vehicle', { plate: '鲁A12345' });
    keep('business', { name: '7天便利店' });
    keep('dog', { name: '豆豆', vaccinatedUntil: '2026-10-02' });
    expect((await worker.open('/residents?type=household')).text).toContain('3号楼*单元****');
    expect((await worker.open('/residents?type=vehicle')).text).toContain('鲁A***45');
    expect((await worker.open('/residents?type=business')).text).toContain('7天便利店');
    const over = await worker.open('/residents?type=dog&due=over');
    expect(over.text).toMatch(/第 3 网格 · 犬只 · 已过期.*有,到2026年10月/);
    expect(over.text).not.toContain('2027年3月');
  });

  test('a building that is none is said so, and the list is whole', async () => {
    const seen = await worker.open('/residents?building=x');
    expect([seen.status, seen.text.includes('楼号是一个数字')]).toEqual([422, true]);
    expect(seen.text).toContain('王**');
  });
});

describe('possible duplicates', () => {
  test('stand together with what they share, masked, each look an entry', async () => {
    keep('resident', { name: '王秀英', mobile: '13800138000' });
    keep('resident', { name: '王秀英', mobile: '13800138000' }, c.otherWorker.token, 5);
    const before = c.entries();
    const seen = await worker.open('/duplicates');
    expect(seen.text).toContain('2 份');
    expect(seen.text).toContain('手机号和姓名相同');
    expect(seen.html.match(/<tr><th scope="row">/g)).toHaveLength(2);
    tellsNothing(seen);
    expect(c.entries()).toBe(before + 2);
  });

  test('of cars by their plate, and the page that made one leads here', async () => {
    keep('vehicle', { plate: '鲁A12345' });
    keep('vehicle', { plate: '鲁A12345' });
    const cars = await worker.open('/duplicates?type=vehicle');
    expect(cars.text).toContain('车牌号相同');
    expect(cars.text).toContain('鲁A***45');
    const made = await worker.open(`/residents/${c.resident}?done=alike-1-vehicle`);
    expect(made.html).toContain('href="/c/hengda/duplicates?type=vehicle"');
  });

  test('where there are none it says so', async () => {
    expect((await worker.open('/duplicates')).text).toContain('没有发现');
  });
});
