import { drawFrom, type Draw } from '../seed/draw.ts';
import { type Matter, words } from '../seed/ticket-words.ts';

/** Who there is and where, as `demo.json` and the chat tell it. */
export interface Town {
  readonly people: readonly Townsman[];
  readonly rooms: readonly {
    readonly id: string;
    readonly topic: string;
    readonly members: readonly string[];
  }[];
}
export interface Townsman {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly grid: number | null;
  /** Has added the assistant. */
  readonly friend: boolean;
}

/** Something somebody does in the day. */
export type Act =
  /** Reports something in a group, and answers what the assistant asks. */
  | {
      readonly kind: 'report';
      readonly who: string;
      readonly room: string;
      readonly text: string;
      readonly scene: number;
    }
  /** The worker takes the scene's ticket. */
  | { readonly kind: 'take'; readonly who: string; readonly scene: number }
  | { readonly kind: 'handle'; readonly who: string; readonly scene: number; readonly result: string }
  /** The reporter says how it was: 1 to 5, or why it is not done. */
  | { readonly kind: 'rate'; readonly who: string; readonly scene: number; readonly score: number }
  | { readonly kind: 'complain'; readonly who: string; readonly scene: number; readonly why: string }
  /** Asks the assistant something: in a group, or in private. */
  | { readonly kind: 'ask'; readonly who: string; readonly room: string | null; readonly text: string }
  /** Talks to the neighbours; the assistant has nothing to do with it. */
  | { readonly kind: 'chat'; readonly who: string; readonly room: string; readonly text: string };

export interface Moment {
  /** Minutes of the day. */
  readonly at: number;
  readonly act: Act;
}

/** How many things are reported in a day. */
const scenes = 12;

/**
 * A day in the community, the same for the same seed and town: things are reported, taken, handled and rated; people
 * ask about their own, take consent back and give it again, and mostly talk to each other.
 */
export function makeDay(seed: number, town: Town): readonly Moment[] {
  const draw = drawFrom(seed, 7);
  const of = (role: string) => town.people.filter((person) => person.role === role);
  const moments: Moment[] = [
    ...Array.from({ length: scenes }, (_, at) => scene(draw, town, at)).flat(),
    ...of('resident').flatMap((who) => askings(draw, town, who)),
    ...of('grid_worker').map(({ id }) =>
      at(draw, 8 * 60, 9 * 60, { kind: 'ask', who: id, room: null, text: '待办' }),
    ),
    ...withdrawals(draw, of('resident')),
    ...smallTalk(draw, town),
  ];
  return moments.sort((one, other) => one.at - other.at);
}

const at = (draw: Draw, from: number, to: number, act: Act): Moment => ({ at: draw.between(from, to), act });

/** From the report to the rating: what one resident writes, and the worker of their grid does about it. */
function scene(draw: Draw, { people, rooms }: Town, number: number): readonly Moment[] {
  const workers = people.filter(({ role }) => role === 'grid_worker');
  const neighbours = people.filter(
    ({ role, grid }) => role === 'resident' && workers.some((worker) => worker.grid === grid),
  );
  const [first, ...others] = neighbours;
  if (first === undefined) return [];
  const who = draw.pick([first, ...others]);
  const [room, ...more] = rooms.filter(({ members }) => members.includes(who.id));
  const worker = workers.find(({ grid }) => grid === who.grid);
  if (room === undefined || worker === undefined) return [];
  const { said, done } = matter(draw);
  const [begun, taken, handled] = [draw.between(7 * 60, 17 * 60), draw.between(4, 60), draw.between(20, 150)];
  // Some know the word for it, most just say it.
  const text = `@楼管家 ${draw.chance(40) ? '上报 ' : ''}${who.grid}号楼${draw.between(1, 3)}单元${said}`;
  const moments: Moment[] = [
    {
      at: begun,
      act: { kind: 'report', who: who.id, room: draw.pick([room, ...more]).id, text, scene: number },
    },
    { at: begun + taken, act: { kind: 'take', who: worker.id, scene: number } },
  ];
  if (draw.chance(20)) return moments; // it takes longer than this day
  moments.push({
    at: begun + taken + handled,
    act: { kind: 'handle', who: worker.id, scene: number, result: done },
  });
  // Who has not added the assistant is asked nothing; and some are in no hurry.
  if (!who.friend || draw.chance(15)) return moments;
  const told = begun + taken + handled + draw.between(5, 90);
  const why = '晚上又这样了,麻烦再看看';
  const last: Act = draw.chance(12)
    ? { kind: 'complain', who: who.id, scene: number, why }
    : { kind: 'rate', who: who.id, scene: number, score: draw.weighted(scores) };
  return [...moments, { at: told, act: last }];
}

