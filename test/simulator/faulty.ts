import { changeField, type Fault } from './faults';
import { answer, type ProviderAnswer } from './http';

/** What leaves under a fault that answers in place of the provider, or changes its answer. */
export function faulty(
	fault: Fault,
	normal: ProviderAnswer | null,
	secrets: string,
): ProviderAnswer {
	const usual = normal ?? answer(200, null);
	switch (fault.kind) {
		case 'status':
			return answer(
				fault.status,
				fault.body ?? { error: `Simulated ${fault.status}` },
				fault.headers,
			);
		case 'echo-secret':
			return answer(fault.status, { error: `Refused: ${secrets}`, message: `Refused: ${secrets}` });
		case 'redirect':
			return answer(fault.status ?? 302, null, { Location: fault.location });
		case 'missing-field':
			return {
				...usual,
				body: changeField(usual.body, fault.field, (holder, key) => {
					delete holder[key];
				}),
			};
		case 'wrong-type':
		case 'extra-word': {
			const value = 'value' in fault ? fault.value : { odd: true };
			return {
				...usual,
				body: changeField(usual.body, fault.field, (holder, key) => {
					holder[key] = value;
				}),
			};
		}
		case 'headers':
			return { ...usual, headers: { ...usual.headers, ...fault.headers } };
		case 'huge': {
			const padding = 'x'.repeat(fault.bytes);
			const body = Array.isArray(usual.body)
				? [...usual.body, { padding }]
				: { ...Object(usual.body), padding };
			return { ...usual, body };
		}
		default:
			return usual;
	}
}
