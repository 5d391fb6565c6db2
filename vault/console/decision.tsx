/** @jsxImportSource hono/jsx */
import { decisionWords } from '../../policy/words.ts';
import type { Guest } from './page.ts';

const paths = {
  granted: <path d="m2.5 10.5 5 5L17.5 5" fill="none" stroke="currentColor" stroke-width="2.8" />,
  refused: <path d="m4 4 12 12M16 4 4 16" fill="none" stroke="currentColor" stroke-width="2.8" />,
  done: <circle cx="10" cy="10" r="4" fill="currentColor" />,
};

/** How an entry ended: a word and a shape. */
export const Decision = ({ v, decision }: { v: Guest; decision: keyof typeof paths }) => (
  <span class={`state decision_${decision}`}>
    <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true" focusable="false">
      {paths[decision]}
    </svg>
    {v.say(decisionWords[decision])}
  </span>
);
