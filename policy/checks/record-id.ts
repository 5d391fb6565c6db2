import { accepted, refused, type Check } from './outcome.ts';

/**
 * The id of a record: 26 characters of lower-case Crockford base32 (no i, l, o, u), 128 bits. Programs
 * write it, so there is one form and nothing is read kindly.
 */
export const recordId: Check = (raw) =>
  /^[0-9a-hjkmnp-tv-z]{26}$/u.test(raw)
    ? accepted(raw)
    : refused('record_id_form', '档案编号不对', 'this is not the id of a record');
