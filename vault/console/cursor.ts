/** Whether what stands in an address could be a page's cursor; anything else starts at the first page. */
export const isCursor = (said: string | null | undefined): said is string =>
  typeof said === 'string' && /^[0-9a-z]{1,64}$/.test(said);
