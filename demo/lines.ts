import type { Words } from './answer.ts';

/** Who is in the story. */
export const cast = {
  worker: { zh: '网格员(3 号网格)', en: 'grid worker of grid 3' },
  neighbour: { zh: '别的网格的网格员(5 号网格)', en: 'grid worker of grid 5' },
  resident: { zh: '居民(自己的页面)', en: 'resident, on their own page' },
  dispatcher: { zh: '调度员', en: 'dispatcher' },
  bot: { zh: '楼管家', en: 'chat assistant' },
  administrator: { zh: '管理员', en: 'administrator' },
  officer: { zh: '隐私官', en: 'privacy officer' },
} as const satisfies Readonly<Record<string, Words>>;

export type RoleName = keyof typeof cast;

interface Told {
  readonly id: string;
  readonly role: RoleName;
  readonly title: Words;
}
/** A command to paste, and how it ends when the vault does what it says: with an HTTP status, or exit code 0. */
export type Line = Told & ({ readonly curl: string; readonly expect: number } | { readonly shell: string });

/** What the lines name: addresses, tokens, random ids. No line holds anybody's data. */
export interface Scene {
  /** `http://localhost:8787/v1/communities/hengda` */
  readonly base: string;
  /** The state directory and the repository, absolute. */
  readonly dir: string;
  readonly root: string;
  /** For each role a token, or how the shell reads it from where it lies. */
  readonly tokens: Readonly<Record<RoleName, string>>;
  /** The resident who reported, and the ticket, by id. */
  readonly resident: string;
  readonly ticket: string;
  readonly contact: { readonly transport: string; readonly contact: string };
  readonly notice: {
    readonly id: string;
    readonly version: string;
    readonly sha256: string;
    readonly lang: string;
  };
  /** The log entry to prove: the first look at the telephone number. */
  readonly seq: number;
  /** The log's verifier key. */
  readonly vkey: string;
  /** Whether Go and its own module for logs are on this machine. */
  readonly go: boolean;
}

/** One question over HTTP. */
interface Ask extends Words {
  readonly id: string;
  readonly role: RoleName;
  readonly expect: number;
  readonly path: string;
  readonly body: unknown;
}

/** Everything to paste, in the order in which it tells the story. */
export function linesOf(scene: Scene): readonly Line[] {
  const asked = (asks: readonly Ask[]): readonly Line[] => asks.map((ask) => curl(scene, ask));
  return [
    ...asked(workerAsks(scene)),
    ...asked(residentAsks(scene)),
    ...asked(deskAsks(scene)),
    exchangeLine(scene),
    ...asked(officerAsks),
    ...proofLines(scene),
  ];
}

const recordPath = ({ resident }: Scene): string => `/records/resident/${resident}:read`;
const gridList = {
  path: '/records/resident:search',
  body: { purpose: 'grid_overview', where: { grid: 3 }, limit: 5 },
};
const phone = (scene: Scene) => ({
  path: recordPath(scene),
  body: { purpose: 'phone_contact', case: scene.ticket, fields: ['name', 'mobile'] },
});

const workerAsks = (scene: Scene): readonly Ask[] => [
  {
    id: 'grid-list',
    role: 'worker',
    expect: 200,
    ...gridList,
    zh: '本网格的居民:姓名、号码、住址都遮着',
    en: 'the residents of the own grid: names, numbers and addresses are masked',
  },
  {
    id: 'phone-no-ticket',
    role: 'worker',
    expect: 403,
    path: recordPath(scene),
    body: { purpose: 'phone_contact', fields: ['mobile'] },
    zh: '看电话,不说为哪张工单:不给',
    en: 'the telephone number, without saying for which ticket: refused',
  },
  {
    id: 'ticket',
    role: 'worker',
    expect: 200,
    path: `/tickets/${scene.ticket}:read`,
    body: { purpose: 'handle_ticket' },
    zh: '手里的工单:情况完整,报事人只有遮住的姓名',
    en: 'the ticket in hand: its words in clear, the reporter by a masked name alone',
  },
  {
    id: 'phone',
    role: 'worker',
    expect: 200,
    ...phone(scene),
    zh: '为这张工单看电话:给,并记一笔',
    en: 'the telephone number for this ticket: granted, and one entry in the log',
  },
  {
    id: 'other-grid-list',
    role: 'neighbour',
    expect: 403,
    ...gridList,
    zh: '看 3 号网格的居民:不给',
    en: 'the residents of grid 3: refused',
  },
  {
    id: 'other-grid-phone',
    role: 'neighbour',
    expect: 403,
    ...phone(scene),
    zh: '拿着工单号看电话:单子不是这位接的,不给',
    en: 'the telephone number, naming a ticket that somebody else has: refused',
  },
];

const residentAsks = (scene: Scene): readonly Ask[] => [
  {
    id: 'own-record',
    role: 'resident',
    expect: 200,
    path: recordPath(scene),
    body: { purpose: 'own_record' },
    zh: '我的档案:完整;身份证号没有存原文,只说有',
    en: 'my own record, in clear; of the identity number no text is kept, only that there is one',
  },
  {
    id: 'own-log',
    role: 'resident',
    expect: 200,
    path: '/log:own',
    body: { only: 'others', limit: 5 },
    zh: '谁看过我的信息:谁、什么时候、哪一项、为哪张工单',
    en: 'who looked at my data: who, when, which field, under which ticket',
  },
  {
    id: 'withdraw',
    role: 'resident',
    expect: 200,
    path: '/consents',
    body: { purpose: 'phone_contact', event: 'withdrawn' },
    zh: '撤回同意:电话联系',
    en: 'consent to telephone calls, withdrawn',
  },
  {
    id: 'phone-withdrawn',
    role: 'worker',
    expect: 403,
    ...phone(scene),
    zh: '再看一次电话:从撤回那一刻起就不给了',
    en: 'the telephone number once more: refused, from that moment on',
  },
  {
    id: 'agree',
    role: 'resident',
    expect: 200,
    path: '/consents',
    body: { purpose: 'phone_contact', event: 'given', notice: scene.notice },
    zh: '看过告知书,重新同意',
    en: 'consent given again, to exactly this notice',
  },
];

