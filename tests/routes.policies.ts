import type { Asked, Made } from './routes.requests.ts';
import { row, type Row } from './routes.table.ts';

/** Versions of the policy: see routes.table.ts. */

// prettier-ignore
const readers = '401 401  403 403 403 403  403 403 403 200 200 403';
// prettier-ignore
const officer = '401 401  403 403 403 403  403 403 403 200 403 403';
// prettier-ignore
const made =    '401 401  403 403 403 403  403 403 403 201 403 403';

// prettier-ignore
export const policiesTable: readonly Row[] = [
  //                                                       none ended  reporter chat group page  worker elsewhere dispatcher officer administrator bot
  row('POST /policies:search', 'see the versions', { nobody: readers }),
  row('POST /policies', 'draft a version', { nobody: made }),
  row('POST /policies/{policy}:compare', 'compare a draft', { nobody: readers }),
  row('POST /policies/{policy}:propose', 'propose a draft', { nobody: made }),
  row('POST /policies/{policy}:drop', 'drop a draft', { nobody: officer }),
];

const assessment = { occasion: 'other', fields: { processing: '少看一项' } };

async function draft({ ask, people }: Made) {
  const { token } = people.officer;
  const pia = String((await ask('POST', '/pias', token, assessment))['id']);
  await ask('POST', `/pias/${pia}:sign`, token);
  return { limits: [{ rule: 'grid-residents', level: 'fact' }], pia };
}

async function drafted(m: Made): Promise<{ path: { policy: string } }> {
  const made = await m.ask('POST', '/policies', m.people.officer.token, await draft(m));
  return { path: { policy: String(made['version']) } };
}

export const policiesRequests: Readonly<Record<string, (made: Made) => Asked | Promise<Asked>>> = {
  'see the versions': () => ({ body: {} }),
  'draft a version': async (m) => ({ body: await draft(m) }),
  'compare a draft': async (m) => ({ ...(await drafted(m)), body: {} }),
  'propose a draft': async (m) => ({ ...(await drafted(m)), body: { words: '减少日常查看' } }),
  'drop a draft': async (m) => ({ ...(await drafted(m)), body: {} }),
};
