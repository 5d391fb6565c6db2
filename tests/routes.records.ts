import type { Asked, Made } from './routes.requests.ts';
import { row, type Row } from './routes.table.ts';

/** Households, vehicles, businesses, errands, and mediations: see routes.table.ts. */

/** What a mediator writes is for that mediator: nobody of the table is one. `mediation.test.ts` has who is. */
// prettier-ignore
const nobody = '401 401  403 403 403 403  403 403 403 403 403 403';

// prettier-ignore
export const recordsTable: readonly Row[] = [
  //                                                           none ended  reporter chat group page  worker elsewhere dispatcher officer administrator bot
  row('POST /households/{id}:read', 'see who belongs to a household', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  row('POST /records/{type}', 'create a vehicle', {
    wang:     '401 401  403 403 403 403  201 403 403 403 201 403',
    zhang:    '401 401  403 403 403 403  403 201 403 403 201 403' }),
  row('POST /records/{type}', 'create an errand', {
    wang:     '401 401  403 403 403 403  201 403 403 403 201 403',
    zhang:    '401 401  403 403 403 403  403 201 403 403 201 403' }),
  row('POST /records/{type}', 'create a business', {
    wang:     '401 401  403 403 403 403  201 403 403 403 201 403',
    zhang:    '401 401  403 403 403 403  403 201 403 403 201 403' }),
  row('POST /records/{type}/{id}:read', 'read a business, business_contact', {
    wang:     '401 401  403 403 403 403  200 403 200 403 403 403' }),
  row('POST /records/{type}/{id}:read', 'read an errand, errand_service', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403' }),
  row('POST /records/{type}/{id}:read', 'read an errand, own_record', {
    wang:     '401 401  403 200 403 200  403 403 403 403 403 403' }),
  row('POST /records/{type}:search', 'list what a resident has', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  row('POST /mediations', 'open a mediation', { nobody }),
  row('POST /mediations:search', 'see mediations', { nobody }),
  row('POST /mediations/{id}:read', 'read a mediation', { nobody }),
  row('POST /mediations/{id}/notes', 'write a note of a mediation', { nobody }),
  row('PATCH /mediations/notes/{id}', 'correct a note of a mediation', { nobody }),
  row('POST /mediations/{id}:close', 'close a mediation', { nobody }),
];

const keeping = { purpose: 'record_keeping' };
const errand = { item: 'pension_check', asked: '2026-01-10' };
const id = '0'.repeat(26);

async function madeBy({ ask, target }: Made, type: string, body: object): Promise<Record<string, string>> {
  const made = await ask('POST', `/records/${type}`, target.worker.token, { ...keeping, ...body });
  return { type, id: String(made['id']) };
}
const withErrand = (m: Made) => madeBy(m, 'errand', { keeper: m.target.resident, fields: errand });

export const recordsRequests: Readonly<Record<string, (made: Made) => Asked | Promise<Asked>>> = {
  'see who belongs to a household': async (m) => {
    const household = await madeBy(m, 'household', { grid: m.target.grid, fields: { address: '3-2-501' } });
    return { path: { id: household['id'] ?? '' }, body: {} };
  },
  'create a vehicle': ({ target }) => ({
    path: { type: 'vehicle' },
    body: { ...keeping, keeper: target.resident, fields: { plate: '鲁A12345' } },
  }),
  'create an errand': ({ target }) => ({
    path: { type: 'errand' },
    body: { ...keeping, keeper: target.resident, fields: errand },
  }),
  'create a business': ({ target }) => ({
    path: { type: 'business' },
    body: { ...keeping, grid: target.grid, fields: { name: '恒大超市' } },
  }),
  'read a business, business_contact': async (m) => ({
    path: await madeBy(m, 'business', { grid: m.target.grid, fields: { name: '恒大超市' } }),
    body: { purpose: 'business_contact', fields: ['name'] },
  }),
  'read an errand, errand_service': async (m) => ({
    path: await withErrand(m),
    body: { purpose: 'errand_service' },
  }),
  'read an errand, own_record': async (m) => ({ path: await withErrand(m), body: { purpose: 'own_record' } }),
  'list what a resident has': ({ target }) => ({
    path: { type: 'dog' },
    body: { purpose: 'dog_care', where: { of: target.resident } },
  }),
  'open a mediation': () => ({
    body: {
      parties: [
        { name: '王秀英', address: '3-2-501' },
        { name: '张伟', address: '5-1-302' },
      ],
    },
  }),
  'see mediations': () => ({ body: {} }),
  'read a mediation': () => ({ path: { id }, body: {} }),
  'write a note of a mediation': () => ({
    path: { id },
    body: { fields: { day: '2026-11-20', note: '谈了' } },
  }),
  'correct a note of a mediation': () => ({
    path: { id },
    headers: { 'if-match': '"1"' },
    body: { fields: { note: '谈了' } },
  }),
  'close a mediation': () => ({ path: { id }, body: {} }),
};
