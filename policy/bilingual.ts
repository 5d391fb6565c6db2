/**
 * Words for people: Chinese is what residents and staff read, English stands beside it for everybody else.
 */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}
