/**
 * The lint rule `lindun/no-clock-no-chance`: below the entry points time and randomness are arguments,
 * so that a test can set them and a decision can be repeated from its log entry. oxlint's own
 * no-restricted-properties knows `Date.now` but not `new Date()`, which reads the same clock.
 */
const readsClock = new Map([
  ['Date', ['now']],
  ['performance', ['now', 'timeOrigin']],
]);
const drawsChance = new Map([
  ['Math', ['random']],
  ['crypto', ['randomUUID']],
]);

const isDate = (node) => node.type === 'Identifier' && node.name === 'Date';

const clockOrChance = {
  create(context) {
    const clock = 'Time is an argument below the entry points.';
    const chance = 'Randomness is an argument below the entry points.';
    return {
      MemberExpression(node) {
        if (node.object.type !== 'Identifier') return;
        const name = node.computed ? node.property.value : node.property.name;
        if (readsClock.get(node.object.name)?.includes(name)) context.report({ node, message: clock });
        if (drawsChance.get(node.object.name)?.includes(name)) context.report({ node, message: chance });
      },
      NewExpression(node) {
        if (isDate(node.callee) && node.arguments.length === 0) context.report({ node, message: clock });
      },
      CallExpression(node) {
        // Called without `new`, Date ignores its arguments and tells the time (ECMA-262 §21.4.2.1).
        if (isDate(node.callee)) context.report({ node, message: clock });
      },
    };
  },
};

export default { meta: { name: 'lindun' }, rules: { 'no-clock-no-chance': clockOrChance } };
