import { keptTypes, type RecordType } from '../../policy/fields.ts';
import { comparable } from '../../policy/likeness.ts';
import { mayAct } from './permits.ts';
import { route } from './route.ts';
import {
  recordCreate,
  recordPage,
  recordRead,
  recordUpdate,
  nothing,
  releasedRecord,
  written,
  type ByType,
} from './schemas.ts';
import {
  duplicateList,
  foundHouseholds,
  householdRead,
  householdFind,
  recordCreated,
  recordDuplicates,
  recordSearch,
} from './search-schemas.ts';
import type { z } from '@hono/zod-openapi';

const resource = { zh: '档案', en: 'Records' };

/** A path's `{type}` was checked against the record types before a route is asked. */
const typeIn = (params: Readonly<Record<string, string>>): RecordType => params['type'] as RecordType;
const idIn = (params: Readonly<Record<string, string>>): string => params['id'] ?? '';

const forType = <Schema extends z.ZodType>(schemas: ByType<Schema>) => ({
  of: (params: Readonly<Record<string, string>>) => schemas.of(typeIn(params)),
  documented: schemas.documented,
});

/** What is kept of people, tickets' words and staff: sealed, and released field by field. */
export const records = [
  route({
    path: '/records/{type}',
    pipeline: 'createRecord',
    resource,
    summary: { zh: '建档', en: 'Create a record' },
    note: {
      zh: '居民、户和商户要写所在网格 grid;犬只、车辆和代办要写是哪位居民的 keeper。alike 是看起来像同一份的档案,只列建档人自己网格里的。',
      en: 'A resident, a household and a business name their grid; a dog, a vehicle and an errand whose they are (keeper). alike are records that look like the same one, of the creator’s own grids alone.',
    },
    roles: mayAct('create', ...keptTypes),
    body: forType(recordCreate),
    idempotent: 'required',
    status: 201,
    example: { purpose: 'record_keeping', grid: 3, fields: { name: '王秀英', mobile: '13800138000' } },
    request: ({ body, params }) => ({ ...body, type: typeIn(params) }),
    answer: recordCreated,
    version: ({ version }) => version,
    location: ({ type, id }) => `/records/${type}/${id}`,
  }),
  route({
    path: '/records/{type}:search',
    pipeline: 'searchRecords',
    resource,
    summary: { zh: '查找档案', en: 'Find records' },
    note: {
      zh: '按网格、按本人,按一个字段的准确值,或按几个字段同时符合(match)。看不到的不出现在结果里;每一次都会记录,居民能看到。',
      en: 'By grid, one’s own, by the exact value of a field, or by several at once (match). What may not be seen is left out; each look is logged, and the resident can see it.',
    },
    roles: mayAct('list'),
    body: forType(recordSearch),
    example: { purpose: 'grid_overview', where: { grid: 3 }, limit: 20 },
    request: ({ body, params }) => ({ ...body, type: typeIn(params) }),
    answer: recordPage,
  }),
  route({
    path: '/records/{type}:duplicates',
    pipeline: 'findDuplicates',
    resource,
    summary: { zh: '核对可能重复的档案', en: 'Find records that may be one' },
    note: {
      zh: '只比对自己网格里的:身份证号相同、手机号和姓名相同、姓名和住址相同。值按规范写法比对,遮住显示;每一份都会记录,居民能看到。',
      en: 'Of one’s own grids alone: the same identity number, number and name, or name and address, in whatever spelling. Shown masked; each is logged, and the resident can see it.',
    },
    roles: mayAct('list', ...comparable),
    body: forType(recordDuplicates),
    example: { purpose: 'record_keeping', grid: 3, fields: ['name', 'mobile', 'address'], limit: 20 },
    request: ({ body, params }) => ({ ...body, type: typeIn(params) }),
    answer: duplicateList,
  }),
  route({
    path: '/households:find',
    pipeline: 'findHousehold',
    resource,
    summary: { zh: '按住址找一户', en: 'Find a household by its address' },
    note: {
      zh: '住址怎么写都行:3号楼2单元501室、三号楼二单元501、3-2-501。返回这一户和户里的人;住同一处而没有归到户的,另列在 others。',
      en: 'In any spelling: 3号楼2单元501室, 三号楼二单元501, 3-2-501. It gives the household and who belongs to it; who lives there and belongs to none stands in others.',
    },
    roles: mayAct('list', 'household'),
    body: householdFind,
    example: { purpose: 'grid_overview', address: '3号楼2单元501室' },
    request: ({ body }) => body,
    answer: foundHouseholds,
  }),
  route({
    path: '/households/{id}:read',
    pipeline: 'readHousehold',
    resource,
    summary: { zh: '一户和户里的人', en: 'A household and who belongs to it' },
    note: {
      zh: 'id 可以是户的编号,也可以是户里任何一个人的。户主在前,租户在后;谁是谁的监护人写在 guardians。每个人都会有一条记录。',
      en: 'By its own id, or by that of anybody who belongs to it. The head first, tenants last; who is whose guardian stands in guardians. Each person has an entry.',
    },
    roles: mayAct('read', 'household'),
    body: nothing,
    request: ({ params }) => ({ of: idIn(params) }),
    answer: householdRead,
  }),
  route({
    path: '/records/{type}/{id}:read',
    pipeline: 'readRecord',
    resource,
    summary: { zh: '查看一份档案', en: 'Read a record' },
    note: {
      zh: '写明用途;为工单查看时写工单 case。每个字段按政策给出:明文、掩码、是否,或不给。会记录,居民能看到。',
      en: 'Say the purpose, and the case when it is for a ticket. Each field comes as the policy allows: clear, masked, fact or none. It is logged, and the resident can see it.',
    },
    roles: mayAct('read'),
    body: forType(recordRead),
    example: { purpose: 'phone_contact', case: '01kq3v9m2c7hx4e8ztn5rbw6ga', fields: ['mobile'] },
    request: ({ body, params }) => ({ ...body, type: typeIn(params), id: idIn(params) }),
    answer: releasedRecord,
    version: ({ version }) => version,
  }),
  route({
    method: 'patch',
    path: '/records/{type}/{id}',
    pipeline: 'updateRecord',
    resource,
    summary: { zh: '修改档案', en: 'Change a record' },
    note: {
      zh: '只写要改的字段;空文字表示清空。',
      en: 'Only the fields to change; an empty text empties a field.',
    },
    roles: mayAct('update'),
    body: forType(recordUpdate),
    ifMatch: 'required',
    example: { purpose: 'record_keeping', fields: { mobile: '13900139000' } },
    request: ({ body, params, version }) => ({
      ...body,
      type: typeIn(params),
      id: idIn(params),
      version: version ?? 0,
    }),
    answer: written,
    version: ({ version }) => version,
  }),
] as const;
