import { mayDo } from './permits.ts';
import { route } from './route.ts';
import { communityContent } from './schemas.ts';

export const community = [
  route({
    method: 'put',
    path: '',
    pipeline: 'setUpCommunity',
    resource: { zh: '社区', en: 'Community' },
    summary: { zh: '设立社区', en: 'Set up the community' },
    note: {
      zh: '名称、网格和各网格的楼号;再写一次就是修改。',
      en: 'Its name, its grids and their buildings; again, to change them.',
    },
    roles: mayDo('community.setup'),
    body: communityContent,
    example: { name: '恒大城社区', grids: [{ id: 3, kind: 'basic', buildings: [3, 4] }] },
    request: ({ body }) => body,
    answer: communityContent,
  }),
] as const;
