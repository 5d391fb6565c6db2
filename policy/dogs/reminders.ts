import type { Bilingual } from '../bilingual.ts';
import { isRealDay } from '../checks/calendar.ts';
import type { FieldName } from '../fields.ts';
import { bannedBreed } from './breeds.ts';

/**
 * The rules for dogs of 济南市文明养犬管理条例 (in force 2021-12-01) that our archive (社区档案) can remind of. It reminds and decides
 * nothing: registration, licences and what is done about a dog are the authority's. Read for this file as others reprint
 * it; before a notice cites it, look at the official text.
 *
 *   Art 11 (1)  in key zones one dog a household
 *   Art 11 (2)  no large and no fierce dog there, but a blind person's guide dog and an assistance dog
 *   Art 13 (2)  vaccinated within 15 days of reaching three months of age or of being got unvaccinated, and again in the 30
 *               days before it runs out
 *   Art 13 (3)  registered within three months of being got
 *
 * Not sure: whether the exception of Art 11 (2) reaches the number of dogs in (1) too. We do not remind of a second dog that
 * serves.
 */
export const reminders = {
  banned_breed: {
    zh: '品种可能在禁养名录里,请向公安机关核实',
    en: 'the breed may be on the list of those not to be kept here; please ask the police',
  },
  second_dog: { zh: '重点管理区内每户限养一只犬', en: 'in a key zone a household keeps one dog' },
  vaccination_expired: { zh: '狂犬疫苗已过期', en: 'the rabies vaccination has run out' },
  vaccination_due: { zh: '狂犬疫苗快到期了,该补打', en: 'the rabies vaccination runs out within 30 days' },
  vaccination_overdue: {
    zh: '还没打狂犬疫苗,期限已过',
    en: 'no rabies vaccination yet, and the time for it is over',
  },
  vaccination_first: { zh: '该打狂犬疫苗', en: 'the first rabies vaccination is due' },
  registration_overdue: {
    zh: '取得已满三个月,还没有养犬登记(由登记机关办)',
    en: 'three months have passed without registration (with the authority)',
  },
  registration_first: {
    zh: '取得三个月内要办养犬登记(由登记机关办)',
    en: 'it is to be registered with the authority within three months',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
export type ReminderCode = keyof typeof reminders;
export const reminderCodes = Object.keys(reminders) as readonly ReminderCode[];

/** What is known of a dog; an empty text is not known. Days are `YYYY-MM-DD`. */
export interface DogKnown {
  readonly breed: string;
  readonly licence: string;
  readonly vaccinatedUntil: string;
  readonly born: string;
  readonly obtained: string;
  /** `guide` or `assistance` for a dog that serves. */
  readonly service: string;
  /** How many other dogs there are in the household. */
  readonly others: number;
}

export interface Reminder {
  readonly code: ReminderCode;
  /** The last day for it, where that follows from what is known. */
  readonly by: string | null;
  /** The fields that it tells something of. */
  readonly of: readonly FieldName<'dog'>[];
}

/** What to remind of, the gravest first. @param today the day in Jinan */
export function dogReminders(dog: DogKnown, today: string): readonly Reminder[] {
  const serves = dog.service !== '';
  const found: (Reminder | undefined)[] = [
    !serves && bannedBreed(dog.breed) !== undefined
      ? { code: 'banned_breed', by: null, of: ['breed'] }
      : undefined,
    !serves && dog.others > 0 ? { code: 'second_dog', by: null, of: ['name'] } : undefined,
    vaccination(dog, today),
    registration(dog, today),
  ];
  return found.filter((one) => one !== undefined);
}

function vaccination({ vaccinatedUntil, born, obtained }: DogKnown, today: string): Reminder | undefined {
  if (vaccinatedUntil !== '') {
    const of = ['vaccinatedUntil'] as const;
    if (today > vaccinatedUntil) return { code: 'vaccination_expired', by: vaccinatedUntil, of };
    const due = today >= plusDays(vaccinatedUntil, -30);
    return due ? { code: 'vaccination_due', by: vaccinatedUntil, of } : undefined;
  }
  const threeMonths = born === '' ? '' : plusMonths(born, 3);
  // Whichever is later: a puppy that was got at two months is not due before it is three months old.
  const from = threeMonths > obtained ? threeMonths : obtained;
  const of = ['vaccinatedUntil', 'born', 'obtained'] as const;
  if (from === '') return { code: 'vaccination_first', by: null, of };
  if (today < from) return undefined;
  const by = plusDays(from, 15);
  return { code: today > by ? 'vaccination_overdue' : 'vaccination_first', by, of };
}

function registration({ licence, obtained }: DogKnown, today: string): Reminder | undefined {
  if (licence !== '') return undefined;
  const of = ['licence', 'obtained'] as const;
  if (obtained === '') return { code: 'registration_first', by: null, of };
  const by = plusMonths(obtained, 3);
  return { code: today > by ? 'registration_overdue' : 'registration_first', by, of };
}

/** The same day some months later, or the last one of that month where it has no such day. */
export function plusMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const later = year * 12 + month - 1 + months;
  const [toYear, toMonth] = [Math.floor(later / 12), (later % 12) + 1];
  let last = date;
  while (!isRealDay(toYear, toMonth, last) && last > 28) last -= 1;
  return [toYear, toMonth, last].map((part) => String(part).padStart(2, '0')).join('-');
}

export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
