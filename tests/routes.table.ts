/**
 * Who may call what, about whom: every route, for every kind of caller, with the status it must answer.
 *
 * Wang lives in grid 3 and Zhang in grid 5; `worker` works in grid 3, `elsewhere` in grid 5. `chat`, `group` and `page`
 * are Wang: in a private chat, in a group, on her own page. `reporter` is a chat contact that is bound to nobody.
 * `ended` has a token that was good and has been revoked. So what is Wang's is the own object of `chat`, `page` and
 * `worker` and somebody else's for the others, and the other way round with what is Zhang's.
 */
export const callers = [
  'none',
  'ended',
  'reporter',
  'chat',
  'group',
  'page',
  'worker',
  'elsewhere',
  'dispatcher',
  'officer',
  'administrator',
  'bot',
] as const;
export type Caller = (typeof callers)[number];

/** Whose object is asked for; `nobody` where a route is about none. */
export type Whose = 'nobody' | 'wang' | 'zhang' | 'stranger';

export interface Row {
  /** As in the OpenAPI document, below `/v1/communities/{community}`. */
  route: string;
  /** Which request of that route: a name in routes.requests.ts. */
  request: string;
  /** A status a caller, in the order of `callers`. */
  expected: Partial<Record<Whose, string>>;
}

export const row = (route: string, request: string, expected: Row['expected']): Row => ({
  route,
  request,
  expected,
});

/** For what only one kind of caller may do, and for what is public. */
// prettier-ignore
const only = {
  administrator: '401 401  403 403 403 403  403 403 403 403 200 403',
  officer:       '401 401  403 403 403 403  403 403 403 200 403 403',
  everybody:     '200 200  200 200 200 200  200 200 200 200 200 200',
};

