/** A set of entities in Cedar: `[Role::"street", Role::"district"]`. No name of ours has a character to be escaped. */
export const cedarSet = (type: string, ids: readonly string[]): string =>
  `[${ids.map((id) => `${type}::"${id}"`).join(', ')}]`;
