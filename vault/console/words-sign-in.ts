import type { Bilingual } from '../../policy/bilingual.ts';

/** Signing in, and setting how. */
export const signInWords = {
  title: { zh: '登录', en: 'Sign in' },
  passkey: { zh: '用通行密钥登录', en: 'Sign in with a passkey' },
  passkeyHint: { zh: '用指纹、面容或锁屏密码', en: 'with your finger, your face or the screen lock' },
  passkeyFailed: {
    zh: '没有成功。再试一次,或用登录号和口令。',
    en: 'That did not work. Try again, or use your number and PIN.',
  },
  orPin: { zh: '用登录号和口令', en: 'With your number and PIN' },
  number: { zh: '登录号', en: 'Your number' },
  numberHint: { zh: '九位数字,设置口令时告诉过您', en: 'nine digits, told to you when you set the PIN' },
  pin: { zh: '口令', en: 'PIN' },
  pinHint: { zh: '六位数字', en: 'six digits' },
  go: { zh: '登录', en: 'Sign in' },
  wrong: { zh: '登录号或口令不对,再看看。', en: 'Number or PIN is wrong: look again.' },
  locked: {
    zh: '试错的次数太多,先锁住了。{minutes} 分钟以后再试。忘了口令,看下面怎么办。',
    en: 'Too many wrong tries: it is locked. Try again in {minutes} minutes. Below is what to do if you have forgotten it.',
  },
  none: { zh: '还没有口令,或者忘了、丢了', en: 'None yet, forgotten or lost' },
  noneResident: {
    zh: '居民:带上证件找您的网格员,当面给您一个二维码,用自己的手机设一个。',
    en: 'Residents: ask your grid worker in person for a code, and set one on your own phone.',
  },
  noneStaff: {
    zh: '工作人员:请管理员发一个设置链接。旧的随后作废。',
    en: 'Staff: ask the administrator for a link. What you had before ends then.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const mySignInWords = {
  title: { zh: '我怎么登录', en: 'How I sign in' },
  first: { zh: '设置怎么登录', en: 'Set how you sign in' },
  firstWhat: {
    zh: '设一个口令或通行密钥,以后用它登录。只有您自己知道;社区和楼管家都看不到。',
    en: 'Set a PIN or a passkey: from now on you sign in with it. Only you know it; neither the community nor the assistant does.',
  },
  replaces: {
    zh: '您以前设过。这里设好新的,旧的口令和通行密钥马上全部作废。',
    en: 'You had one before. When the new one is set, the old PIN and passkeys end at once.',
  },
  done: { zh: '设好了', en: 'It is set' },
  onward: { zh: '好了,往下走', en: 'Done: go on' },
  number: { zh: '登录号', en: 'Your number' },
  keep: {
    zh: '请记住这个登录号,用口令登录时要用。也可以拍下来:没有口令,它什么也开不了。',
    en: 'Please keep this number: it goes with your PIN. You may take a photo of it; without the PIN it opens nothing.',
  },
  pin: { zh: '口令', en: 'PIN' },
  pinSet: { zh: '已设置', en: 'set' },
  pinNone: { zh: '没有设置', en: 'not set' },
  setPin: { zh: '设置口令', en: 'Set a PIN' },
  changePin: { zh: '换一个口令', en: 'Change the PIN' },
  pinHint: {
    zh: '六位数字。不要用生日、门牌、123456 这样的。',
    en: 'Six digits. No birthday, no door number, nothing like 123456.',
  },
  again: { zh: '再输一遍', en: 'Once more' },
  different: { zh: '两遍不一样', en: 'the two are different' },
  passkeys: { zh: '通行密钥', en: 'Passkeys' },
  passkeyWhat: {
    zh: '用这台手机或电脑的指纹、面容、锁屏密码登录,最省事也最稳妥。',
    en: 'Sign in with the finger, face or screen lock of this device: the easiest and the safest way.',
  },
  addPasskey: { zh: '在这台设备上设一个', en: 'Make one on this device' },
  noPasskeys: {
    zh: '这个浏览器不能用通行密钥(微信里常常不行):设口令就好。',
    en: 'This browser has no passkeys (inside a chat app that is common): a PIN will do.',
  },
  addFailed: {
    zh: '没有设成。再试一次,或先设口令。',
    en: 'That did not work. Try again, or set a PIN first.',
  },
  passkeyOf: { zh: '设于 {when}', en: 'made {when}' },
  used: { zh: '上次用:{when}', en: 'last used {when}' },
  never: { zh: '还没用过', en: 'not used yet' },
  drop: { zh: '停用', en: 'Take it away' },
  last: {
    zh: '这是最后一个,停用了就进不来了。先设一个新的。',
    en: 'It is the last one: set another one first.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const unlockWords = {
  title: { zh: '用口令解锁', en: 'Unlock with your PIN' },
  what: {
    zh: '这一页是从聊天里打开的。输入口令,就和您亲自登录一样:能看全、能改、能同意。',
    en: 'You came here from the chat. With your PIN it is as if you had signed in: see all of it, correct it, agree.',
  },
  go: { zh: '解锁', en: 'Unlock' },
  wrong: { zh: '口令不对,再试一次。', en: 'The PIN is wrong: try again.' },
  none: { zh: '还没有口令?', en: 'No PIN yet?' },
  bot: { zh: '口令只在这里输,别发给楼管家。', en: 'Type it here only, never to the chat assistant.' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const inviteWords = {
  row: { zh: '设口令', en: 'Set a PIN' },
  title: { zh: '给TA一个设置口令的二维码', en: 'A code for setting a PIN' },
  whom: { zh: '给谁', en: 'For whom' },
  checked: {
    zh: '请先当面核对本人:看证件,或您本来就认识。二维码只给本人的手机扫。',
    en: 'First see that it is them. The code is for their own phone alone.',
  },
  noted: { zh: '会记录,居民能看到。', en: 'This is recorded, and the resident sees it.' },
  make: { zh: '已当面核对,给出二维码', en: 'I have checked: show the code' },
  scan: {
    zh: '请居民用自己的手机扫,在上面设口令或通行密钥。您不用看,也不要代设。',
    en: 'The resident scans it with their own phone and sets a PIN or passkey there. Do not look, and do not do it for them.',
  },
  until: { zh: '{until} 前有效,只能用一次', en: 'good until {until}, for one use' },
  address: { zh: '扫不了就输这个地址', en: 'Or open this address' },
  after: {
    zh: '还没有口令:趁本人在,现在就设。没有口令,本人看不全自己的档案,也不能同意、更正、抹除。',
    en: 'They have no PIN yet: set it now, while they are here. Without one they cannot see all of their record, agree, correct or erase.',
  },
  refusedTitle: { zh: '现在给不了', en: 'Not now' },
  refused: {
    zh: '本人已经有口令或通行密钥。忘了或丢了的,先请隐私官停用旧的,再来给二维码:换口令要两个人经手。',
    en: 'They have a PIN or a passkey. If it is forgotten or lost, the officer takes it away first: it takes two people.',
  },
  back: { zh: '返回居民', en: 'Back to the residents' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const endSignInWords = {
  title: { zh: '手机丢了、口令忘了或给了别人?', en: 'Lost, forgotten, or in other hands?' },
  what: {
    zh: '停用TA的全部口令和通行密钥,正在登录的也马上退出。之后居民由网格员当面给新的二维码,工作人员由管理员发新的链接。',
    en: 'This ends their PIN and all their passkeys, and signs them out. A resident then gets a new code from their worker, in person; staff a new link from the administrator.',
  },
  go: { zh: '停用', en: 'End them' },
  told: { zh: '会记录,本人能看到。', en: 'This is recorded, and they see it.' },
  done: { zh: '已停用', en: 'Ended' },
  doneWhat: {
    zh: '旧的口令和通行密钥都不能用了。',
    en: 'The PIN and the passkeys there were open nothing any more.',
  },
  none: { zh: 'TA本来就没有口令和通行密钥。', en: 'They had neither PIN nor passkey.' },
  log: { zh: '看TA的记录', en: 'Their entries' },
} as const satisfies Readonly<Record<string, Bilingual>>;
