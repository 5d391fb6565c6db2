import { addDays, yearsBefore } from './calendar.ts';
import { type Home, homes, people } from './cast.ts';
import { drawFrom, type Draw } from './draw.ts';
import { type Business, businessesOf, type Holdings, holdingsOf } from './holdings.ts';
import { drawFamily, householdSizes, type Relative } from './family.ts';
import { gridOf, grids, type Grid } from './grids.ts';
import { drawName, drawSurname, type Sex } from './names.ts';
import { drawChip, drawIdNumber, drawLicence, drawMobile } from './numbers.ts';

export interface Resident {
  readonly id: string;
  readonly name: string;
  readonly sex: Sex;
  readonly born: string;
  readonly idNumber: string;
  /** Of age, and so able to agree for themselves. */
  readonly adult: boolean;
  /** Children under 10, and some of the old, have none. */
  readonly mobile?: string;
  /** What a worker should know; few have it. */
  readonly care?: string;
  /** The day somebody agreed, on paper, to be called about their tickets. */
  readonly agreedToCalls?: string;
}

export interface Dog {
  readonly id: string;
  readonly keeper: string;
  readonly name: string;
  readonly breed: string;
  readonly chip: string;
  readonly licence: string;
  readonly vaccinatedUntil: string;
}

export interface Household {
  readonly id: string;
  readonly grid: number;
  /** Building, unit and door: `3-2-501`. */
  readonly address: string;
  /** The head first. */
  readonly members: readonly [Resident, ...Resident[]];
  readonly dog?: Dog;
  /** Whether it rents, and what else it has. */
  readonly holdings: Holdings;
}

/** What the same seed and day always make. */
export interface Community {
  readonly name: string;
  readonly grids: readonly Grid[];
  readonly households: readonly Household[];
  readonly businesses: readonly Business[];
}

/** The seed of the community that `npm start` brings in. */
export const storySeed = 24;

/** As many as the community has that this one is modelled on. */
export const allHouseholds = 6_771;

/** The streams of what households have begin here; those of the households themselves end long before. */
const besides = 1_000_000;

/** A household as it is drawn, before what it has is added. */
type People = Omit<Household, 'holdings'>;

/** One drawing: where chance comes from, the day it is in the community, and what is taken already. */
interface Making {
  readonly draw: Draw;
  readonly today: string;
  readonly taken: Set<string>;
}

/**
 * Makes a community up: valid in form in every value, and nobody's. The households of the chat's residents come
 * first; each household is drawn from a stream of its own, so a small community is the beginning of a large one.
 *
 * @param today `YYYY-MM-DD`; ages, consents and vaccinations are counted from it
 * @param households how many, at least those of the cast
 */
export function makeCommunity(seed: number, today: string, households: number): Community {
  const taken = new Set<string>();
  const made = Array.from({ length: households }, (_, at) => {
    const making = { draw: drawFrom(seed, at + 1), today, taken };
    const home = homes[at];
    const people = home === undefined ? anyHousehold(making) : householdOf(making, home);
    const once = (drawing: () => string) => drawnOnce(making, drawing);
    // Another stream: what somebody has changes nothing of who they are.
    const holdings = holdingsOf(drawFrom(seed, besides + at), today, people.members, once);
    // Who is in the chat lives in a flat of their own.
    return { ...people, holdings: home === undefined ? holdings : { ...holdings, tenants: false } };
  });
  return {
    name: '恒大城社区',
    grids,
    households: made,
    businesses: businessesOf(drawFrom(seed, besides - 1), grids),
  };
}

/**
 * Who a resident of the chat is in the vault.
 * @throws RangeError when nobody of that id lives here
 */
export const residentOf = (community: Community, person: string): Resident => familyOf(community, person)[0];

/** Who lives with somebody of the chat, themselves first, as in {@link homes}. @throws RangeError as {@link residentOf} */
export function familyOf({ households }: Community, person: string): Household['members'] {
  const at = people.filter(({ role }) => role === 'resident').findIndex(({ id }) => id === person);
  const home = households[at];
  if (home === undefined) throw new RangeError(`${person} does not live here`);
  return home.members;
}

function anyHousehold(making: Making): People {
  const { draw } = making;
  // A flat above the shops for each six in the rows.
  const grid = draw.weighted(grids.map((each) => [each, each.kind === 'basic' ? 4 : 1] as const));
  const surname = drawSurname(draw);
  const [first, ...others] = drawFamily(draw, draw.weighted(householdSizes));
  if (first === undefined) throw new RangeError('a household has at least one member');
  const [building = 1, ...more] = grid.buildings;
  const made = makeHousehold(making, draw.pick([building, ...more]), surname, [first, ...others]);
  return draw.chance(13.3) ? { ...made, dog: makeDog(making, made.members[0].id) } : made;
}

