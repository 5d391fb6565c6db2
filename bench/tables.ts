import type { EngineRow } from './compare.ts';
import { type Figure, missedBy } from './figures.ts';
import { type Gate, gates } from './gates.ts';
import type { Growth, GrowthResults } from './growth.ts';
import type { Results } from './page.ts';
import type { Profile } from './profile.ts';

/** All tables of a run, in Markdown: what was to be reached first, then what it comes from. */
export function tables(results: Results): string {
  const { object, http, growth } = results;
  return [
    conditions(results),
    gateTable(results, 'en'),
    reasons(results),
    engineTable(results.engines),
    figureTable('Node, `node:sqlite`, a file', results.node),
    ...(object.length > 0
      ? [figureTable('inside a Durable Object, timed from outside workerd', object)]
      : []),
    ...(http.length > 0 ? [figureTable('workerd, over HTTP, timed from outside', http)] : []),
    ...(growth === undefined ? [] : growthTables(growth)),
    ...Object.entries(results.profiles).map(([name, profile]) => profileTable(name, profile)),
  ]
    .filter((part) => part !== '')
    .map((part) => `${part}\n`)
    .join('\n');
}

/** On what, with what, and how much. */
function conditions({ machine, residents, rounds, minutes }: Results): string {
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return (
    `Measured at commit ${machine.commit} on ${machine.cpu}, ${machine.cores} cores, ${machine.gibibytes} GiB, ` +
    `${machine.system}; ${versions.join(', ')}. ${residents} residents, medians of ${rounds} rounds, ${minutes} minutes in ` +
    `all. Load average ${machine.load[0]} before and ${machine.loadAfter[0]} after.`
  );
}

const allFigures = ({ node, object, http }: Results): readonly Figure[] => [...node, ...object, ...http];

interface Judged extends Gate {
  readonly measured: Figure | undefined;
  /** 1 or less is reached; undefined where nothing was measured. */
  readonly missed: number | undefined;
}

/** Each gate with the figure that shows whether it is reached. */
export function judge(results: Results): Judged[] {
  return gates.map((gate) => {
    const measured = allFigures(results).find(({ id }) => id === gate.figure);
    return { ...gate, measured, missed: measured && missedBy({ ...measured, goal: gate.goal }) };
  });
}

const words = {
  en: {
    head: ['figure', 'goal', 'measured', ''],
    reached: 'reached',
    missed: 'missed by',
    none: 'not measured',
  },
  zh: { head: ['指标', '目标', '实测', ''], reached: '达到', missed: '未达到,相差', none: '未测' },
} as const;

/** What is to be reached, and what was. */
export function gateTable(results: Results, language: 'en' | 'zh'): string {
  const say = words[language];
  const rows = judge(results).map(({ title, zh, goal, measured, missed }) => {
    const value = measured?.ratio ?? measured?.ours;
    const unit = measured !== undefined && measured.ratio === undefined ? ' µs' : '';
    const verdict =
      missed === undefined ? say.none : missed <= 1 ? say.reached : `${say.missed} ${missed.toFixed(1)}×`;
    return [
      language === 'zh' ? zh : title,
      goalText(goal, unit),
      value === undefined ? '' : `**${factor(value)}**${unit}`,
      verdict,
    ];
  });
  return table(say.head, rows);
}

/** What the READMEs show. */
export function shortTable(results: Results, language: 'en' | 'zh'): string {
  const { residents, rounds, machine } = results;
  const [cpu, cores] = [machine.cpu, machine.cores];
  const said =
    language === 'zh'
      ? `${residents} 位居民,${rounds} 轮的中位数;${cpu},${cores} 核,Node ${machine.versions['node']}。`
      : `${residents} residents, medians of ${rounds} rounds; ${cpu}, ${cores} cores, Node ${machine.versions['node']}.`;
  return `${gateTable(results, language)}\n\n${said}`;
}

/** For each gate that is not reached, by how much, and what its limit is. */
function reasons(results: Results): string {
  const missed = judge(results).flatMap((gate) =>
    gate.missed !== undefined && gate.missed > 1 ? [gate] : [],
  );
  if (missed.length === 0) return '';
  const lines = missed.map(
    ({ title, missed: by = 0, limit }) => `* **${title}** is missed by ${by.toFixed(1)}×. ${limit}`,
  );
  return ['What is not reached, and why that is the limit:', '', ...lines].join('\n');
}

