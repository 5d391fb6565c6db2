/** @jsxImportSource hono/jsx */
import type { AnyPage, Answer, Visit } from './page.ts';
import { Way, Ways } from './parts.tsx';
import {
  breachWords,
  dutyWords as words,
  handOverWords,
  piaWords,
  recipientWords,
  registerWords,
} from './words-duties.ts';

/** What the law wants kept, in one place. */
function show(visit: Visit): Answer {
  const { role } = visit.who;
  const ways = [
    ['/hand-overs', handOverWords.title, handOverWords.lead],
    ['/recipients', recipientWords.title, recipientWords.lead],
    ['/register', registerWords.title, registerWords.lead],
    ['/pias', piaWords.title, piaWords.lead],
    ...(role === 'committee_head' ? [] : ([['/breaches', breachWords.title, breachWords.lead]] as const)),
  ] as const;
  const body = (
    <>
      <h1>{visit.say(words.title)}</h1>
      <Ways>
        {ways.map(([path, title, lead]) => (
          <Way href={visit.base + path} hint={visit.say(lead)}>
            {visit.say(title)}
          </Way>
        ))}
      </Ways>
    </>
  );
  return { title: visit.say(words.title), body };
}

const watchers = ['privacy_officer', 'outside_auditor', 'committee_head'] as const;

export const dutyPages: readonly AnyPage[] = [
  { method: 'get', path: '/duties', for: watchers, handle: show },
];
