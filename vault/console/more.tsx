/** @jsxImportSource hono/jsx */
import { menus, rolesWithMore } from './menus.ts';
import type { AnyPage, Answer, Visit } from './page.ts';
import { Way, Ways } from './parts.tsx';
import { menuWords } from './words-frame.ts';
import { moreHints, moreWords as words } from './words-more.ts';

/** The rest of a role's pages, each with what it is for. */
function show(visit: Visit): Answer {
  const places = menus[visit.who.role]?.more ?? [];
  const body = (
    <>
      <h1>{visit.say(words.title)}</h1>
      <Ways>
        {places.map(([path, name]) => {
          const hint = moreHints[name];
          return (
            <Way href={visit.base + path} {...(hint === undefined ? {} : { hint: visit.say(hint) })}>
              {visit.say(menuWords[name])}
            </Way>
          );
        })}
      </Ways>
    </>
  );
  return { title: visit.say(words.title), body };
}

export const morePages: readonly AnyPage[] = [
  { method: 'get', path: '/more', for: rolesWithMore, handle: show },
];
