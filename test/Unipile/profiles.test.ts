import { fullProfile, toProfileReport } from '../../nodes/Unipile/profiles';
import { reportOf } from '../harness/reports';
import { inputOf } from '../outreach/fakes';
import { CREDENTIALS } from './opened';

const ROSA = inputOf({ profile: 'rosa-quill-17', accountId: 'acc_1' });

const read = (version: 'v1' | 'v2', body: object) =>
	toProfileReport(fullProfile(CREDENTIALS[version], ROSA).response.parse(body), ROSA).report;
const v1 = (fields: object = {}) => read('v1', { provider: 'LINKEDIN', ...fields });
const v2 = (specifics: object = {}, fields: object = {}) =>
	read('v2', { provider: 'linkedin', specifics, ...fields });

const NOTHING = reportOf('getProfile', { profile: ROSA.profile });

test('A profile without readable fields is a report of nulls', () => {
	expect(v1()).toEqual(NOTHING);
	expect(v2()).toEqual(NOTHING);
	const odd = { first_name: 7, location: { city: 'Lisbon' }, is_premium: 'yes', headline: '' };
	expect(v1({ ...odd, work_experience: 'none' })).toEqual(NOTHING);
	expect(v2({ experience: {}, is_open_profile: 1 }, { ...odd, bio: [] })).toEqual(NOTHING);
});

const NOW = { position: 'Head', company: 'Quill & Co', current: true };
const THEN = { position: 'Adviser', company: 'Elsewhere', current: false };

test.each([
	['the current one', [THEN, NOW], 'Quill & Co', 'Head'],
	['the first current one', [NOW, { ...THEN, current: true }], 'Quill & Co', 'Head'],
	['the first one, if none is current', [THEN, { ...NOW, current: null }], 'Elsewhere', 'Adviser'],
	['the one that can be read', [7, NOW], 'Quill & Co', 'Head'],
	['half of one', [{ company: 'Quill & Co' }], 'Quill & Co', null],
	['none', [], null, null],
])('The position of a v1 profile is %s', (_which, experience, company, position) => {
	expect(v1({ work_experience: experience })).toMatchObject({ company, position });
});

const ENDED = { job_title: 'Adviser', company: { name: 'Elsewhere' }, ended_on: '09/01/2022' };
const LASTING = { job_title: 'Head', company: { name: 'Quill & Co' } };

test.each([
	['the one without an end', [ENDED, LASTING], 'Quill & Co', 'Head'],
	['the first one, where all have ended', [ENDED], 'Elsewhere', 'Adviser'],
	['one without a company', [{ job_title: 'Head', company: 'Quill & Co' }], null, 'Head'],
	['the one that can be read', [null, LASTING], 'Quill & Co', 'Head'],
])('The position of a v2 profile is %s', (_which, experience, company, position) => {
	expect(v2({ experience })).toMatchObject({ company, position });
	expect(v2({ linkedin: { experience } })).toMatchObject({ company, position });
});

test('The name of a v2 profile is made from its parts if it is not given', () => {
	expect(v2({}, { first_name: 'Rosa', last_name: 'Quill' })).toMatchObject({ name: 'Rosa Quill' });
	expect(v2({}, { display_name: 'Dr Rosa', last_name: 'Quill' })).toMatchObject({
		name: 'Dr Rosa',
	});
});

test('The picture of a profile is the small one if there is no large one', () => {
	expect(v1({ profile_picture_url: 'https://a' }).pictureUrl).toBe('https://a');
	expect(v2({}, { public_picture_url: 'https://a' }).pictureUrl).toBe('https://a');
});
