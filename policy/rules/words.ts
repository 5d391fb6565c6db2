import { everydayOf, namesOf } from '../fields.ts';
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

/** All of a record: for whose it is, and for who writes it. */
export const wholeResident = namesOf('resident');
export const wholeHousehold = namesOf('household');
export const wholeDog = namesOf('dog');
export const wholeVehicle = namesOf('vehicle');
export const wholeBusiness = namesOf('business');
export const wholeErrand = namesOf('errand');
export const wholeNote = namesOf('mediation_note');
export const wholeTicket = namesOf('ticket');
export const wholeAttachment = namesOf('attachment');
/** What becomes another when part of a photo is made unrecognisable. */
export const blurredFields = ['bytes', 'whole', 'small', 'blurred'] as const;
export const wholeRequest = namesOf('request');
export const wholeStatement = namesOf('statement');
export const wholeStaff = namesOf('staff');
/** What is not sensitive: who keeps the records sees it masked. */
export const everydayResident = everydayOf('resident');
export const everydayDog = everydayOf('dog');
