import type { OperationCase } from './operation-case';
import { connectSafelyCases } from './connect-safely/operation-cases';
import { linkupApiCases } from './linkup-api/operation-cases';
import { seleqtCases } from './seleqt/operation-cases';
import { sendPilotCases } from './send-pilot/operation-cases';
import { unipileCases } from './unipile/operation-cases';

/** The operations of the simulated providers' nodes in addition to those of LinkedIn Outreach. */
export const OPERATION_CASES: Readonly<Record<string, OperationCase>> = {
	...connectSafelyCases,
	...linkupApiCases,
	...sendPilotCases,
	...seleqtCases,
	...unipileCases,
};
