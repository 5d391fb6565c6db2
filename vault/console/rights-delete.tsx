/** @jsxImportSource hono/jsx */
import type { FieldError } from '../outcome.ts';
import type { Visit } from './page.ts';
import { Act } from './parts.tsx';
import { rightsWords as words } from './words-rights.ts';

/** What goes, what stays, and that there are two dates, before the one button that cannot be taken back: it takes a tick as well. */
export const Delete = ({
  v,
  action,
  errors,
}: {
  v: Visit;
  action: string;
  errors: readonly FieldError[];
}) => (
  <>
    <p>{v.say(words.deleteWhat)}</p>
    <p>{v.say(words.deleteKept)}</p>
    <p>{v.say(words.deleteDates)}</p>
    <p>{v.say(words.suppressWhat)}</p>
    <Act action={action} label={v.say(words.deleteDo)} kind="warn">
      <label class="weui-cell weui-check__label">
        <input
          type="checkbox"
          id="sure"
          name="sure"
          value="yes"
          aria-invalid={errors.length === 0 ? undefined : 'true'}
        />{' '}
        <span>{v.say(words.deleteSure)}</span>
      </label>
      <label class="weui-cell weui-check__label">
        <input type="checkbox" id="suppress" name="suppress" value="yes" />{' '}
        <span>{v.say(words.suppress)}</span>
      </label>
    </Act>
  </>
);
