import type { Child } from 'hono/jsx';
import type { Bilingual } from '../../policy/bilingual.ts';
import type { Role } from '../../policy/roles.ts';
import type { PipelineName, RequestOf } from '../answer.ts';
import type { Body } from '../http/body.ts';
import type { Upload } from '../http/upload.ts';
import type { Language } from '../http/language.ts';
import type { WireProblem } from '../http/problem.ts';
import type { CommunityCalls, ValueOf } from '../http/route.ts';
import type { Session } from '../access/links.ts';
import type { Outcome } from '../outcome.ts';
import type { OfferedNotice } from '../vault.ts';

/** One request to a page, by anybody. */
export interface Guest {
  /** The community's id, and where its pages are: `/c/hengda`. */
  id: string;
  base: string;
  community: CommunityCalls;
  notices: readonly OfferedNotice[];
  /** The request's id, as it stands in the log. */
  request: string;
  language: Language;
  /** Large type. */
  large: boolean;
  /** UTC milliseconds. */
  now: number;
  /** The address asked for, without a query, and whether a form was sent to it. */
  path: string;
  posted: boolean;
  /** What stands in the path, in its form. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** What a form sent; empty for a GET. */
  form: Readonly<Record<string, string>>;
  /** What the browser holds as its session, not looked at yet. */
  session: string | undefined;
  /** Where the reader's browser is: `https://hengda.example`. */
  origin: string;
  /** For the few scripts there are. */
  nonce: string;
  /** Where the stylesheet is. */
  style: string;
  /** Words in the reader's language; `{name}` in them is filled in. */
  say(words: Bilingual, values?: Readonly<Record<string, string | number>>): string;
}

/** One request by somebody who is signed in. */
export interface Visit extends Guest {
  who: Session;
  /** The session's own token; it is never in a page. */
  token: string;
  /** The file that a form sent, looked at and cleaned; for a page that takes one. */
  upload(): Promise<Body<Upload>>;
  /** Asks the community as this person. @param key for what must not be made twice: that of the form it came from */
  ask<Name extends PipelineName>(
    name: Name,
    request: RequestOf<Name>,
    key?: string,
  ): Promise<Outcome<ValueOf<Name>>>;
}

/** A page before its frame is drawn around it. */
export interface Sheet {
  title: string;
  body: Child;
  /** 200 when left out. */
  status?: number;
  /** What a form's answer belongs to, below the community: where one is led back after choosing how to read. */
  here?: string;
  headers?: Readonly<Record<string, string>>;
}

/** What a page answers: itself, something that is no page, or what went wrong. */
export type Answer = Sheet | Response | { problem: WireProblem };

/** A page as console.ts mounts it. */
export interface Page {
  method: 'get' | 'post';
  /** Below `/c/{community}`, with `{name}` for what varies. */
  path: string;
  /** Who may open it at all; `anybody` without a session. What they are shown of it, the policy decides. */
  for: 'anybody' | readonly Role[];
  /** Also for a session that was made for one ticket, where `{ticket}` is that one. */
  oneTicket?: true;
  /** Also for a session that is for setting how one signs in. */
  enrolling?: true;
  /** Its form brings a file, which the page reads itself ({@link Visit.upload}). */
  takesFile?: true;
  /** How many fields its form may have, where that is more than usual. */
  mostFields?: number;
}

export interface OpenPage extends Page {
  for: 'anybody';
  /** How large a form may be, in bytes, where that is more than a secret. */
  most?: number;
  handle(guest: Guest): Promise<Answer> | Answer;
}
export interface SignedInPage extends Page {
  for: readonly Role[];
  handle(visit: Visit): Promise<Answer> | Answer;
}
export type AnyPage = OpenPage | SignedInPage;

/** To another page of this community, after a form was taken in: going back and reloading send nothing again. */
export const to = ({ base }: Guest, path: string): Response =>
  new Response(null, { status: 303, headers: { Location: `${base}${path}`, 'Cache-Control': 'no-store' } });

/** A file to keep. @param name in ASCII */
export const file = (text: string, name: string): Response =>
  new Response(text, {
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'no-store',
    },
  });
