import { commandIn } from './intents/commands.ts';
import { type Intent, type IntentName, isWorkerIntent, type Slots } from './intents/intent.ts';
import { nearestOf } from './intents/nearest.ts';
import { normalise, type Normal } from './intents/normalise.ts';
import { compile, patternIn } from './intents/patterns.ts';
import { hasPersonalNumber } from './intents/personal.ts';
import { categoryIn, codeIn, emergencyIn, placeIn, purposeIn, ticketIn } from './intents/slots.ts';
import { type AnswerWord, answerWords, readWords } from './intents/words.ts';

/** The bot's ears: read once, from bot/words. */
const words = readWords();
const patterns = compile(words);
const nearest = nearestOf(
  words.examples.map(({ intent, text }) => ({ intent, flat: normalise(text, words).flat })),
  words.concepts,
);

/**
 * What somebody means. Rules before guesses: first whether somebody is in danger, which is a report whatever else is in it
 * (a worker's command on a ticket tells of what is over); then whether it must not be obeyed (personal data in a group, an
 * attempt to talk the bot into something), then commands, then patterns, and last what known sentence it is like; that is a guess,
 * which the bot asks about. Nothing that is said changes who speaks or what they may: the vault decides that.
 * @param hint how the speaker is known to this chat; a worker's short words about a ticket are their work
 */
export function understand(text: string, where: 'group' | 'private', hint?: 'worker' | 'resident'): Intent {
  const normal = normalise(text, words);
  const slots = slotsOf(text, normal);
  const plain = (name: IntentName, confidence: number, topic?: string): Intent => {
    const told = topic === undefined ? slots : { ...slots, topic };
    return { name, confidence, command: false, slots: told };
  };
  if (where === 'group' && hasPersonalNumber(text)) return plain('privacy_leak', 1);
  if (normal.flat === '') return plain('none', 0.3);
  const pattern = patternIn(normal, patterns);
  const command = commandIn(normal, words);
  if (slots.emergency !== undefined && !(command !== undefined && isWorkerIntent(command.name)))
    return command?.name === 'report'
      ? { ...command, slots: { ...slots, ...command.slots } }
      : plain('report', 0.99);
  if (pattern?.intent === 'injection') return plain('injection', pattern.confidence, pattern.topic);
  if (command !== undefined) {
    const topic =
      pattern?.intent === command.name && pattern.topic !== undefined ? { topic: pattern.topic } : {};
    return { ...command, slots: { ...slots, ...topic, ...command.slots } };
  }
  if (hint === 'worker' && slots.ticket !== undefined && pattern?.intent === 'rate_good')
    return plain('w_done', pattern.confidence);
  if (pattern !== undefined) return plain(pattern.intent, pattern.confidence, pattern.topic);
  const guess = nearest(normal.flat);
  return guess === undefined ? plain('none', 0.3) : plain(guess.intent, guess.confidence);
}

/** What is named beside the wish itself, as far as a sentence that is no command tells it. */
function slotsOf(raw: string, normal: Normal): Slots {
  const found = {
    ticket: ticketIn(normal),
    code: codeIn(normal.text),
    purpose: purposeIn(normal.flat),
    place: placeIn(normal, words),
    emergency: emergencyIn(normal, words),
    topic: /隐私官/u.test(raw) ? 'officer' : undefined,
  };
  const said = Object.entries(found).filter(([, value]) => value !== undefined);
  const category = categoryIn(normal, words);
  const isLift = found.emergency === 'lift' && category === 'other';
  return { ...(Object.fromEntries(said) as Slots), category: isLift ? 'lift' : category };
}

/** A message in the form it is understood in. */
export const normalOf = (text: string): Normal => normalise(text, words);

/** What a short answer within a conversation says; undefined for anything longer. */
export const shortAnswer = ({ flat }: Normal): ReadonlySet<AnswerWord> =>
  new Set(answerWords.filter((word) => words.answers[word].has(flat.replace(/[\p{P}吧呢啊呀哦]+$/u, ''))));
