/** @jsxImportSource hono/jsx */
import type { CaseState } from '../../policy/cases/case.ts';
import { caseStateWords } from '../../policy/words.ts';
import type { Guest } from './page.ts';

/** How staff say it: the one who still has to do something is named. */
const staffWords = {
  ...caseStateWords,
  submitted: { zh: '等人接单', en: 'waiting to be taken' },
  dispatched: { zh: '已派单,等人接单', en: 'dispatched, waiting to be taken' },
  handled: { zh: '已办结,等居民确认', en: 'handled, waiting for the resident' },
} as const satisfies typeof caseStateWords;

/** A shape for each stage, so that the state is seen without colour: empty, half, full, ticked, turned back. */
const shapes: Readonly<Record<CaseState, keyof typeof paths>> = {
  submitted: 'empty',
  reopened: 'empty',
  accepted: 'quarter',
  dispatched: 'quarter',
  handling: 'half',
  extension_requested: 'triangle',
  mediation: 'half',
  handled: 'full',
  closed: 'tick',
  rated: 'tick',
  returned: 'back',
  duplicate: 'bar',
  transferred: 'on',
};

const paths = {
  empty: <circle cx="10" cy="10" r="7.5" fill="none" stroke="currentColor" stroke-width="2.4" />,
  quarter: (
    <>
      <circle cx="10" cy="10" r="7.5" fill="none" stroke="currentColor" stroke-width="2.4" />
      <path d="M10 10V2.5A7.5 7.5 0 0 1 17.5 10Z" fill="currentColor" />
    </>
  ),
  half: (
    <>
      <circle cx="10" cy="10" r="7.5" fill="none" stroke="currentColor" stroke-width="2.4" />
      <path d="M10 2.5a7.5 7.5 0 0 1 0 15Z" fill="currentColor" />
    </>
  ),
  triangle: <path d="M10 2 19 18H1Z" fill="none" stroke="currentColor" stroke-width="2.4" />,
  full: <circle cx="10" cy="10" r="8.5" fill="currentColor" />,
  tick: <path d="m2.5 10.5 5 5L17.5 5" fill="none" stroke="currentColor" stroke-width="2.8" />,
  back: (
    <path
      d="M8 3 3 8l5 5M3.5 8H12a4.5 4.5 0 0 1 0 9H8"
      fill="none"
      stroke="currentColor"
      stroke-width="2.4"
    />
  ),
  bar: <path d="M3 7h14M3 13h14" fill="none" stroke="currentColor" stroke-width="2.8" />,
  on: <path d="M2 10h15M11 4l6 6-6 6" fill="none" stroke="currentColor" stroke-width="2.4" />,
};

/** A ticket's state: a word and a shape, never a colour alone. */
export const State = ({ v, state, staff }: { v: Guest; state: CaseState; staff: boolean }) => (
  <span class={`state state_${shapes[state]}`}>
    <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" focusable="false">
      {paths[shapes[state]]}
    </svg>
    {v.say((staff ? staffWords : caseStateWords)[state])}
  </span>
);

/** As people say it: at least four digits. */
export const numberOf = (number: number): string => String(number).padStart(4, '0');
