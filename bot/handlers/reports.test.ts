import { afterEach, expect, test, vi } from 'vitest';
import { nodeTalk, type NodeTalk } from '../../tests/node-talk.ts';
import { cameraJpeg } from '../../tests/photos.ts';

afterEach(() => void vi.unstubAllGlobals());

const picture = () => ({ kind: 'image' as const, file: new Uint8Array(cameraJpeg()) });

/** The ticket as its reporter reads it in the vault. */
function ticketOf({ community }: NodeTalk, number: string, contact = 'p-new') {
  const read = community.ask(community.chat(contact), 'readTicket', {
    ticket: number,
    purpose: 'own_record',
  });
  if (!read.ok) throw new Error(read.problem.code);
  const words = Object.entries(read.value.fields).flatMap(([name, shown]) =>
    shown.level === 'clear' ? [[name, shown.value] as const] : [],
  );
  return { ...Object.fromEntries(words), attached: read.value.attachments.length };
}

test('a report in private asks one thing at a time, and all of it is in the ticket', async () => {
  const talk = await nodeTalk();
  const { dm } = talk;
  expect(await dm('p-new', '投诉 楼上半夜装修')).toBe(
    '收到,编号0001:噪音。\n在哪儿?比如“3号楼2单元电梯”。不清楚就回复「没有」。',
  );
  expect(await dm('p-new', '5號樓2单元')).toBe('什么时候开始的,还有要补充的吗?没有就回复「没有」。');
  expect(await dm('p-new', '三天了,每晚十一点')).toBe('有照片就发一张,没有就回复「没有」。');
  expect(await dm('p-new', '', picture())).toContain('都记到0001里了');
  expect(ticketOf(talk, '1')).toMatchObject({
    category: 'noise',
    description: '楼上半夜装修',
    supplement: '地点:5號樓2单元\n三天了,每晚十一点',
    attached: 1,
  });
  expect(talk.sessions.size).toBe(0);
});

test('没有 is an answer to each question, and nothing is added then', async () => {
  const talk = await nodeTalk();
  await talk.dm('p-new', '狗没栓绳');
  for (const _ of [1, 2, 3]) await talk.dm('p-new', '没有');
  expect(ticketOf(talk, '1')).toEqual({
    category: 'dog',
    description: '狗没栓绳',
    supplement: '',
    place: '',
    result: '',
    rating: '',
    attached: 0,
  });
  expect(talk.sessions.size).toBe(0);
});

test('报修 alone is asked what about; a picture may come first', async () => {
  const talk = await nodeTalk();
  expect(await talk.dm('p-new', '报修')).toContain('什么事');
  expect(await talk.dm('p-new', '', picture())).toContain('照片收到了');
  expect(await talk.dm('p-new', '南门的路灯不亮')).toMatch(/^收到,编号0001。\n照片加到0001了。\n什么时候/);
  expect(await talk.dm('p-new', '昨天')).toContain('都记到0001里了');
  expect(ticketOf(talk, '1')).toMatchObject({ place: '南门', supplement: '昨天', attached: 1 });
});

test('a picture by itself is asked about: the newest open ticket, or something new', async () => {
  const talk = await nodeTalk();
  await talk.dm('p-new', '5号楼电梯坏了');
  await talk.dm('p-new', '取消');
  expect(await talk.dm('p-new', '', picture())).toBe('这张照片要加到0001吗?1 加上 2 报一件新的事');
  expect(await talk.dm('p-new', '1')).toBe('照片加到0001了。');
  await talk.dm('p-new', '', picture());
  expect(await talk.dm('p-new', '2')).toContain('什么事');
  expect(await talk.dm('p-new', '东门垃圾没人收')).toContain('0002');
  expect([ticketOf(talk, '1').attached, ticketOf(talk, '2').attached]).toEqual([1, 1]);
});

/** A picture of more than 10 MiB. */
const huge = () => Buffer.concat([cameraJpeg(), Buffer.alloc(10 * 1024 * 1024)]);

test('a picture that cannot be taken is said so kindly, and the conversation stays where it was', async () => {
  const talk = await nodeTalk();
  await talk.dm('p-new', '5号楼电梯坏了');
  expect(await talk.dm('p-new', '', { kind: 'image', file: new Uint8Array([1, 2, 3]) })).toContain(
    '这种文件收不了',
  );
  expect(await talk.dm('p-new', '', { kind: 'image', file: huge() })).toContain('太大');
  expect(await talk.dm('p-new', '没有')).toContain('有照片就发一张');
  expect(ticketOf(talk, '1').attached).toBe(0);
  await talk.dm('p-new', '没有');
  expect(await talk.dm('p-new', '', { kind: 'image', file: huge() })).toContain('太大');
  expect(await talk.dm('p-new', '', { kind: 'image' })).toContain('再发一次');
});

test('a message that is handled twice reports once and adds once', async () => {
  const talk = await nodeTalk();
  const first = await talk.dm('p-new', '5号楼电梯坏了', { id: 'a' });
  const session = talk.sessions.get('p-new');
  talk.sessions.delete('p-new');
  expect(await talk.dm('p-new', '5号楼电梯坏了', { id: 'a' })).toBe(first);
  expect(talk.sessions.get('p-new')).toEqual(session);
  await talk.dm('p-new', '昨天开始的', { id: 'b' });
  if (session !== undefined) talk.sessions.set('p-new', session);
  await talk.dm('p-new', '昨天开始的', { id: 'b' });
  expect(ticketOf(talk, '1')).toMatchObject({ supplement: '昨天开始的' });
});

test('补充 adds to the one that is open, asks which when there are several, and says when there is none', async () => {
  const talk = await nodeTalk();
  expect(await talk.dm('p-new', '补充 是白色的')).toContain('没有在办的事');
  await talk.dm('p-new', '狗没栓绳');
  await talk.dm('p-new', '取消');
  expect(await talk.dm('p-new', '补充 是白色的')).toBe('加到0001了。');
  await talk.dm('p-new', '5号楼电梯坏了');
  await talk.dm('p-new', '取消');
  expect(await talk.dm('p-new', '忘了说,在二楼')).toBe('加到哪一件?回复编号:0002、0001');
  expect(await talk.dm('p-new', '0002')).toBe('加到0002了。');
  expect(await talk.dm('p-new', '补充 1')).toBe('要给0001加一句什么?');
  expect(await talk.dm('p-new', '还有一只黑的')).toBe('加到0001了。');
  expect(ticketOf(talk, '1')).toMatchObject({ supplement: '是白色的\n还有一只黑的' });
  expect(ticketOf(talk, '2')).toMatchObject({ supplement: '忘了说,在二楼' });
  // Somebody else's ticket is none of theirs, and it is not told whether there is one.
  for (const ticket of ['1', '999'])
    expect(await talk.dm('p-other', `补充 ${ticket} 我也来一句`)).toContain('加不进去了');
});

test('what is too long to keep is asked for again, and not lost in silence', async () => {
  const talk = await nodeTalk();
  expect(await talk.dm('p-new', `报修 ${'灯'.repeat(2_001)}`)).toMatch(/没存上.*2000/);
  await talk.dm('p-new', '5号楼电梯坏了');
  expect(await talk.dm('p-new', '吱'.repeat(2_001))).toMatch(/没存上.*2000/);
  expect(await talk.dm('p-new', '昨天')).toContain('有照片');
  expect(ticketOf(talk, '1')).toMatchObject({ supplement: '昨天' });
});
