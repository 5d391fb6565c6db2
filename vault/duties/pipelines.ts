import { changeBreach, listBreaches, openBreach, readBreach, stepBreach } from './breach.ts';
import { listHandOvers } from './hand-over-rows.ts';
import { changePia, listPias, readPia, signPia, writePia } from './pia.ts';
import { prepareHandOver } from './prepare.ts';
import { endRecipient, listRecipients } from './recipients.ts';
import { readRegister } from './register.ts';

/** The duties of who keeps the data: a part of `pipelines` (`vault/answer.ts`). */
export const dutyPipelines = {
  endRecipient,
  listRecipients,
  prepareHandOver,
  listHandOvers,
  readRegister,
  writePia,
  changePia,
  signPia,
  listPias,
  readPia,
  openBreach,
  changeBreach,
  stepBreach,
  listBreaches,
  readBreach,
} as const;