/** Every engine for records of twenty fields. */
function engineTable(rows: readonly EngineRow[]): string {
  const told = (value: number | undefined): string => (value === undefined ? '' : factor(value));
  const yes = (value: boolean | undefined, no: string): string =>
    value === undefined ? '' : value ? 'yes' : `**${no}**`;
  const noted = rows.filter(({ page }) => page !== undefined);
  const lines = rows.map((row) => [
    `${row.title}${noted.includes(row) ? ` [${noted.indexOf(row) + 1}]` : ''}`,
    row.package ?? '',
    ...(row.absent === undefined
      ? [
          told(row.read20),
          told(row.read1),
          told(row.bytes),
          yes(row.text, 'no: it came back changed'),
          yes(row.moved, 'no: it opens in another row'),
          String(row.records ?? ''),
        ]
      : [row.absent, '', '', '', '', '']),
  ]);
  const notes = noted.map(
    ({ page, way }, at) => `[${at + 1}] ${way === undefined ? '' : `${way}: `}<${page}>`,
  );
  const head = ['records of 20 fields, × plaintext', 'version', 'read 20', 'read 1', 'bytes'];
  head.push('Chinese text unchanged', 'moved to another row refused', 'records');
  return [table(head, lines), '', notes.join('  \n')].join('\n');
}

function figureTable(title: string, figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.title,
    amount(figure, figure.ours),
    figure.against === undefined ? '' : amount(figure, figure.against),
    figure.ratio === undefined ? '' : `**${factor(figure.ratio)}**`,
    figure.spread === undefined ? '' : figure.spread.map(factor).join('–'),
    figure.goal === undefined ? '' : goalText(figure.goal, figure.ratio === undefined ? ' µs' : ''),
    verdictOf(figure),
  ]);
  return table([title, 'ours', 'other', 'ratio', 'quartiles', 'goal', ''], rows);
}

/** How costs follow both sizes. */
export function growthTables({ residents, communities }: GrowthResults): string[] {
  return [
    growthTable('one community on Node, so many residents', residents.sizes, residents.rows),
    growthTable(
      `one workerd, so many communities of ${communities.residents} residents`,
      communities.sizes,
      communities.rows,
    ),
  ];
}

function growthTable(title: string, sizes: readonly number[], rows: readonly Growth[]): string {
  const head = [title, ...sizes.map((size) => String(size)), 'last / first', 'at most', ''];
  const lines = rows.map(({ title: task, costs, ratio, atMost }) => [
    task,
    ...costs.map((cost) => `${cost.toFixed(cost < 100 ? 1 : 0)} µs`),
    `**${factor(ratio)}**`,
    factor(atMost),
    ratio <= atMost ? 'reached' : `missed by ${(ratio / atMost).toFixed(1)}×`,
  ]);
  const limits = new Set(rows.flatMap(({ ratio, atMost, limit }) => (ratio <= atMost ? [] : [`* ${limit}`])));
  return [table(head, lines), ...(limits.size === 0 ? [] : ['', ...limits])].join('\n');
}

/** Which step and which kind of work the time goes into, in percent; what is less than half a percent is left empty. */
function profileTable(name: string, profile: Profile): string {
  const kinds = ['AEAD', 'hashes and MACs', 'JSON', 'SQL', 'randomness', 'garbage', 'rest'];
  const percent = (share: number): string => (share < 0.005 ? '' : String(Math.round(share * 100)));
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const steps = Object.entries(profile).sort(([, a], [, b]) => sum(Object.values(b)) - sum(Object.values(a)));
  const rows = steps.map(([step, row]) => [
    step,
    ...kinds.map((kind) => percent(row[kind] ?? 0)),
    `**${percent(sum(Object.values(row)))}**`,
  ]);
  const totals = kinds.map((kind) => `**${percent(sum(steps.map(([, row]) => row[kind] ?? 0)))}**`);
  return table([`% of an ${name}`, ...kinds, 'all'], [...rows, ['**all**', ...totals, '**100**']]);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, at) => (at === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map(line).join('\n');
}

const amount = ({ unit }: Figure, value: number): string =>
  unit === 'bytes' ? `${(value / 1024).toFixed(0)} KiB` : `${value.toFixed(value < 100 ? 1 : 0)} µs`;
const factor = (value: number): string => value.toFixed(value < 10 ? 2 : 1);

function goalText(goal: NonNullable<Figure['goal']>, unit: string): string {
  return 'atMost' in goal ? `≤ ${goal.atMost}${unit}` : `≥ ${goal.atLeast}${unit}`;
}

function verdictOf(figure: Figure): string {
  const missed = missedBy(figure);
  if (missed === undefined) return '';
  return missed <= 1 ? 'reached' : `missed by ${missed.toFixed(1)}×`;
}
