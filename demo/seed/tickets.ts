import { homes } from './cast.ts';
import { type Community, residentOf } from './community.ts';
import { type Draw, drawFrom } from './draw.ts';
import { gridOf, shops } from './grids.ts';
import { type Category, tails, type Where, words, yard } from './ticket-words.ts';

/** The states an imported ticket can be in: those that a ticket of paper could have come to. */
export type SeedState =
  | 'submitted'
  | 'accepted'
  | 'dispatched'
  | 'handling'
  | 'extension_requested'
  | 'handled'
  | 'closed'
  | 'rated'
  | 'returned'
  | 'duplicate'
  | 'transferred'
  | 'reopened';

/** A ticket of the half year before the first start. */
export interface SeedTicket {
  readonly id: string;
  readonly reporter: string;
  /** UTC milliseconds. */
  readonly opened: number;
  readonly category: Category;
  readonly description: string;
  readonly place: string;
  readonly grid: number;
  readonly state: SeedState;
  /** It is, or was, in the hands of its grid's worker. */
  readonly taken: boolean;
  readonly result?: string;
  readonly rating?: string;
}

/** As many tickets as in half a year, and who makes up the people who write them. */
export const allTickets = 1_500;
const day = 86_400_000;
const halfYear = 183;
/** A stream of its own: households have 1 and up. */
const ticketStream = 0;

/** Of the full-size community's tickets so many as a smaller one would have. */
export const ticketsOf = (households: number, all: number): number =>
  Math.max(40, Math.round((allTickets * households) / all));

/**
 * How many households write tickets: the cast's, and one for each six tickets. They are the first ones, so that the
 * reporters, and with them all tickets, can be brought in before the rest.
 */
export const reportingHouseholds = (tickets: number): number => homes.length + Math.ceil(tickets / 6);

/**
 * Half a year of tickets, oldest first: few hands still open at the end, busiest before and after work.
 * @param began the moment of the first start, UTC milliseconds; all are older
 */
export function makeTickets(
  seed: number,
  began: number,
  community: Community,
  count: number,
): readonly SeedTicket[] {
  const draw = drawFrom(seed, ticketStream);
  // What the cast has reported does not depend on a draw: the story asks about it.
  const told = castTickets(draw, began, community);
  const writing = community.households.slice(homes.length, reportingHouseholds(count));
  const reporters = writing.flatMap(({ members, address }) =>
    members
      .filter(({ adult, mobile }) => adult && mobile !== undefined)
      .map(({ id }) => ({ id, building: Number(address.split('-')[0]) })),
  );
  const [first, ...others] = reporters;
  if (first === undefined) throw new RangeError('nobody is there to write a ticket');
  const made = Array.from({ length: count - told.length }, () => {
    const { id, building } = draw.pick([first, ...others]);
    return anyTicket(draw, began, id, building);
  });
  return [...told, ...made].sort((one, other) => one.opened - other.opened);
}

function anyTicket(draw: Draw, began: number, reporter: string, home: number): SeedTicket {
  const category = draw.weighted(categories);
  const { said, where, done } = draw.pick(words[category].matters);
  const { place, building } = placeOf(draw, draw.pick(where), home);
  // One of twelve is of the last days, so that there is work in hand in every grid.
  const opened = momentBefore(draw, began, draw.between(0, draw.chance(8) ? 5 : halfYear - 1));
  const state = draw.weighted(statesAfter((began - opened) / day));
  return {
    id: draw.id(),
    reporter,
    opened,
    category,
    description: `${place}${said}${draw.weighted(tails)}`,
    place,
    grid: gridOf(building).id,
    ...outcome(draw, state, done),
  };
}

const categories = Object.entries(words).map(([name, { share }]) => [name as Category, share] as const);

/** Where something is, and by which building its grid is found. */
function placeOf(draw: Draw, where: Where, home: number): { place: string; building: number } {
  if (where === 'yard') return { place: draw.pick(yard), building: home };
  if (where === 'shop') {
    const [first = { name: '', building: home }, ...others] = shops;
    const { name, building } = draw.pick([first, ...others]);
    return { place: name, building };
  }
  return {
    place: where === 'unit' ? `${home}号楼${draw.between(1, 3)}单元` : `${home}号楼楼下`,
    building: home,
  };
}

