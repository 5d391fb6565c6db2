import { z } from '@hono/zod-openapi';
import { linkPage } from './link-schemas.ts';
import { id, time } from './schemas.ts';

const number = z
  .string()
  .regex(/^\d{9}$/)
  .openapi('SignInNumber', { example: '418203576' });
const pin = z.string().regex(/^\d{6}$/);
const token = z.string();

export const linkEnter = z.strictObject({ secret: z.string().regex(/^\w{1,300}$/) }).openapi('LinkEnter');
export const signInEnter = z.strictObject({ number, pin }).openapi('SignInEnter');
export const entered = z.strictObject({ token, expires: time, page: linkPage.optional() }).openapi('Entered');

export const pinSet = z.strictObject({ pin }).openapi('PinSet');
/** `session` where this used an enrolment link up; null for who was signed in already. */
export const enrolled = z.strictObject({ number, session: entered.nullable() }).openapi('Enrolled');
/** Without anything, for a look. */
export const signInState = z
  .strictObject({
    number: number.nullable(),
    pin: z.boolean(),
    passkeys: z.array(z.strictObject({ id: z.string(), added: time, used: time.nullable() })),
  })
  .openapi('SignInState');
export const credentialDrop = z
  .union([
    z.strictObject({ passkey: z.string().regex(/^[\w-]{1,1364}$/) }),
    z.strictObject({ pin: z.literal(true) }),
  ])
  .openapi('CredentialDrop');
export const signInInvite = z.strictObject({ resident: id }).openapi('SignInInvite');
export const signInEnd = z.strictObject({ of: id }).openapi('SignInEnd');
export const signInEnded = z.strictObject({ ended: z.boolean() }).openapi('SignInEnded');
