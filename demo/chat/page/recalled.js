const texts = new Map();

/** A recalled text can be edited again for as long as this page is open, and nowhere but here. */
export const rememberRecalled = ({ id, text }) => texts.set(id, text);

export const recalledText = (id) => texts.get(id);
