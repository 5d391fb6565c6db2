/** A refusal's reference as it is read aloud and typed: the first eight characters of the request's id, in two groups. */
export const shortReference = (request: string): string => `${request.slice(0, 4)}-${request.slice(4, 8)}`;

/** What a number or a reference that somebody typed may mean. */
export type Sought =
  | { kind: 'entry'; seq: number }
  /** A ticket, as `318` or `2026-0318`; and the entry it may be as well, where nothing says which. */
  | { kind: 'ticket'; ticket: string; orEntry?: number }
  | { kind: 'request'; request: string };

/** Reads `0318`, `工单 318`, `2026-0318`, `第40256条`, `#40256`, `vtmr-3hwa` or a whole reference; undefined for anything else. */
export function soughtIn(said: string): Sought | undefined {
  const text = said.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '');
  const entry = /^(?:#|第)(\d{1,15})条?$/.exec(text) ?? /^(\d{1,15})条$/.exec(text);
  if (entry !== null) return { kind: 'entry', seq: Number(entry[1]) };
  const [, word, ticket] = /^(工单|ticket)?((?:20\d\d-)?\d{1,7})$/.exec(text) ?? [];
  if (ticket !== undefined) {
    const either = word === undefined && /^[1-9]\d*$/.test(ticket);
    return { kind: 'ticket', ticket, ...(either ? { orEntry: Number(ticket) } : {}) };
  }
  // The alphabet has no letter that is taken for a digit: who wrote one down meant the digit.
  const request = text.replaceAll('-', '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
  return /^[0-9a-hjkmnp-tv-z]{8,26}$/.test(request) ? { kind: 'request', request } : undefined;
}