/** How busy each hour of the day is, 0 to 23, in China. */
const hours = [1, 1, 0, 0, 0, 1, 4, 9, 8, 6, 5, 5, 6, 5, 4, 4, 5, 7, 10, 12, 11, 8, 5, 3].map(
  (weight, hour) => [hour, weight] as const,
);
const zone = 8 * 3_600_000;

/** A moment in the half year before, by the hours of the day in China. */
function momentBefore(draw: Draw, began: number, daysAgo: number): number {
  const midnight = Math.floor((began + zone) / day) * day - zone - daysAgo * day;
  const moment = midnight + draw.weighted(hours) * 3_600_000 + draw.between(0, 3_599) * 1_000;
  return moment < began ? moment : moment - day;
}

/** Where a ticket stands by how many days ago it came: work is done in days, and few wait for long. */
function statesAfter(days: number): readonly (readonly [SeedState, number])[] {
  if (days < 2) {
    return [
      ['submitted', 22],
      ['accepted', 8],
      ['dispatched', 12],
      ['handling', 30],
      ['handled', 14],
      ['closed', 6],
      ['rated', 8],
    ];
  }
  if (days < 10) {
    return [
      ['dispatched', 3],
      ['handling', 9],
      ['extension_requested', 3],
      ['handled', 12],
      ['reopened', 1],
      ['returned', 2],
      ['closed', 24],
      ['rated', 40],
      ['duplicate', 3],
      ['transferred', 3],
    ];
  }
  return [
    ['handled', 1],
    ['closed', 29],
    ['rated', 64],
    ['duplicate', 3],
    ['transferred', 3],
  ];
}

const inHand: readonly SeedState[] = ['handling', 'extension_requested', 'handled', 'closed', 'rated'];
const finished: readonly SeedState[] = ['handled', 'closed', 'rated'];
const ratings = [
  ['5', 62],
  ['4', 22],
  ['3', 9],
  ['2', 4],
  ['1', 3],
] as const;

/** What else a ticket has in its state: who has it, what was done, how it was rated. */
function outcome(draw: Draw, state: SeedState, done: string) {
  return {
    state,
    taken: inHand.includes(state),
    ...(finished.includes(state) ? { result: done } : {}),
    ...(state === 'rated' ? { rating: draw.weighted(ratings) } : {}),
  };
}

/** What people of the chat have reported before the story, and where it stands. */
const history: readonly (readonly [string, number, Category, SeedState, string, string, string])[] = [
  ['p-wang', 96, 'other', 'rated', '3号楼2单元', '门口的路灯不亮,晚上带孩子看不清路', '灯已修好'],
  ['p-wang', 41, 'lift', 'rated', '3号楼2单元', '电梯门关不上,来回开合', '门机皮带换新'],
  ['p-zhang', 58, 'parking', 'closed', '3号楼楼下', '消防通道被车堵了', '联系车主挪走'],
  ['p-zhang', 4, 'water', 'handled', '3号楼1单元', '楼道水管滴水,老人怕滑', '换了管件,不漏了'],
  ['p-ma', 3, 'water', 'handling', '22号楼2单元', '水表不转了,帮忙看看', ''],
  ['p-zhao', 1, 'noise', 'submitted', '3号楼1单元', '楼上装修,中午也不停', ''],
  ['p-sun', 30, 'noise', 'rated', '5号楼3单元', '隔壁练琴到很晚', '两家说好,八点半前练完'],
  ['p-song', 3, 'other', 'handled', '24号楼楼下', '台阶缺了一块,老人绊了一下', '台阶补好了'],
  ['p-gao', 12, 'noise', 'rated', '12号楼1单元', '空调外机半夜嗡嗡响', '外机加了减震'],
  ['p-liu', 2, 'rubbish', 'handling', '12号楼2单元', '楼道里堆纸箱,婴儿车过不去', ''],
];

function castTickets(draw: Draw, began: number, community: Community): readonly SeedTicket[] {
  return history.map(([person, daysAgo, category, state, place, description, done]) => ({
    id: draw.id(),
    reporter: residentOf(community, person).id,
    opened: momentBefore(draw, began, daysAgo),
    category,
    description,
    place,
    grid: gridOf(Number(/^\d+/.exec(place)?.[0])).id,
    ...outcome(draw, state, done),
  }));
}