/** A household of the cast: what the story needs is given, the rest drawn. */
function householdOf(making: Making, { building, surname, family, calls, dog }: Home): People {
  const { members, ...made } = makeHousehold(making, building, surname, family);
  const [{ agreedToCalls: _, ...first }, ...others] = members;
  const mobile = first.mobile ?? drawnOnce(making, () => drawMobile(making.draw));
  const agreed = calls ? { agreedToCalls: addDays(making.today, -making.draw.between(30, 300)) } : {};
  const household: People = { ...made, members: [{ ...first, mobile, ...agreed }, ...others] };
  if (dog === undefined) return household;
  const vaccinatedUntil = addDays(making.today, dog.vaccinated ? making.draw.between(60, 330) : -12);
  const { name, breed } = dog;
  return { ...household, dog: { ...makeDog(making, first.id), name, breed, vaccinatedUntil } };
}

function makeHousehold(
  making: Making,
  building: number,
  surname: string | undefined,
  family: readonly [Relative, ...Relative[]],
): Omit<People, 'dog'> {
  const id = making.draw.id();
  const [first, ...others] = family;
  const head = makeResident(making, surname, first);
  const members = others.map((relative) => makeResident(making, surname, relative));
  const address = drawnOnce(making, () => drawAddress(making.draw, building));
  return { id, grid: gridOf(building).id, address, members: [head, ...members] };
}

function makeResident(making: Making, surname: string | undefined, relative: Relative): Resident {
  const { draw, today } = making;
  const { sex, age } = relative;
  const born = addDays(yearsBefore(today, age), -draw.between(0, 364));
  const own = relative.surname === 'own' && surname !== undefined ? drawSurname(draw) : surname;
  const adult = age >= 18;
  const hasMobile = age >= 10 && draw.chance(age > 78 ? 80 : 98);
  const agrees = adult && hasMobile && draw.chance(61);
  return {
    id: draw.id(),
    name: drawName(draw, own, sex, Number(born.slice(0, 4))),
    sex,
    born,
    idNumber: drawnOnce(making, () => drawIdNumber(draw, born, sex)),
    adult,
    ...(hasMobile ? { mobile: drawnOnce(making, () => drawMobile(draw)) } : {}),
    ...(draw.chance(age > 70 ? 25 : 1) ? { care: draw.pick(age > 70 ? careOfTheOld : care) } : {}),
    ...(agrees ? { agreedToCalls: addDays(today, -draw.between(1, 300)) } : {}),
  };
}

const careOfTheOld = ['独居,每周上门看一次', '行动不便,上门办理', '听力不好,说话慢一点'] as const;
const care = ['坐轮椅,需要无障碍通道', '视力残疾,文字请读出来'] as const;

/** Three entrances, up to 26 floors of four doors; a door is its floor and its number on it: 501. */
function drawAddress(draw: Draw, building: number): string {
  return `${building}-${draw.between(1, 3)}-${draw.between(1, 26)}0${draw.between(1, 4)}`;
}

const dogNames = ['旺财', '豆豆', '毛毛', '球球', '可乐', '布丁', '乐乐', '多多', '奶茶', '大黄'] as const;
/** Small and kept in flats; none of a breed that Jinan's ordinance keeps out of its key zones. */
const breeds = ['泰迪', '比熊', '柯基', '博美', '雪纳瑞', '西施', '京巴', '约克夏', '中华田园犬'] as const;

function makeDog(making: Making, keeper: string): Dog {
  const { draw, today } = making;
  return {
    id: draw.id(),
    keeper,
    name: draw.pick(dogNames),
    breed: draw.pick(breeds),
    chip: drawnOnce(making, () => drawChip(draw)),
    licence: drawnOnce(making, () => drawLicence(draw, Number(today.slice(0, 4)) - draw.between(0, 4))),
    // One in twelve has run out: there is somebody to remind.
    vaccinatedUntil: addDays(today, draw.chance(8) ? -draw.between(1, 60) : draw.between(10, 365)),
  };
}

/** Draws until the value is one that nobody has. */
function drawnOnce({ taken }: Making, drawing: () => string): string {
  for (;;) {
    const value = drawing();
    if (taken.has(value)) continue;
    taken.add(value);
    return value;
  }
}
