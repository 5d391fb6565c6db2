import type { AnswerOf, PipelineName } from './answer.ts';

type ValueOf<Name extends PipelineName> = Extract<AnswerOf<Name>, { ok: true }>['value'];

/**
 * What is kept of an answer that says more than identifiers, so that nothing of anybody's waits in the database, or is told
 * again when the door it came through is shut. Whoever sends the request again reads what they still may.
 */
const kept: { [Name in PipelineName]?: (value: ValueOf<Name>) => ValueOf<Name> } = {
  breakGlass: (opened) => ({ ...opened, people: [] }),
  explainEmergency: (item) => ({ ...item, opener: { ...item.opener, name: null }, words: [] }),
  reviewEmergency: (item) => ({ ...item, opener: { ...item.opener, name: null }, words: [] }),
  confirmRelation: (item) => ({ ...item, name: null }),
};

/** What is kept of an answer, for a request that is sent again with the same key. */
export function keptOf(name: PipelineName, value: unknown): unknown {
  const keep = kept[name] as ((value: unknown) => unknown) | undefined;
  return keep === undefined ? value : keep(value);
}
