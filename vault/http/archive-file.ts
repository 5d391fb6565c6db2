import { createMessage, encrypt } from 'openpgp';
import type { ValueOf } from './route.ts';

type Signed = ValueOf<'takeArchive'>;

/**
 * A person's archive on its way out: encrypted to their passphrase (OpenPGP, RFC 9580 §3.7), here, because the community's
 * object must not wait for it and must not learn the passphrase.
 * @returns the name of the file inside, and the message, armored
 */
export async function sealedArchive(
  signed: Signed,
  {
    right,
    passphrase,
    page,
  }: { right: 'copy' | 'move'; passphrase: string; page?: (signed: Signed) => string },
): Promise<{ name: string; message: string }> {
  const day = signed.archive.made.slice(0, 10);
  const name = `lindun-${day}.${right === 'copy' && page !== undefined ? 'html' : 'json'}`;
  const text = right === 'copy' && page !== undefined ? page(signed) : JSON.stringify(signed, null, 2);
  const date = new Date(signed.archive.made);
  const message = await createMessage({ text, filename: name, date });
  return { name, message: await encrypt({ message, passwords: [passphrase], format: 'armored', date }) };
}
