/** What somebody can want of the bot. The identifiers are the same in code, in tests, in the words' files and in tools. */
export const residentIntents = [
  'help',
  'bind',
  'my_record',
  'correct_record',
  'my_dog',
  'register_dog',
  'dog_vaccine',
  'report',
  'progress',
  'supplement',
  'rate_good',
  'rate_bad',
  'consent_list',
  'consent_give',
  'consent_withdraw',
  'who_saw_me',
  'export_my_data',
  'delete_my_data',
  'restrict_my_data',
  'know_my_data',
  'explain',
  'my_requests',
  'recipients',
  'delegates',
  'end_delegation',
  'confirm_record',
  'deny_record',
  'errand',
  'mediation',
  'deliberation',
  'vote',
  'lost_dog',
  'found_dog',
  'contact_worker',
  'notice_query',
] as const;

export const workerIntents = [
  'w_todo',
  'w_accept',
  'w_extend',
  'w_done',
  'w_transfer',
  'w_query',
  'w_broadcast',
  'w_collect',
  'w_bindcode',
] as const;

/**
 * Beside what is asked for: somebody posted personal data in a group, somebody tries to talk the bot into something, and
 * what is to be left alone.
 */
export const otherIntents = ['privacy_leak', 'injection', 'none'] as const;

export const intentNames = [...residentIntents, ...workerIntents, ...otherIntents] as const;
export type IntentName = (typeof intentNames)[number];
export type WorkerIntent = (typeof workerIntents)[number];

/** What a resident may agree to and take back in a chat; the vault's names of the purposes. */
export const consentPurposes = ['phone_contact', 'care_visit', 'provide_by_consent'] as const;
export type ConsentPurpose = (typeof consentPurposes)[number];

/** What somebody needs help with at once. */
export const emergencies = ['lift', 'gas', 'fire', 'person', 'absent', 'other'] as const;
export type Emergency = (typeof emergencies)[number];

/** What was said beside the intent itself. */
export interface Slots {
  /** A ticket's number as the vault reads it: `318`, or `2026-318` when a year was said. */
  ticket?: string;
  /** A binding code, six digits. */
  code?: string;
  /** What a consent is for. */
  purpose?: ConsentPurpose;
  /** 1 to 5. */
  score?: string;
  /** A ticket's category, where a report says one. */
  category?: string;
  /** Somebody is in danger: it is a report of its own, whatever else is being talked about. */
  emergency?: Emergency;
  /** Where it is, in the words that were used. */
  place?: string;
  /** What stands behind the command: what was done, what is to be added, what happened. Empty where nothing does. */
  words?: string;
  /** A narrower wish within the intent; which ones there are is in words/commands.yaml. */
  topic?: string;
}

export interface Intent {
  name: IntentName;
  /** 0 to 1. Below {@link sure} the bot asks instead of acting. */
  confidence: number;
  /** It was said as a command, with its word in front: `进度 12`. */
  command: boolean;
  slots: Slots;
}

/** From here on the bot acts on what it understood. */
export const sure = 0.6;

export const isWorkerIntent = (name: IntentName): name is WorkerIntent =>
  (workerIntents as readonly string[]).includes(name);
