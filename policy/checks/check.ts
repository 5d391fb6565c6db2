import type { Bilingual } from '../bilingual.ts';
import { address } from './address.ts';
import { category } from './category.ts';
import { chip } from './chip.ts';
import { count } from './count.ts';
import { creditCode } from './credit-code.ts';
import { date, pastDate } from './date.ts';
import { dogService } from './dog-service.ts';
import { errandItem } from './errand-item.ts';
import { householdRole } from './household-role.ts';
import { idNumber } from './id-number.ts';
import { licence } from './licence.ts';
import { mobile } from './mobile.ts';
import { name } from './name.ts';
import type { Check } from './outcome.ts';
import { plate } from './plate.ts';
import { rating } from './rating.ts';
import { recordId } from './record-id.ts';
import { line, text } from './text.ts';

export type { Check, Outcome } from './outcome.ts';

/** Every check by its name. `fields.ts` says which field has which. */
export const checks = {
  address,
  category,
  chip,
  count,
  creditCode,
  date,
  dogService,
  errandItem,
  householdRole,
  idNumber,
  licence,
  line,
  mobile,
  name,
  pastDate,
  plate,
  rating,
  recordId,
  text,
} as const satisfies Readonly<Record<string, Check>>;

export type CheckName = keyof typeof checks;

/** Said wherever something that has to be there is not. */
export const requiredWords: Bilingual = { zh: '这一项不能少', en: 'this is required' };

/** No value is longer, in UTF-16 units, before it is brought into its normal form. */
export const longestValue = 4_000;
