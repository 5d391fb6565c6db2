import { describe, expect, test } from 'vitest';
import { value } from '../../tests/node-community.ts';
import { type Browser, nodeConsole } from '../../tests/node-console.ts';
import { phoneNotice } from '../../tests/node-vault.ts';
import { uploaded } from '../../tests/attach.ts';
import { heldFor } from '../attachments/add.ts';
import { pages } from './console.ts';
import { table, type Visitor, visitors } from './pages.table.ts';

/** An order in force in grid 3. */
function orderIn({ vault, dispatcher, administrator }: Awaited<ReturnType<typeof nodeConsole>>): string {
  const { approval } = value(
    vault.ask(dispatcher.token, 'proposeOrder', {
      number: '济防指〔2026〕3号',
      kind: 'flood',
      grids: [3],
      fields: ['resident.name'],
      days: 3,
      words: '河水上涨',
    }),
  );
  value(vault.ask(administrator, 'decideApproval', { approval, decision: 'approve' }));
  return approval;
}

/** What some forms of pages send beside what is typed. */
const sent = (resident: string) => ({
  version: '3',
  reporter: resident,
  of: resident,
  resident,
  notice: phoneNotice.sha256,
});

/** A community with a consent, a ticket in the worker's hands and a photo of it: what the table asks for. */
async function place() {
  const c = await nodeConsole();
  const { vault } = c;
  c.bind('wx-wang', c.resident);
  const [event] = c.consent('given', c.page(c.resident)).history;
  const record = { type: 'resident', purpose: 'record_keeping', grid: 3, fields: { name: '孙丽' } } as const;
  const neighbour = value(vault.ask(c.worker.token, 'createRecord', record)).id;
  const words = { category: 'dog', description: '狗没拴绳', place: '3号楼' };
  const made = value(vault.ask(c.chat('wx-wang'), 'createTicket', words));
  const ticket = 'id' in made ? made.id : '';
  value(vault.ask(c.chat('wx-wang'), 'addAttachment', { ticket, ...(await uploaded()) }));
  // In ten minutes others may see it.
  vault.now += heldFor;
  value(vault.ask(c.worker.token, 'moveTicket', { ticket, action: 'take', version: 2 }));
  const code = value(vault.ask(c.worker.token, 'openBinding', {}));
  value(vault.ask(c.chat('wx-li'), 'answerBinding', { code: code.code ?? '' }));
  value(vault.ask(c.worker.token, 'confirmBinding', code.id));
  const proposed = value(vault.ask(c.officer.token, 'proposeUnmasking', { ticket, words: '派出所来函' }));
  const gas = { kind: 'gas_leak', reason: '有燃气味', people: [c.resident] } as const;
  const glass = value(vault.ask(c.worker.token, 'breakGlass', gas));
  const order = orderIn(c);
  const need = { order, resident: c.resident, need: '沙袋' };
  const note = value(vault.ask(c.worker.token, 'takeNote', need));
  const canary = value(vault.ask(c.officer.token, 'makeCanary', { grid: 3 })).id;
  // A search that finds nobody, fifteen times, is an alert.
  for (let n = 0; n < 15; n += 1) {
    const where = { field: 'name', value: '孙丽' };
    const nobody = { type: 'resident', purpose: 'grid_overview', where, limit: 1 } as const;
    value(vault.ask(c.otherWorker.token, 'searchRecords', nobody));
  }
  const alert = value(vault.ask(c.officer.token, 'listAlerts', undefined)).items[0]?.id ?? '';
  const about = { subject: c.resident, limit: 1 };
  const mobile = { type: 'resident', id: c.resident, field: 'mobile' } as const;
  const correct = { right: 'correct', about: mobile, proposed: '13600136000' } as const;
  const asked = value(vault.ask(c.page(c.resident), 'openRight', correct)).id;
  value(vault.ask(c.page(neighbour), 'createTicket', { ...words, grid: 3 }));
  value(vault.ask(c.worker.token, 'moveTicket', { ticket: '2', action: 'take', version: 1 }));
  const told = { ticket: '2', accused: c.resident, said: '有人反映您家的狗没拴绳' };
  const statement = value(vault.ask(c.worker.token, 'writeStatement', told)).id;
  const seq = value(vault.ask(c.officer.token, 'searchLog', about)).items[0]?.seq ?? -1;
  const enter: Record<Visitor, () => Browser | Promise<Browser>> = {
    none: () => c.guest(),
    own: () => c.holding(c.page(c.resident)),
    chat: () => c.fromChat('wx-wang'),
    neighbour: () => c.holding(c.page(neighbour)),
    worker: () => c.staff(c.worker.id),
    link: () => c.fromChat('wx-li', ticket),
    elsewhere: () => c.staff(c.otherWorker.id),
    dispatcher: () => c.staff(c.dispatcher.id),
    officer: () => c.staff(c.officer.id),
  };
  const path: Record<string, string> = {
    ticket,
    attachment: '1',
    id: c.resident,
    seq: String(seq),
    type: 'vehicle',
    purpose: 'phone_contact',
    event: event?.id ?? '',
    approval: proposed.approval,
    view: glass.id ?? '',
    order,
    note: note.id,
    policy: '7.1',
    alert,
    canary,
    staff: c.worker.id,
    right: 'restrict',
    asked,
    statement,
  };
  return { enter, path, resident: c.resident };
}

test('every page is in the table, and none that is not there', () => {
  const there = pages.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect(table.map(({ page }) => page).toSorted()).toEqual(there.toSorted());
});

describe.each(table)('$page', ({ page, expected, form }) => {
  test('lets in who it is for, and nobody else', async () => {
    const [method, template = ''] = page.split(' ');
    const actual: Record<string, number> = {};
    let there = await place();
    for (const visitor of visitors) {
      const { enter, path, resident } = there;
      const at = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => path[name] ?? '');
      const browser = await enter[visitor]();
      const seen =
        method === 'GET' ? await browser.get(at) : await browser.post(at, { ...sent(resident), ...form });
      actual[visitor] = seen.status;
      // What one did is not to change what the next may.
      if (method === 'POST' && seen.status < 400) there = await place();
      if (seen.status >= 400) expect(seen.html).not.toMatch(/13800138000|王秀英|3-2-501/);
    }
    const wanted = expected.split(/ +/).map(Number);
    expect(actual).toEqual(Object.fromEntries(visitors.map((visitor, n) => [visitor, wanted[n]])));
  });
});
