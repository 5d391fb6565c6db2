import careVisitEn from '../policy/notices/care_visit.en.md';
import careVisitMinorEn from '../policy/notices/care_visit.minor.en.md';
import careVisitMinorZh from '../policy/notices/care_visit.minor.zh-CN.md';
import careVisitZh from '../policy/notices/care_visit.zh-CN.md';
import phoneContactEn from '../policy/notices/phone_contact.en.md';
import phoneContactMinorEn from '../policy/notices/phone_contact.minor.en.md';
import phoneContactMinorZh from '../policy/notices/phone_contact.minor.zh-CN.md';
import phoneContactZh from '../policy/notices/phone_contact.zh-CN.md';
import provideEn from '../policy/notices/provide_by_consent.en.md';
import provideMinorEn from '../policy/notices/provide_by_consent.minor.en.md';
import provideMinorZh from '../policy/notices/provide_by_consent.minor.zh-CN.md';
import provideZh from '../policy/notices/provide_by_consent.zh-CN.md';
import { offeredNotice } from './consent/notice.ts';

/**
 * The notices in force, for each purpose that rests on consent, audience and language: the Chinese ones first, because who
 * has no notice in their own language gets the first. A new text is a new version of its file; consents to the old one are
 * then asked for again.
 */
export const notices = [
  phoneContactZh,
  phoneContactEn,
  phoneContactMinorZh,
  phoneContactMinorEn,
  careVisitZh,
  careVisitEn,
  careVisitMinorZh,
  careVisitMinorEn,
  provideZh,
  provideEn,
  provideMinorZh,
  provideMinorEn,
].map(offeredNotice);
