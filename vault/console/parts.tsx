/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx';
import type { Bilingual } from '../../policy/bilingual.ts';
import type { Shown } from '../../policy/masks.ts';
import { factWords } from '../../policy/words.ts';
import type { FieldError } from '../outcome.ts';
import type { Guest } from './page.ts';
import { wordsIn } from '../http/language.ts';
import { exact, spoken } from './when.ts';
import { frameWords } from './words-frame.ts';
import { partWords } from './words-parts.ts';

/** A moment as people say it, and exact on demand. */
export const When = ({ v, at }: { v: Guest; at: number }) => (
  <time datetime={exact(at)} title={exact(at).replace('T', ' ').slice(0, 19)}>
    {spoken(at, v.now, v.language)}
  </time>
);

/** The way back, under a page. @param to a path below the community's */
export const Back = ({ v, to, words }: { v: Guest; to: string; words: Bilingual }) => (
  <p>
    <a class="tap" href={v.base + to}>
      {v.say(words)}
    </a>
  </p>
);

/** Something to be told: how a step went, or what is to be known. A problem is read aloud at once. */
export const Note = ({ kind, children }: { kind: 'done' | 'info' | 'problem'; children?: Child }) => (
  <div
    class={`note note_${kind}`}
    role={kind === 'problem' ? 'alert' : kind === 'done' ? 'status' : undefined}
  >
    <NoteIcon kind={kind} />
    <div>{children}</div>
  </div>
);

const NoteIcon = ({ kind }: { kind: 'done' | 'info' | 'problem' }) => (
  <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    {kind === 'done' ? (
      <path d="M4 12.5 9.5 18 20 6.5" fill="none" stroke="currentColor" stroke-width="2.5" />
    ) : kind === 'info' ? (
      <path
        d="M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-1.2 4.5h2.4v2.4h-2.4Zm0 4h2.4v7h-2.4Z"
        fill="currentColor"
      />
    ) : (
      <path d="M12 2 23 21H1Zm-1.2 6.5v6h2.4v-6Zm0 7.5v2.4h2.4V16Z" fill="currentColor" fill-rule="evenodd" />
    )}
  </svg>
);

export const Lock = () => (
  <svg class="icon lock" viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" focusable="false">
    <path
      d="M7 10V7a5 5 0 0 1 10 0v3h1a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2Zm2.4 0h5.2V7a2.6 2.6 0 0 0-5.2 0Z"
      fill="currentColor"
    />
  </svg>
);

/** A released value. What is masked looks masked, and says so to who cannot see the lock. */
export const Value = ({ v, of, empty }: { v: Guest; of: Shown | undefined; empty?: Bilingual }) => {
  if (of === undefined || of.level === 'none') return <Withheld v={v} />;
  if (of.level === 'fact')
    return of.value === 'no' ? (
      <span class="aside">{v.say(empty ?? partWords.empty)}</span>
    ) : (
      <Masked v={v} words={partWords.onlyFact}>
        {v.say(factWords[of.value])}
      </Masked>
    );
  if (of.value === '') return <span class="aside">{v.say(empty ?? partWords.empty)}</span>;
  return of.level === 'masked' ? (
    <Masked v={v} words={partWords.masked}>
      {of.value}
    </Masked>
  ) : (
    <span class="words">{of.value}</span>
  );
};

const Masked = ({ v, words, children }: { v: Guest; words: Bilingual; children?: Child }) => (
  <span class="masked">
    <Lock />
    <span>{children}</span> <span class="unseen">{v.say(words)}</span>
  </span>
);

/** What is not shown at all. */
export const Withheld = ({ v, words = partWords.withheld }: { v: Guest; words?: Bilingual }) => (
  <span class="masked aside">
    <Lock />
    <span>{v.say(words)}</span>
  </span>
);

/** A list of what is known, each with its name. */
export const Facts = ({ children }: { children?: Child }) => <dl class="facts weui-cells">{children}</dl>;

export const Fact = ({ name, children }: { name: string; children?: Child }) => (
  <div class="weui-cell">
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** Ways on, as rows that can be tapped whole. */
export const Ways = ({ children }: { children?: Child }) => <ul class="ways weui-cells">{children}</ul>;

export const Way = ({ href, hint, children }: { href: string; hint?: Child; children?: Child }) => (
  <li>
    <a class="weui-cell weui-cell_access" href={href}>
      <span class="weui-cell__bd">
        {children}
        {hint === undefined ? null : <span class="aside">{hint}</span>}
      </span>
      <span class="weui-cell__ft" aria-hidden="true" />
    </a>
  </li>
);

interface ActProps {
  action: string;
  label: string;
  kind?: 'primary' | 'default' | 'warn';
  /** What it will cost or do, said before. */
  hint?: string;
  values?: Readonly<Record<string, string | number>>;
  children?: Child;
}

/** A step: a form with one button. */
export const Act = ({ action, label, kind = 'primary', hint, values = {}, children }: ActProps) => (
  <form class="act" method="post" action={action}>
    {Object.entries(values).map(([name, value]) => (
      <input type="hidden" name={name} value={String(value)} />
    ))}
    {children}
    <button class={`weui-btn weui-btn_${kind}`} type="submit">
      {label}
    </button>
    {hint === undefined ? null : <p class="aside hint">{hint}</p>}
  </form>
);

interface FieldProps {
  v: Guest;
  name: string;
  label: string;
  hint?: string | undefined;
  error?: FieldError | undefined;
  children: (attributes: Record<string, string>) => Child;
}

/** A labelled field; what is wrong with it stands beside it and is read with it. */
export const Field = ({ v, name, label, hint, error, children }: FieldProps) => {
  const about = [hint === undefined ? '' : `${name}-hint`, error === undefined ? '' : `${name}-error`];
  const described = about.filter((id) => id !== '').join(' ');
  return (
    <div class={error === undefined ? 'field' : 'field field_wrong'}>
      <label for={name}>{label}</label>
      {hint === undefined ? null : (
        <p class="aside" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error === undefined ? null : (
        <p class="wrong" id={`${name}-error`}>
          {wordsIn(v.language, error)}
        </p>
      )}
      {children({
        id: name,
        name,
        ...(described === '' ? {} : { 'aria-describedby': described }),
        ...(error === undefined ? {} : { 'aria-invalid': 'true' }),
      })}
    </div>
  );
};

/** What is wrong with a form, before it: read aloud, and each leads to its field. */
export const Wrong = ({ v, errors }: { v: Guest; errors: readonly (FieldError & { at: string })[] }) =>
  errors.length === 0 ? null : (
    <Note kind="problem">
      <p>
        <strong>{v.say(frameWords.fix)}</strong>
      </p>
      <ul>
        {errors.map((error) => (
          <li>
            <a href={`#${error.at}`}>{wordsIn(v.language, error)}</a>
          </li>
        ))}
      </ul>
    </Note>
  );

/** On to what comes after. @param href undefined where this is the last page */
export const More = ({ v, href, remaining }: { v: Guest; href: string | undefined; remaining?: number }) =>
  href === undefined ? null : (
    <p class="more">
      <a class="weui-btn weui-btn_default" href={href}>
        {v.say(frameWords.more)}
      </a>
      {remaining === undefined ? null : (
        <span class="aside">{v.say(frameWords.remaining, { n: remaining })}</span>
      )}
    </p>
  );

/** Something to be read digit by digit. */
export const Digits = ({ children }: { children: string }) => (
  <p class={Array.from(children).length > 6 ? 'digits long' : 'digits'}>
    <span aria-hidden="true">{children}</span>
    <span class="unseen">{Array.from(children).join(' ')}</span>
  </p>
);
