import { people } from './roles.ts';

const resident = ['resident'] as const;
const worker = ['grid_worker'] as const;

/** Who may set with what somebody signs in: a part of `operationRules`. */
// prettier-ignore
export const signInRules = [
  // How somebody signs in they set themselves: the first time by a link for that alone, which is theirs in hand and never
  // comes through the bot; from then on signed in with what they have. A page from a chat becomes a sign-in by the PIN.
  { id: 'sign-in-first', operation: 'sign_in.enrol', roles: people, when: ['self', 'enrolling', 'at_desk'] },
  { id: 'sign-in-more', operation: 'sign_in.enrol', roles: people, when: ['self', 'at_desk', 'strongly'] },
  { id: 'sign-in-unlock', operation: 'sign_in.unlock', roles: resident, when: ['self', 'in_private'] },
  // A worker makes that link for who stands before them and has none: what is lost somebody else takes away first.
  { id: 'sign-in-invite', operation: 'sign_in.invite', roles: worker,
    when: ['own_grid', 'unenrolled', 'at_desk', 'strongly'] },
  { id: 'sign-in-remove', operation: 'sign_in.remove', roles: ['administrator', 'privacy_officer'],
    when: ['at_desk', 'strongly'] },
] as const;
