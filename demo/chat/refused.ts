/** What a request was refused with: a stable code for programs, words for people. */
const refusals = {
  bad_json: [400, '请求正文不是 JSON', 'The body is not JSON.'],
  invalid: [422, '这一项的写法不对', 'This member does not have the right form.'],
  empty: [422, '消息里要有文字、图片或语音', 'A message has a text, a picture or a voice note.'],
  too_long: [422, '一条消息最多 2000 字', 'A message has at most 2000 characters.'],
  not_a_picture: [422, '图片要 JPEG 或 PNG', 'A picture is JPEG or PNG.'],
  not_a_voice: [
    422,
    '语音要 MP3、M4A、AAC、OGG、WebM、WAV 或 AMR',
    'A voice note is MP3, M4A, AAC, OGG, WebM, WAV or AMR.',
  ],
  too_large: [413, '文件最大 2 MB', 'A file has at most 2 MiB.'],
  unauthenticated: [401, '这是机器人的接口,要带机器人的令牌', 'This is for the bot: send its token.'],
  other_site: [403, '别的网站不能从这里发请求', 'Another site may not send requests here.'],
  not_a_person: [403, '机器人走 /bot 的接口', 'The bot uses the addresses under /bot.'],
  not_a_member: [403, '不在这个群里', 'This person is not in that room.'],
  not_yours: [403, '只能撤回自己发的消息', 'One recalls only what one has sent.'],
  no_such_person: [404, '没有这个人', 'There is no such person.'],
  no_such_room: [404, '没有这个群', 'There is no such room.'],
  no_such_message: [404, '没有这条消息', 'There is no such message.'],
  no_such_file: [404, '没有这个文件', 'There is no such file.'],
  not_found: [404, '没有这个地址', 'There is nothing at this address.'],
  not_a_friend: [409, '还不是好友,先加一下', 'They are not friends yet: one of them adds the other first.'],
  not_asked: [409, '对方没有申请加好友', 'That person has not asked to be a friend.'],
  too_late: [409, '发出超过 2 分钟的消息不能撤回', 'A message can be recalled for two minutes.'],
  key_used: [409, '这个 key 已经用在另一条消息上', 'This key was used for another message.'],
  not_kept: [500, '没存上,请再试一次', 'It could not be kept: try again.'],
} as const satisfies Record<string, readonly [status: number, zh: string, en: string]>;

export type RefusalCode = keyof typeof refusals;

/** Thrown where it is found, said once in `app.ts`; inside a transaction it takes everything back. */
export class Refused extends Error {
  readonly code: RefusalCode;
  readonly field: string | undefined;

  /** @param field the member of the request that it is about */
  constructor(code: RefusalCode, field?: string) {
    super(code);
    this.name = 'Refused';
    this.code = code;
    this.field = field;
  }

  response(): Response {
    const [status, zh, en] = refusals[this.code];
    const body = { code: this.code, zh, en, ...(this.field === undefined ? {} : { field: this.field }) };
    const headers = this.code === 'unauthenticated' ? { 'WWW-Authenticate': 'Bearer realm="chat"' } : {};
    return Response.json(body, { status, headers });
  }
}
