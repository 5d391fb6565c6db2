/** @jsxImportSource hono/jsx */
import { articleWords } from '../../policy/articles.ts';
import { purposeWords } from '../../policy/words.ts';
import type { ValueOf } from '../http/route.ts';
import type { Answer, Visit } from './page.ts';
import { Back, Fact, Facts } from './parts.tsx';
import { rightsWords as words } from './words-rights.ts';
import { rights } from '../../policy/rights/rights.ts';

/** What is held about somebody, and why. */
export function knownPage(visit: Visit, { records, purposes }: ValueOf<'knowMine'>): Answer {
  const title = visit.say(rights.know.title);
  const body = (
    <>
      <h1>{title}</h1>
      {records.map((record) => (
        <section>
          <h2>{visit.say(record.title)}</h2>
          <Facts>
            {record.fields.map((field) => (
              <Fact name={visit.say(field.title)}>
                {visit.say(field.held ? words.held : words.notHeld)}
                {field.held ? (
                  <span class="aside">
                    {' '}
                    {visit.say(words.years, { n: field.years })};{visit.say(words.usedFor)}:
                    {field.purposes.map((id) => visit.say(purposeWords(id))).join('、')}
                  </span>
                ) : null}
              </Fact>
            ))}
          </Facts>
        </section>
      ))}
      <section>
        <h2>{visit.say(words.whatFor)}</h2>
        <Facts>
          {purposes.map((purpose) => (
            <Fact name={visit.say(purpose.title)}>
              {visit.say(words.purposeLine, {
                controller: visit.say(purpose.controller),
                basis: visit.say(articleWords(purpose.basis)),
                recipients: visit.say(purpose.recipients),
                retention: visit.say(purpose.retention),
              })}
            </Fact>
          ))}
        </Facts>
      </section>
      <Back v={visit} to="/me/rights" words={words.back} />
    </>
  );
  return { title, body, here: '/me/rights/know' };
}
