import type { Context, Session } from '../composer.ts';
import type { Answer } from '../forms/answer.ts';
import { type FormId, type StepId, stepOf } from '../forms/forms.ts';
import { normalOf } from '../intents.ts';

/** What the handlers share: beginning a form, going on in it, and what somebody said. */

/** What an answer to a step does. The form is over unless it goes somewhere or stays. */
export type Answered = (ctx: Context, session: Session, answer: Answer) => Promise<void> | void;
export type StepHandlers = Partial<Readonly<Record<StepId, Answered>>>;

type Answers = Readonly<Record<string, string>>;

/** Begins a form, or goes to a step of it: the question is the message. @param before said in the same message, above it */
export function goTo(ctx: Context, form: FormId, step: string, answers: Answers = {}, before?: string): void {
  ctx.setSession({ form, step, answers, at: ctx.now });
  const question = questionOf(ctx, form, step, answers);
  ctx.replyInPrivate(before === undefined ? question : `${before}\n${question}`);
}

/** The question of a step, with what has been answered so far filled in. */
export function questionOf({ texts }: Context, form: string, step: string, answers: Answers): string {
  const ask = stepOf(form, step)?.step.ask ?? 'form.choose';
  return texts.say(ask === 'offer' ? `offer.${answers['kind']}` : ask, answers);
}

/** Stays where one is: the answer was none that could be kept, and why has been said. */
export const stay = (ctx: Context, session: Session): void => ctx.setSession({ ...session, at: ctx.now });

/** What was said, as it is kept: without the bot's name in front. */
export const saidIn = ({ message }: Context): string => normalOf(message.text).said;
