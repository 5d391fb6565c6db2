import type { Bilingual } from '../../policy/bilingual.ts';

/** A worker's own grid, and the bindings made there. */
export const residentWords = {
  title: { zh: '第 {grid} 网格的居民', en: 'Residents of grid {grid}' },
  recorded: {
    zh: '只看得到遮住一部分的信息。每看一页都会记录,居民能看到。',
    en: 'Everything is masked. Each page you look at is recorded, and the residents see it.',
  },
  grids: { zh: '换一个网格', en: 'Another grid' },
  grid: { zh: '第 {grid} 网格', en: 'Grid {grid}' },
  name: { zh: '姓名', en: 'Name' },
  mobile: { zh: '手机号', en: 'Mobile' },
  address: { zh: '住址', en: 'Address' },
  bind: { zh: '绑定微信', en: 'Connect chat' },
  ways: { zh: '办理', en: 'Do something' },
  bindFor: { zh: '为这位居民绑定微信', en: 'Connect this resident’s chat' },
  none: { zh: '这个网格里还没有居民档案。', en: 'This grid has no residents’ records yet.' },
  noGrid: {
    zh: '还没有给您分网格,请找管理员。',
    en: 'You have no grid yet: please ask the administrator.',
  },
  noName: { zh: '没有姓名', en: 'no name' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const bindWords = {
  title: { zh: '绑定微信', en: 'Connect a chat' },
  whom: { zh: '给谁绑定', en: 'For whom' },
  checked: {
    zh: '请先当面核对本人:看证件,或您本来就认识。',
    en: 'First see that it is them: by a document, or because you know them.',
  },
  steps: {
    zh: '点下面的按钮得到六位数字,让居民在微信里私聊楼管家,说「绑定」和这六位数字。五分钟内有效。',
    en: 'The button gives six digits. The resident says 绑定 and the digits to the chat assistant, in private, within five minutes.',
  },
  open: { zh: '已当面核对,给出绑定码', en: 'I have checked: give the code' },
  selfTitle: { zh: '绑定我的微信', en: 'Connect my own chat' },
  selfStaff: {
    zh: '绑定以后,新工单会在微信里提醒您,接单、办结也能在微信里办。电话只在页面上看。',
    en: 'New tickets are then announced in your chat, and you can take and finish them there. Numbers are shown on pages only.',
  },
  selfResident: {
    zh: '绑定以后,您在微信里就能查进度、看谁看过您的信息、撤回同意。',
    en: 'You can then follow your tickets, see who looked, and withdraw consent in your chat.',
  },
  selfSteps: {
    zh: '点下面的按钮得到六位数字,在微信里私聊楼管家,说「绑定」和这六位数字。五分钟内有效。',
    en: 'The button gives six digits. Say 绑定 and the digits to the chat assistant, in private, within five minutes.',
  },
  selfBound: {
    zh: '您是从微信里进来的,这个微信已经绑定好了。',
    en: 'You came here from your chat, which is connected already.',
  },
  selfOpen: { zh: '给我绑定码', en: 'Give me the code' },
  codeTitle: { zh: '绑定码', en: 'The code' },
  say: { zh: '在微信里私聊楼管家,说:绑定 {code}', en: 'Say to the chat assistant, in private: 绑定 {code}' },
  until: { zh: '{until} 前有效', en: 'good until {until}' },
  waiting: { zh: '还没有人说出这个码。', en: 'Nobody has said it yet.' },
  refresh: { zh: '刷新,看说了没有', en: 'Look again' },
  answered: { zh: '有人说出来了,核对一下', en: 'Somebody has said it: compare' },
  compare: {
    zh: '对方手机上应该也是这两位数字。不一样,就不是本人,不要确认。',
    en: 'Their phone must show the same two digits. If it does not, it is somebody else: do not confirm.',
  },
  confirm: { zh: '一样,确认绑定', en: 'The same: confirm' },
  again: { zh: '不一样,换一个码', en: 'Different: make another code' },
  bound: { zh: '绑定好了', en: 'Connected' },
  boundWhat: { zh: '楼管家会在微信里说一声。', en: 'The chat assistant says so in the chat.' },
  over: { zh: '这个码已经过期或用过', en: 'This code has run out or was used' },
  overWhat: { zh: '再给一个就行。', en: 'Just make another one.' },
  conflict: {
    zh: '这个微信刚刚已经绑定了别人,没有办成。要换绑,先由对方解除。',
    en: 'This chat has just been connected to somebody else. It has to be ended there first.',
  },
  back: { zh: '返回居民', en: 'Back to the residents' },
  home: { zh: '回到首页', en: 'To the first page' },
} as const satisfies Readonly<Record<string, Bilingual>>;