// prettier-ignore
export const table: readonly Row[] = [
  //                                                                       none ended  reporter chat group page  worker elsewhere dispatcher officer administrator bot
  row('PUT ', 'set up', { nobody: only.administrator }),
  row('POST /staff', 'appoint', {
    nobody:   '401 401  403 403 403 403  403 403 403 403 201 403' }),
  row('PUT /staff/{staff}/role', 'end a role', { nobody: only.administrator }),
  row('POST /imports', 'import a resident', { nobody: only.administrator }),
  row('POST /imports', 'import a ticket of the time before', { wang: only.administrator }),

  row('POST /records/{type}', 'create a resident', {
    wang:     '401 401  403 403 403 403  201 403 403 403 201 403',
    zhang:    '401 401  403 403 403 403  403 201 403 403 201 403' }),
  row('POST /records/{type}', 'create a household', {
    wang:     '401 401  403 403 403 403  201 403 403 403 201 403',
    zhang:    '401 401  403 403 403 403  403 201 403 403 201 403' }),
  row('POST /records/{type}', 'create a dog', {
    wang:     '401 401  403 403 403 403  201 403 403 403 201 403',
    zhang:    '401 401  403 403 403 403  403 201 403 403 201 403' }),
  row('POST /records/{type}', 'create staff', {
    nobody:   '401 401  422 422 422 422  422 422 422 422 422 422' }),
  row('POST /records/{type}/{id}:read', 'read a resident, own_record', {
    wang:     '401 401  403 200 403 200  403 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 403 403 403 403 403' }),
  row('POST /records/{type}/{id}:read', 'read a resident, grid_overview', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  row('POST /records/{type}/{id}:read', 'read a resident, identity_binding', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  row('POST /records/{type}/{id}:read', 'read a resident, other', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  row('POST /records/{type}/{id}:read', 'read a number for a ticket in hand', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  row('POST /records/{type}/{id}:read', 'read a number for no ticket', {
    wang:     '401 401  403 403 403 403  403 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 403 403 403 403 403' }),
  row('POST /records/{type}/{id}:read', 'read a dog, own_record', {
    wang:     '401 401  403 200 403 200  403 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 403 403 403 403 403' }),
  row('POST /records/{type}/{id}:read', 'read a dog, dog_care', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  row('POST /records/{type}/{id}:read', 'read the worker’s staff record', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  row('PATCH /records/{type}/{id}', 'change a resident', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  row('PATCH /records/{type}/{id}', 'change a dog', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  row('POST /records/{type}:search', 'list a grid’s residents', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  // A search by value finds what may be seen, and nothing where nothing may: the answers do not differ.
  row('POST /records/{type}:search', 'find a resident by number', {
    wang:     '401 401  403 403 403 403  200 200 403 403 403 403',
    zhang:    '401 401  403 403 403 403  200 200 403 403 403 403' }),
  row('POST /records/{type}:search', 'find a resident by name and address', {
    wang:     '401 401  403 403 403 403  200 200 403 403 403 403',
    zhang:    '401 401  403 403 403 403  200 200 403 403 403 403' }),
  row('POST /records/{type}:search', 'list a building’s residents', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  // What lies in another grid is left out: the answers do not differ.
  row('POST /households:find', 'find a household by its address', {
    wang:     '401 401  403 403 403 403  200 200 403 403 403 403',
    zhang:    '401 401  403 403 403 403  200 200 403 403 403 403' }),
  row('POST /records/{type}:duplicates', 'find who may be there twice', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  row('POST /records/{type}:search', 'find my dogs', {
    nobody:   '401 401  403 200 403 200  403 403 403 403 403 403' }),

  row('POST /tickets', 'report', {
    nobody:   '401 401  201 201 201 201  201 201 403 403 403 403' }),
  row('POST /tickets:search', 'list a grid’s tickets', {
    wang:     '401 401  403 403 403 403  200 403 200 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 200 403 403 403' }),
  row('POST /tickets:search', 'list accepted tickets', {
    nobody:   '401 401  403 403 403 403  403 403 200 403 403 403' }),
  row('POST /tickets:search', 'list my to-do', {
    nobody:   '401 401  403 403 403 403  200 200 200 403 403 403' }),
  // A dispatcher may list any tickets, and has reported none.
  row('POST /tickets:search', 'list my tickets', {
    nobody:   '401 401  200 200 403 200  200 200 403 403 403 403' }),
  row('POST /tickets/{ticket}:read', 'read a ticket in hand', {
    wang:     '401 401  403 200 403 200  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  row('POST /tickets/{ticket}:read', 'read a waiting ticket', {
    wang:     '401 401  403 200 403 200  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403',
    stranger: '401 401  200 403 403 403  403 403 403 403 403 403' }),
  row('POST /tickets/{ticket}:read', 'read an accepted ticket, dispatch', {
    wang:     '401 401  403 403 403 403  403 403 200 403 403 403',
    zhang:    '401 401  403 403 403 403  403 403 200 403 403 403' }),
  row('POST /tickets/{ticket}:move', 'take a ticket', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403',
    stranger: '401 401  403 403 403 403  403 403 403 403 403 403' }),
  row('POST /tickets/{ticket}:move', 'accept a ticket', {
    wang:     '401 401  403 403 403 403  403 403 200 403 403 403',
    zhang:    '401 401  403 403 403 403  403 403 200 403 403 403',
    stranger: '401 401  403 403 403 403  403 403 200 403 403 403' }),
  row('POST /tickets/{ticket}:move', 'mark a ticket in hand as handled', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  row('POST /tickets/{ticket}:move', 'close a handled ticket', {
    wang:     '401 401  403 200 403 200  403 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 403 403 403 403 403' }),
  row('POST /tickets/{ticket}:supplement', 'add to a ticket', {
    wang:     '401 401  403 200 403 200  403 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 403 403 403 403 403',
    stranger: '401 401  200 403 403 403  403 403 403 403 403 403' }),

  row('POST /tickets/{ticket}/attachments', 'attach a photo', {
    wang:     '401 401  403 201 403 201  403 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 403 403 403 403 403',
    stranger: '401 401  201 403 403 403  403 403 403 403 403 403' }),
  row('POST /tickets/{ticket}/attachments:search', 'list what is attached to a ticket in hand', {
    wang:     '401 401  403 200 403 200  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  row('POST /tickets/{ticket}/attachments/{attachment}:read', 'look at a photo of a ticket in hand', {
    wang:     '401 401  403 200 403 200  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  row('POST /tickets/{ticket}/attachments/{attachment}:read', 'look at a photo that its reporter has for themselves', {
    wang:     '401 401  403 200 403 200  403 403 403 403 403 403' }),
  row('POST /tickets/{ticket}/attachments/{attachment}:read', 'look at a photo of a waiting ticket', {
    wang:     '401 401  403 200 403 200  403 403 403 403 403 403',
    stranger: '401 401  200 403 403 403  403 403 403 403 403 403' }),
  // It takes two requests, to read and to put back: a contact's token is good for one.
  row('POST /tickets/{ticket}/attachments/{attachment}:blur', 'blur a photo of a ticket in hand', {
    wang:     '401 401  403 401 403 200  200 403 403 403 403 403' }),
  row('POST /tickets/{ticket}/attachments/{attachment}:show', 'let others see a photo now', {
    wang:     '401 401  403 200 403 200  403 403 403 403 403 403' }),

  row('POST /visits', 'plan visits', {
    wang:     '401 401  403 403 403 403  201 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 201 403 403 403 403' }),
  row('POST /visits:search', 'list visits', {
    nobody:   '401 401  403 403 403 403  200 200 403 403 403 403' }),
  // Only a grid leader approves, and before that nothing is shown.
  row('POST /visits/{id}:move', 'approve visits', {
    wang:     '401 401  403 403 403 403  403 403 403 403 403 403' }),
  row('POST /visits/{id}:read', 'see who is on a round', {
    wang:     '401 401  403 403 403 403  403 403 403 403 403 403' }),

  row('POST /consents', 'give consent again', {
    nobody:   '401 401  403 200 403 200  403 403 403 403 403 403' }),
  row('POST /consents', 'withdraw consent', {
    nobody:   '401 401  403 200 403 200  403 403 403 403 403 403' }),
  row('POST /consents:search', 'list my consents', {
    nobody:   '401 401  403 200 403 200  403 403 403 403 403 403' }),
  row('POST /consents:at-door', 'record a consent at the door', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  row('POST /consents/{id}:receipt', 'get a consent’s receipt', {
    wang:     '401 401  403 200 403 200  403 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 403 403 403 403 403' }),
  row('GET /consents/key', 'get the receipts’ key', { nobody: only.everybody }),
  row('GET /notices', 'read the notices', { nobody: only.everybody }),

  row('POST /bindings', 'open a binding', {
    wang:     '401 401  403 403 403 201  201 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 201 403 403 403 403' }),
  row('POST /bindings:answer', 'answer a binding', {
    nobody:   '401 401  200 403 403 403  403 403 403 403 403 403' }),
  row('POST /bindings/{id}:read', 'see a binding', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  row('POST /bindings/{id}:confirm', 'confirm an answered binding', {
    wang:     '401 401  403 403 403 403  200 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 200 403 403 403 403' }),
  row('POST /bindings/{id}:confirm', 'confirm a binding nobody answered', {
    wang:     '401 401  403 403 403 403  409 403 403 403 403 403' }),

  row('POST /bindings:end', 'end one’s bindings', {
    wang:     '401 401  403 200 403 200  403 403 403 200 200 403',
    zhang:    '401 401  403 403 403 403  403 403 403 200 200 403' }),

  // On one's own page one lets somebody act; a worker records it for who is in front of them.
  row('POST /relations', 'let somebody act for one', {
    wang:     '401 401  403 403 403 201  201 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 201 403 403 403 403' }),
  row('POST /relations/guardians', 'record a guardian', {
    wang:     '401 401  403 403 403 403  201 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 201 403 403 403 403' }),
  row('POST /relations:confirm', 'agree to a delegation', {
    wang:     '401 401  403 200 403 200  403 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 403 403 403 403 403' }),
  row('POST /relations:end', 'end one’s delegations', {
    wang:     '401 401  403 200 403 200  403 403 403 200 403 403',
    zhang:    '401 401  403 403 403 403  403 403 403 200 403 403' }),
  row('POST /relations:search', 'see who may act for one', {
    nobody:   '401 401  403 200 403 200  403 403 403 403 403 403' }),

  row('POST /log:search', 'search the log', { nobody: only.officer }),
  row('POST /log:own', 'read who looked', {
    nobody:   '401 401  200 200 403 200  403 403 403 403 403 403' }),
  // One's own entry can be proven once a checkpoint that covers it is published: 409 until then.
  row('POST /log/entries/{seq}:prove', 'prove an entry', {
    wang:     '401 401  403 409 403 409  403 403 403 200 403 403',
    zhang:    '401 401  403 403 403 403  403 403 403 200 403 403' }),
  row('POST /log:consistency', 'prove consistency', { nobody: only.officer }),
  row('POST /policy:read', 'read the policy', { nobody: only.officer }),
  row('POST /log/checkpoints', 'sign a checkpoint', { nobody: only.officer }),
  // Nothing is published in the first ten minutes.
  row('GET /log/checkpoint', 'get the checkpoint', {
    nobody:   '404 404  404 404 404 404  404 404 404 404 404 404' }),
  row('GET /log/key', 'get the key', { nobody: only.everybody }),
  row('GET /log/tile/{tile}', 'get a tile', {
    nobody:   '404 404  404 404 404 404  404 404 404 404 404 404' }),

  row('POST /links:enter', 'enter by a link', { nobody: only.everybody }),
  row('POST /links:enter', 'enter by a link there is not', {
    nobody:   '403 403  403 403 403 403  403 403 403 403 403 403' }),
  row('POST /sign-ins:enter', 'sign in with a number that is nobody’s', {
    nobody:   '403 403  403 403 403 403  403 403 403 403 403 403' }),
  row('POST /sign-ins:read', 'see how one signs in', {
    nobody:   '401 401  403 403 403 200  200 200 200 200 403 403' }),
  row('PUT /sign-ins/pin', 'set one’s PIN', {
    nobody:   '401 401  403 403 403 200  200 200 200 200 403 403' }),
  row('POST /sign-ins:drop', 'take away the last that one has', {
    nobody:   '401 401  403 403 403 409  409 409 409 409 403 403' }),
  row('POST /sign-ins:invite', 'invite a resident to sign in', {
    wang:     '401 401  403 403 403 403  201 403 403 403 403 403',
    zhang:    '401 401  403 403 403 403  403 201 403 403 403 403' }),
  row('POST /sign-ins:invite', 'invite a resident who has a PIN', {
    wang:     '401 401  403 403 403 403  403 403 403 403 403 403' }),
  row('POST /sign-ins:end', 'end what somebody signs in with', {
    wang:     '401 401  403 403 403 403  403 403 403 200 200 403' }),
  // People sign in: nobody's session is made by somebody else.
  row('POST /tokens', 'mint a page token', {
    wang:     '401 401  403 403 403 403  403 403 403 403 403 403' }),
  row('POST /tokens', 'mint a staff token', {
    nobody:   '401 401  403 403 403 403  403 403 403 403 403 403' }),
  row('POST /tokens', 'mint a bot’s token', {
    nobody:   '401 401  403 403 403 403  403 403 403 403 201 403' }),
  row('POST /tokens:exchange', 'exchange for a contact', {
    wang:     '401 401  403 403 403 403  403 403 403 403 403 200' }),
  row('POST /tokens:revoke', 'revoke a page token', {
    wang:     '401 401  403 200 403 200  403 403 403 200 200 403',
    zhang:    '401 401  403 403 403 403  403 403 403 200 200 403' }),
  row('POST /tokens:revoke', 'revoke all of somebody', {
    zhang:    '401 401  403 403 403 403  403 403 403 200 200 403' }),
  // Whose desk it opens is named by the administrator alone; a page is one's own, and asked for in one's chat.
  row('POST /links', 'link to a desk', {
    wang:     '401 401  403 422 403 403  422 422 403 403 201 403' }),
  row('POST /links', 'link to my page', {
    nobody:   '401 401  403 201 403 403  422 422 403 403 422 403' }),
  row('POST /notifications:take', 'take reminders', {
    nobody:   '401 401  403 403 403 403  403 403 403 403 403 200' }),
  row('POST /notifications:end', 'end reminders', {
    nobody:   '401 401  403 403 403 403  403 403 403 403 403 200' }),

  row('PUT /exchange', 'open the exchange', { nobody: only.officer }),
];

/** Outside of any community. */
export const elsewhere: readonly Row[] = [row('GET /healthz', 'health', { nobody: only.everybody })];
