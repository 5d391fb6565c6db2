import { ticketWorkers } from '../roles.ts';

/** The lists that the rules of this folder share. */
export const look = ['read', 'list'] as const;
export const write = ['create', 'update'] as const;

/** Who takes tickets. */
export const worker = ticketWorkers;
/** Who knows the households of a grid. */
export const gridStaff = ['grid_worker', 'grid_leader'] as const;
export const reporter = ['resident', 'reporter'] as const;
/** Whoever may report: a worker too, who is then the reporter of that ticket and of no other. */
export const anyReporter = [...reporter, ...worker] as const;

export const wholeResident = [
  'name',
  'mobile',
  'idNumber',
  'birthDate',
  'address',
  'household',
  'care',
] as const;
export const wholeHousehold = ['address', 'head', 'size'] as const;
export const wholeDog = ['name', 'breed', 'chip', 'licence', 'vaccinatedUntil'] as const;
export const wholeTicket = ['category', 'description', 'place', 'supplement', 'result', 'rating'] as const;
export const wholeRequest = ['words', 'proposed', 'evidence', 'answer'] as const;
export const wholeStatement = ['category', 'said', 'reply', 'day'] as const;
export const wholeStaff = ['name', 'mobile'] as const;
