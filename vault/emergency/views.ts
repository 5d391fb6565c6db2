import { isOverdue, stillMatters, type View } from '../../policy/cases/emergency.ts';
import { isStaff } from '../../policy/roles.ts';
import type { Control, ControlContents, WrittenRow } from '../control.ts';
import type { Unit, Vault } from '../vault.ts';

/** What one member of staff has opened, as far as anything follows from it. */
export const viewsOf = (vault: Vault, opener: string): readonly View[] =>
  vault.rows.get('emergency_opener', opener)?.content.views ?? [];

/** What the policy asks of the actor's break-glasses: whether one that is open names this person, and whether one is owed. */
export function emergencyFacts(unit: Unit, subject: string): { breakGlass: boolean; reviewOverdue: boolean } {
  const { vault, actor, now } = unit;
  const views = isStaff(actor.role) ? viewsOf(vault, actor.id) : [];
  return {
    breakGlass: views.some(
      ({ id, until }) =>
        until > now && vault.rows.get('emergency_view', id)?.content.subjects.includes(subject),
    ),
    reviewOverdue: views.some((view) => isOverdue(view, now)),
  };
}

type Content = ControlContents['emergency_view'];

/** Writes a break-glass, and beside it what its opener has open and owes. @returns the rows, for the next entry */
export function putView(vault: Vault, id: string, content: Content, now: number): WrittenRow[] {
  const { opener, at, until, verdict } = content;
  const others = viewsOf(vault, opener).filter((view) => view.id !== id);
  const views = [...stillMatters(others, now), { id, at, until, verdict }];
  const seq = vault.journal.size;
  return [
    vault.rows.put('emergency_view', id, content, seq),
    vault.rows.put('emergency_opener', opener, { views: [...views] }, seq),
  ];
}

/** One that is there. */
export type FoundView = Control<'emergency_view'>;
