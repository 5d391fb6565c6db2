import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { isReceiptSignature, keyInSpki } from '../vault/crypto/receipt-key.ts';
import { fromBase64 } from '../vault/log/base64.ts';
import { canonicalText } from '../vault/log/entry.ts';
import { Fault } from './fault.ts';

/** As far as it is told on a terminal; whatever else is in the receipt is signed too. */
interface Receipt {
  readonly schema_version: string;
  readonly record_id: string;
  readonly privacy_notice: { readonly id: string; readonly version: string; readonly sha256: string };
  readonly purposes: readonly { readonly title: { readonly zh: string; readonly en: string } }[];
  readonly event: { readonly event_time: string; readonly event_state: string };
  readonly log: { readonly origin: string; readonly entry: number };
}

/** `lindun receipt verify`: exit code 0 when the receipt is as it was signed, 1 when not, 2 when that cannot be told. */
export function receiptCommand(): Command {
  return new Command('receipt')
    .description('同意回执 / consent receipts')
    .addCommand(
      new Command('verify')
        .description('离线核验一份同意回执 / check a consent receipt offline')
        .argument('<file>', '回执文件 / the receipt’s file')
        .requiredOption(
          '--key <key>',
          '社区的回执公钥,或存着它的文件;从回执以外的地方拿 / the community’s receipts key, or a file with it; got by another way than the receipt',
        )
        .option('--json', '给程序读 / for a program')
        .action(verify),
    );
}

function verify(file: string, { key, json = false }: { key: string; json?: boolean }): void {
  try {
    const checked = checkReceipt(readFileSync(file, 'utf8'), keyFrom(key));
    if (json) process.stdout.write(`${JSON.stringify(checked)}\n`);
    else process.stdout.write(checked.ok ? words(checked.receipt) : `${wrong.zh}\n  ${wrong.en}\n`);
    process.exitCode = checked.ok ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    process.exitCode = 2;
    process.stderr.write(`${error.words.zh}\n${error.words.en}\n`);
  }
}

const wrong = {
  zh: '核验不通过:内容改过,或者不是这把公钥签的',
  en: 'not genuine: it was changed, or signed by another key than this one',
};

/** @throws Fault where this is no receipt of a form that is known here */
export function checkReceipt(
  text: string,
  publicKey: Uint8Array,
): { ok: true; receipt: Receipt } | { ok: false } {
  const { receipt, signature } = parsed(text);
  const value = fromBase64(signature) ?? new Uint8Array();
  const bytes = new TextEncoder().encode(canonicalText(receipt));
  return isReceiptSignature(value, bytes, publicKey) ? { ok: true, receipt } : { ok: false };
}

function parsed(text: string): { receipt: Receipt; signature: string } {
  const notOne = new Fault('data', '这不是一份同意回执', 'this is no consent receipt');
  let file: { receipt?: Receipt; signature?: { algorithm?: string; value?: string } };
  try {
    file = JSON.parse(text) as typeof file;
  } catch {
    throw notOne;
  }
  const { receipt, signature } = file;
  if (typeof receipt !== 'object' || typeof signature?.value !== 'string') throw notOne;
  if (receipt.schema_version !== 'lindun-receipt/1' || signature.algorithm !== 'Ed25519') {
    throw new Fault(
      'data',
      '这份回执的版本这里不认识,请用新版核验',
      'the receipt has a form that is not known here: check it with a newer version',
    );
  }
  return { receipt, signature: signature.value };
}

/** Base64 of the 32 bytes, a PEM file, or the JSON that the vault publishes. @throws Fault where it is none of them */
export function keyFrom(said: string): Uint8Array {
  const text = /^[A-Za-z0-9+/]{43}=$/.test(said) ? said : readFileSync(said, 'utf8');
  const named = /"public_key": *"([^"]+)"/.exec(text)?.[1] ?? text.trim();
  const pem = /-----BEGIN PUBLIC KEY-----([^-]+)-----END PUBLIC KEY-----/.exec(text)?.[1];
  const bytes = fromBase64((pem ?? named).replaceAll(/\s/g, ''));
  const key = bytes?.length === 32 ? bytes : bytes && keyInSpki(bytes);
  if (key === undefined)
    throw new Fault('argument', '--key 不是一把 Ed25519 公钥', '--key holds no Ed25519 public key');
  return key;
}

function words({ record_id, privacy_notice: notice, purposes, event, log }: Receipt): string {
  const titles = purposes.map(({ title }) => title);
  const lines = [
    ['核验通过:一字未改,是这把公钥签的', 'genuine: not a byte was changed, and this key signed it'],
    [`记录编号 ${record_id}`, `record ${record_id}`],
    [
      `${titles.map(({ zh }) => zh).join('、')}:${event.event_state},${event.event_time}`,
      `${titles.map(({ en }) => en).join(', ')}: ${event.event_state}, ${event.event_time}`,
    ],
    [
      `告知书 ${notice.id} 第 ${notice.version} 版,SHA-256 ${notice.sha256}`,
      `notice ${notice.id}, version ${notice.version}, SHA-256 ${notice.sha256}`,
    ],
    [`访问记录 ${log.origin} 第 ${log.entry} 条`, `access log ${log.origin}, entry ${log.entry}`],
  ];
  return lines.map(([zh, en]) => `${zh}\n  ${en}\n`).join('');
}
