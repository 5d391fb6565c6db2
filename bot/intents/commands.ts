import type { Intent, Slots } from './intent.ts';
import { asSaid, type Normal } from './normalise.ts';
import { codeIn, purposeIn, ticketNumber } from './slots.ts';
import type { Command, Words } from './words.ts';

const separator = /^[\s,,、::;。.!!\-—]+/u;
const number =
  /^(?:编号|单号|工单|#|第)?\s?((?:\d{4}-)?\d{1,9}|[一二两三四五六七八九十百千]+)(?!\d)\s?(?:号单|号工单|号|单)?(?![楼栋幢层月日点])/u;
const numberFirst = /^(?:编号|单号|工单|#)?\s?((?:\d{4}-)?\d{1,9})\s?(?:号单|号工单|号|单)?[\s,,::]*(?=\D)/u;

/** What a message means as a command: the word in front, or behind a ticket's number; undefined when it is none. */
export function commandIn(normal: Normal, words: Words): Intent | undefined {
  const { text, flat } = normal;
  // People also put a space where none belongs: 帮 助.
  const readings = text === flat ? [text] : [text, flat];
  for (const reading of readings) {
    for (const command of words.commands) {
      const slots = slotsOf(command, reading, words);
      if (slots === undefined) continue;
      if (reading === flat && text !== flat && (slots.words ?? '') !== '') continue;
      const topic = command.topic === undefined ? {} : { topic: command.topic };
      const said = slots.words === undefined ? {} : { words: asSaid(normal, slots.words) };
      return { name: command.means, confidence: 1, command: true, slots: { ...slots, ...said, ...topic } };
    }
  }
  return undefined;
}

function slotsOf(command: Command, text: string, words: Words): Slots | undefined {
  const longestFirst = command.say.toSorted((a, b) => b.length - a.length);
  const isAbout = command.takes === 'ticket' || command.takes === 'ticket_words';
  const front = isAbout ? numberFirst.exec(text) : null;
  if (front !== null) {
    const rest = text.slice(front[0].length);
    const word = longestFirst.find((one) => rest.startsWith(one));
    const ticket = ticketNumber(front[1] ?? '');
    if (word !== undefined && ticket !== undefined) {
      const behind = wordsBehind(rest.slice(word.length), words);
      if (behind === '' || command.takes === 'ticket_words')
        return { ticket, ...(behind === '' ? {} : { words: behind }) };
    }
  }
  for (const word of longestFirst) {
    if (!text.startsWith(word)) continue;
    const slots = behindOf(command, text.slice(word.length), words);
    if (slots !== undefined) return slots;
  }
  return undefined;
}

/** What stands behind the word, if it may stand there. */
function behindOf(command: Command, behind: string, words: Words): Slots | undefined {
  const rest = behind.replace(separator, '').trim();
  const apart = rest === '' || separator.test(behind);
  const empty = isFiller(rest, words);
  switch (command.takes) {
    case 'nothing':
      return empty ? {} : undefined;
    case 'code': {
      const code = codeIn(rest);
      if (code !== undefined && /^[\d\s-]+$/u.test(rest)) return { code };
      return empty ? {} : undefined;
    }
    case 'purpose': {
      if (empty) return command.needsPurpose ? undefined : {};
      const said = withoutFillers(rest, words);
      const isPurpose =
        /^(?:对|给|的)?(?:我)?(?:(?:打)?电话(?:联系|联络)?(?:我|给我)?|(?:独居)?(?:老人)?(?:关怀)?(?:走访|关怀)|(?:对外|经同意)提供)(?:的同意)?$/u.test(
          said.replace(/\s/gu, ''),
        );
      return isPurpose ? { purpose: purposeIn(said) ?? 'phone_contact' } : undefined;
    }
    case 'words':
      if (empty) return command.number ? undefined : {};
      return apart || isClose(command, rest) ? { words: rest } : undefined;
    case 'ticket':
    case 'ticket_words':
      return aboutTicket(command, { rest, apart, empty }, words);
  }
}

function aboutTicket(
  command: Command,
  { rest, apart, empty }: { rest: string; apart: boolean; empty: boolean },
  words: Words,
): Slots | undefined {
  const [found = '', said = ''] = number.exec(rest) ?? [];
  const ticket = said === '' ? undefined : ticketNumber(said);
  const behind = wordsBehind(ticket === undefined ? rest : rest.slice(found.length), words);
  if (ticket === undefined) {
    if (command.number) return undefined;
    if (empty) return {};
    return command.takes === 'ticket_words' && (apart || isClose(command, rest))
      ? { words: rest }
      : undefined;
  }
  if (behind === '') return { ticket };
  return command.takes === 'ticket_words' ? { ticket, words: behind } : undefined;
}

const isClose = ({ close, unless }: Command, rest: string): boolean =>
  close && !unless.some((one) => rest.startsWith(one));

const wordsBehind = (text: string, words: Words): string => {
  const rest = text.replace(separator, '').trim();
  return isFiller(rest, words) ? '' : rest;
};

const isFiller = (text: string, words: Words): boolean => withoutFillers(text, words) === '';

function withoutFillers(text: string, { fillers }: Words): string {
  let rest = text.replace(/[\s。.!!??,,~]+$/u, '');
  for (;;) {
    const filler = fillers.find((one) => rest.endsWith(one));
    if (filler === undefined) return rest;
    rest = rest.slice(0, -filler.length).replace(/[\s。.!!??,,~]+$/u, '');
  }
}
