/**
 * What the chat reminds people of. None says more than that a ticket moved, or that a binding was made: who wants to
 * know more asks, and is decided upon then.
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
] as const;

export type NotificationKind = (typeof notificationKinds)[number];
