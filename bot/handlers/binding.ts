import type { Context } from '../composer.ts';
import { ask, sayProblem } from './asking.ts';
import { goTo, type StepHandlers } from './talking.ts';

/** Who one is: by a code that somebody who checked has made, and who then confirms. */

export async function bind(ctx: Context): Promise<void> {
  const { texts, intent } = ctx;
  const { code, topic } = intent.slots;
  if (topic === 'end') return goTo(ctx, 'unbind', 'confirm');
  if (code === undefined) return ctx.replyInPrivate(texts.say('bind.ask_code'));
  const asked = await ask(ctx, (vault) => vault.answerBinding(code, ctx.key('bind')));
  if (!asked.ok) return sayProblem(ctx, asked.problem, texts.say('bind.already'));
  ctx.replyInPrivate(texts.say('bind.check', { check: asked.value.check }));
}

export const bindingSteps: StepHandlers = {
  'unbind.confirm': async (ctx, _session, answer) => {
    const { texts } = ctx;
    if (answer.kind !== 'choice') return;
    if (answer.number === 2) return ctx.replyInPrivate(texts.say('bind.kept'));
    const asked = await ask(ctx, (vault) => vault.endBinding(undefined, ctx.key('unbind')));
    if (asked.ok) return ctx.replyInPrivate(texts.say('bind.ended'));
    sayProblem(ctx, asked.problem, texts.say('bind.none'));
  },
};
