import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Emergency, emergencies, type IntentName, intentNames } from './intent.ts';

/**
 * Reads the files of bot/words. They are for people who do not program: a slip in one is told with its file and what was
 * expected, and the bot does not start.
 */
export const takings = ['nothing', 'ticket', 'ticket_words', 'words', 'code', 'purpose'] as const;
export type Takes = (typeof takings)[number];

export interface Command {
  means: IntentName;
  say: readonly string[];
  takes: Takes;
  /** The words may follow without a space. */
  close: boolean;
  /** But not these. */
  unless: readonly string[];
  /** Only with a number. */
  number: boolean;
  /** Only with a purpose. */
  needsPurpose: boolean;
  topic?: string;
}

export interface Words {
  /** Traditional character → simplified one. */
  simplified: ReadonlyMap<string, string>;
  slips: readonly (readonly [string, string])[];
  fillers: readonly string[];
  commands: readonly Command[];
  concepts: ReadonlyMap<string, RegExp>;
  /** Patterns as they are written, with the intent each stands for. */
  patterns: readonly { intent: IntentName; written: string }[];
  examples: readonly { intent: IntentName; text: string }[];
  categories: readonly { category: string; words: RegExp }[];
  places: RegExp;
  /** What somebody in need says, by what it is about; `none`: it is over or was only talked about, unless it came `again`. */
  emergencies: {
    kinds: readonly { kind: Emergency; words: RegExp }[];
    none: RegExp;
    again: RegExp;
  };
  answers: Readonly<Record<AnswerWord, ReadonlySet<string>>>;
}

/** Short answers within a conversation. */
export const answerWords = ['leave', 'skip', 'yes', 'no'] as const;
export type AnswerWord = (typeof answerWords)[number];

type Json = Record<string, unknown>;

export function readWords(): Words {
  const characters = map('characters.yaml');
  const commands = list('commands.yaml');
  const places = map('places.yaml');
  const answers = map('answers.yaml');
  const urgent = map('emergencies.yaml');
  return {
    simplified: new Map(
      String(characters['traditional'])
        .split(/\s+/)
        .map((pair) => {
          const [from = '', to = ''] = Array.from(pair);
          return [from, to] as const;
        }),
    ),
    slips: Object.entries(mapIn(characters['slips'], 'characters.yaml', 'slips')).map(
      ([from, to]) => [from, String(to)] as const,
    ),
    fillers: texts(characters['fillers'], 'characters.yaml', 'fillers'),
    commands: commands.map(commandOf),
    concepts: new Map(Object.entries(map('concepts.yaml')).map(([name, said]) => [name, anyOf(said, name)])),
    patterns: byIntent('intents.yaml').map(({ intent, text }) => ({ intent, written: text })),
    examples: byIntent('examples.yaml'),
    categories: Object.entries(mapIn(places['categories'], 'places.yaml', 'categories')).map(
      ([category, said]) => ({ category, words: anyOf(said, category) }),
    ),
    places: anyOf(places['places'], 'places'),
    emergencies: {
      kinds: emergencies.map((kind) => ({ kind, words: anyOf(urgent[kind], kind) })),
      none: anyOf(urgent['none'], 'none'),
      again: anyOf(urgent['again'], 'again'),
    },
    answers: {
      leave: new Set(piecesOf(answers['leave'], 'leave')),
      skip: new Set(piecesOf(answers['skip'], 'skip')),
      yes: new Set(piecesOf(answers['yes'], 'yes')),
      no: new Set(piecesOf(answers['no'], 'no')),
    },
  };
}

/** A file of sentences by intent, such as examples.yaml. */
export function byIntent(file: string): { intent: IntentName; text: string }[] {
  return Object.entries(map(file)).flatMap(([intent, said]) => {
    const name = intentNames.find((one) => one === intent);
    if (name === undefined) throw wrong(file, `${intent} is no intent`);
    return texts(said, file, intent).map((text) => ({ intent: name, text }));
  });
}

function commandOf(raw: unknown): Command {
  const file = 'commands.yaml';
  const given = mapIn(raw, file, 'each line');
  const about = JSON.stringify(given['say'] ?? given);
  const means = intentNames.find((name) => name === given['means']);
  const takes = takings.find((one) => one === given['takes']);
  if (means === undefined) throw wrong(file, `${about}: ${String(given['means'])} is no intent`);
  if (takes === undefined) throw wrong(file, `${about}: takes is one of ${takings.join(', ')}`);
  const topic = given['topic'];
  return {
    means,
    takes,
    say: texts(given['say'], file, about),
    close: given['close'] === true,
    unless: given['unless'] === undefined ? [] : texts(given['unless'], file, about),
    number: given['number'] === true,
    needsPurpose: given['needs'] === 'purpose',
    ...(typeof topic === 'string' ? { topic } : {}),
  };
}

/** An expression for any of some pieces of text; one between slashes is an expression itself. */
const anyOf = (said: unknown, name: string): RegExp =>
  new RegExp(piecesOf(said, name).map(expressionOf).join('|'), 'u');

function piecesOf(said: unknown, name: string): string[] {
  if (typeof said === 'string' && said.trim() !== '') return said.trim().split(/\s+/u);
  throw new Error(`bot/words: ${name} should be words with spaces between them`);
}

/** The source of an expression for a piece of text, or for what stands between slashes. */
export function expressionOf(piece: string): string {
  const written = /^\/(.+)\/$/u.exec(piece)?.[1];
  return written ?? piece.toLowerCase().replace(/[.*+?^$()|[\]\\/{}]/gu, '\\$&');
}

const read = (file: string): unknown =>
  parse(readFileSync(new URL(`../words/${file}`, import.meta.url), 'utf8'));
const map = (file: string): Json => mapIn(read(file), file, 'the file');

function list(file: string): unknown[] {
  const found = read(file);
  if (!Array.isArray(found)) throw wrong(file, 'should be a list');
  return found;
}

function mapIn(found: unknown, file: string, what: string): Json {
  if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found as Json;
  throw wrong(file, `${what} should have names with something behind each`);
}

function texts(found: unknown, file: string, what: string): string[] {
  if (Array.isArray(found) && found.every((one) => typeof one === 'string')) return found;
  throw wrong(file, `${what} should be a list of texts; put '…' around numbers and signs`);
}

const wrong = (file: string, what: string): Error => new Error(`bot/words/${file}: ${what}`);
