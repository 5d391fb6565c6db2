/** @jsxImportSource hono/jsx */
import type { FieldError } from '../outcome.ts';
import type { Visit } from './page.ts';
import { Field } from './parts.tsx';
import { findWords as words } from './words-find.ts';

/** The one box. On a phone it lies at the lower edge, where the thumb is (`.near` in controls.css). */
export const Box = ({ v, error }: { v: Visit; error?: FieldError | undefined }) => (
  <>
    <p class="aside" id="find-cost">
      {v.say(words.cost)}
    </p>
    <details>
      <summary>{v.say(words.how)}</summary>
      <p class="aside">{v.say(words.hint)}</p>
    </details>
    <form class="search near" method="post" action={`${v.base}/residents`} role="search">
      <Field v={v} name="value" label={v.say(words.box)} error={error}>
        {(attributes) => (
          <input
            {...attributes}
            aria-describedby={[attributes['aria-describedby'], 'find-cost'].filter(Boolean).join(' ')}
            class="weui-input"
            type="text"
            enterkeyhint="search"
            autocomplete="off"
            maxlength={100}
            value={v.form['value'] ?? ''}
          />
        )}
      </Field>
      <button class="weui-btn weui-btn_primary" type="submit">
        {v.say(words.find)}
      </button>
    </form>
  </>
);
