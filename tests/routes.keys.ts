import type { Asked, Made } from './routes.requests.ts';
import { row, type Row } from './routes.table.ts';

/** The keeping of the keys: see routes.table.ts. */

// prettier-ignore
const readers =       '401 401  403 403 403 403  403 403 403 200 200 403';
// prettier-ignore
const administrator = '401 401  403 403 403 403  403 403 403 403 200 403';

// prettier-ignore
export const keysTable: readonly Row[] = [
  //                                                 none ended  reporter chat group page  worker elsewhere dispatcher officer administrator bot
  row('POST /keys:read', 'see how the keys are kept', { nobody: readers }),
  row('POST /keys:note', 'note a drill', { nobody: administrator }),
  row('POST /keys:rotate-root', 'look for a new root', { nobody: administrator }),
];

export const keysRequests: Readonly<Record<string, (made: Made) => Asked | Promise<Asked>>> = {
  'see how the keys are kept': () => ({ body: {} }),
  'note a drill': () => ({ body: { what: 'drill', root: '3f9c0a5be1d24478', count: 40 } }),
  'look for a new root': () => ({ body: {} }),
};
