/**
 * Every page, for every kind of visitor, with the status it must answer: who is let in at all, whose object it may be.
 *
 * Wang lives in grid 3, where `worker` works; `elsewhere` works in grid 5. `own` is Wang on a page of her own, `chat` Wang
 * through the link she asked for in her chat, `neighbour` another resident. `link` is the worker through the link for
 * ticket 1, which is Wang's and in the worker's hands. `none` has no session.
 */
export const visitors = [
  'none',
  'own',
  'chat',
  'neighbour',
  'worker',
  'link',
  'elsewhere',
  'dispatcher',
  'officer',
] as const;
export type Visitor = (typeof visitors)[number];

export interface Row {
  /** As in console.ts, with its method. */
  page: string;
  /** A status a visitor, in the order of `visitors`. */
  expected: string;
  /** What a form sends. */
  form?: Record<string, string>;
}

const row = (page: string, expected: string, form?: Record<string, string>): Row => ({
  page,
  expected,
  ...(form === undefined ? {} : { form }),
});

// prettier-ignore
export const table: readonly Row[] = [
  //                                                 none own chat neighbour worker link elsewhere dispatcher officer
  row('GET ',                                       '401  303 303 303        303    303  303       303        303'),
  row('GET /enter',                                 '200  200 200 200        200    200  200       200        200'),
  row('POST /enter',                                '403  403 403 403        403    403  403       403        403'),
  row('GET /sign-in',                               '200  200 200 200        200    200  200       200        200'),
  // Nobody has such a number, or this passkey.
  row('POST /sign-in',                              '403  403 403 403        403    403  403       403        403',
    { number: '1', pin: '907314' }),
  row('POST /sign-in/passkey',                      '403  403 403 403        403    403  403       403        403'),
  // A page from the chat is unlocked first: the bot made its link.
  row('GET /me/sign-in',                            '401  200 303 200        200    403  200       200        200'),
  row('POST /me/sign-in/pin',                       '401  303 403 303        303    403  303       303        303',
    { pin: '907314', again: '907314' }),
  row('POST /me/sign-in/passkey',                   '401  422 403 422        422    403  422       422        422'),
  row('POST /me/sign-in/drop',                      '401  403 403 403        403    403  403       403        403'),
  row('GET /me/unlock',                             '401  303 200 303        403    403  403       403        403'),
  row('POST /me/unlock',                            '401  403 303 403        403    403  403       403        403',
    { pin: '280519' }),
  row('GET /left',                                  '200  200 200 200        200    200  200       200        200'),
  row('POST /leave',                                '401  303 303 303        303    303  303       303        303'),
  row('POST /reading',                              '303  303 303 303        303    303  303       303        303'),

  row('GET /tickets',                               '401  403 403 403        200    403  200       403        403'),
  row('GET /tickets/all',                           '401  403 403 403        200    403  200       403        403'),
  row('GET /tickets/{ticket}',                      '401  200 200 403        200    200  403       403        403'),
  // What the table sends is no file.
  row('POST /tickets/{ticket}/attachments',          '401  415 415 415        403    403  403       403        403'),
  row('GET /tickets/{ticket}/attachments/{attachment}', '401  200 200 403        200    200  403       403        403'),
  row('GET /tickets/{ticket}/attachments/{attachment}/small', '401  200 200 403        200    200  403       403        403'),
  row('POST /tickets/{ticket}/attachments/{attachment}/file', '401  200 200 403        200    200  403       403        403'),
  // A photo is not to be heard.
  row('POST /tickets/{ticket}/attachments/{attachment}/play', '401  404 404 403        404    404  403       403        403'),
  row('GET /tickets/{ticket}/attachments/{attachment}/blur', '401  200 200 200        200    200  200       403        403'),
  row('POST /tickets/{ticket}/attachments/{attachment}/blur', '401  303 303 403        303    303  403       403        403',
    { c0: '1', c9: '1' }),
  row('POST /tickets/{ticket}/attachments/{attachment}/show', '401  303 303 403        403    403  403       403        403'),
  row('GET /me/photos',                             '401  200 200 200        403    403  403       403        403'),
  row('POST /tickets/{ticket}/take',                '401  403 403 403        403    403  403       403        403'),
  row('POST /tickets/{ticket}/return',              '401  403 403 403        303    303  403       403        403'),
  row('POST /tickets/{ticket}/request_extension',   '401  403 403 403        303    303  403       403        403'),
  row('POST /tickets/{ticket}/handle',              '401  403 403 403        303    303  403       403        403',
    { result: '好了' }),
  row('POST /tickets/{ticket}/phone',               '401  403 403 403        200    200  403       403        403'),
  row('POST /tickets/{ticket}/close',               '401  403 403 403        403    403  403       403        403'),
  row('POST /tickets/{ticket}/rate',                '401  403 403 403        403    403  403       403        403',
    { rating: '5' }),
  row('POST /tickets/{ticket}/reopen',              '401  403 403 403        403    403  403       403        403'),
  row('POST /tickets/{ticket}/supplement',          '401  303 303 403        403    403  403       403        403',
    { supplement: '还在' }),

  row('GET /residents',                             '401  403 403 403        200    403  200       403        403'),
  row('POST /residents',                            '401  403 403 403        200    403  200       403        403',
    { value: '13900139000' }),
  row('GET /duplicates',                            '401  403 403 403        200    403  200       403        403'),
  row('GET /residents/{id}',                        '401  403 403 403        200    403  403       403        403'),
  row('GET /households/{id}',                       '401  403 403 403        200    403  403       403        403'),
  row('GET /records',                               '401  403 403 403        200    403  200       403        403'),
  // The type of the table's path is a vehicle: it is made from the page of whose it is.
  row('GET /records/{type}/new',                    '401  403 403 403        404    403  404       403        403'),
  row('POST /records/{type}/new',                   '401  403 403 403        404    403  404       403        403',
    { plate: '鲁A12345' }),
  row('GET /residents/{id}/{type}/new',             '401  403 403 403        200    403  200       403        403'),
  row('POST /residents/{id}/{type}/new',            '401  403 403 403        303    403  403       403        403',
    { plate: '鲁A12345' }),
  row('GET /records/{type}/{id}/change',            '401  403 403 403        403    403  403       403        403'),
  row('POST /records/{type}/{id}/change',           '401  403 403 403        403    403  403       403        403',
    { plate: '鲁A54321' }),
  // A mediator is none of these: mediations.test.ts has who is.
  row('GET /mediations',                            '401  403 403 403        403    403  403       403        403'),
  row('POST /mediations',                           '401  403 403 403        403    403  403       403        403'),
  row('GET /mediations/{id}',                       '401  403 403 403        403    403  403       403        403'),
  row('POST /mediations/{id}/notes',                '401  403 403 403        403    403  403       403        403'),
  row('POST /mediations/{id}/close',                '401  403 403 403        403    403  403       403        403'),
  row('GET /residents/{id}/bind',                   '401  403 403 403        200    403  403       403        403'),
  row('POST /residents/{id}/bind',                  '401  403 403 403        200    403  403       403        403'),
  row('GET /residents/{id}/sign-in',                '401  403 403 403        200    403  403       403        403'),
  row('POST /sign-ins/{id}/end',                    '401  403 403 403        403    403  403       403        200'),
  // Wang has a PIN.
  row('POST /residents/{id}/sign-in',               '401  403 403 403        403    403  403       403        403'),
  // A page from the chat came through a binding: from there no other is made.
  row('GET /me/bind',                               '401  200 200 200        200    403  200       403        403'),
  row('POST /me/bind',                              '401  200 403 200        200    403  200       403        403'),

  row('GET /policy/versions',                       '401  403 403 403        403    403  403       403        200'),
  row('GET /policy/versions/new',                   '401  403 403 403        403    403  403       403        200'),
  // No assessment is signed: the form says so.
  row('POST /policy/versions/new',                  '401  403 403 403        403    403  403       403        422'),
  row('GET /policy/versions/{policy}',              '401  403 403 403        403    403  403       403        404'),
  row('POST /policy/versions/{policy}/propose',     '401  403 403 403        403    403  403       403        404'),
  row('POST /policy/versions/{policy}/drop',        '401  403 403 403        403    403  403       403        404'),
  // Wang acts for nobody, and nobody for her. Through the chat one looks and ends, and lets nobody in.
  row('GET /me/relations',                          '401  200 200 200        403    403  403       403        403'),
  row('POST /me/relations/agree',                   '401  403 403 403        403    403  403       403        403'),
  row('POST /me/relations/end',                     '401  303 303 303        403    403  403       403        403'),
  row('GET /me/relations/give',                     '401  200 200 200        403    403  403       403        403'),
  row('POST /me/relations/give',                    '401  303 403 303        403    403  403       403        403',
    { step: 'confirm', name: '赵德柱', mobile: '13700137001', 'scope.see_record': 'yes', until: '2027-03-01' }),
  row('GET /residents/{id}/delegate',               '401  403 403 403        200    403  200       403        403'),
  row('POST /residents/{id}/delegate',              '401  403 403 403        200    403  403       403        403',
    { step: 'confirm', name: '赵德柱', mobile: '13700137001', 'scope.see_record': 'yes', until: '2027-03-01' }),
  row('GET /residents/{id}/guardian',               '401  403 403 403        200    403  403       403        403'),
  // Wang has no birth date on record: nobody is her guardian on a guess.
  row('POST /residents/{id}/guardian',              '401  403 403 403        422    403  403       403        403',
    { name: '赵德柱', mobile: '13700137001', paper: 'household_register' }),
  row('GET /for/{id}',                              '401  403 403 403        403    403  403       403        403'),
  row('GET /for/{id}/log',                          '401  403 403 403        403    403  403       403        403'),
  row('GET /for/{id}/consents',                     '401  403 403 403        403    403  403       403        403'),
  row('GET /for/{id}/consents/{purpose}',           '401  403 403 403        403    403  403       403        403'),
  row('POST /for/{id}/consents/{purpose}',          '401  303 303 403        403    403  403       403        403',
    { event: 'withdrawn' }),

  row('GET /visits',                                '401  403 403 403        200    403  200       403        403'),
  row('GET /visits/new',                            '401  403 403 403        200    403  200       403        403'),
  row('POST /visits/new',                           '401  403 403 403        422    403  422       403        403'),
  row('GET /visits/{id}',                           '401  403 403 403        404    403  404       403        403'),
  row('POST /visits/{id}/approve',                  '401  403 403 403        403    403  403       403        403'),
  row('POST /visits/{id}/refuse',                   '401  403 403 403        403    403  403       403        403'),
  row('POST /visits/{id}/end',                      '401  403 403 403        403    403  403       403        403'),

  row('GET /log',                                   '401  403 403 403        403    403  403       403        200'),
  row('GET /log/{seq}',                             '401  403 403 403        403    403  403       403        200'),
  // The entry is about Wang, and no checkpoint that covers it is published yet.
  row('POST /log/{seq}/proof',                      '401  409 409 403        403    403  403       403        200'),
  row('GET /log/checkpoint',                        '401  403 403 403        403    403  403       403        200'),
  row('POST /log/checkpoint',                       '401  403 403 403        403    403  403       403        200'),
  row('GET /log/checkpoint/file',                   '401  403 403 403        403    403  403       403        404'),
  row('GET /policy',                                '401  403 403 403        403    403  403       403        200'),
  row('GET /assistant',                             '401  403 403 403        403    403  403       403        200'),
  row('GET /assistant/stop',                        '401  403 403 403        403    403  403       403        200'),
  row('GET /assistant/start',                       '401  403 403 403        403    403  403       403        200'),
  row('POST /assistant/stop',                       '401  403 403 403        403    403  403       403        303'),
  row('POST /assistant/start',                      '401  403 403 403        403    403  403       403        303'),

  row('GET /me',                                    '401  200 200 200        403    403  403       403        403'),
  row('GET /me/tickets',                            '401  200 200 200        403    403  403       403        403'),
  row('GET /me/consents',                           '401  200 200 200        403    403  403       403        403'),
  row('GET /me/consents/{purpose}',                 '401  200 200 200        403    403  403       403        403'),
  row('POST /me/consents/{purpose}',                '401  303 303 303        403    403  403       403        403',
    { event: 'withdrawn' }),
  row('GET /me/consents/receipts/{event}',          '401  200 200 403        403    403  403       403        403'),
  row('GET /me/consents/receipts/{event}/file',     '401  200 200 403        403    403  403       403        403'),
  row('GET /residents/{id}/consents',               '401  403 403 403        200    403  403       403        403'),
  row('GET /residents/{id}/consents/{purpose}',     '401  403 403 403        200    403  403       403        403'),
  row('POST /residents/{id}/consents/{purpose}',    '401  403 403 403        422    403  403       403        403',
    // Her consent stands: she is not to be asked again, and the page says so.
    { event: 'given', checked: 'known' }),
  row('GET /me/consents/{purpose}/text',            '401  200 200 200        403    403  403       403        403'),
  row('GET /me/log',                                '401  200 200 200        403    403  403       403        403'),

  row('GET /dispatch/all',                          '401  403 403 403        403    403  403       200        403'),
  row('GET /dispatch',                              '401  403 403 403        403    403  403       200        403'),
  // Ticket 1 is in hand: there is nothing to accept or to send on. The page that asked would say so.
  row('POST /dispatch/{ticket}/accept',             '401  403 403 403        403    403  403       403        403'),
  row('POST /dispatch/{ticket}/dispatch',           '401  403 403 403        403    403  403       403        403',
    { grid: '5' }),
  row('POST /dispatch/{ticket}/grant_extension',    '401  403 403 403        403    403  403       403        403'),

  row('GET /more',                                  '401  403 403 403        200    403  200       403        200'),
  row('GET /keys',                                  '401  403 403 403        403    403  403       403        200'),
  // The administrator alone.
  row('POST /keys/index',                           '401  403 403 403        403    403  403       403        403',
    { index: 'resident.mobile' }),
  row('POST /keys/log',                             '401  403 403 403        403    403  403       403        303',
    { days: '90', words: '每年更换' }),
  row('GET /alerts',                                '401  403 403 403        403    403  403       403        200'),
  row('POST /alerts/{alert}/seen',                  '401  403 403 403        403    403  403       403        303'),
  row('POST /alerts/{alert}/closed',                '401  403 403 403        403    403  403       403        303',
    { words: '问过了' }),
  // The worker is not stopped: there is nothing to lift.
  row('POST /alerts/unfreeze/{staff}',              '401  403 403 403        403    403  403       403        409',
    { words: '问过了' }),
  row('GET /erasures',                             '401  403 403 403        403    403  403       403        200'),
  row('GET /erasures/held-back',                   '401  403 403 403        403    403  403       403        200'),
  // Nothing is held back, and nobody was erased: there is no such thing.
  row('POST /erasures/held-back/{id}',             '401  403 403 403        403    403  403       403        403'),
  row('GET /erasures/words',                       '401  403 403 403        403    403  403       403        200'),
  row('POST /erasures/words/{id}',                 '401  403 403 403        403    403  403       403        403'),
  row('POST /erasures/words/{id}/decide',          '401  403 403 403        403    403  403       403        403'),
  row('GET /erasures/sweeps',                      '401  403 403 403        403    403  403       403        200'),
  row('GET /erasures/holds',                       '401  403 403 403        403    403  403       403        200'),
  row('POST /erasures/holds/{id}/lift',            '401  403 403 403        403    403  403       403        403'),
  row('GET /canaries',                              '401  403 403 403        403    403  403       403        200'),
  row('POST /canaries',                             '401  403 403 403        403    403  403       403        303',
    { grid: '5' }),
  row('POST /canaries/{canary}/retire',             '401  403 403 403        403    403  403       403        303'),
  row('GET /approvals',                             '401  403 403 403        200    403  200       200        200'),
  row('POST /approvals/unmask',                     '401  403 403 403        403    403  403       403        303',
    { ticket: '1', words: '派出所来函' }),
  // The officer has proposed it: somebody else decides. Until then there is nothing to see.
  row('POST /approvals/{approval}/approve',         '401  403 403 403        403    403  403       403        403'),
  row('POST /approvals/{approval}/refuse',          '401  403 403 403        403    403  403       403        403'),
  row('POST /approvals/{approval}/reporter',        '401  403 403 403        403    403  403       403        403'),

  // What is not there is nobody's: the officer's own papers are in duties.test.ts.
  row('GET /duties',                                   '401  403 403 403        403    403  403       403        200'),
  row('GET /recipients',                               '401  403 403 403        403    403  403       403        200'),
  row('POST /recipients',                              '401  403 403 403        403    403  403       403        422',
    { kind: 'police', purpose: 'provide_by_law' }),
  row('POST /recipients/{id}/end',                     '401  403 403 403        403    403  403       403        403'),
  row('GET /me/recipients',                          '401  200 200 200        403    403  403       403        403'),
  row('GET /hand-overs',                               '401  403 403 403        403    403  403       403        200'),
  row('POST /hand-overs',                              '401  403 403 403        403    403  403       403        403'),
  row('POST /hand-overs/{id}/make',                    '401  403 403 403        403    403  403       403        403'),
  row('GET /hand-overs/key',                           '401  403 403 403        403    403  403       403        200'),
  row('GET /register',                                 '401  403 403 403        403    403  403       403        200'),
  row('GET /register/file',                            '401  403 403 403        403    403  403       403        200'),
  row('GET /pias',                                     '401  403 403 403        403    403  403       403        200'),
  row('POST /pias',                                    '401  403 403 403        403    403  403       403        303',
    { occasion: 'other', processing: '名单' }),
  row('GET /pias/{id}',                                '401  403 403 403        403    403  403       403        403'),
  row('POST /pias/{id}',                               '401  403 403 403        403    403  403       403        403'),
  row('POST /pias/{id}/sign',                          '401  403 403 403        403    403  403       403        403'),
  row('GET /breaches',                                 '401  403 403 403        403    403  403       403        200'),
  row('POST /breaches',                                '401  403 403 403        403    403  403       403        303',
    { found: '2026-11-22 10:00', from: '2026-11-20 00:00', to: '2026-11-22 10:00', what: '手机丢失' }),
  row('GET /breaches/{id}',                            '401  403 403 403        403    403  403       403        403'),
  row('POST /breaches/{id}',                           '401  403 403 403        403    403  403       403        403'),
  row('POST /breaches/{id}/step',                      '401  403 403 403        403    403  403       403        403',
    { step: 'contained' }),
  row('GET /emergency',                             '401  403 403 403        200    403  200       200        403'),
  row('POST /emergency',                            '401  403 403 403        303    403  303       303        403',
    { kind: 'gas_leak', addresses: '3-2-501', reason: '有燃气味' }),
  row('GET /residents/{id}/emergency',              '401  403 403 403        200    403  200       200        403'),
  // The worker of grid 3 has opened it.
  row('GET /emergency/{view}',                      '401  403 403 403        200    403  403       403        403'),
  row('POST /emergency/{view}/explain',             '401  403 403 403        303    403  403       403        403',
    { words: '阀门没关严,已处理' }),
  row('GET /reviews',                               '401  403 403 403        403    403  403       403        200'),
  row('POST /reviews/{view}',                       '401  403 403 403        403    403  403       403        303',
    { verdict: 'justified', words: '属实' }),

  row('GET /orders',                                '401  403 403 403        200    403  200       200        200'),
  row('POST /orders',                               '401  403 403 403        403    403  403       303        403',
    { number: '济防指〔2026〕3号', kind: 'flood', grids: '3', 'field-resident.name': 'yes', days: '3', words: '汛' }),
  // The order is for grid 3.
  row('GET /orders/{order}',                        '401  403 403 403        200    403  403       403        403'),
  row('POST /orders/{order}/end',                   '401  403 403 403        403    403  403       403        303',
    { words: '警报解除' }),
  row('POST /orders/{order}/notes',                 '401  403 403 403        303    403  403       403        403',
    { need: '沙袋' }),
  row('POST /orders/{order}/notes/{note}',          '401  403 403 403        303    403  403       403        403',
    { outcome: '已送到' }),

  row('GET /me/rights',                             '401  200 200 200        403    403  403       403        403'),
  // A restriction: by who signed in, not by who holds the chat.
  row('GET /me/rights/{right}',                     '401  200 200 200        403    403  403       403        403'),
  row('POST /me/rights/{right}',                    '401  303 403 303        403    403  403       403        403'),
  row('GET /me/rights/requests/{asked}',            '401  200 200 404        403    403  403       403        403'),
  row('POST /me/rights/requests/{asked}',           '401  303 403 403        403    403  403       403        403'),
  row('POST /me/log/{seq}/why',                     '401  200 200 403        403    403  403       403        403'),
  row('GET /me/said',                               '401  200 200 200        403    403  403       403        403'),
  row('POST /me/said/{statement}',                  '401  303 303 403        403    403  403       403        403',
    { reply: '绳子断了,已经换了' }),
  // A correction of somebody of grid 3, which nobody has taken in hand yet.
  row('GET /requests',                              '401  403 403 403        200    403  200       403        200'),
  row('GET /requests/{asked}',                      '401  403 403 403        200    403  404       403        200'),
  row('POST /requests/{asked}/take',                '401  403 403 403        303    403  403       403        303',
    { version: '1' }),
  row('POST /requests/{asked}/answer',              '401  403 403 403        403    403  403       403        403',
    { version: '1', words: '好' }),
  row('POST /requests/{asked}/refuse',              '401  403 403 403        403    403  403       403        403',
    { version: '1', reason: 'not_shown' }),
  row('GET /tickets/{ticket}/said',                 '401  403 403 403        200    403  403       403        403'),
  row('POST /tickets/{ticket}/said',                '401  403 403 403        303    403  403       403        403',
    { accused: '孙丽', said: '有人反映楼下有狗没拴绳' }),
];
