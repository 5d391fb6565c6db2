import { normalOf, shortAnswer } from '../intents.ts';
import { scoreIn, ticketNumber } from '../intents/slots.ts';
import type { IncomingMessage } from '../transport.ts';
import type { Form, Step } from './forms.ts';

/** What is no text and can be attached to a ticket. */
export type SentKind = 'image' | 'voice' | 'file';

/** What somebody answered to a step's question. */
export type Answer =
  | { kind: 'words'; text: string }
  | { kind: 'choice'; number: number }
  | { kind: 'score'; score: string }
  | { kind: 'ticket'; ticket: string }
  | { kind: 'attached'; what: SentKind; file: Uint8Array; name: string }
  /** 没有. */
  | { kind: 'skip' }
  /** 取消. */
  | { kind: 'leave' }
  /** It answers something else. */
  | { kind: 'unfit' };

const unfit: Answer = { kind: 'unfit' };

/** Reads a message as an answer to a step. */
export function readAnswer(form: Form, step: Step, message: IncomingMessage): Answer {
  const { kind: what, file, name = '' } = message;
  if (what !== 'text' && what !== 'other' && file !== undefined)
    return form.files === true ? { kind: 'attached', what, file, name } : unfit;
  if (message.kind !== 'text') return unfit;
  const normal = normalOf(message.text);
  const short = shortAnswer(normal);
  // 不用 ends a conversation, but where it can be an answer it is one.
  if (step.skips === true && short.has('skip')) return { kind: 'skip' };
  if (step.takes === 'choice') {
    const number =
      choiceIn(normal.flat, step.choices ?? 2) ?? (step.choices === 2 ? yesOrNo(short) : undefined);
    if (number !== undefined) return { kind: 'choice', number };
  }
  if (short.has('leave')) return { kind: 'leave' };
  if (normal.said === '') return unfit;
  switch (step.takes) {
    // Who has no picture to send may have something to say.
    case 'photo':
    case 'words':
      return { kind: 'words', text: normal.said };
    case 'score': {
      const score = scoreIn(normal.flat);
      return score === undefined ? unfit : { kind: 'score', score };
    }
    case 'ticket': {
      const ticket = ticketNumber(normal.text);
      return ticket === undefined ? unfit : { kind: 'ticket', ticket };
    }
    case 'choice':
      return unfit;
  }
}

function choiceIn(flat: string, choices: number): number | undefined {
  const [, said = ''] = /^(?:选|第|回复)?([1-9一二三四五])(?:个|项|吧|\.|、)?$/u.exec(flat) ?? [];
  const number = /\d/.test(said) ? Number(said) : ' 一二三四五'.indexOf(said || '?');
  return number >= 1 && number <= choices ? number : undefined;
}

function yesOrNo(short: ReadonlySet<string>): number | undefined {
  if (short.has('no')) return 2;
  return short.has('yes') ? 1 : undefined;
}
