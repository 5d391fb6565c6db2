import { generateKey, type PrivateKey, type PublicKey } from 'openpgp';

/** A recipient's key pair, for tests that need no second program. Of the first days of 2026, as tests' clocks are later. */
export async function recipientKey(
  expires?: number,
): Promise<{ armored: string; privateKey: PrivateKey; publicKey: PublicKey }> {
  const { privateKey, publicKey } = await generateKey({
    type: 'ecc',
    userIDs: [{ name: 'A recipient' }],
    date: new Date(Date.UTC(2026, 0, 2)),
    format: 'object',
    ...(expires === undefined ? {} : { keyExpirationTime: expires }),
  });
  return { armored: publicKey.armor(), privateKey, publicKey };
}
