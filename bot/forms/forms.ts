/**
 * Conversations of several steps, as data: what is asked, what answers it, where it goes on. What an answer does is in
 * bot/handlers. A session names its form and step, so it survives a restart and another version of the bot.
 */
export interface Step {
  /** The question, a key of bot/texts. */
  ask: string;
  /** `words`: a sentence. `choice`: a number up to `choices`. `score`: 1 to 5. `ticket`: a ticket's number. */
  takes: 'words' | 'choice' | 'score' | 'ticket' | 'photo';
  choices?: number;
  /** 没有 is an answer too. */
  skips?: true;
  /** Where it goes on, when that does not depend on the answer. */
  next?: string;
}

export interface Form {
  /**
   * What becomes of it when somebody wants something else meanwhile. `asks`: something would be lost, so it is asked first.
   * `stays`: nothing would; the new wish is met, and who has something to add still can. `ends`: it was only a question.
   */
  meanwhile: 'asks' | 'stays' | 'ends';
  /** A picture, a voice message or a file at any step belongs to it. */
  files?: true;
  /** What is said when it is left; `form.left` when it has none. */
  left?: string;
  steps: Readonly<Record<string, Step>>;
}

/** One of a list that is not known before. */
const numbered = { takes: 'choice', choices: 9 } as const;
const yesOrNo = { takes: 'choice', choices: 2 } as const;

export const forms = {
  /** A sentence that was not understood. */
  menu: { meanwhile: 'ends', steps: { choose: { ask: 'unclear.menu', takes: 'choice', choices: 3 } } },
  /** A sentence that was guessed at. */
  guess: { meanwhile: 'ends', steps: { confirm: { ask: 'unclear.guess', ...yesOrNo } } },
  /** A report without words. */
  report_what: {
    meanwhile: 'ends',
    files: true,
    steps: { what: { ask: 'report.ask_what', takes: 'words' } },
  },
  /** A report that has its number; its details. */
  report: {
    meanwhile: 'stays',
    files: true,
    left: 'form.left_report',
    steps: {
      place: { ask: 'report.ask_place', takes: 'words', skips: true, next: 'more' },
      more: { ask: 'report.ask_more', takes: 'words', skips: true, next: 'photo' },
      photo: { ask: 'report.ask_photo', takes: 'photo', skips: true },
    },
  },
  /** A picture, a voice message or a file that came by itself. */
  photo: {
    meanwhile: 'asks',
    steps: {
      where: { ask: 'attached.ask_where', ...yesOrNo },
      what: { ask: 'attached.ask_new', takes: 'words' },
    },
  },
  supplement: {
    meanwhile: 'asks',
    files: true,
    steps: {
      which: { ask: 'supplement.ask_which', takes: 'ticket' },
      words: { ask: 'supplement.ask_words', takes: 'words' },
    },
  },
  rating: {
    meanwhile: 'ends',
    steps: {
      which_good: { ask: 'rating.ask_which', takes: 'ticket' },
      which_bad: { ask: 'rating.ask_which', takes: 'ticket' },
      score: { ask: 'rating.ask_score', takes: 'score', skips: true },
    },
  },
  /** Why it was not done well; then it is opened again. */
  complaint: { meanwhile: 'asks', steps: { why: { ask: 'rating.ask_why', takes: 'words', skips: true } } },
  withdraw: {
    meanwhile: 'ends',
    steps: {
      confirm: { ask: 'consent.ask_withdraw', ...yesOrNo },
      which: { ask: 'consent.ask_which', ...numbered },
    },
  },
  /** A correction, for who cannot sign in: a worker may see to it. */
  correct: { meanwhile: 'ends', steps: { confirm: { ask: 'rights.ask_correct', ...yesOrNo } } },
  /** What waits for somebody's own word. */
  confirm: {
    meanwhile: 'ends',
    steps: {
      yes: { ask: 'confirm.ask', ...yesOrNo },
      which: { ask: 'confirm.ask_which', ...numbered },
    },
  },
  /** Which of several may no longer act for one; or for whom one will not act any more. */
  end_delegation: {
    meanwhile: 'ends',
    steps: {
      which: { ask: 'relation.ask_which', ...numbered },
      whom: { ask: 'relation.ask_whom', ...numbered },
    },
  },
  renew: { meanwhile: 'ends', steps: { confirm: { ask: 'consent.ask_renew', ...yesOrNo } } },
  unbind: { meanwhile: 'ends', steps: { confirm: { ask: 'bind.ask_end', ...yesOrNo } } },
  /** Something there is no way for yet, to be passed on as a ticket. Its question is `offer.` and the answer `kind`. */
  offer: {
    meanwhile: 'ends',
    steps: {
      confirm: { ask: 'offer', ...yesOrNo },
      words: { ask: 'offer.ask_words', takes: 'words', skips: true },
    },
  },
  /** How a worker handled a ticket. */
  done: { meanwhile: 'asks', steps: { result: { ask: 'work.ask_result', takes: 'words' } } },
} as const satisfies Readonly<Record<string, Form>>;

export type FormId = keyof typeof forms;
/** `report.place`, and so on for every step of every form. */
export type StepId = { [F in FormId]: `${F}.${keyof (typeof forms)[F]['steps'] & string}` }[FormId];

/** Milliseconds without a word after which a form is over. */
export const patience = 30 * 60_000;

/** A form and a step of it by name; undefined for one that this version of the bot does not have. */
export function stepOf(form: string, step: string): { form: Form; step: Step; id: StepId } | undefined {
  const found: Form | undefined = Object.hasOwn(forms, form) ? forms[form as FormId] : undefined;
  const at = found !== undefined && Object.hasOwn(found.steps, step) ? found.steps[step] : undefined;
  return found === undefined || at === undefined
    ? undefined
    : { form: found, step: at, id: `${form}.${step}` as StepId };
}
