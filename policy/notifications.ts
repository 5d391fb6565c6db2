/**
 * What the chat reminds people of. None says more than that a ticket moved, that a binding was made, or that there is
 * something to say about a consent: who wants to know more asks, and is decided upon then.
 * `erased` is said to nobody: the bot is to forget the contact.
 */
export const notificationKinds = [
  'ticket_waiting',
  'ticket_taken',
  'ticket_handled',
  'ticket_returned',
  'ticket_transferred',
  'ticket_closed',
  'bound',
  'relation_waiting',
  'relation_live',
  'relation_ended',
  'delegate_used',
  'hand_over',
  'number_changed',
  'emergency_view',
  'consent_confirm',
  'consent_recorded',
  'consent_renew',
  'consent_withdrawn',
  'consent_withdrawn_visit',
  'provided',
  'breach_notice',
  'right_answered',
  'said_of_you',
  'sign_in',
  'erased',
] as const;

export type NotificationKind = (typeof notificationKinds)[number];
