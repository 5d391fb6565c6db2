/**
 * Names the rules that decided. It stands in every log entry, so that an old decision can be read with the
 * rules of its day; it goes up with every change of what is released to whom.
 */
export const policyVersion = '9';
