/** @jsxImportSource hono/jsx */
import { custodyDuties, dueBecause } from '../../policy/duties/custody.ts';
import type { ValueOf } from '../http/route.ts';
import type { Visit } from './page.ts';
import { Fact, Facts, When } from './parts.tsx';
import { custodyWords as words } from './words-custody.ts';

/** How the keys are kept outside the vault, and what is due: it is done on the machine, and seen here. */
export const Custody = ({ v, items }: { v: Visit; items: ValueOf<'readKeyProgress'>['custody'] }) => {
  const root = items.find(({ what }) => what === 'root');
  return (
    <section>
      <h2>{v.say(words.title)}</h2>
      <p>{v.say(words.what)}</p>
      <Facts>
        {root === undefined ? null : (
          <Fact name={v.say(words.root)}>
            <code>{root.root}</code> · {v.say(words.since)} <When v={v} at={root.at} />
          </Fact>
        )}
        {custodyDuties.map(({ what, days, title, command }) => {
          const done = items.find((item) => item.what === what);
          const why = dueBecause(done, root?.root, days, v.now);
          return (
            <Fact name={v.say(title)}>
              {done === undefined ? v.say(words.never) : <When v={v} at={done.at} />}
              {why === null ? null : (
                <p>
                  {v.say(words.due, { why: v.say(why) })} <code>npx lindun {command}</code>
                </p>
              )}
            </Fact>
          );
        })}
      </Facts>
    </section>
  );
};