const scores = [
  [5, 6],
  [4, 3],
  [3, 1],
] as const;

/** Something that happens in somebody's entrance. */
function matter(draw: Draw): Matter {
  const all = Object.values(words).flatMap(({ matters }) =>
    matters.filter(({ where }) => where.includes('unit')),
  );
  const [first, ...others] = all;
  if (first === undefined) throw new RangeError('nothing happens anywhere');
  return draw.pick([first, ...others]);
}

/** What people want to know about themselves. */
function askings(draw: Draw, { rooms }: Town, { id, friend }: Townsman): readonly Moment[] {
  const room = rooms.find(({ members }) => members.includes(id));
  const inGroup: Moment[] =
    room !== undefined && draw.chance(40)
      ? [
          at(draw, 9 * 60, 21 * 60, {
            kind: 'ask',
            who: id,
            room: room.id,
            text: `@楼管家 ${draw.pick(groupQuestions)}`,
          }),
        ]
      : [];
  if (!friend || !draw.chance(60)) return inGroup;
  return [
    ...inGroup,
    at(draw, 9 * 60, 21 * 60, { kind: 'ask', who: id, room: null, text: draw.pick(questions) }),
  ];
}

const questions = ['谁看过我的信息', '进度', '我的档案', '疫苗', '我的授权', '帮助'] as const;
const groupQuestions = ['我家狗的疫苗什么时候到期', '谁看过我的信息', '我家狗的疫苗到期了吗'] as const;

/** Some take their consent back in the evening; one of them gives it again. */
function withdrawals(draw: Draw, residents: readonly Townsman[]): readonly Moment[] {
  // The first is the story's: what they agreed to is left to whoever plays it.
  const able = residents.slice(1).filter(({ friend }) => friend);
  const who = able.filter(() => draw.chance(35)).slice(0, 3);
  return who.flatMap(({ id }, index) => {
    const taken = at(draw, 18 * 60, 20 * 60, { kind: 'ask', who: id, room: null, text: '撤回同意 电话联系' });
    if (index > 0) return [taken];
    const given: Moment = {
      at: taken.at + 45,
      act: { kind: 'ask', who: id, room: null, text: '同意 电话联系' },
    };
    return [taken, given];
  });
}

function smallTalk(draw: Draw, { rooms }: Town): readonly Moment[] {
  return rooms.flatMap(({ id, members }) => {
    const [first, ...others] = members.filter((member) => member.startsWith('p-') || members.length < 6);
    if (first === undefined) return [];
    return Array.from({ length: draw.between(2, 5) }, () =>
      at(draw, 7 * 60, 22 * 60, {
        kind: 'chat',
        who: draw.pick([first, ...others]),
        room: id,
        text: draw.pick(talk),
      }),
    );
  });
}

const talk = [
  '早,今天风大,出门多穿点',
  '菜市场的西红柿三块五,挺新鲜',
  '谁家小孩的水壶落在滑梯那儿了',
  '周末有一起遛狗的吗',
  '快递柜又满了',
  '今天的云真好看',
  '有人一起拼车去西站吗',
  '谢谢刚才帮我按电梯的邻居',
  '晚饭吃什么,没想法了',
  '楼下玉兰花要开了',
] as const;
