import { readForm } from '../http/body.ts';
import { readUpload } from '../http/upload.ts';
import type { Asked, WireProblem } from '../http/problem.ts';
import { type CommunityCalls, paramsOf, patternOf } from '../http/route.ts';
import type { OfferedNotice } from '../vault.ts';
import type { Session } from '../access/links.ts';
import { alertPages } from './alerts.tsx';
import { approvalPages } from './approvals.tsx';
import { attachmentPages } from './attachments.tsx';
import { breachPages } from './breach.tsx';
import { canaryPages } from './canaries.tsx';
import { erasurePages } from './erasures.tsx';
import { checkpointPages } from './checkpoint.tsx';
import { doorPages } from './consent-door.tsx';
import { receiptPages } from './consent-receipt.tsx';
import { consentPages } from './consents.tsx';
import { readingOf, sessionOf } from './cookies.ts';
import { dispatchPages } from './dispatch.tsx';
import { draw, problemPage } from './draw.tsx';
import { duplicatePages } from './duplicates.tsx';
import { dutyPages } from './duties.tsx';
import { emergencyPages } from './emergency.tsx';
import { endSignInPages } from './end-sign-in.tsx';
import { enterPages } from './enter.tsx';
import { bindingPages } from './bind.tsx';
import { findPages } from './find.tsx';
import { householdPages } from './household.tsx';
import { mediationPages } from './mediations.tsx';
import { recordPages } from './records.tsx';
import { handOverPages } from './hand-overs.tsx';
import { homePages } from './home.ts';
import { keyPages } from './keys.tsx';
import { morePages } from './more.tsx';
import { entryPages } from './log-entry.tsx';
import { logPages } from './log.tsx';
import { invitePages } from './invite.tsx';
import { mePages } from './me.tsx';
import { mySignInPages } from './my-sign-in.tsx';
import { originOf } from './origin.ts';
import { ownLogPages } from './own-log.tsx';
import { ownTicketPages } from './own-ticket.tsx';
import type { AnyPage, Guest, Page, Visit } from './page.ts';
import { policyPages } from './policy.tsx';
import { phonePages } from './phone.tsx';
import { piaPages } from './pia.tsx';
import { recipientPages } from './recipients.tsx';
import { registerPages } from './register.tsx';
import { versionPages } from './policy-versions.tsx';
import { forOtherPages } from './for-other.tsx';
import { relationGivePages } from './relation-give.tsx';
import { relationPages } from './relations.tsx';
import { residentPages } from './residents.tsx';
import { orderPages } from './orders.tsx';
import { orderWorkPages } from './order-work.tsx';
import { requestPages } from './requests.tsx';
import { rightsPages } from './rights.tsx';
import { saidPages } from './said.tsx';
import { reviewPages } from './reviews.tsx';
import { isSameOrigin } from './same-origin.ts';
import { sayIn } from './say.ts';
import { signInPages } from './sign-in.tsx';
import { styleAt, stylePages } from './style.ts';
import { switchPages } from './switch.tsx';
import { ticketPages } from './ticket.tsx';
import { ticketListsPages } from './ticket-lists.tsx';
import { ticketListPages } from './tickets.tsx';
import { visitPages } from './visits.tsx';
import { unlockPages } from './unlock.tsx';

/** What the pages are put over. */
export interface ConsolePlatform {
  communities: ReadonlyMap<string, () => CommunityCalls>;
  notices: readonly OfferedNotice[];
  /** The one stylesheet, and what names this build of it. */
  style: { text: string; build: string };
  /** UTC milliseconds: pages say 今天, and until when something is shown. */
  now(): number;
}

/** All pages there are. Of several whose path fits, the first whose parameters have their form is meant. */
export const pages: readonly AnyPage[] = [
  ...homePages,
  ...morePages,
  ...keyPages,
  ...enterPages,
  ...signInPages,
  ...mySignInPages,
  ...unlockPages,
  ...ticketListPages,
  ...ticketListsPages,
  ...ticketPages,
  ...attachmentPages,
  ...ownTicketPages,
  ...phonePages,
  ...residentPages,
  ...findPages,
  ...duplicatePages,
  ...recordPages,
  ...householdPages,
  ...mediationPages,
  ...bindingPages,
  ...relationPages,
  ...relationGivePages,
  ...forOtherPages,
  ...invitePages,
  ...endSignInPages,
  ...logPages,
  ...checkpointPages,
  ...policyPages,
  ...switchPages,
  ...entryPages,
  ...mePages,
  ...rightsPages,
  ...requestPages,
  ...saidPages,
  ...consentPages,
  ...receiptPages,
  ...doorPages,
  ...ownLogPages,
  ...dispatchPages,
  ...approvalPages,
  ...emergencyPages,
  ...reviewPages,
  ...orderPages,
  ...orderWorkPages,
  ...visitPages,
  ...dutyPages,
  ...recipientPages,
  ...handOverPages,
  ...registerPages,
  ...piaPages,
  ...breachPages,
  ...versionPages,
  ...alertPages,
  ...canaryPages,
  ...erasurePages,
];

/**
 * No form is larger, in bytes. The longest text a page takes is 2,000 characters, in a form up to twelve bytes each. Whoever is not
 * signed in has a secret to send, or how they want to read.
 */
