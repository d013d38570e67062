import { changeField, type Fault } from './faults';
import { answer, jsonText, type ProviderAnswer } from './http';

/** The response of a fault that replaces the provider's response, or changes it. */
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
			// Blanks before a list, in which a row of another kind would be a fault of its own.
			const padding = 'x'.repeat(fault.bytes);
			const body = Array.isArray(usual.body)
				? `${' '.repeat(fault.bytes)}${jsonText(usual.body)}`
				: { ...Object(usual.body), padding };
			return { ...usual, body };
		}
		default:
			return usual;
	}
}
