/** @jsxImportSource hono/jsx */
import type { ValueOf } from '../http/route.ts';
import type { Visit } from './page.ts';
import { Value } from './parts.tsx';
import { doorWords } from './words-consents.ts';
import { emergencyWords } from './words-emergency.ts';
import { guardianWords } from './words-relations.ts';
import { residentWords as words } from './words-residents.ts';
import { recordWords } from './words-record.ts';
import { inviteWords } from './words-sign-in.ts';

type Items = ValueOf<'searchRecords'>['items'];

/** Residents as they are released in a list, each with what can be done about them. */
export const People = ({ v, items, caption }: { v: Visit; items: Items; caption: string }) => (
  <table class="people">
    <caption class="unseen">{caption}</caption>
    <thead>
      <tr>
        <th scope="col">{v.say(words.name)}</th>
        <th scope="col">{v.say(words.mobile)}</th>
        <th scope="col">{v.say(words.address)}</th>
        {v.who.role === 'grid_worker' ? <th scope="col">{v.say(words.ways)}</th> : null}
      </tr>
    </thead>
    <tbody>
      {items.map(({ id, fields: of }) => (
        <tr>
          <th scope="row">
            <Value v={v} of={of['name']} empty={words.noName} />
          </th>
          <td data-label={v.say(words.mobile)}>
            <Value v={v} of={of['mobile']} />
          </td>
          <td data-label={v.say(words.address)}>
            <Value v={v} of={of['address']} />
          </td>
          {v.who.role === 'grid_worker' ? (
            <td>
              <details>
                <summary>{v.say(words.ways)}</summary>
                <a class="tap" href={`${v.base}/residents/${id}`}>
                  {v.say(recordWords.person)}
                </a>{' '}
                <a class="tap" href={`${v.base}/households/${id}`}>
                  {v.say(recordWords.toHousehold)}
                </a>{' '}
                <a class="tap" href={`${v.base}/residents/${id}/bind`}>
                  {v.say(words.bind)}
                </a>{' '}
                <a class="tap" href={`${v.base}/residents/${id}/consents`}>
                  {v.say(doorWords.link)}
                </a>{' '}
                <a class="tap" href={`${v.base}/residents/${id}/emergency`}>
                  {v.say(emergencyWords.title)}
                </a>{' '}
                <a class="tap" href={`${v.base}/residents/${id}/sign-in`}>
                  {v.say(inviteWords.row)}
                </a>{' '}
                <a class="tap" href={`${v.base}/residents/${id}/guardian`}>
                  {v.say(guardianWords.link)}
                </a>{' '}
                <a class="tap" href={`${v.base}/residents/${id}/delegate`}>
                  {v.say(guardianWords.linkDelegate)}
                </a>
              </details>
            </td>
          ) : null}
        </tr>
      ))}
    </tbody>
  </table>
);