const mostOfAVisit = 32_768;
const mostOfAGuest = 1_024;

interface Asking {
  raw: Request;
  asked: Asked;
  nonce: string;
}

/** Everything below `/c/`: finds the page, sees who asks, and draws what it answers. */
export function consoleOver(platform: ConsolePlatform) {
  const mounted = pages.map((page) => ({ page, pattern: patternOf(`/c/{community}${page.path}`) }));
  const sheet = stylePages(platform.style);

  async function answer(asking: Asking): Promise<Response> {
    const { pathname, id } = placeOf(asking);
    const community = platform.communities.get(id);
    const guest = guestOf(platform, asking, { id, pathname, community: community?.() });
    if (community === undefined) return problemPage(guest, { code: 'not_found' }, 'nowhere');
    const style = sheet(asking.raw, guest);
    if (style !== undefined) return style;

    const method = asking.raw.method === 'HEAD' ? 'get' : asking.raw.method.toLowerCase();
    const here = mounted.flatMap(({ page, pattern }) => {
      const params = paramsOf(pathname, pattern);
      return params === undefined ? [] : [{ page, params }];
    });
    const found = here.find(({ page }) => page.method === method);
    if (found === undefined) return problemPage(guest, missing(here));
    if (method === 'post' && !isSameOrigin(asking.raw))
      return problemPage(guest, { code: 'denied' }, 'elsewhere');
    return open({ ...guest, params: found.params }, found.page, asking);
  }

  /** What nobody expected, as a page. */
  const trouble = (asking: Asking, problem: WireProblem): Promise<Response> =>
    problemPage(guestOf(platform, asking, { ...placeOf(asking), community: undefined }), problem);

  return { answer, trouble };
}

function placeOf({ raw }: Asking): { pathname: string; id: string } {
  const { pathname } = new URL(raw.url);
  return { pathname, id: /^\/c\/([^/]+)/.exec(pathname)?.[1] ?? '' };
}

const missing = (here: readonly unknown[]): WireProblem => ({
  code: here.length === 0 ? 'not_found' : 'method_not_allowed',
});

/** Sees who it is, before a form is read: whoever has no session is not worth the reading. */
async function open(guest: Guest, page: AnyPage, { raw }: Asking): Promise<Response> {
  if (page.for === 'anybody') {
    const filled = await withForm(guest, raw, { most: page.most ?? mostOfAGuest });
    return 'problem' in filled ? problemPage(guest, filled.problem) : draw(guest, await page.handle(filled));
  }
  const token = guest.session;
  if (token === undefined) return problemPage(guest, { code: 'unauthenticated' });
  const who = await guest.community.session(token);
  if (who === null) return problemPage(guest, { code: 'unauthenticated' });
  const visit = visitOf(guest, token, who, raw);
  if (!mayOpen(page, visit)) return problemPage(visit, { code: 'denied' }, 'not_yours');
  const { takesFile, mostFields } = page;
  const filled = takesFile === true ? visit : await withForm(visit, raw, { most: mostOfAVisit, mostFields });
  return 'problem' in filled ? problemPage(visit, filled.problem) : draw(visit, await page.handle(filled));
}

function visitOf(guest: Guest, token: string, who: Session, raw: Request): Visit {
  const { community, request } = guest;
  const call = { token, request, via: 'console' };
  const upload = () => readUpload(raw);
  return {
    ...guest,
    token,
    who,
    upload,
    ask: (name, asked, key) => community.ask({ ...call, idempotencyKey: key ?? null }, name, asked),
  };
}

function mayOpen(page: Page, { who, params }: Visit): boolean {
  if (page.for !== 'anybody' && !page.for.includes(who.role)) return false;
  if (page.path === '' || page.path === '/leave') return true;
  if (who.enrolling) return page.enrolling === true;
  return who.ticket === null ? true : page.oneTicket === true && params['ticket'] === who.ticket;
}

async function withForm<V extends Guest>(
  visit: V,
  raw: Request,
  { most, mostFields }: { most: number; mostFields?: number | undefined },
): Promise<V | { problem: WireProblem }> {
  if (raw.method !== 'POST') return visit;
  const form = await readForm(raw, most, mostFields);
  return form.ok ? { ...visit, form: form.value as Record<string, string> } : { problem: form.problem };
}

function guestOf(
  platform: ConsolePlatform,
  { raw, asked, nonce }: Asking,
  { id, pathname, community }: { id: string; pathname: string; community: CommunityCalls | undefined },
): Guest {
  const reading = readingOf(raw);
  const language = reading.language ?? asked.language;
  return {
    id,
    base: `/c/${id}`,
    // Where there is none, no page is reached that would ask it.
    community: community as CommunityCalls,
    notices: platform.notices,
    request: asked.request,
    language,
    large: reading.large,
    now: platform.now(),
    path: pathname,
    posted: raw.method === 'POST',
    params: {},
    query: new URL(raw.url).searchParams,
    form: {},
    session: sessionOf(raw, id),
    origin: originOf(raw),
    nonce,
    style: styleAt(platform.style.build, id),
    say: sayIn(language),
  };
}
