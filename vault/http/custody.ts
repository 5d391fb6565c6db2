import { custodyItem, custodyList, custodyNote, rootRotated } from './custody-schemas.ts';
import { mayDo } from './permits.ts';
import { route } from './route.ts';
import { nothing } from './schemas.ts';

const resource = { zh: '密钥保管', en: 'Keeping of the keys' };

export const custodyRoutes = [
  route({
    path: '/keys:read',
    pipeline: 'readCustody',
    resource,
    summary: { zh: '密钥由谁保管、何时演练过', en: 'How the keys are kept, and the last drill' },
    note: {
      zh: '现用根密钥的代号,以及密钥环最近一次复制、根密钥最近一次封给保管人、最近一次恢复演练的时间。不含任何密钥。',
      en: 'The name of the root secret in use; when the ring was last copied, the root last sealed for the officers, the recovery last tried. No key is in it.',
    },
    roles: mayDo('keys.read'),
    body: nothing,
    request: () => undefined,
    answer: custodyList,
  }),
  route({
    path: '/keys:note',
    pipeline: 'noteCustody',
    resource,
    summary: { zh: '登记复制、封存或演练', en: 'Note a copy, a sealing or a drill' },
    note: { zh: '由 lindun keys 的各个命令登记。', en: 'The commands of lindun keys note it.' },
    roles: mayDo('keys.note'),
    body: custodyNote,
    example: { what: 'drill', root: '3f9c0a5be1d24478', count: 40 },
    request: ({ body }) => body,
    answer: custodyItem,
  }),
  route({
    path: '/keys:rotate-root',
    pipeline: 'rotateRoot',
    resource,
    summary: { zh: '改用新的根密钥', en: 'Wrap the key ring by the new root secret' },
    note: {
      zh: '新的根密钥先放到密钥环能看到的地方(lindun keys rotate-root 会做);重复请求不会出错。',
      en: 'The new root secret has to be where the key ring sees it (lindun keys rotate-root does that). Asked again, nothing happens twice.',
    },
    roles: mayDo('keys.rotate_root'),
    body: nothing,
    request: () => undefined,
    answer: rootRotated,
  }),
] as const;
