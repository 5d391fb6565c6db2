/** What is to be reached: of the ratio, or of the value itself where there is none. */
export type Goal = { readonly atMost: number } | { readonly atLeast: number };

/** One thing that the design has to reach, and the figure that shows whether it does. */
export interface Gate {
  /** The id of the figure. */
  readonly figure: string;
  readonly title: string;
  readonly zh: string;
  readonly goal: Goal;
  /** Why it is as it is where it is not reached: printed then, and only then. */
  readonly limit: string;
}

/** All of them, in the order of the table. */
export const gates: readonly Gate[] = [
  {
    figure: 'read-20',
    title: 'Node: read 20 fields / plaintext',
    zh: 'Node:读 20 个字段 / 明文',
    goal: { atMost: 10 },
    limit:
      'A read is two statements, the record and the wrapped key, against one; then a key to unwrap, a subkey to derive, and twenty boxes, each a call into WASM with its own nonce and associated data. Fewer calls would be fewer boxes, and then no field opens alone.',
  },
  {
    figure: 'read-1-of-20',
    title: 'Node: read 1 field / plaintext',
    zh: 'Node:读 1 个字段 / 明文',
    goal: { atMost: 5 },
    limit:
      'What does not depend on the number of fields comes before the first box opens: a second statement for the wrapped key, its unwrapping, and the subkey; and the record is read whole. In plaintext one column of a row takes two microseconds, no more than our second statement alone.',
  },
  {
    figure: 'find-20',
    title: 'search by index / plaintext index',
    zh: '按索引查找 / 明文索引',
    goal: { atMost: 8 },
    limit:
      'Beside the read it takes a keyed hash of what is looked for and the check of the hit’s MAC, in JavaScript: SQLite’s own search in an index costs less than either.',
  },
  {
    figure: 'import',
    title: 'import / plaintext import',
    zh: '导入 / 明文导入',
    goal: { atMost: 9 },
    limit:
      'A resident brought in is checked, decided on field by field, and looked for among the suppressed, the duplicates and the likely ones; then it is a subject, a wrapped key for the record and one for the log, a record, index tags with MACs, a control row and a sealed entry. In plaintext it is one row with four indexes, and no log at all.',
  },
  {
    figure: 'best-peer',
    title: 'best npm peer / ours, read',
    zh: '最快的同类 npm 包 / 我们,读',
    goal: { atLeast: 5 },
    limit:
      'The fastest of them is libsodium as a native addon, under keys that lie in memory: no statement for a resident’s own key, no unwrapping, no subkey. It was not among those the goal was set with: it is ciphersweet-js given bytes. In the way with text, which its page shows, it loses the Chinese, and takes several times as long.',
  },
  {
    figure: 'object-read-20',
    title: 'Durable Object: read / plaintext',
    zh: 'Durable Object:读 / 明文',
    goal: { atMost: 6 },
    limit: 'The same work as on Node, beside a select that costs a Durable Object more than it costs Node.',
  },
  {
    figure: 'object-audited-read',
    title: 'Durable Object: audited read / audited plaintext read',
    zh: 'Durable Object:留痕的读 / 留痕的明文读',
    goal: { atMost: 3.5 },
    limit:
      'Ours knows who asks: token, role, grid, policy, mask and alerts come before the record, and its entry is two sealed parts under keys of their own, a leaf, its nodes and a head with a MAC. The plaintext one writes a row that anybody could change.',
  },
  {
    figure: 'object-log-tree',
    title: 'log append with tree / plain row',
    zh: '写一条带树的日志 / 写一行普通日志',
    goal: { atMost: 2 },
    limit: 'Two SHA-256 a leaf on average, in JavaScript, and 32 bytes more in the row.',
  },
  {
    figure: 'bytes-20',
    title: 'bytes / plaintext bytes',
    zh: '字节 / 明文字节',
    goal: { atMost: 2.1 },
    limit:
      'Lengths are padded so that they tell nothing, each field has a tag of 16 bytes, each record a key of its own, and each index tag a MAC. Without one of these it would be less.',
  },
  {
    figure: 'rewrap',
    title: 're-encrypt / rewrap',
    zh: '全部重新加密 / 只重新包裹密钥',
    goal: { atLeast: 8 },
    limit:
      'Rewrapping opens and seals 32 bytes a subject and re-encrypting all of its fields; what both have in common, reading and writing a row, is what is left when the cipher is fast.',
  },
  {
    figure: 'http-16',
    title: 'HTTP: audited read / unaudited plaintext read',
    zh: 'HTTP:留痕的读 / 不留痕的明文读',
    goal: { atLeast: 0.5 },
    limit:
      'One Durable Object works on one core, and each answer waits until its entry is on disk, which an unaudited read does not. Beside the audited plaintext read, which waits as well, the distance is much smaller.',
  },
  {
    figure: 'decide',
    title: 'a policy decision',
    zh: '一次策略裁决',
    goal: { atMost: 2 },
    limit: 'Each field is judged alone and given its own reason.',
  },
];

export const goalOf = (figure: string): Goal | undefined =>
  gates.find((gate) => gate.figure === figure)?.goal;
