import phoneContact from '../policy/notices/phone_contact.zh-CN.md';
import { offeredNotice } from './notice.ts';

/** The notices in force. A new text is a new version of its file; consents to the old one are then asked for again. */
export const notices = [phoneContact].map(offeredNotice);
