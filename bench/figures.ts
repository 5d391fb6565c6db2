import { batch, type Task } from './engine.ts';
import { type Goal, goalOf } from './gates.ts';

/** One line of the result: what we take over what the other takes, in the same round. */
export interface Figure {
  readonly id: string;
  readonly title: string;
  /** Microseconds, or bytes, of one piece of work: medians over the rounds. */
  readonly ours: number;
  /** Missing where there is nothing to compare with. */
  readonly against?: number;
  /** Median, and the quartiles, of the rounds' own ratios. */
  readonly ratio?: number;
  readonly spread?: readonly [number, number];
  readonly unit: 'µs' | 'bytes';
  readonly goal?: Goal;
}

/** A figure over the engines' tasks. */
export interface TaskFigure {
  readonly id: string;
  readonly title: string;
  readonly ours: Task;
  /** Of the plain engine, or of our own where `within` says so. */
  readonly against?: Task;
  readonly within?: true;
  /** How many pieces of work one turn is. */
  readonly per?: number;
  /** The ratio is that of what is done in a second, not of the time that one takes. */
  readonly rate?: true;
}

/** Those on Node, in the order of the table. */
export const taskFigures: readonly TaskFigure[] = [
  {
    id: 'read-20',
    title: 'read 20 fields / plaintext',
    ours: 'readWide',
    against: 'readWide',
  },
  {
    id: 'read-1-of-20',
    title: 'read 1 of 20 fields / plaintext',
    ours: 'readWideOne',
    against: 'readWideOne',
  },
  {
    id: 'find-20',
    title: 'find by an indexed field and read 20 fields / plaintext index',
    ours: 'findWide',
    against: 'findWide',
  },
  { id: 'read-7', title: "read a resident's 7 fields / plaintext", ours: 'read', against: 'read' },
  { id: 'read-1-of-7', title: 'read 1 of 7 fields / plaintext', ours: 'readOne', against: 'readOne' },
  {
    id: 'find',
    title: 'find a resident by mobile number and read / plaintext index',
    ours: 'find',
    against: 'find',
  },
  {
    id: 'audited-read',
    title: '**audited read** of 6 fields / audited plaintext read',
    ours: 'auditedRead',
    against: 'auditedRead',
  },
  {
    id: 'audited-read-bare',
    title: '**audited read** of 6 fields / unaudited plaintext read',
    ours: 'auditedRead',
    against: 'read',
  },
  {
    id: 'audited-read-1',
    title: 'audited read of 1 field / audited plaintext read',
    ours: 'auditedReadOne',
    against: 'auditedReadOne',
  },
  {
    id: 'audited-find',
    title: 'audited search by mobile number / audited plaintext search',
    ours: 'auditedFind',
    against: 'auditedFind',
  },
  {
    id: 'audited-create',
    title: '**audited write** (new resident) / audited plaintext insert',
    ours: 'auditedCreate',
    against: 'auditedCreate',
  },
  {
    id: 'audited-create-bare',
    title: '**audited write** (new resident) / unaudited plaintext insert',
    ours: 'auditedCreate',
    against: 'create',
  },
  {
    id: 'audited-update',
    title: 'audited update of 1 field / audited plaintext update',
    ours: 'auditedUpdate',
    against: 'auditedUpdate',
  },
  {
    id: 'import',
    title: 'import of a resident / plaintext import',
    ours: 'import',
    against: 'import',
    per: batch,
  },
  { id: 'log-row', title: 'a whole sealed log entry / plain log row', ours: 'logRow', against: 'logRow' },
  {
    id: 'log-tree',
    title: 'log row with its tree nodes / the same row without',
    ours: 'treeRows',
    against: 'bareRows',
    within: true,
    per: batch,
  },
  { id: 'decide', title: 'a policy decision over 6 fields', ours: 'decide' },
  {
    id: 'decide-any',
    title: 'a policy decision, through all rules, granted and refused',
    ours: 'decideAny',
  },
];

/** Those inside a Durable Object, timed from outside of workerd. */
export const objectFigures: readonly TaskFigure[] = [
  { id: 'object-read-20', title: 'read 20 fields / plaintext', ours: 'readWide', against: 'readWide' },
  {
    id: 'object-read-1',
    title: 'read 1 of 20 fields / plaintext',
    ours: 'readWideOne',
    against: 'readWideOne',
  },
  {
    id: 'object-find-20',
    title: 'find by an indexed field and read 20 fields / plaintext index',
    ours: 'findWide',
    against: 'findWide',
  },
  {
    id: 'object-audited-read',
    title: '**audited read** of 6 fields / audited plaintext read',
    ours: 'auditedRead',
    against: 'auditedRead',
  },
  {
    id: 'object-audited-create',
    title: '**audited write** (new resident) / audited plaintext insert',
    ours: 'auditedCreate',
    against: 'auditedCreate',
  },
  {
    id: 'object-import',
    title: 'import of a resident / plaintext import',
    ours: 'import',
    against: 'import',
    per: batch,
  },
  {
    id: 'object-log-row',
    title: 'a whole sealed log entry / plain log row',
    ours: 'logRow',
    against: 'logRow',
  },
  {
    id: 'object-log-tree',
    title: 'log row with its tree nodes / the same row without',
    ours: 'treeRows',
    against: 'bareRows',
    within: true,
    per: batch,
  },
];

/** The turn of a month on Node, a record. */
export const rotationFigure = (records: number): TaskFigure => ({
  id: 'rewrap',
  title: 're-encrypt a record of 20 fields / rewrap its key',
  ours: 'rewrap',
  against: 'reencrypt',
  within: true,
  per: records,
  rate: true,
});

/** Milliseconds a turn, by round, of one engine's task. */
export type Times = readonly number[];

/** What a figure is called and measured against, however it was measured. */
type Named = Pick<TaskFigure, 'id' | 'title' | 'per' | 'rate'>;

/** @param ours @param against of the same rounds, in the same order; none where nothing is compared */
export function figureOf({ id, title, per = 1, rate }: Named, ours: Times, against?: Times): Figure {
  const micro = (times: Times): number => (quantile(times, 0.5) * 1000) / per;
  const goal = goalOf(id);
  const base = { id, title, ours: micro(ours), unit: 'µs' as const, ...(goal === undefined ? {} : { goal }) };
  if (against === undefined) return base;
  if (against.length !== ours.length) throw new RangeError('rounds are compared with themselves');
  const ratios = ours.map((time, round) => {
    const other = against[round] ?? Number.NaN;
    return rate === true ? other / time : time / other;
  });
  return {
    ...base,
    against: micro(against),
    ratio: quantile(ratios, 0.5),
    spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
  };
}

/** The value below which a part `q` of the values lies, between two of them by their distance. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (low === undefined || high === undefined) throw new RangeError('no values');
  return low + (high - low) * (at - Math.floor(at));
}

/** By what factor a goal is missed: 1 or less is reached. */
export function missedBy(figure: Figure): number | undefined {
  const value = figure.ratio ?? figure.ours;
  if (figure.goal === undefined) return undefined;
  return 'atMost' in figure.goal ? value / figure.goal.atMost : figure.goal.atLeast / value;
}
