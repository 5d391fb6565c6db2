import type { Grant } from '../grant.ts';
import { wholeRequest, wholeStatement, wholeTicket } from './words.ts';

const words = ['description', 'place', 'supplement', 'result'] as const;
const kept = ['storage_only', 'words_given', 'at_desk'] as const;

/**
 * After an erasure. Where others' words may name who is gone, the officer reads those words, one record at a time and only
 * until she has dealt with it, and blacks out what names them. What a law has kept she reads for that law, and says why.
 */
// prettier-ignore
export const erasure: readonly Grant[] = [
  { id: 'trace-read', roles: ['privacy_officer'], actions: ['read'], purpose: 'clear_traces',
    type: 'ticket', fields: words, level: 'clear', when: ['trace_open', 'at_desk'] },
  { id: 'trace-clear', roles: ['privacy_officer'], actions: ['update'], purpose: 'clear_traces',
    type: 'ticket', fields: words, level: 'clear', when: ['trace_open', 'at_desk'] },
  { id: 'kept-tickets', roles: ['privacy_officer'], actions: ['read'], purpose: 'kept_by_law',
    type: 'ticket', fields: wholeTicket, level: 'clear', when: kept },
  { id: 'kept-requests', roles: ['privacy_officer'], actions: ['read'], purpose: 'kept_by_law',
    type: 'request', fields: wholeRequest, level: 'clear', when: kept },
  { id: 'kept-statements', roles: ['privacy_officer'], actions: ['read'], purpose: 'kept_by_law',
    type: 'statement', fields: wholeStatement, level: 'clear', when: kept },
];