const deskAsks = (scene: Scene): readonly Ask[] => [
  {
    id: 'dispatch',
    role: 'dispatcher',
    expect: 200,
    path: '/tickets:search',
    body: { purpose: 'dispatch', where: { state: 'accepted' } },
    zh: '等着派的单:在哪、什么事,看不到是谁报的',
    en: 'reports that wait to be dispatched: where and what, not who',
  },
  {
    id: 'administrator-record',
    role: 'administrator',
    expect: 403,
    path: recordPath(scene),
    body: { purpose: 'record_keeping' },
    zh: '看居民档案:不给,管机器的人不看人',
    en: "the resident's record: refused, who runs the machine reads nobody",
  },
  {
    id: 'bot-record',
    role: 'bot',
    expect: 403,
    path: recordPath(scene),
    body: { purpose: 'own_record' },
    zh: '看居民档案:不给,它自己什么也看不到',
    en: "the resident's record: refused, by itself it sees nothing",
  },
];

const officerAsks: readonly Ask[] = [
  {
    id: 'refusals',
    role: 'officer',
    expect: 200,
    path: '/log:search',
    body: { decision: 'refused', limit: 10 },
    zh: '被拒绝的每一次和原因;被拒绝的人只听到「不给」和编号',
    en: 'every refusal and its reason; who was refused heard no reason, only a reference',
  },
  {
    id: 'checkpoint',
    role: 'officer',
    expect: 200,
    path: '/log/checkpoints',
    body: {},
    zh: '此刻的检查点,有签名;对外每十分钟发布一次',
    en: 'a signed checkpoint of this moment; published ones come every ten minutes',
  },
];

/**
 * Asked for as text, a proof comes alone, as the file that Go reads. The verifier key here is the one that the
 * vault itself gave: who wants to rely on it compares it once by another way.
 */
function proofLines(scene: Scene): readonly Line[] {
  const { seq, dir, root, vkey, go } = scene;
  const proof = quoted(`${dir}/entry-${seq}.tlog-proof`);
  const ask: Ask = {
    id: 'proof',
    role: 'officer',
    expect: 200,
    path: `/log/entries/${seq}:prove`,
    body: {},
    zh: `第 ${seq} 条记录(第一次看电话)的证明,存成文件`,
    en: `a proof of entry ${seq}, the first look at the number, saved to a file`,
  };
  const checked: Line = {
    id: 'check-proof',
    role: 'officer',
    title: {
      zh: '用 Go 自己的 note 和 tlog 核对,不用本项目的代码',
      en: "checked with Go's own note and tlog, without any code of ours",
    },
    shell: broken([
      `cd ${quoted(`${root}/tests/foreign`)} && GO111MODULE=off GOPATH=/usr/share/gocode`,
      `go run . check-proof ${proof} ${quoted(vkey)}`,
    ]),
  };
  const verified: Line = {
    id: 'verify',
    role: 'officer',
    title: {
      zh: '核对整个数据目录:签名、树、每份档案、每个控制行',
      en: 'the whole directory: signatures, tree, every record, every control row',
    },
    shell: `cd ${quoted(root)} && npx lindun verify --dir ${quoted(dir)}`,
  };
  return [curl(scene, ask, [`-H 'Accept: text/plain' -o ${proof}`]), ...(go ? [checked] : []), verified];
}

/** RFC 8693: the one thing the bot's own token is good for. */
function exchangeLine({ base, tokens, contact }: Scene): Line {
  const form = {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token_type: 'urn:lindun:token-type:chat-contact',
    subject_token: Buffer.from(JSON.stringify(contact)).toString('base64url'),
    context: 'private',
  };
  return {
    id: 'exchange',
    role: 'bot',
    title: {
      zh: '为一位说话的人换令牌:60 秒有效,只用一次',
      en: 'a token for somebody who speaks: good for sixty seconds and one request',
    },
    curl: broken([
      `${curlAndStatus} ${base}/tokens:exchange`,
      bearer(tokens.bot),
      ...Object.entries(form).map(([name, value]) => `-d ${name}=${value}`),
    ]),
    expect: 200,
  };
}

/** The answer, then its status on a line of its own. */
const curlAndStatus = "curl -sS -w '\\n%{http_code}\\n'";

function curl({ base, tokens }: Scene, ask: Ask, more: readonly string[] = []): Line {
  const { id, role, expect, path, body, zh, en } = ask;
  const parts = [
    `${curlAndStatus} ${base}${path}`,
    bearer(tokens[role]),
    `-H 'Content-Type: application/json' -d ${quoted(JSON.stringify(body))}`,
    ...more,
  ];
  return { id, role, title: { zh, en }, curl: broken(parts), expect };
}

/** In double quotes: the administrator's token the shell reads from its file when it runs the line. */
const bearer = (token: string): string => `-H "Authorization: Bearer ${token}"`;

/** One command over several lines. */
const broken = (parts: readonly string[]): string => parts.join(' \\\n  ');

/** One word for a POSIX shell, whatever is in it. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
