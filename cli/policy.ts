import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { noticesCommand } from './notices.ts';
import { cedarPolicies, cedarSchema } from '../policy/show/cedar.ts';
import { renderMatrix } from '../policy/show/matrix.ts';
import { pageOf } from '../policy/show/page.ts';
import { processingRegister, renderRegister, securityMeasures } from '../policy/duties/register.ts';
import { policy } from '../policy/rules.ts';
import { sheetOf } from '../policy/show/sheet.ts';
import { policyVersion } from '../policy/version.ts';

/** `lindun policy`: the policy that this program was built with, for people and for other programs. */
export function policyCommand(): Command {
  return new Command('policy')
    .description('这个版本的政策:谁能得到什么 / the policy of this version: who gets what')
    .addCommand(noticesCommand())
    .addCommand(
      new Command('matrix')
        .description('打印成表 / print it as a table (Markdown)')
        .option('--html', '一页网页,可打印签字 / as one page in HTML, to be printed and signed')
        .option('--page <file>', '把这一页写到文件 / write that page to a file')
        .action(matrix),
    )
    .addCommand(
      new Command('cedar')
        .description('打印成 Cedar 策略 / print it as a Cedar policy set')
        .option('--schema', '打印 Cedar 的 schema / print the schema instead')
        .action(({ schema }: { schema?: true }) => {
          process.stdout.write(schema === true ? cedarSchema() : cedarPolicies(policy));
        }),
    )
    .addCommand(
      new Command('register')
        .description(
          '处理活动记录;登记的接收方在隐私官的页面上 / the record of processing; registered recipients stand on the officer’s page',
        )
        .option('--json', '一个 JSON 对象 / one JSON object')
        .action(({ json }: { json?: true }) => {
          const items = processingRegister([]);
          const text =
            json === true
              ? `${JSON.stringify({ items, measures: securityMeasures }, null, 2)}\n`
              : renderRegister();
          process.stdout.write(text);
        }),
    );
}

function matrix({ html, page }: { html?: true; page?: string }): void {
  if (page === undefined && html === undefined) {
    process.stdout.write(renderMatrix());
    return;
  }
  const text = pageOf(sheetOf(policy), policyVersion);
  if (html === true) process.stdout.write(text);
  if (page !== undefined) writeFileSync(page, text);
}
