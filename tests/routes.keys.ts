import type { Asked, Made } from './routes.requests.ts';
import { row, type Row } from './routes.table.ts';

/** The keeping of the keys: see routes.table.ts. */

// prettier-ignore
const readers =       '401 401  403 403 403 403  403 403 403 200 200 403';
// prettier-ignore
const administrator = '401 401  403 403 403 403  403 403 403 403 200 403';
// prettier-ignore
const made =          '401 401  403 403 403 403  403 403 403 403 201 403';
// prettier-ignore
const proposed =      '401 401  403 403 403 403  403 403 403 201 201 403';

// prettier-ignore
export const keysTable: readonly Row[] = [
  //                                                 none ended  reporter chat group page  worker elsewhere dispatcher officer administrator bot
  row('POST /keys:read', 'see how the keys are kept', { nobody: readers }),
  row('POST /keys:note', 'note a drill', { nobody: administrator }),
  row('POST /keys:rotate-root', 'look for a new root', { nobody: administrator }),
  row('POST /keys:progress', 'see how far the keys have turned', { nobody: readers }),
  row('POST /keys:rotate-index', 'have an index get another key', { nobody: administrator }),
  row('POST /keys:rotate-log', 'ask for another key for the log', { nobody: proposed }),
  row('POST /tokens:rotate', 'give the bot another token', { nobody: made }),
];

export const keysRequests: Readonly<Record<string, (made: Made) => Asked | Promise<Asked>>> = {
  'see how the keys are kept': () => ({ body: {} }),
  'note a drill': () => ({ body: { what: 'drill', root: '3f9c0a5be1d24478', count: 40 } }),
  'look for a new root': () => ({ body: {} }),
  'see how far the keys have turned': () => ({ body: {} }),
  // One alone may: it is on its way afterwards.
  'have an index get another key': () => ({ body: { index: 'household.address' } }),
  'ask for another key for the log': () => ({ body: { days: 30 } }),
  'give the bot another token': ({ bot }) => ({ body: { for: bot, minutes: 60, overlap: 60 } }),
};
