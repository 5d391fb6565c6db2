import type { Bilingual } from '../../policy/bilingual.ts';

/** What is attached to a ticket, and the page on which faces are hidden. */
export const attachmentWords = {
  title: { zh: '附件', en: 'Attached' },
  photo: { zh: '照片 {n}', en: 'Photo {n}' },
  voice: { zh: '语音 {n}', en: 'Voice message {n}' },
  file: { zh: '文件 {n}', en: 'File {n}' },
  play: { zh: '听', en: 'Play' },
  download: { zh: '下载', en: 'Download' },
  cost: { zh: '每看、每听一次都会记录,居民能看到。', en: 'Each look is recorded, and the resident sees it.' },
  heldOthers: {
    zh: '报事人可以先给路人打码,{when} 起可看',
    en: 'the reporter may hide faces first: to be seen from {when}',
  },
  heldOwn: {
    zh: '{when} 之前只有您能看。有别人的脸,可以先盖住。',
    en: 'Until {when} only you see it. If others’ faces are on it you can hide them first.',
  },
  blur: { zh: '盖住别人的脸', en: 'Hide others’ faces' },
  showNow: { zh: '不用盖,现在就给网格员看', en: 'Nothing to hide: let the worker see it now' },
  blurTitle: { zh: '盖住别人的脸', en: 'Hide others’ faces' },
  blurWhat: {
    zh: '点要盖住的格子,再点下面的按钮。盖住的地方变成一块颜色,原来的画面就销毁了,谁也找不回来。',
    en: 'Tap the fields to hide, then the button below. They become plain colour; what was there is destroyed and cannot be brought back.',
  },
  cell: { zh: '第 {row} 行第 {column} 格', en: 'row {row}, field {column}' },
  blurDo: { zh: '盖住选中的格子', en: 'Hide these fields' },
  blurNone: { zh: '先点要盖住的格子', en: 'choose the fields to hide first' },
  back: { zh: '回到工单', en: 'Back to the ticket' },
  voiceTitle: { zh: '听语音', en: 'Voice message' },
  cannotPlay: {
    zh: '这段是微信、手机的老格式({media}),浏览器放不了。下载到电脑上,用播放器听。',
    en: 'This is in a format ({media}) that browsers do not play. Download it and use a player.',
  },
  addTitle: { zh: '加照片、语音或文件', en: 'Add a photo, a voice message or a file' },
  addLabel: { zh: '选一个文件', en: 'Choose a file' },
  addHint: {
    zh: '照片最大 10 MB,语音 5 MB,文件(PDF、docx、xlsx、txt)10 MB。拍摄地点和时间会去掉。',
    en: 'Photos up to 10 MB, voice 5 MB, files (PDF, docx, xlsx, txt) 10 MB. Where and when it was taken is removed.',
  },
  add: { zh: '加上', en: 'Add it' },
  minePhotos: { zh: '刚发的照片', en: 'Photos just sent' },
  minePhotosWhat: {
    zh: '有路人的脸,可以先盖住再给网格员看。十分钟后会自动给接单的网格员看。',
    en: 'If others’ faces are on them, hide them before the worker sees them. After ten minutes the worker who has the ticket can.',
  },
  minePhotosNone: {
    zh: '没有等着您看的照片。以前发的在“我的工单”里。',
    en: 'No photo waits for you. Those sent earlier are with your tickets.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
