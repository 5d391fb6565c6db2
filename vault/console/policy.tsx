/** @jsxImportSource hono/jsx */
import { raw } from 'hono/html';
import type { Grant } from '../../policy/grant.ts';
import { sectionsOf } from '../../policy/show/page.ts';
import { policy as builtIn } from '../../policy/rules.ts';
import { sheetOf } from '../../policy/show/sheet.ts';
import type { AnyPage, Answer, Visit } from './page.ts';
import { policyWords as words } from './words-policy.ts';

/** The policy in force as a page to read, to print and to sign. */
async function show(visit: Visit): Promise<Answer> {
  const found = await visit.ask('readPolicy', undefined);
  if (!found.ok) return found;
  const { version, grants } = found.value;
  const title = visit.say(words.title);
  // The sheet is text of the policy's, escaped where it is made into HTML.
  const sheet = sectionsOf(sheetOf({ refusals: builtIn.refusals, grants: grants as readonly Grant[] }));
  const body = (
    <>
      <h1>{title}</h1>
      <p>{visit.say(words.lead, { version })}</p>
      <p>
        <a class="tap" href={`${visit.base}/policy/versions`}>
          {visit.say(words.versions)}
        </a>
      </p>
      <div class="policy">{raw(sheet)}</div>
    </>
  );
  return { title, body };
}

export const policyPages: readonly AnyPage[] = [
  { method: 'get', path: '/policy', for: ['privacy_officer', 'outside_auditor'], handle: show },
];
