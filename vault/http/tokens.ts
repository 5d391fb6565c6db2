import { z } from '@hono/zod-openapi';
import { readForm } from './body.ts';
import { parseJson } from './json.ts';
import { mayDo } from './permits.ts';
import { fitting, route } from './route.ts';
import { exchangeSwitch, minted, revoked, tokenMint, tokenRevoke } from './schemas.ts';

const resource = { zh: '令牌', en: 'Tokens' };

export const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';
export const chatContactType = 'urn:lindun:token-type:chat-contact';
const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token' as const;

const chatContact = z.strictObject({
  transport: z.string().regex(/^[\w.-]{1,64}$/),
  contact: z.string().min(1).max(256),
});

/** A chat contact as a subject token: base64url, without padding, of `{"transport", "contact"}` in UTF-8. */
const subjectToken = z
  .string()
  .regex(/^[\w-]{1,1000}$/)
  .transform((text, context) => {
    const parsed = chatContact.safeParse(decoded(text));
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom', input: text, params: wrongSubjectToken });
    return z.NEVER;
  });
const wrongSubjectToken = {
  code: 'wrong_form',
  zh: '应为 {"transport","contact"} 这个 JSON 的 base64url',
  en: 'this is the base64url of the JSON {"transport","contact"}',
};

function decoded(text: string): unknown {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const parsed = parseJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    return parsed.ok ? parsed.value : undefined;
  } catch {
    return undefined; // no base64, or no UTF-8 in it
  }
}

const exchangeForm = z
  .strictObject({
    grant_type: z.literal(exchangeGrant),
    subject_token_type: z.literal(chatContactType),
    subject_token: subjectToken,
    requested_token_type: z.literal(accessTokenType).optional(),
    context: z.enum(['private', 'group']),
  })
  .openapi('TokenExchange');

const exchanged = z
  .strictObject({
    access_token: z.string(),
    issued_token_type: z.literal(accessTokenType),
    token_type: z.literal('Bearer'),
    expires_in: z.int(),
    scope: z.literal('contact'),
    address: z.string().regex(/^[0-9a-f]{32}$/),
  })
  .openapi('Exchanged');

export const tokens = [
  route({
    path: '/tokens',
    pipeline: 'mintToken',
    resource,
    summary: { zh: '发放令牌', en: 'Mint a token' },
    note: {
      zh: '给任命的人员最长 12 小时,给楼管家最长 30 天。令牌只在这次回答里出现。',
      en: 'For staff 12 hours at most, for the chat assistant 30 days. The token stands in this answer only.',
    },
    roles: mayDo('token.mint'),
    body: tokenMint,
    status: 201,
    example: { for: '01kq3v9m2c7hx4e8ztn5rbw6ga', minutes: 60 },
    request: ({ body }) => body,
    answer: minted,
  }),
  route({
    path: '/tokens:exchange',
    pipeline: 'exchangeToken',
    resource,
    summary: { zh: '为发言人换取令牌', en: 'Exchange for who speaks' },
    note: {
      zh: `RFC 8693。subject_token 是 {"transport","contact"} 的 base64url,context 说明回答发到哪里。换到的令牌 60 秒有效,只能用一次。`,
      en: `RFC 8693. subject_token is the base64url of {"transport","contact"}; context says where the answer goes. The token is good for sixty seconds and one request.`,
    },
    roles: mayDo('exchange'),
    body: exchangeForm,
    read: {
      mediaType: 'application/x-www-form-urlencoded',
      body: async (request, schema) => fitting(await readForm(request), schema),
    },
    example: {
      grant_type: exchangeGrant,
      subject_token_type: chatContactType,
      subject_token: 'eyJ0cmFuc3BvcnQiOiJ3ZWNoYXQiLCJjb250YWN0Ijoid3gtMSJ9',
      context: 'private',
    },
    request: ({ body }) => ({ ...body.subject_token, context: body.context }),
    answer: exchanged,
    // The same for everybody (RFC 8693 §2.2.1): what a contact may do is found out at each use, and not told here. The
    // address is what reminders for this contact are sent to.
    show: ({ token, lifetime, address }) => ({
      access_token: token,
      issued_token_type: accessTokenType,
      token_type: 'Bearer' as const,
      expires_in: lifetime,
      scope: 'contact' as const,
      address,
    }),
    oauth: true,
  }),
  route({
    path: '/tokens:revoke',
    pipeline: 'revokeTokens',
    resource,
    summary: { zh: '收回令牌', en: 'Revoke tokens' },
    note: { zh: '一个令牌,或某人的全部令牌。', en: 'One token, or all that somebody has.' },
    roles: mayDo('token.revoke'),
    body: tokenRevoke,
    example: { of: '01kq3v9m2c7hx4e8ztn5rbw6ga' },
    request: ({ body }) => body,
    answer: revoked,
  }),
  route({
    method: 'put',
    path: '/exchange',
    pipeline: 'setExchange',
    resource,
    summary: { zh: '停用或启用楼管家', en: 'Stop or start the chat assistant' },
    note: {
      zh: '停用以后,楼管家换不到令牌,已换到的也立即失效。',
      en: 'While it is stopped the chat assistant gets no tokens, and those it has are refused at once.',
    },
    roles: mayDo('exchange.switch'),
    body: exchangeSwitch,
    example: { open: false },
    request: ({ body }) => body.open,
    answer: exchangeSwitch,
  }),
] as const;
